package did_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/golden"
	"github.com/utilityd/utilityd/x/meterid/did"
)

const (
	owner        = "utl1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	ed25519Key   = "d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737"
	secp256k1Key = "034f355bdcb7cc0af728ef3cceb9615d90684bb5b2ca5f859ab0f0b704075871aa"
	secp256r1Key = "020217e617f0b6443928278f96999e69a23a4f2c152bdf6d6cdf66e5b80282d4ed"
)

func unhex(t testing.TB, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDocuments(t *testing.T) {
	tests := []struct {
		name string
		doc  did.Document

		file string
	}{
		{
			name: "a meter with a key of ed25519",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, Owner: owner, KeyVersion: 1, KeyType: 1, Key: unhex(t, ed25519Key)},

			file: "ed25519",
		},
		{
			name: "a meter with its second key, of secp256k1",
			doc:  did.Document{ChainID: "utility-1", Meter: 8, Owner: owner, KeyVersion: 2, KeyType: 2, Key: unhex(t, secp256k1Key)},

			file: "secp256k1",
		},
		{
			name: "a meter with a key of P-256, numbers as large as they get",
			doc:  did.Document{ChainID: "utility-1", Meter: 1<<64 - 1, Owner: owner, KeyVersion: 1<<32 - 1, KeyType: 3, Key: unhex(t, secp256r1Key)},

			file: "secp256r1",
		},
		{
			name: "a retired meter has no keys",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, Owner: owner, KeyVersion: 1, KeyType: 1, Key: unhex(t, ed25519Key), Retired: true},

			file: "retired",
		},
		{
			name: "a chain id that is neither a DID nor a CAIP-2 reference is escaped and hashed",
			doc:  did.Document{ChainID: "dorf <1> & söhne", Meter: 7, Owner: owner, KeyVersion: 1, KeyType: 1, Key: unhex(t, ed25519Key)},

			file: "odd_chain_id",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.doc.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(got); err != nil {
				t.Errorf("expected a document valid by DID Core, got %v", err)
			}
			checkCanonical(t, got)
			var indented bytes.Buffer
			if err := json.Indent(&indented, got, "", "  "); err != nil {
				t.Fatal(err)
			}
			golden.File(t, "testdata/"+tt.file+".json", append(indented.Bytes(), '\n'))
		})
	}
}

// checkCanonical: encoding what was decoded sorts the members; so the same bytes mean that they were sorted, and that
// there is no white space and nothing escaped that need not be.
func checkCanonical(t *testing.T, document []byte) {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal(document, &value); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	encoder := json.NewEncoder(&again)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(again.String(), "\n"); string(document) != want {
		t.Errorf("expected %s, got %s", want, document)
	}
}

func TestDocumentRefusals(t *testing.T) {
	tests := []struct {
		name string
		doc  did.Document

		want string
	}{
		{
			name: "meter 0",
			doc:  did.Document{ChainID: "utility-1", Owner: owner, KeyType: 1, Key: unhex(t, ed25519Key)},

			want: "expected a meter number from 1, got 0",
		},
		{
			name: "no chain id",
			doc:  did.Document{Meter: 7, Owner: owner, KeyType: 1, Key: unhex(t, ed25519Key)},

			want: "expected a chain id of 1 to 255 bytes, got 0",
		},
		{
			name: "no owner",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, KeyType: 1, Key: unhex(t, ed25519Key)},

			want: "expected an address of 1 to 128 letters and digits",
		},
		{
			name: "an owner with a colon",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, Owner: "utl1:a", KeyType: 1, Key: unhex(t, ed25519Key)},

			want: "expected an address of 1 to 128 letters and digits",
		},
		{
			name: "no key type",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, Owner: owner, Key: unhex(t, ed25519Key)},

			want: "expected key type 1, 2 or 3, got 0",
		},
		{
			name: "an unknown key type",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, Owner: owner, KeyType: 4, Key: unhex(t, ed25519Key)},

			want: "expected key type 1, 2 or 3, got 4",
		},
		{
			name: "a key of another length",
			doc:  did.Document{ChainID: "utility-1", Meter: 7, Owner: owner, KeyType: 2, Key: unhex(t, ed25519Key)},

			want: "expected a key of 33 bytes, got 32",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.doc.JSON()
			if !errors.Is(err, did.ErrDID) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("expected %q, got %v and %s", tt.want, err, got)
			}
		})
	}
}

// Without this, the test of documents would also pass if the validator accepted everything.
func TestValidatorRefuses(t *testing.T) {
	good, err := did.Document{ChainID: "utility-1", Meter: 7, Owner: owner, KeyVersion: 1, KeyType: 1, Key: unhex(t, ed25519Key)}.JSON()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		old  string
		now  string
	}{
		{name: "no JSON", old: `{`, now: `[`},
		{name: "no id", old: `"id":"did:utility:utility-1:7","verif`, now: `"verif`},
		{name: "an id that is no DID", old: `"id":"did:utility:utility-1:7"`, now: `"id":"did:Utility:utility-1:7"`},
		{name: "an id that ends with a colon", old: `"id":"did:utility:utility-1:7"`, now: `"id":"did:utility:utility-1:"`},
		{name: "a controller that is no DID", old: `"controller":"did:pkh`, now: `"controller":"pkh`},
		{name: "a context of something else first", old: `"https://www.w3.org/ns/did/v1",`, now: ``},
		{name: "no context of Multikey", old: `,"https://w3id.org/security/multikey/v1"`, now: ``},
		{name: "an assertion of a key that is not there", old: `["did:utility:utility-1:7#key-1"]`, now: `["did:utility:utility-1:7#key-2"]`},
		{name: "a key id without a fragment", old: `"id":"did:utility:utility-1:7#key-1"`, now: `"id":"did:utility:utility-1:7"`},
		{name: "another type of key", old: `"Multikey"`, now: `"Multikeys"`},
		{name: "another base", old: `"publicKeyMultibase":"z`, now: `"publicKeyMultibase":"m`},
		{name: "a key cut short", old: `","type"`, now: `z","type"`},
		{name: "a member that is unknown", old: `{"@context"`, now: `{"a":1,"@context"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := strings.Replace(string(good), tt.old, tt.now, 1)
			if bad == string(good) {
				t.Fatalf("expected %q in %s", tt.old, good)
			}
			if err := validate([]byte(bad)); err == nil {
				t.Errorf("expected a refusal of %s", bad)
			}
		})
	}
}
