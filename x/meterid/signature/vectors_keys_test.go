package signature_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

// orderEight is a point of order 8 of edwards25519.
const orderEight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"

type keyFile struct {
	About   string      `json:"about"`
	Page    string      `json:"page"`
	Vectors []keyVector `json:"vectors"`
}

type keyVector struct {
	Name   string `json:"name"`
	Scheme string `json:"scheme"`
	Key    text   `json:"public_key"`
	Valid  bool   `json:"valid"`
	// Secret is the private key of a good key.
	Secret text `json:"device_secret,omitempty"`
}

// badKeys are the keys that the chain refuses.
var badKeys = []struct {
	name   string
	scheme signature.Scheme
	key    string

	want string
}{
	{
		name:   "empty",
		scheme: signature.Ed25519,
		key:    "",

		want: "expected 32 bytes",
	},
	{
		name:   "a byte short",
		scheme: signature.Ed25519,
		key:    "d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c97787",

		want: "expected 32 bytes",
	},
	{
		name:   "with a byte in front",
		scheme: signature.Ed25519,
		key:    "02d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737",

		want: "expected 32 bytes",
	},
	{
		name:   "no point of the curve",
		scheme: signature.Ed25519,
		key:    "0200000000000000000000000000000000000000000000000000000000000000",

		want: "expected a point of edwards25519",
	},
	{
		name:   "the identity",
		scheme: signature.Ed25519,
		key:    "0100000000000000000000000000000000000000000000000000000000000000",

		want: "expected a point of large order",
	},
	{
		name:   "the identity with a sign",
		scheme: signature.Ed25519,
		key:    "0100000000000000000000000000000000000000000000000000000000000080",

		want: "expected the canonical encoding",
	},
	{
		name:   "the identity, not canonical",
		scheme: signature.Ed25519,
		key:    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",

		want: "expected the canonical encoding",
	},
	{
		name:   "a point of order 2",
		scheme: signature.Ed25519,
		key:    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",

		want: "expected a point of large order",
	},
	{
		name:   "a point of order 4",
		scheme: signature.Ed25519,
		key:    "0000000000000000000000000000000000000000000000000000000000000000",

		want: "expected a point of large order",
	},
	{
		name:   "the other point of order 4",
		scheme: signature.Ed25519,
		key:    "0000000000000000000000000000000000000000000000000000000000000080",

		want: "expected a point of large order",
	},
	{
		name:   "a point of order 4, not canonical",
		scheme: signature.Ed25519,
		key:    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",

		want: "expected the canonical encoding",
	},
	{
		name:   "a point of order 8",
		scheme: signature.Ed25519,
		key:    orderEight,

		want: "expected a point of large order",
	},
	{
		name:   "a second point of order 8",
		scheme: signature.Ed25519,
		key:    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",

		want: "expected a point of large order",
	},
	{
		name:   "a third point of order 8",
		scheme: signature.Ed25519,
		key:    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",

		want: "expected a point of large order",
	},
	{
		name:   "a fourth point of order 8",
		scheme: signature.Ed25519,
		key:    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",

		want: "expected a point of large order",
	},
	{
		name:   "a part of order 8",
		scheme: signature.Ed25519,
		key:    "05edb8c261651304ea335a4397e0696b9fb37c99aa8023ee1583a2f3e43d9fe4",

		want: "expected a point of the prime-order group",
	},
	{
		name:   "large order, not canonical",
		scheme: signature.Ed25519,
		key:    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",

		want: "expected the canonical encoding",
	},

	{
		name:   "empty",
		scheme: signature.Secp256k1,
		key:    "",

		want: "expected 33 bytes",
	},
	{
		name:   "x alone",
		scheme: signature.Secp256k1,
		key:    "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",

		want: "expected 33 bytes",
	},
	{
		name:   "uncompressed",
		scheme: signature.Secp256k1,
		key:    "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",

		want: "expected 33 bytes",
	},
	{
		name:   "first byte of an uncompressed key",
		scheme: signature.Secp256k1,
		key:    "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",

		want: "expected a compressed point of secp256k1",
	},
	{
		name:   "first byte 0",
		scheme: signature.Secp256k1,
		key:    "0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",

		want: "expected a compressed point of secp256k1",
	},
	{
		name:   "point at infinity",
		scheme: signature.Secp256k1,
		key:    "000000000000000000000000000000000000000000000000000000000000000000",

		want: "expected a compressed point of secp256k1",
	},
	{
		name:   "no point of the curve",
		scheme: signature.Secp256k1,
		key:    "020000000000000000000000000000000000000000000000000000000000000005",

		want: "expected a compressed point of secp256k1",
	},
	{
		name:   "x of zero",
		scheme: signature.Secp256k1,
		key:    "020000000000000000000000000000000000000000000000000000000000000000",

		want: "expected a compressed point of secp256k1",
	},
	{
		name:   "x not canonical (1 more than the prime)",
		scheme: signature.Secp256k1,
		key:    "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",

		want: "expected a compressed point of secp256k1",
	},

	{
		name:   "empty",
		scheme: signature.Secp256r1,
		key:    "",

		want: "expected 33 bytes",
	},
	{
		name:   "x alone",
		scheme: signature.Secp256r1,
		key:    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",

		want: "expected 33 bytes",
	},
	{
		name:   "uncompressed",
		scheme: signature.Secp256r1,
		key:    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",

		want: "expected 33 bytes",
	},
	{
		name:   "first byte of an uncompressed key",
		scheme: signature.Secp256r1,
		key:    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",

		want: "expected a compressed point of P-256",
	},
	{
		name:   "first byte 0",
		scheme: signature.Secp256r1,
		key:    "006b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",

		want: "expected a compressed point of P-256",
	},
	{
		name:   "point at infinity",
		scheme: signature.Secp256r1,
		key:    "000000000000000000000000000000000000000000000000000000000000000000",

		want: "expected a compressed point of P-256",
	},
	{
		name:   "no point of the curve",
		scheme: signature.Secp256r1,
		key:    "020000000000000000000000000000000000000000000000000000000000000001",

		want: "expected a compressed point of P-256",
	},
	{
		name:   "x not canonical (5 more than the prime)",
		scheme: signature.Secp256r1,
		key:    "02ffffffff00000001000000000000000000000001000000000000000000000004",

		want: "expected a compressed point of P-256",
	},
}

