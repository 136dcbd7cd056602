package proof_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	ics23 "github.com/cosmos/ics23/go"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/cmd/utilityd/proof"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// Answers of a chain: of `utilityd query water valve 700 --prove`, and of CometBFT's RPC for the header of the next block.
var (
	documentFile = filepath.Join("testdata", "valve.json")
	headerFile   = filepath.Join("testdata", "header.json")
)

func document(t *testing.T) proof.Document {
	t.Helper()
	text, err := os.ReadFile(documentFile)
	require.NoError(t, err)
	d, err := proof.ParseDocument(text)
	require.NoError(t, err)
	return d
}

func header(t *testing.T) proof.Header {
	t.Helper()
	text, err := os.ReadFile(headerFile)
	require.NoError(t, err)
	h, err := proof.ParseHeader(text)
	require.NoError(t, err)
	return h
}

func TestAValveOfTheChainHolds(t *testing.T) {
	d := document(t)
	require.NoError(t, proof.VerifyHeader(d, header(t)))
	appHash, err := hex.DecodeString(d.AppHash)
	require.NoError(t, err)
	require.NoError(t, proof.Verify(d, appHash))
}

// Requirement: a document that is spoiled anywhere does not hold.
func TestASpoiledDocumentDoesNotHold(t *testing.T) {
	// forge is another record with a consistent document.
	forge := func(d *proof.Document, change func(*watertypes.Valve)) {
		var v watertypes.Valve
		require.NoError(t, v.Unmarshal(d.Value))
		change(&v)
		value, err := v.Marshal()
		require.NoError(t, err)
		d.Value = value
		d.Valve, err = proof.DecodeValve(value)
		require.NoError(t, err)
	}
	tests := []struct {
		name  string
		spoil func(*proof.Document, *proof.Header)

		wantErr string
	}{
		{
			name:    "more litres in the record",
			spoil:   func(d *proof.Document, _ *proof.Header) { forge(d, func(v *watertypes.Valve) { v.LitresLeft++ }) },
			wantErr: "proof, step 1: it does not lead from this key and value to the store",
		},
		{
			name:    "no record",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.Value = nil },
			wantErr: "proof, step 1: it does not lead from this key and value to the store",
		},
		{
			name: "a forged record with a forged leaf",
			spoil: func(d *proof.Document, _ *proof.Header) {
				forge(d, func(v *watertypes.Valve) { v.State, v.Reason = watertypes.VALVE_STATE_OPEN, 0 })
				change(t, &d.ProofOps[0], func(p *ics23.ExistenceProof) { p.Value = d.Value })
			},
			wantErr: "proof, step 2: it does not lead from the store water to the app hash",
		},
		{
			name:    "more litres beside the record",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.Valve.LitresLeft++ },
			wantErr: "valve: expected the proven record",
		},
		{
			name:    "an open valve beside the record",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.Valve.State = "VALVE_STATE_OPEN" },
			wantErr: "valve: expected the proven record",
		},
		{
			name:    "another meter",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.Meter++ },
			wantErr: "key: expected 0B00000000000002BD for meter 701, got 0B00000000000002BC",
		},
		{
			name:    "another meter and its key",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.Meter++; d.Key = proof.Key(d.Meter) },
			wantErr: "proof, step 1: expected key",
		},
		{
			name: "another meter, everywhere",
			spoil: func(d *proof.Document, _ *proof.Header) {
				d.Meter++
				d.Key = proof.Key(d.Meter)
				d.ProofOps[0].Key = d.Key
				forge(d, func(v *watertypes.Valve) { v.Meter++ })
				change(t, &d.ProofOps[0], func(p *ics23.ExistenceProof) { p.Key, p.Value = d.Key, d.Value })
			},
			wantErr: "proof, step 2: it does not lead from the store water to the app hash",
		},
		{
			name:    "another height",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.Height++ },
			wantErr: "height: a state at",
		},
		{
			name:    "the header of the state's own block",
			spoil:   func(_ *proof.Document, h *proof.Header) { h.Height-- },
			wantErr: "needs the header of the next block",
		},
		{
			name:    "another chain",
			spoil:   func(_ *proof.Document, h *proof.Header) { h.ChainID = "utility-1" },
			wantErr: `the header of "utility-1"`,
		},
		{
			name:    "another hash in the header",
			spoil:   func(_ *proof.Document, h *proof.Header) { h.AppHash = otherHash },
			wantErr: "app hash: the document has",
		},
		{
			name:    "another hash in the document",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.AppHash = otherHash },
			wantErr: "app hash: the document has " + otherHash,
		},
		{
			name:    "another hash in both",
			spoil:   func(d *proof.Document, h *proof.Header) { d.AppHash, h.AppHash = otherHash, otherHash },
			wantErr: "proof, step 2: it does not lead from the store water to the app hash",
		},
		{
			name:    "a hash that is none",
			spoil:   func(_ *proof.Document, h *proof.Header) { h.AppHash = "x" },
			wantErr: "app hash of the header",
		},
		{
			name:    "another store",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.ProofOps[1].Key = []byte("energy") },
			wantErr: `proof, step 2: expected key "water", got "energy"`,
		},
		{
			name: "another store under the name of this one",
			spoil: func(d *proof.Document, _ *proof.Header) {
				change(t, &d.ProofOps[1], func(p *ics23.ExistenceProof) { p.Key = []byte("energy") })
			},
			wantErr: "proof, step 2: it does not lead from the store water to the app hash",
		},
		{
			name:    "only the first step",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.ProofOps = d.ProofOps[:1] },
			wantErr: "proof: expected 2 steps, got 1",
		},
		{
			name:    "no proof",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.ProofOps = nil },
			wantErr: "proof: expected 2 steps, got 0",
		},
		{
			name:    "the steps in the wrong order",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.ProofOps[0], d.ProofOps[1] = d.ProofOps[1], d.ProofOps[0] },
			wantErr: `proof, step 1: expected type ics23:iavl, got "ics23:simple"`,
		},
		{
			name: "a step that is cut",
			spoil: func(d *proof.Document, _ *proof.Header) {
				d.ProofOps[0].Data = d.ProofOps[0].Data[:len(d.ProofOps[0].Data)-1]
			},
			wantErr: "proof, step 1: expected an ICS-23 proof",
		},
		{
			name:    "an empty step",
			spoil:   func(d *proof.Document, _ *proof.Header) { d.ProofOps[1].Data = nil },
			wantErr: "proof, step 2: expected a proof of existence",
		},
		{
			name: "a shorter path",
			spoil: func(d *proof.Document, _ *proof.Header) {
				change(t, &d.ProofOps[0], func(p *ics23.ExistenceProof) { p.Path = p.Path[:len(p.Path)-1] })
			},
			wantErr: "proof, step 2: it does not lead from the store water to the app hash",
		},
		{
			name: "a step without a leaf",
			spoil: func(d *proof.Document, _ *proof.Header) {
				change(t, &d.ProofOps[0], func(p *ics23.ExistenceProof) { p.Leaf = nil })
			},
			wantErr: "proof, step 1: ",
		},
		{
			name: "a leaf that hashes otherwise",
			spoil: func(d *proof.Document, _ *proof.Header) {
				change(t, &d.ProofOps[0], func(p *ics23.ExistenceProof) { p.Leaf.PrehashValue = ics23.HashOp_NO_HASH })
			},
			wantErr: "proof, step 1: it does not lead from this key and value to the store",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, h := document(t), header(t)
			tt.spoil(&d, &h)
			require.ErrorContains(t, proof.VerifyHeader(d, h), tt.wantErr)
		})
	}
}

