package signature_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/curve/scalar"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

// spoiledSignatures are the ways in which a good signature over the right bytes can be spoiled or signed wrongly.
func spoiledSignatures(t testing.TB, scheme signature.Scheme, expected signable) []vector {
	t.Helper()
	good := goodVector(t, "", scheme, deviceSecret, expected)
	spoiled := func(name string, sig []byte) vector {
		v := good
		v.Name, v.Signature, v.Valid = scheme.String()+": "+name, sig, false
		return v
	}
	s := good.Signature
	all := []vector{
		spoiled("signature empty", []byte{}),
		spoiled("signature truncated by one byte", s[:63]),
		spoiled("signature of its first half only", s[:32]),
		spoiled("signature with one more byte", join(s, []byte{0})),
		spoiled("signature of zeros", make([]byte, 64)),
		spoiled("signature of ones", bytes.Repeat([]byte{0xff}, 64)),
		spoiled("signature, first bit flipped", flip(s, 0, 0x80)),
		spoiled("signature, last bit of the first half flipped", flip(s, 31, 1)),
		spoiled("signature, first bit of the second half flipped", flip(s, 32, 1)),
		spoiled("signature, last bit flipped", flip(s, 63, 1)),
		spoiled("signature with its halves exchanged", join(s[32:], s[:32])),
		spoiled("signature as hex text", []byte(hex.EncodeToString(s))),
	}
	if scheme == signature.Ed25519 {
		return append(all, spoiledEd25519(t, good, spoiled)...)
	}
	return append(all, spoiledECDSA(scheme, good, spoiled)...)
}

func flip(b []byte, at int, mask byte) []byte {
	b = bytes.Clone(b)
	b[at] ^= mask
	return b
}

func spoiledEd25519(t testing.TB, good vector, spoiled func(string, []byte) vector) []vector {
	t.Helper()
	private := ed25519.NewKeyFromSeed(good.Secret)
	digest := sha512.Sum512(good.Signed)
	prehashed, err := private.Sign(nil, digest[:], &ed25519.Options{Hash: crypto.SHA512})
	if err != nil {
		t.Fatal(err)
	}
	context, err := private.Sign(nil, good.Signed, &ed25519.Options{Context: "utilityd"})
	if err != nil {
		t.Fatal(err)
	}
	cofactored := good
	cofactored.Name = "ed25519: good, though R has a part of small order (only the equation with the cofactor accepts it)"
	cofactored.Signature = signWithTorsion(t, good)
	return []vector{
		cofactored,
		spoiled("s with the order of the group added", addOrder(good.Signature)),
		spoiled("Ed25519ph, which hashes first", prehashed),
		spoiled("Ed25519ctx, which has a context", context),
	}
}

// edwardsOrder is the order of the base point of edwards25519.
const edwardsOrder = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"

// addOrder makes the second signature that RFC 8032 forbids: the same s modulo the order.
func addOrder(sig []byte) []byte {
	order, _ := new(big.Int).SetString(edwardsOrder, 16)
	littleEndian := slices.Clone(sig[32:])
	slices.Reverse(littleEndian)
	s := new(big.Int).SetBytes(littleEndian)
	b := s.Add(s, order).FillBytes(make([]byte, 32))
	slices.Reverse(b)
	return join(sig[:32], b)
}

// signWithTorsion signs as RFC 8032 does, but adds a point of order 8 to R. Verifiers that do not multiply by the
// cofactor refuse it, and an equation of a whole batch cannot: so the chain accepts it in both ways.
func signWithTorsion(t testing.TB, good vector) []byte {
	t.Helper()
	h := sha512.Sum512(good.Secret)
	h[0] &= 248
	h[31] = h[31]&63 | 64
	var (
		a, r, k    scalar.Scalar
		point      curve.EdwardsPoint
		torsion    curve.EdwardsPoint
		compressed curve.CompressedEdwardsY
	)
	must(t, second(a.SetBits(h[:32])))
	nonce := sha512.Sum512(join(h[32:], []byte("torsion"), good.Signed))
	must(t, second(r.SetBytesModOrderWide(nonce[:])))
	must(t, second(compressed.SetBytes(unhex(t, orderEight))))
	must(t, second(torsion.SetCompressedY(&compressed)))
	point.MulBasepoint(curve.ED25519_BASEPOINT_TABLE, &r)
	compressed.SetEdwardsPoint(point.Add(&point, &torsion))
	challenge := sha512.Sum512(join(compressed[:], good.PublicKey, good.Signed))
	must(t, second(k.SetBytesModOrderWide(challenge[:])))
	sig := join(compressed[:], make([]byte, 32))
	must(t, r.Add(&r, k.Mul(&k, &a)).ToBytes(sig[32:]))
	return sig
}

func second[T any](_ T, err error) error { return err }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func unhex(t testing.TB, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(digits)
	must(t, err)
	return b
}

var (
	orders = map[signature.Scheme]string{
		signature.Secp256k1: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
		signature.Secp256r1: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
	}
	zero32 = make([]byte, 32)
)

func spoiledECDSA(scheme signature.Scheme, good vector, spoiled func(string, []byte) vector) []vector {
	var (
		n, _  = new(big.Int).SetString(orders[scheme], 16)
		order = n.Bytes()
		r, s  = good.Signature[:32], good.Signature[32:]
		high  = new(big.Int).Sub(n, new(big.Int).SetBytes(s)).FillBytes(make([]byte, 32))
	)
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(r), new(big.Int).SetBytes(s)})
	if err != nil {
		panic(err)
	}
	all := []vector{
		spoiled("s in the upper half (n − s)", join(r, high)),
		spoiled("r of zero", join(zero32, s)),
		spoiled("s of zero", join(r, zero32)),
		spoiled("r equal to the order", join(order, s)),
		spoiled("s equal to the order", join(r, order)),
		spoiled("signature in DER", der),
		spoiled("signature with a recovery byte in front", join([]byte{27}, good.Signature)),
		spoiled("signature with a recovery byte behind", join(good.Signature, []byte{1})),
	}
	if scheme == signature.Secp256r1 {
		all = append(all, spoiled("SHA-512 instead of SHA-256", signP256(good.Secret, sha512Sum(good.Signed))))
		all = append(all, spoiled("SHA-256 of SHA-256", signP256(good.Secret, twice(good.Signed))))
	}
	return all
}

func sha512Sum(b []byte) []byte {
	sum := sha512.Sum512(b)
	return sum[:]
}

func twice(b []byte) []byte {
	once := sha256.Sum256(b)
	sum := sha256.Sum256(once[:])
	return sum[:]
}

// signP256 signs a digest with low s.
func signP256(secret, digest []byte) []byte {
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
	if err != nil {
		panic(err)
	}
	hash := crypto.SHA256
	if len(digest) == sha512.Size {
		hash = crypto.SHA512
	}
	der, err := private.Sign(nil, digest, hash)
	if err != nil {
		panic(err)
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &rs); err != nil {
		panic(err)
	}
	n := elliptic.P256().Params().N
	if high := new(big.Int).Sub(n, rs.S); high.Cmp(rs.S) < 0 {
		rs.S = high
	}
	return join(rs.R.FillBytes(make([]byte, 32)), rs.S.FillBytes(make([]byte, 32)))
}
