package proof

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"

	ics23 "github.com/cosmos/ics23/go"
)

// VerifyHeader checks a document against a header that the reader trusts.
func VerifyHeader(d Document, h Header) error {
	if h.ChainID != d.ChainID {
		return fmt.Errorf("chain: the document is of %q, the header of %q", d.ChainID, h.ChainID)
	}
	if h.Height-1 != d.Height {
		return fmt.Errorf("height: a state at %d needs the header of the next block, got the header at %d", d.Height, h.Height)
	}
	appHash, err := hex.DecodeString(h.AppHash)
	if err != nil {
		return fmt.Errorf("app hash of the header: %w", err)
	}
	return Verify(d, appHash)
}

// Verify checks a document against an app hash that the reader trusts: the state with this hash holds this valve for this meter.
// That the hash is the one of this chain and height is up to the reader, or to VerifyHeader.
func Verify(d Document, appHash []byte) error {
	if !strings.EqualFold(d.AppHash, hex.EncodeToString(appHash)) {
		return fmt.Errorf("app hash: the document has %s, expected %X", d.AppHash, appHash)
	}
	if key := Key(d.Meter); !bytes.Equal(d.Key, key) {
		return fmt.Errorf("key: expected %X for meter %d, got %X", key, d.Meter, d.Key)
	}
	if err := verifyRecord(d, appHash); err != nil {
		return err
	}
	return checkValve(d)
}

// verifyRecord follows the proof from the record to the app hash.
func verifyRecord(d Document, appHash []byte) error {
	if len(d.ProofOps) != 2 {
		return fmt.Errorf("proof: expected 2 steps, got %d", len(d.ProofOps))
	}
	record, err := step(d.ProofOps[0], typeIAVL, d.Key)
	if err != nil {
		return fmt.Errorf("proof, step 1: %w", err)
	}
	store, err := step(d.ProofOps[1], typeSimple, []byte(Store))
	if err != nil {
		return fmt.Errorf("proof, step 2: %w", err)
	}
	root, err := record.Calculate()
	if err != nil {
		return fmt.Errorf("proof, step 1: %w", err)
	}
	if err := record.Verify(ics23.IavlSpec, root, d.Key, d.Value); err != nil {
		return fmt.Errorf("proof, step 1: it does not lead from this key and value to the store: %w", err)
	}
	if err := store.Verify(ics23.TendermintSpec, appHash, []byte(Store), root); err != nil {
		return fmt.Errorf("proof, step 2: it does not lead from the store %s to the app hash: %w", Store, err)
	}
	return nil
}

// step reads a step that proves that something is there.
func step(op Op, kind string, key []byte) (*ics23.ExistenceProof, error) {
	if op.Type != kind {
		return nil, fmt.Errorf("expected type %s, got %q", kind, op.Type)
	}
	if !bytes.Equal(op.Key, key) {
		return nil, fmt.Errorf("expected key %q, got %q", key, op.Key)
	}
	var p ics23.CommitmentProof
	if err := p.Unmarshal(op.Data); err != nil {
		return nil, fmt.Errorf("expected an ICS-23 proof: %w", err)
	}
	if p.GetExist() == nil {
		return nil, fmt.Errorf("expected a proof of existence, got another one")
	}
	return p.GetExist(), nil
}

// checkValve checks that the readable part of the document equals the proven record.
func checkValve(d Document) error {
	v, err := DecodeValve(d.Value)
	if err != nil {
		return err
	}
	if v != d.Valve {
		return fmt.Errorf("valve: expected the proven record %+v, got the document %+v", v, d.Valve)
	}
	if v.Meter != d.Meter {
		return fmt.Errorf("valve: expected the one of meter %d, got that of %d", d.Meter, v.Meter)
	}
	if v.Height > d.Height {
		return fmt.Errorf("height: the record is of block %d, the state of %d", v.Height, d.Height)
	}
	return nil
}
