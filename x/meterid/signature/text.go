package signature

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrText means that a text is not that of a private key.
var ErrText = errors.New("malformed key text")

// FormatKey writes a private key as text for a key file: the name of the scheme, a colon, the secret in hex.
//
//	ed25519:0101010101010101010101010101010101010101010101010101010101010101
//
// It is as secret as the key.
func FormatKey(key PrivateKey) string {
	secret := key.Secret()
	return key.Scheme().String() + ":" + hex.EncodeToString(secret[:])
}

// ParseKey is the inverse of FormatKey. Errors do not repeat the text, which may end up in a log.
func ParseKey(text string) (PrivateKey, error) {
	name, digits, found := strings.Cut(text, ":")
	if !found {
		return nil, fmt.Errorf("%w: expected scheme:hex, got no colon in %d bytes", ErrText, len(text))
	}
	scheme, err := ParseScheme(name)
	if err != nil {
		return nil, fmt.Errorf("%w: expected ed25519, secp256k1 or secp256r1 before the colon", ErrText)
	}
	if digits != strings.ToLower(digits) {
		return nil, fmt.Errorf("%w: expected hex digits in lower case", ErrText)
	}
	secret, err := hex.DecodeString(digits)
	if err != nil {
		return nil, fmt.Errorf("%w: expected 64 hex digits, got %d bytes that are not hex", ErrText, len(digits))
	}
	if len(secret) != 32 {
		return nil, fmt.Errorf("%w: expected 64 hex digits, got %d", ErrText, len(digits))
	}
	return FromSeed(scheme, [32]byte(secret))
}
