package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"fmt"
	"math/big"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// group has the constants of a curve for the range checks of ECDSA, 32 bytes each, big-endian.
type group struct {
	order, halfOrder []byte
}

var (
	secp256k1Group = newGroup("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
	secp256r1Group = newGroup("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
	// secp256k1Prime is the size of the field of secp256k1, 2²⁵⁶ − 2³² − 977.
	secp256k1Prime = number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f")
)

// number reads a constant of this file.
func number(digits string) *big.Int {
	n, ok := new(big.Int).SetString(digits, 16)
	if !ok {
		panic("expected hex digits, got " + digits)
	}
	return n
}

func newGroup(digits string) group {
	order := number(digits)
	half := new(big.Int).Rsh(order, 1)
	return group{
		order:     order.FillBytes(make([]byte, 32)),
		halfOrder: half.FillBytes(make([]byte, 32)),
	}
}

// inRange reports whether 1 ≤ r < n and 1 ≤ s ≤ n/2. It is checked here and not left to the libraries, because the pure
// Go verifier of the SDK takes r modulo n and the one in C refuses r ≥ n: nodes of both builds must agree.
func (g group) inRange(signature []byte) bool {
	r, s := signature[:32], signature[32:]
	var zero [32]byte
	return !bytes.Equal(r, zero[:]) && bytes.Compare(r, g.order) < 0 &&
		!bytes.Equal(s, zero[:]) && bytes.Compare(s, g.halfOrder) <= 0
}

// isSecret reports whether the bytes are a number from 1 to n−1.
func (g group) isSecret(seed [32]byte) bool {
	return seed != [32]byte{} && bytes.Compare(seed[:], g.order) < 0
}

// low is s or n−s, whichever is at most n/2.
func (g group) low(s *big.Int) *big.Int {
	if s.Cmp(new(big.Int).SetBytes(g.halfOrder)) <= 0 {
		return s
	}
	return new(big.Int).Sub(new(big.Int).SetBytes(g.order), s)
}

func verifySecp256k1(job *Job) bool {
	if !secp256k1Group.inRange(job.Signature) {
		return false
	}
	key := secp256k1.PubKey{Key: job.Key}
	return key.VerifySignature(job.Message, job.Signature)
}

func checkSecp256k1Key(key []byte) error {
	x := new(big.Int).SetBytes(key[1:])
	if (key[0] != 2 && key[0] != 3) || x.Cmp(secp256k1Prime) >= 0 || !hasRoot(x) {
		return fmt.Errorf("%w: expected a compressed point of secp256k1, got %x", ErrKey, key)
	}
	return nil
}

// hasRoot reports whether secp256k1 has points with this x: whether x³ + 7 is a square.
func hasRoot(x *big.Int) bool {
	y2 := new(big.Int).Exp(x, big.NewInt(3), secp256k1Prime)
	y2.Add(y2, big.NewInt(7))
	return big.Jacobi(y2.Mod(y2, secp256k1Prime), secp256k1Prime) == 1
}

// p256MemoBits is for 16,384 points, 5 MB when full: taking the square root is an eighth of a verification.
const p256MemoBits = 14

var p256Keys = newMemo[*ecdsa.PublicKey](p256MemoBits)

func verifySecp256r1(job *Job) bool {
	if !secp256r1Group.inRange(job.Signature) {
		return false
	}
	key := p256Key(job.Key)
	if key == nil {
		return false
	}
	var (
		digest = sha256.Sum256(job.Message)
		r      = new(big.Int).SetBytes(job.Signature[:32])
		s      = new(big.Int).SetBytes(job.Signature[32:])
	)
	return ecdsa.Verify(key, digest[:], r, s)
}

// p256Key returns the point that key compresses, or nil if there is none.
func p256Key(key []byte) *ecdsa.PublicKey {
	known, remember := p256Keys.lookup(key)
	if known != nil {
		return *known
	}
	x, y := elliptic.UnmarshalCompressed(elliptic.P256(), key)
	if x == nil {
		return nil
	}
	//nolint:staticcheck // raw coordinates are deprecated for what does not check them; these are on the curve
	point := &ecdsa.PublicKey{Curve: elliptic.P256(), X: x, Y: y}
	if remember {
		p256Keys.store(key, point)
	}
	return point
}

func checkSecp256r1Key(key []byte) error {
	if x, _ := elliptic.UnmarshalCompressed(elliptic.P256(), key); x == nil {
		return fmt.Errorf("%w: expected a compressed point of P-256, got %x", ErrKey, key)
	}
	return nil
}
