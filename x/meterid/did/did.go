package did

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const (
	// Method is the name of the DID method.
	Method = "utility"

	prefix = "did:" + Method + ":"

	// maxChainID is the longest chain id, as in package reading.
	maxChainID = 255
)

// ErrDID means that a text is not the identifier of a meter, or that there can be none.
var ErrDID = errors.New("not a DID of this method")

// DID is the identifier of a meter.
type DID struct {
	// ChainID is the chain of the meter, 1 to 255 bytes.
	ChainID string
	// Meter is the number of the meter on that chain, from 1.
	Meter uint64
}

// Format writes the identifier.
func Format(id DID) (string, error) {
	if n := len(id.ChainID); n == 0 || n > maxChainID {
		return "", fmt.Errorf("%w: expected a chain id of 1 to %d bytes, got %d", ErrDID, maxChainID, n)
	}
	if id.Meter == 0 {
		return "", fmt.Errorf("%w: expected a meter number from 1, got 0", ErrDID)
	}
	return prefix + escape(id.ChainID) + ":" + strconv.FormatUint(id.Meter, 10), nil
}

// Parse reads an identifier. It accepts exactly what Format can write.
func Parse(text string) (DID, error) {
	rest, found := strings.CutPrefix(text, prefix)
	if !found {
		return DID{}, fmt.Errorf("%w: expected %s<chain-id>:<meter>, got %q", ErrDID, prefix, text)
	}
	escaped, number, found := strings.Cut(rest, ":")
	if !found {
		return DID{}, fmt.Errorf("%w: expected %s<chain-id>:<meter>, got %q", ErrDID, prefix, text)
	}
	meter, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return DID{}, fmt.Errorf("%w: expected a meter number, got %q", ErrDID, number)
	}
	chainID, err := unescape(escaped)
	if err != nil {
		return DID{}, err
	}
	id := DID{ChainID: chainID, Meter: meter}
	// One identifier, one spelling: leading zeros, needless or lower-case escapes are invalid.
	canonical, err := Format(id)
	if err != nil {
		return DID{}, err
	}
	if canonical != text {
		return DID{}, fmt.Errorf("%w: expected the spelling %q, got %q", ErrDID, canonical, text)
	}
	return id, nil
}

// escape writes each byte that is no idchar of DID Core as %XX.
func escape(chainID string) string {
	var b strings.Builder
	for i := range len(chainID) {
		if c := chainID[i]; isIDChar(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func unescape(escaped string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(escaped); i++ {
		c := escaped[i]
		if c == '%' {
			if len(escaped) < i+3 {
				return "", fmt.Errorf("%w: expected two hex digits after %%, got %q", ErrDID, escaped[i+1:])
			}
			v, err := strconv.ParseUint(escaped[i+1:i+3], 16, 8)
			if err != nil {
				return "", fmt.Errorf("%w: expected two hex digits after %%, got %q", ErrDID, escaped[i+1:i+3])
			}
			c = byte(v)
			i += 2
		}
		b.WriteByte(c)
	}
	return b.String(), nil
}

func isIDChar(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_'
}
