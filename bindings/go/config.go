//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Addressing is where a URL has the bucket.
type Addressing uint32

const (
	// AddressingAuto: in the path with an explicit endpoint; on AWS in the host name where the bucket is a single DNS
	// label, otherwise in the path.
	AddressingAuto Addressing = C.PRESIGN_ADDRESSING_AUTO
	// AddressingPath: https://host/bucket/key.
	AddressingPath Addressing = C.PRESIGN_ADDRESSING_PATH
	// AddressingVirtual: https://bucket.host/key.
	AddressingVirtual Addressing = C.PRESIGN_ADDRESSING_VIRTUAL
	// AddressingCNAME: https://host/key; the host of the endpoint is the bucket.
	AddressingCNAME Addressing = C.PRESIGN_ADDRESSING_CNAME
	// AddressingVirtualOrPath: in the host name where the bucket's name allows it, otherwise in the path.
	AddressingVirtualOrPath Addressing = C.PRESIGN_ADDRESSING_VIRTUAL_OR_PATH
)

// Version is a signature version. The zero value means V4.
type Version uint32

const (
	// V2 is signature version 2, which newer storages and newer AWS regions refuse.
	V2 Version = C.PRESIGN_SIGNATURE_V2
	// V4 is signature version 4. A URL is valid for 7 days at most.
	V4 Version = C.PRESIGN_SIGNATURE_V4
)

// Config has the credentials of a [Signer], and the storage that it signs for. Only the two keys are required.
//
// No fmt verb, slog handler or JSON shows the secret key and the session token of a Config. In an unexported field of
// another struct, fmt calls no methods and shows both: keep the Signer instead.
type Config struct {
	// The access key: printable ASCII. It is part of every URL.
	AccessKey string
	// The secret key.
	SecretKey string
	// The session token of temporary credentials. It becomes part of every URL.
	SessionToken string
	// The region in the signature. Default: the region in the name of an AWS endpoint, else us-east-1.
	Region string
	// [http://|https://]host[:port][/base/path]; without a scheme, https. Default: AWS's host for the region.
	Endpoint string
	// Where the URL has the bucket.
	Addressing Addressing
	// The signature version. Default: V4.
	Version Version
	// The longest lifetime of a URL, in whole seconds, for a storage with another limit than 7 days. It replaces
	// version 4's limit, and also applies to version 2, which has no limit otherwise.
	MaxExpiresIn time.Duration
	// When the credentials expire: a URL that would expire later is an error.
	CredentialsExpireAt time.Time
}

// shownConfig is what may be shown of a Config.
type shownConfig struct {
	AccessKey, Region, Endpoint string
	Addressing                  Addressing
	Version                     Version
	MaxExpiresIn                time.Duration
	CredentialsExpireAt         time.Time
}

func (c Config) shown() shownConfig {
	return shownConfig{c.AccessKey, c.Region, c.Endpoint, c.Addressing, c.Version, c.MaxExpiresIn, c.CredentialsExpireAt}
}

// Format writes the settings that are no secret, whatever the verb.
func (c Config) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "presign.Config%+v", c.shown())
}

// MarshalJSON returns the settings that are no secret.
func (c Config) MarshalJSON() ([]byte, error) {
	return json.Marshal(c.shown())
}

// MarshalText returns the settings that are no secret, for encoding/xml and others.
func (c Config) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }

// GobEncode returns an error: what is encoded is to be decoded again, and that would need the secret key.
func (c Config) GobEncode() ([]byte, error) { return nil, errSecretEncoded }

var errSecretEncoded = errors.New("presign: a secret key is not encoded")
