// Answers the requests of tests/languages/cases.py, in Go: reads lines from standard input, and prints a URL or an
// error for each.
package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"presign.example/presign"
)

// text returns the text of a field; a field that is not given is empty.
func text(field string) string {
	if field == "-" {
		return ""
	}
	read, err := hex.DecodeString(field)
	if err != nil {
		log.Fatal(err)
	}
	return string(read)
}

// number returns the number of a field, and whether it is given.
func number(field string) (int64, bool) {
	if field == "-" {
		return 0, false
	}
	read, err := strconv.ParseInt(field, 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	return read, true
}

func pairs(field string, add func(name, value string)) {
	for pair := range strings.SplitSeq(field, ",") {
		if name, value, found := strings.Cut(pair, "="); found {
			add(text(name), text(value))
		}
	}
}

var addressings = map[string]presign.Addressing{
	"auto": presign.AddressingAuto, "path": presign.AddressingPath,
	"virtual": presign.AddressingVirtual, "cname": presign.AddressingCNAME,
}

func answer(fields []string) (string, error) {
	version := presign.V4
	if text(fields[0]) == "v2" {
		version = presign.V2
	}
	signer, err := presign.New(presign.Config{
		AccessKey: text(fields[1]), SecretKey: text(fields[2]), SessionToken: text(fields[3]), Region: text(fields[4]),
		Endpoint: text(fields[5]), Addressing: addressings[text(fields[6])], Version: version,
	})
	if err != nil {
		return "", err
	}
	defer signer.Close()
	request := presign.Request{
		Method: text(fields[7]), Bucket: text(fields[8]), Key: text(fields[9]),
		Query: url.Values{}, Headers: http.Header{},
	}
	pairs(fields[10], request.Query.Add)
	// http.Header.Add would change the names.
	pairs(fields[11], func(name, value string) { request.Headers[name] = append(request.Headers[name], value) })
	if unix, given := number(fields[12]); given {
		request.SignAt = time.Unix(unix, 0)
	}
	if seconds, given := number(fields[13]); given {
		request.ExpiresIn = time.Duration(seconds) * time.Second
	}
	if unix, given := number(fields[14]); given {
		request.ExpiresAt = time.Unix(unix, 0)
	}
	made, err := signer.Presign(request)
	return made.URL, err
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		made, err := answer(strings.Split(lines.Text(), "\t"))
		var wrong *presign.Error
		switch {
		case err == nil:
			fmt.Fprintf(out, "url\t%s\n", made)
		case errors.As(err, &wrong):
			fmt.Fprintf(out, "error\t%s\t%s\n", wrong.Status.String(), wrong.Message)
		default:
			log.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}