const otherHash = "00000000000000000000000000000000000000000000000000000000000000FF"

// change takes a step apart and puts it together with something else in it.
func change(t *testing.T, op *proof.Op, edit func(*ics23.ExistenceProof)) {
	t.Helper()
	var p ics23.CommitmentProof
	require.NoError(t, p.Unmarshal(op.Data))
	edit(p.GetExist())
	data, err := p.Marshal()
	require.NoError(t, err)
	op.Data = data
}

// No byte of the record, the key or the proof can be changed and the document still hold.
func TestEveryByteOfARecordAndItsProofCounts(t *testing.T) {
	h := header(t)
	whole := document(t)
	parts := map[string]func(*proof.Document) *[]byte{
		"value":  func(d *proof.Document) *[]byte { return &d.Value },
		"key":    func(d *proof.Document) *[]byte { return &d.Key },
		"step 1": func(d *proof.Document) *[]byte { return &d.ProofOps[0].Data },
		"step 2": func(d *proof.Document) *[]byte { return &d.ProofOps[1].Data },
	}
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			for i := range *part(&whole) {
				d := document(t)
				(*part(&d))[i] ^= 1
				require.Error(t, proof.VerifyHeader(d, h), "byte %d", i)
			}
		})
	}
}

// The verifier has no code of the chain, so its constants are compared with the chain here.
func TestKeysAndRecordsAreThoseOfTheChain(t *testing.T) {
	require.Equal(t, watertypes.StoreKey, proof.Store)
	for _, meter := range []uint64{0, 1, 700, 1<<64 - 1} {
		key, err := collections.EncodeKeyWithPrefix(watertypes.ValvesKey, collections.Uint64Key, meter)
		require.NoError(t, err)
		require.Equal(t, key, proof.Key(meter))
	}
	for state := range watertypes.ValveState_name {
		for reason := range watertypes.ValveReason_name {
			v := watertypes.Valve{
				Meter: 1<<64 - 1, State: watertypes.ValveState(state), Reason: watertypes.ValveReason(reason), LitresLeft: 1<<40 - 1, Height: 1<<63 - 1,
			}
			record, err := v.Marshal()
			require.NoError(t, err)
			got, err := proof.DecodeValve(record)
			require.NoError(t, err)
			require.Equal(t, proof.Valve{
				Meter: v.Meter, State: v.State.String(), Reason: v.Reason.String(), LitresLeft: v.LitresLeft, Height: v.Height,
			}, got)
		}
	}
}