func keyVectors(t testing.TB) []keyVector {
	t.Helper()
	var all []keyVector
	for _, scheme := range signature.Schemes() {
		for _, row := range []struct {
			name   string
			secret [32]byte
		}{
			{name: "good, of the device", secret: deviceSecret},
			{name: "good, the former one", secret: formerSecret},
			{name: "good, of another device", secret: otherSecret},
			{name: "good, smallest secret", secret: [32]byte{31: 1}},
		} {
			all = append(all, keyVector{
				Name: scheme.String() + ": " + row.name, Scheme: scheme.String(), Secret: row.secret[:],
				Key: key(t, scheme, row.secret).Public(), Valid: true,
			})
		}
		for _, row := range badKeys {
			if row.scheme == scheme {
				all = append(all, keyVector{Name: scheme.String() + ": " + row.name, Scheme: scheme.String(), Key: unhex(t, row.key)})
			}
		}
	}
	return all
}

func TestKeyVectors(t *testing.T) {
	var file keyFile
	readJSON(t, vectorDir+"keys.json", &file)
	if len(file.Vectors) == 0 {
		t.Fatal("expected vectors")
	}
	for _, v := range file.Vectors {
		scheme, err := signature.ParseScheme(v.Scheme)
		must(t, err)
		err = signature.CheckKey(scheme, v.Key)
		if v.Valid != (err == nil) {
			t.Errorf("%s: expected valid %t, got %v", v.Name, v.Valid, err)
		}
		if err != nil && !errors.Is(err, signature.ErrKey) {
			t.Errorf("%s: expected %v, got %v", v.Name, signature.ErrKey, err)
		}
	}
}

func TestCheckKeySaysWhatIsWrong(t *testing.T) {
	for _, tt := range badKeys {
		t.Run(tt.scheme.String()+": "+tt.name, func(t *testing.T) {
			err := signature.CheckKey(tt.scheme, unhex(t, tt.key))
			if !errors.Is(err, signature.ErrKey) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("expected %q, got %v", tt.want, err)
			}
		})
	}
	if err := signature.CheckKey(0, nil); !errors.Is(err, signature.ErrScheme) {
		t.Errorf("expected %v, got %v", signature.ErrScheme, err)
	}
}
