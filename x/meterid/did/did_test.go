package did_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/did"
)

func TestFormatAndParse(t *testing.T) {
	tests := []struct {
		name string
		id   did.DID

		want string
	}{
		{name: "a usual chain", id: did.DID{ChainID: "utility-1", Meter: 7}, want: "did:utility:utility-1:7"},
		{name: "the largest meter", id: did.DID{ChainID: "u", Meter: math.MaxUint64}, want: "did:utility:u:18446744073709551615"},
		{name: "all that needs no escape", id: did.DID{ChainID: "aZ09.-_", Meter: 1}, want: "did:utility:aZ09.-_:1"},
		{name: "a colon in the chain id", id: did.DID{ChainID: "a:1", Meter: 2}, want: "did:utility:a%3A1:2"},
		{name: "a percent sign in the chain id", id: did.DID{ChainID: "%3A", Meter: 2}, want: "did:utility:%253A:2"},
		{name: "a chain id that is not ASCII", id: did.DID{ChainID: "dörf", Meter: 2}, want: "did:utility:d%C3%B6rf:2"},
		{name: "a chain id that is not UTF-8", id: did.DID{ChainID: "\xff\x00", Meter: 2}, want: "did:utility:%FF%00:2"},
		{name: "the longest chain id", id: did.DID{ChainID: strings.Repeat("u", 255), Meter: 2}, want: "did:utility:" + strings.Repeat("u", 255) + ":2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := did.Format(tt.id)
			if err != nil || got != tt.want {
				t.Errorf("expected %q, got %q, %v", tt.want, got, err)
			}
			if !isDID(got) {
				t.Errorf("expected the syntax of DID Core, got %q", got)
			}
			back, err := did.Parse(tt.want)
			if err != nil || back != tt.id {
				t.Errorf("expected %+v, got %+v, %v", tt.id, back, err)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name string
		text string

		want string
	}{
		{name: "nothing", text: "", want: `expected did:utility:<chain-id>:<meter>, got ""`},
		{name: "another method", text: "did:web:utility-1:7", want: "expected did:utility:<chain-id>:<meter>"},
		{name: "no meter", text: "did:utility:utility-1", want: "expected did:utility:<chain-id>:<meter>"},
		{name: "an empty meter", text: "did:utility:utility-1:", want: `expected a meter number, got ""`},
		{name: "an empty chain id", text: "did:utility::7", want: "expected a chain id of 1 to 255 bytes, got 0"},
		{name: "a chain id of 256 bytes", text: "did:utility:" + strings.Repeat("u", 256) + ":7", want: "expected a chain id of 1 to 255 bytes, got 256"},
		{name: "meter 0", text: "did:utility:utility-1:0", want: "expected a meter number from 1, got 0"},
		{name: "a meter of 65 bits", text: "did:utility:utility-1:18446744073709551616", want: "expected a meter number"},
		{name: "a leading zero", text: "did:utility:utility-1:07", want: `expected the spelling "did:utility:utility-1:7"`},
		{name: "a sign", text: "did:utility:utility-1:+7", want: "expected a meter number"},
		{name: "a part too many", text: "did:utility:utility-1:7:8", want: "expected a meter number"},
		{name: "a fragment", text: "did:utility:utility-1:7#key-1", want: "expected a meter number"},
		{name: "a needless escape", text: "did:utility:utility%2D1:7", want: `expected the spelling "did:utility:utility-1:7"`},
		{name: "an escape in lower case", text: "did:utility:a%3a1:7", want: `expected the spelling "did:utility:a%3A1:7"`},
		{name: "an escape cut short", text: "did:utility:a%3:7", want: "expected two hex digits after %"},
		{name: "an escape at the end", text: "did:utility:a%:7", want: "expected two hex digits after %"},
		{name: "an escape that is not hex", text: "did:utility:a%zz:7", want: "expected two hex digits after %"},
		{name: "a signed escape", text: "did:utility:a%+1:7", want: "expected two hex digits after %"},
		{name: "a byte that must be escaped", text: "did:utility:a b:7", want: `expected the spelling "did:utility:a%20b:7"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := did.Parse(tt.text)
			if !errors.Is(err, did.ErrDID) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("expected %q, got %v and %+v", tt.want, err, got)
			}
		})
	}
}

func TestAccount(t *testing.T) {
	tests := []struct {
		name    string
		chainID string

		want string
	}{
		{name: "a usual chain", chainID: "utility-1", want: "did:pkh:cosmos:utility-1:" + owner},
		{name: "32 bytes", chainID: strings.Repeat("u", 32), want: "did:pkh:cosmos:" + strings.Repeat("u", 32) + ":" + owner},
		{name: "33 bytes are hashed", chainID: strings.Repeat("u", 33), want: "did:pkh:cosmos:hashed-42ecace354820cb4:" + owner},
		{name: "an underscore is hashed", chainID: "u_1", want: "did:pkh:cosmos:hashed-2308f29635998d1d:" + owner},
		// Test cases of CAIP-5.
		{name: "what begins as a hash is hashed", chainID: "hashed-", want: "did:pkh:cosmos:hashed-c904589232422def:" + owner},
		{name: "what looks like a hash is hashed", chainID: "hashed-123", want: "did:pkh:cosmos:hashed-99df5cd68192b33e:" + owner},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := did.Account(tt.chainID, owner)
			if err != nil || got != tt.want {
				t.Errorf("expected %q, got %q, %v", tt.want, got, err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("did:utility:utility-1:7")
	f.Add("did:utility:a%3A1:7")
	f.Add("did:utility:a%3a1:07")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := did.Parse(text)
		if err != nil {
			return
		}
		if got, err := did.Format(id); err != nil || got != text {
			t.Errorf("expected %q, got %q, %v", text, got, err)
		}
		if !isDID(text) {
			t.Errorf("expected the syntax of DID Core, got %q", text)
		}
	})
}

func FuzzFormat(f *testing.F) {
	f.Add("utility-1", uint64(7))
	f.Add("a:%3A", uint64(0))
	f.Fuzz(func(t *testing.T, chainID string, meter uint64) {
		id := did.DID{ChainID: chainID, Meter: meter}
		text, err := did.Format(id)
		if good := len(chainID) > 0 && len(chainID) <= 255 && meter > 0; good != (err == nil) {
			t.Fatalf("expected good %t, got %v", good, err)
		}
		if err != nil {
			return
		}
		if got, err := did.Parse(text); err != nil || got != id {
			t.Errorf("expected %+v, got %+v, %v", id, got, err)
		}
	})
}
