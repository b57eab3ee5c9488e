//go:build cgo

package presign

import (
	"math"
	"time"
)

// wholeSeconds returns a duration in seconds. A fraction is an error, because the caller might expect either neighbour.
func wholeSeconds(name string, duration time.Duration) (int64, error) {
	if duration%time.Second != 0 {
		return 0, wrong(ErrExpires, "%s must be whole seconds, got %v: use Truncate(time.Second)", name, duration)
	}
	return int64(duration / time.Second), nil
}

// lifetimeSeconds returns a lifetime, of which C checks the limits.
func lifetimeSeconds(expiresIn time.Duration) (uint32, error) {
	seconds, err := wholeSeconds("expiresIn", expiresIn)
	if err != nil {
		return 0, err
	}
	if seconds < 0 || seconds > math.MaxUint32 {
		return 0, wrong(ErrExpires, "expiresIn must be 1 to %d seconds, got %d", uint32(math.MaxUint32), seconds)
	}
	return uint32(seconds), nil
}

// unixSeconds returns a time in Unix seconds, cut to the second, and 0 for the zero time. Other times that are not above
// 0 are errors, because 0 means that there is none.
func unixSeconds(name string, when time.Time) (int64, error) {
	if when.IsZero() {
		return 0, nil
	}
	if when.Unix() <= 0 {
		return 0, wrong(ErrTime, "%s must be later than 1970-01-01 00:00:00 UTC, got %v", name, when.UTC())
	}
	return when.Unix(), nil
}
