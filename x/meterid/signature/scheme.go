package signature

import (
	"errors"
	"fmt"
)

// Scheme is a signature scheme; the numbers are those of utility.meterid.v1.KeyType.
type Scheme uint8

const (
	// Ed25519 is RFC 8032, verified by the rules of ZIP 215.
	Ed25519 Scheme = 1
	// Secp256k1 is ECDSA on secp256k1 over SHA-256.
	Secp256k1 Scheme = 2
	// Secp256r1 is ECDSA on P-256 over SHA-256.
	Secp256r1 Scheme = 3
)

// SignatureSize is the length of a signature of every scheme.
const SignatureSize = 64

var (
	// ErrScheme means that a number or name is not that of a known scheme.
	ErrScheme = errors.New("unknown signature scheme")
	// ErrKey means that bytes are not a usable key of their scheme.
	ErrKey = errors.New("unusable key")
)

// Schemes lists the known schemes in the order of their numbers.
func Schemes() []Scheme {
	return []Scheme{Ed25519, Secp256k1, Secp256r1}
}

// String returns the name of the scheme in text.
func (s Scheme) String() string {
	switch s {
	case Ed25519:
		return "ed25519"
	case Secp256k1:
		return "secp256k1"
	case Secp256r1:
		return "secp256r1"
	default:
		return fmt.Sprintf("scheme %d", uint8(s))
	}
}

// ParseScheme is the inverse of String for the known schemes.
func ParseScheme(name string) (Scheme, error) {
	for _, s := range Schemes() {
		if s.String() == name {
			return s, nil
		}
	}
	return 0, fmt.Errorf("%w: expected ed25519, secp256k1 or secp256r1, got %q", ErrScheme, name)
}

// KeySize returns the length of a public key of the scheme, 0 if the scheme is unknown.
func (s Scheme) KeySize() int {
	switch s {
	case Ed25519:
		return 32
	case Secp256k1, Secp256r1:
		return 33
	default:
		return 0
	}
}

// CheckKey reports why key cannot be the public key of a device, or nil. A good key has exactly one encoding, is a point
// of the curve, and is not one of the points for which anyone can sign.
func CheckKey(scheme Scheme, key []byte) error {
	want := scheme.KeySize()
	if want == 0 {
		return fmt.Errorf("%w: expected 1, 2 or 3, got %d", ErrScheme, uint8(scheme))
	}
	if len(key) != want {
		return fmt.Errorf("%w: expected %d bytes of a %s key, got %d", ErrKey, want, scheme, len(key))
	}
	switch scheme {
	case Ed25519:
		return checkEd25519Key(key)
	case Secp256k1:
		return checkSecp256k1Key(key)
	default:
		return checkSecp256r1Key(key)
	}
}
