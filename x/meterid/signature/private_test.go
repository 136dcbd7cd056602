package signature_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

// Published keys and signatures: RFC 8032 7.1 test 2, RFC 6979 A.2.5 (P-256, SHA-256, "sample", s made low), and the
// well-known one of secp256k1 ("Satoshi Nakamoto" with the secret 1).
func TestPublishedSignatures(t *testing.T) {
	tests := []struct {
		name    string
		scheme  signature.Scheme
		secret  string
		message []byte

		wantKey       string
		wantSignature string
	}{
		{
			name:    "RFC 8032, 7.1, test 2",
			scheme:  signature.Ed25519,
			secret:  "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
			message: []byte{0x72},

			wantKey:       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
			wantSignature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
		},
		{
			name:    "secp256k1, secret 1, Satoshi Nakamoto",
			scheme:  signature.Secp256k1,
			secret:  "0000000000000000000000000000000000000000000000000000000000000001",
			message: []byte("Satoshi Nakamoto"),

			wantKey:       "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
			wantSignature: "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
		},
		{
			name:    "RFC 6979, A.2.5, SHA-256, sample",
			scheme:  signature.Secp256r1,
			secret:  "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
			message: []byte("sample"),

			wantKey: "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
			// The RFC has s = f7cb1c94…3acda8; n − s is the low one.
			wantSignature: "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" + "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := key(t, tt.scheme, [32]byte(unhex(t, tt.secret)))
			if want := unhex(t, tt.wantKey); !bytes.Equal(k.Public(), want) {
				t.Errorf("expected the key %x, got %x", want, k.Public())
			}
			got, err := k.Sign(tt.message)
			must(t, err)
			if want := unhex(t, tt.wantSignature); !bytes.Equal(got, want) {
				t.Errorf("expected the signature %x, got %x", want, got)
			}
		})
	}
}

// The verifiers of others accept what we sign.
func TestOthersAcceptOurSignatures(t *testing.T) {
	message := []byte("reading")
	for i := range byte(20) {
		seed := [32]byte{i, 31: 1}
		if j := job(t, signature.Ed25519, seed, message); !ed25519.Verify(j.Key, message, j.Signature) {
			t.Errorf("ed25519 %d: expected the standard library to accept", i)
		}
		j := job(t, signature.Secp256k1, seed, message)
		if k := (&secp256k1.PubKey{Key: j.Key}); !k.VerifySignature(message, j.Signature) {
			t.Errorf("secp256k1 %d: expected the SDK to accept", i)
		}
		j = job(t, signature.Secp256r1, seed, message)
		k, err := secp256r1.NewPubKeyFromBytes(j.Key)
		must(t, err)
		if !k.VerifySignature(message, j.Signature) {
			t.Errorf("secp256r1 %d: expected the SDK to accept", i)
		}
	}
}

func TestFromSeed(t *testing.T) {
	tests := []struct {
		name   string
		scheme signature.Scheme
		seed   string

		wantErr error
	}{
		{name: "any 32 bytes are a secret of ed25519", scheme: signature.Ed25519, seed: strings.Repeat("00", 32)},
		{name: "zero is no secret of secp256k1", scheme: signature.Secp256k1, seed: strings.Repeat("00", 32), wantErr: signature.ErrSeed},
		{name: "zero is no secret of secp256r1", scheme: signature.Secp256r1, seed: strings.Repeat("00", 32), wantErr: signature.ErrSeed},
		{name: "the order is no secret of secp256k1", scheme: signature.Secp256k1, seed: orders[signature.Secp256k1], wantErr: signature.ErrSeed},
		{name: "the order is no secret of secp256r1", scheme: signature.Secp256r1, seed: orders[signature.Secp256r1], wantErr: signature.ErrSeed},
		{name: "the order less 1 is a secret of secp256k1", scheme: signature.Secp256k1, seed: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"},
		{name: "the order less 1 is a secret of secp256r1", scheme: signature.Secp256r1, seed: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"},
		{name: "there is no scheme 0", scheme: 0, seed: strings.Repeat("11", 32), wantErr: signature.ErrScheme},
		{name: "there is no scheme 4", scheme: 4, seed: strings.Repeat("11", 32), wantErr: signature.ErrScheme},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			seed := [32]byte(unhex(t, tt.seed))
			k, err := signature.FromSeed(tt.scheme, seed)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected %v, got %v", tt.wantErr, err)
			}
			if err != nil {
				return
			}
			if k.Scheme() != tt.scheme || k.Secret() != seed {
				t.Errorf("expected %s of %x, got %s of %x", tt.scheme, seed, k.Scheme(), k.Secret())
			}
			if err := signature.CheckKey(tt.scheme, k.Public()); err != nil {
				t.Errorf("expected a good public key, got %v", err)
			}
		})
	}
}

