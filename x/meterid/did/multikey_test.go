package did_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/did"
)

// The examples of ed25519 and P-256 are those of did:key, whose identifiers are Multikeys.
func TestMultikey(t *testing.T) {
	tests := []struct {
		name    string
		keyType uint8
		key     string

		want string
	}{
		{
			name:    "ed25519",
			keyType: 1,
			key:     "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6",

			want: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
		},
		{
			name:    "secp256k1",
			keyType: 2,
			key:     "03874c15c7fda20e539c6e5ba573c139884c351188799f5458b4b41f7924f235cd",

			want: "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
		},
		{
			name:    "P-256",
			keyType: 3,
			key:     "037f235830dd3defa722ef1aa249d6a0ddbba4f990b0817538933f573640653542",

			want: "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			key := unhex(t, tt.key)
			got, err := did.Multikey(tt.keyType, key)
			if err != nil || got != tt.want {
				t.Errorf("expected %q, got %q, %v", tt.want, got, err)
			}
			keyType, back, err := did.ParseMultikey(got)
			if err != nil || keyType != tt.keyType || !bytes.Equal(back, key) {
				t.Errorf("expected %d %x, got %d %x, %v", tt.keyType, key, keyType, back, err)
			}
		})
	}
}

func TestParseMultikeyRefuses(t *testing.T) {
	tests := []struct {
		name string
		text string

		want string
	}{
		{name: "nothing", text: "", want: "multibase"},
		{name: "a base alone", text: "z", want: "zero length"},
		{name: "a code cut short", text: "z5Q", want: "expected the code of a kind of key"},
		{name: "a code longer than it need be", text: "zQhVUgRFztFnvs9ZMfk6mNRjZDAAqjojR6pEeo7va7c6EJNuc", want: "expected the spelling"},
		{name: "another base", text: "f" + "ed01" + ed25519Key, want: "expected base58btc (z), got f"},
		{name: "no base58", text: "z0OIl", want: "not a DID of this method"},
		{name: "another kind of key", text: "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", want: "expected the code of ed25519, secp256k1 or P-256, got 0xec"},
		{name: "a key cut short", text: "z2DQW7JrebSgjVJAYQ1a855iQgmtP16zpF17mia6f2qT1j4", want: "expected a key of 32 bytes, got 31"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keyType, key, err := did.ParseMultikey(tt.text)
			if !errors.Is(err, did.ErrDID) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("expected %q, got %v, %d %x", tt.want, err, keyType, key)
			}
		})
	}
}

func FuzzParseMultikey(f *testing.F) {
	f.Add("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
	f.Add("zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme")
	f.Fuzz(func(t *testing.T, text string) {
		keyType, key, err := did.ParseMultikey(text)
		if err != nil {
			return
		}
		if got, err := did.Multikey(keyType, key); err != nil || got != text {
			t.Errorf("expected %q, got %q, %v", text, got, err)
		}
	})
}