func TestRecordsThatAreNone(t *testing.T) {
	tests := []struct {
		name   string
		record []byte

		wantErr string
	}{
		{name: "a cut tag", record: []byte{0x80}, wantErr: "expected the record of a valve"},
		{name: "a cut number", record: []byte{0x08, 0x80}, wantErr: "expected the record of a valve"},
		{name: "a text for a number", record: []byte{0x0a, 0x01, 'x'}, wantErr: "field 1 that is no integer"},
		{name: "an unknown state", record: []byte{0x10, 0x04}, wantErr: "state of a valve: expected at most 3, got 4"},
		{name: "an unknown reason", record: []byte{0x18, 0x06}, wantErr: "reason of a valve: expected at most 5, got 6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := proof.DecodeValve(tt.record)
			require.ErrorContains(t, err, tt.wantErr)
		})
	}
	v, err := proof.DecodeValve([]byte{0x08, 0x07, 0x32, 0x01, 'x'})
	require.NoError(t, err, "a field that came later")
	require.EqualValues(t, 7, v.Meter)
}

func TestAHeaderIsReadInEveryWrapping(t *testing.T) {
	want := proof.Header{ChainID: "utility-1", Height: 8, AppHash: "AB"}
	plain := `{"chain_id":"utility-1","height":"8","app_hash":"AB","proposer_address":"CD"}`
	for _, text := range []string{
		plain,
		`{"header":` + plain + `}`,
		`{"jsonrpc":"2.0","id":-1,"result":{"header":` + plain + `}}`,
		`{"jsonrpc":"2.0","id":-1,"result":{"signed_header":{"header":` + plain + `,"commit":{}},"canonical":true}}`,
	} {
		got, err := proof.ParseHeader([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "x", "[]", "{}", `{"result":{}}`, `{"error":{"code":1}}`} {
		_, err := proof.ParseHeader([]byte(text))
		require.ErrorContains(t, err, "expected the JSON of a header", text)
	}
}

func run(stdin []byte, args ...string) (string, error) {
	var out bytes.Buffer
	cmd := proof.NewCommand()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	cmd.SetIn(bytes.NewReader(stdin))
	cmd.SetOut(&out)
	err := cmd.Execute()
	return out.String(), err
}

func TestTheCommandAnswersInOneLine(t *testing.T) {
	d := document(t)
	text, err := json.Marshal(d)
	require.NoError(t, err)
	spoiled := filepath.Join(t.TempDir(), "spoiled.json")
	d.Valve.LitresLeft++
	lie, err := json.Marshal(d)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(spoiled, lie, 0o600))
	tests := []struct {
		name string
		args []string

		want, wantErr string
	}{
		{
			name: "by a header", args: []string{"check", documentFile, "--header", headerFile},
			want: "VALVE_STATE_RESTRICTED, 700 litres left\n",
		},
		{
			name: "by a hash", args: []string{"check", documentFile, "--app-hash", d.AppHash},
			want: "VALVE_STATE_RESTRICTED, 700 litres left\n",
		},
		{
			name: "from the standard input", args: []string{"check", "-", "--header", headerFile},
			want: "VALVE_STATE_RESTRICTED, 700 litres left\n",
		},
		{
			name: "a document that says something else", args: []string{"check", spoiled, "--header", headerFile},
			wantErr: "valve: expected the proven record",
		},
		{
			name: "another hash", args: []string{"check", documentFile, "--app-hash", otherHash},
			wantErr: "app hash: the document has",
		},
		{
			name: "no hash", args: []string{"check", documentFile, "--app-hash", "xy"},
			wantErr: `--app-hash: expected hexadecimal digits, got "xy"`,
		},
		{
			name: "nothing to trust", args: []string{"check", documentFile},
			wantErr: "at least one of the flags in the group [app-hash header] is required",
		},
		{
			name: "no file", args: []string{"check", "none.json", "--header", headerFile},
			wantErr: "no such file",
		},
		{
			name: "a file that is no document", args: []string{"check", "doc.go", "--header", headerFile},
			wantErr: "doc.go: expected the JSON of a proven valve",
		},
		{
			name: "a file that is no header", args: []string{"check", documentFile, "--header", "doc.go"},
			wantErr: "doc.go: expected the JSON of a header",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := run(text, tt.args...)
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				require.Empty(t, out)
				return
			}
			require.NoError(t, err)
			require.Contains(t, out, "meter 700 at height ")
			require.Contains(t, out, tt.want)
		})
	}
}

// The examples are true: they are of the document and the header of these tests.
func TestTheExamplesHold(t *testing.T) {
	check, _, err := proof.NewCommand().Find([]string{"check"})
	require.NoError(t, err)
	for line := range strings.Lines(check.Example) {
		line = strings.ReplaceAll(strings.ReplaceAll(line, "valve.json", documentFile), "header.json", headerFile)
		words := strings.Fields(line)
		require.Equal(t, []string{"utilityd", "proof"}, words[:2])
		_, err := run(nil, words[2:]...)
		require.NoError(t, err, line)
	}
}
