package did

import (
	"encoding/binary"
	"fmt"

	"github.com/multiformats/go-multibase"
	"github.com/multiformats/go-multicodec"
)

// keyKinds are the known kinds of keys; the place is the number of utility.meterid.v1.KeyType.
var keyKinds = [...]struct {
	code multicodec.Code
	size int
}{
	1: {code: multicodec.Ed25519Pub, size: 32},
	2: {code: multicodec.Secp256k1Pub, size: 33},
	3: {code: multicodec.P256Pub, size: 33},
}

// Multikey returns a public key as text: base58btc of the code of its kind and its bytes.
func Multikey(keyType uint8, key []byte) (string, error) {
	if keyType == 0 || int(keyType) >= len(keyKinds) {
		return "", fmt.Errorf("%w: expected key type 1, 2 or 3, got %d", ErrDID, keyType)
	}
	kind := keyKinds[keyType]
	if len(key) != kind.size {
		return "", fmt.Errorf("%w: expected a key of %d bytes, got %d", ErrDID, kind.size, len(key))
	}
	raw := append(binary.AppendUvarint(nil, uint64(kind.code)), key...)
	return multibase.Encode(multibase.Base58BTC, raw)
}

// ParseMultikey is the inverse of Multikey.
func ParseMultikey(text string) (keyType uint8, key []byte, err error) {
	base, raw, err := multibase.Decode(text)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrDID, err)
	}
	if base != multibase.Base58BTC {
		return 0, nil, fmt.Errorf("%w: expected base58btc (z), got %c", ErrDID, base)
	}
	code, n := binary.Uvarint(raw)
	if n <= 0 {
		return 0, nil, fmt.Errorf("%w: expected the code of a kind of key, got %x", ErrDID, raw)
	}
	for number, kind := range keyKinds {
		if number == 0 || uint64(kind.code) != code {
			continue
		}
		key = raw[n:]
		// Writing it again refuses a wrong length and a code that is longer than it need be.
		if again, err := Multikey(uint8(number), key); err != nil {
			return 0, nil, err
		} else if again != text {
			return 0, nil, fmt.Errorf("%w: expected the spelling %q, got %q", ErrDID, again, text)
		}
		return uint8(number), key, nil
	}
	return 0, nil, fmt.Errorf("%w: expected the code of ed25519, secp256k1 or P-256, got %#x", ErrDID, code)
}