func TestGenerateKey(t *testing.T) {
	tests := []struct {
		name   string
		scheme signature.Scheme
		random io.Reader

		want    [32]byte
		wantErr error
	}{
		{
			name:   "the bytes of the source are the secret",
			scheme: signature.Ed25519,
			random: bytes.NewReader(deviceSecret[:]),

			want: deviceSecret,
		},
		{
			name:   "what is no secret is drawn again",
			scheme: signature.Secp256r1,
			random: io.MultiReader(bytes.NewReader(make([]byte, 32)), bytes.NewReader(bytes.Repeat([]byte{0xff}, 32)), bytes.NewReader(deviceSecret[:])),

			want: deviceSecret,
		},
		{
			name:   "a source that ends is an error",
			scheme: signature.Secp256k1,
			random: bytes.NewReader(deviceSecret[:31]),

			wantErr: io.ErrUnexpectedEOF,
		},
		{
			name:   "an unknown scheme is an error",
			scheme: 9,
			random: bytes.NewReader(deviceSecret[:]),

			wantErr: signature.ErrScheme,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, err := signature.GenerateKey(tt.scheme, tt.random)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected %v, got %v", tt.wantErr, err)
			}
			if err == nil && k.Secret() != tt.want {
				t.Errorf("expected %x, got %x", tt.want, k.Secret())
			}
		})
	}
}

func TestKeyText(t *testing.T) {
	tests := []struct {
		name string
		text string

		wantErr error
	}{
		{name: "a key of ed25519", text: "ed25519:" + strings.Repeat("11", 32)},
		{name: "a key of secp256k1", text: "secp256k1:" + strings.Repeat("1f", 32)},
		{name: "a key of secp256r1", text: "secp256r1:" + strings.Repeat("00", 31) + "01"},
		{name: "nothing", text: "", wantErr: signature.ErrText},
		{name: "no scheme", text: strings.Repeat("11", 32), wantErr: signature.ErrText},
		{name: "an unknown scheme", text: "rsa:" + strings.Repeat("11", 32), wantErr: signature.ErrText},
		{name: "a scheme in upper case", text: "Ed25519:" + strings.Repeat("11", 32), wantErr: signature.ErrText},
		{name: "a byte short", text: "ed25519:" + strings.Repeat("11", 31), wantErr: signature.ErrText},
		{name: "half a byte short", text: "ed25519:" + strings.Repeat("11", 32)[1:], wantErr: signature.ErrText},
		{name: "a byte long", text: "ed25519:" + strings.Repeat("11", 33), wantErr: signature.ErrText},
		{name: "digits in upper case", text: "ed25519:" + strings.Repeat("1F", 32), wantErr: signature.ErrText},
		{name: "no hex", text: "ed25519:" + strings.Repeat("zz", 32), wantErr: signature.ErrText},
		{name: "a blank at the end", text: "ed25519:" + strings.Repeat("11", 32) + " ", wantErr: signature.ErrText},
		{name: "a number that is no secret", text: "secp256k1:" + strings.Repeat("00", 32), wantErr: signature.ErrSeed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, err := signature.ParseKey(tt.text)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected %v, got %v", tt.wantErr, err)
			}
			if err != nil {
				if secret := strings.Repeat("11", 31); strings.Contains(err.Error(), secret) {
					t.Errorf("expected an error without the secret, got %v", err)
				}
				return
			}
			if got := signature.FormatKey(k); got != tt.text {
				t.Errorf("expected %q, got %q", tt.text, got)
			}
		})
	}
}
