package signature

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// PrivateKey is the key with which a device, or a gateway in its place, signs. Signing is deterministic: RFC 8032 for
// Ed25519, RFC 6979 with low s for ECDSA.
type PrivateKey interface {
	// Scheme is the scheme of the key.
	Scheme() Scheme
	// Public is the public key, in the form that Job and the chain expect.
	Public() []byte
	// Sign signs a message, which it hashes itself if the scheme hashes.
	Sign(message []byte) ([]byte, error)
	// Secret is the 32 bytes from which FromSeed derives the key again.
	Secret() [32]byte
}

// ErrSeed means that 32 bytes are not the secret of a key.
var ErrSeed = errors.New("unusable secret")

// GenerateKey returns a new key from a source of randomness.
func GenerateKey(scheme Scheme, random io.Reader) (PrivateKey, error) {
	for {
		var seed [32]byte
		if _, err := io.ReadFull(random, seed[:]); err != nil {
			return nil, fmt.Errorf("expected 32 random bytes: %w", err)
		}
		key, err := FromSeed(scheme, seed)
		if errors.Is(err, ErrSeed) {
			continue // Not a number below the order of the curve: one in 2^32 for P-256.
		}
		return key, err
	}
}

// FromSeed returns the key of 32 secret bytes: for Ed25519 the private key of RFC 8032, for ECDSA the private number,
// big-endian, which must be at least 1 and below the order of the curve.
func FromSeed(scheme Scheme, seed [32]byte) (PrivateKey, error) {
	switch scheme {
	case Ed25519:
		return ed25519Key(ed25519.NewKeyFromSeed(seed[:])), nil
	case Secp256k1:
		if !secp256k1Group.isSecret(seed) {
			return nil, fmt.Errorf("%w: expected a number from 1 to the order of %s less 1", ErrSeed, scheme)
		}
		return &secp256k1Key{key: secp256k1.PrivKey{Key: seed[:]}}, nil
	case Secp256r1:
		if !secp256r1Group.isSecret(seed) {
			return nil, fmt.Errorf("%w: expected a number from 1 to the order of %s less 1", ErrSeed, scheme)
		}
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSeed, err)
		}
		return &secp256r1Key{key: key, secret: seed}, nil
	default:
		return nil, fmt.Errorf("%w: expected 1, 2 or 3, got %d", ErrScheme, uint8(scheme))
	}
}

type ed25519Key ed25519.PrivateKey

func (k ed25519Key) Scheme() Scheme { return Ed25519 }

func (k ed25519Key) Public() []byte { return append([]byte(nil), k[32:]...) }

func (k ed25519Key) Secret() [32]byte { return [32]byte(k[:32]) }

func (k ed25519Key) Sign(message []byte) ([]byte, error) {
	return ed25519.Sign(ed25519.PrivateKey(k), message), nil
}

type secp256k1Key struct {
	key secp256k1.PrivKey
}

func (k *secp256k1Key) Scheme() Scheme { return Secp256k1 }

func (k *secp256k1Key) Public() []byte { return k.key.PubKey().Bytes() }

func (k *secp256k1Key) Secret() [32]byte { return [32]byte(k.key.Key) }

func (k *secp256k1Key) Sign(message []byte) ([]byte, error) { return k.key.Sign(message) }

type secp256r1Key struct {
	key    *ecdsa.PrivateKey
	secret [32]byte
}

func (k *secp256r1Key) Scheme() Scheme { return Secp256r1 }

func (k *secp256r1Key) Public() []byte {
	return elliptic.MarshalCompressed(elliptic.P256(), k.key.X, k.key.Y)
}

func (k *secp256r1Key) Secret() [32]byte { return k.secret }

func (k *secp256r1Key) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	// Without a source of randomness the standard library signs by RFC 6979.
	der, err := k.key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &rs); err != nil {
		return nil, err
	}
	signature := make([]byte, SignatureSize)
	rs.R.FillBytes(signature[:32])
	secp256r1Group.low(rs.S).FillBytes(signature[32:])
	return signature, nil
}
