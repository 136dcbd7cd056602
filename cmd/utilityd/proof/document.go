package proof

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
)

const (
	// Store is the name of the store that holds the valves.
	Store = "water"
	// valvesPrefix is the first byte of the keys of valves.
	valvesPrefix = 11
)

// Types of the two steps of a proof.
const (
	typeIAVL   = "ics23:iavl"
	typeSimple = "ics23:simple"
)

// Document is a valve with its proof.
type Document struct {
	ChainID string `json:"chain_id"`
	// Height is that of the state; its app hash stands in the header of the next block.
	Height int64 `json:"height,string"`
	// AppHash in hexadecimal digits.
	AppHash  string `json:"app_hash"`
	Meter    uint64 `json:"meter,string"`
	Valve    Valve  `json:"valve"`
	Key      []byte `json:"key"`
	Value    []byte `json:"value"`
	ProofOps []Op   `json:"proof_ops"`
}

// Op is a step of a proof, as CometBFT hands it over.
type Op struct {
	Type string `json:"type"`
	Key  []byte `json:"key"`
	Data []byte `json:"data"`
}

// Header is the part of a header about a state: that of the block before.
type Header struct {
	ChainID string `json:"chain_id"`
	Height  int64  `json:"height,string"`
	AppHash string `json:"app_hash"`
}

// Key returns the key of the valve behind a meter.
func Key(meter uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{valvesPrefix}, meter)
}

// ParseDocument reads a document.
func ParseDocument(text []byte) (Document, error) {
	var d Document
	if err := json.Unmarshal(text, &d); err != nil {
		return Document{}, fmt.Errorf("expected the JSON of a proven valve: %w", err)
	}
	return d, nil
}

// ParseHeader reads a header as CometBFT's RPC answers /header and /commit, or one by itself.
func ParseHeader(text []byte) (Header, error) {
	type holder struct {
		Header       *Header                   `json:"header"`
		SignedHeader *struct{ Header *Header } `json:"signed_header"`
	}
	var answer struct {
		holder
		Result *holder `json:"result"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return Header{}, fmt.Errorf("expected the JSON of a header: %w", err)
	}
	found := answer.holder
	if answer.Result != nil {
		found = *answer.Result
	}
	switch {
	case found.Header != nil:
		return *found.Header, nil
	case found.SignedHeader != nil && found.SignedHeader.Header != nil:
		return *found.SignedHeader.Header, nil
	}
	var h Header
	if err := json.Unmarshal(text, &h); err != nil {
		return Header{}, fmt.Errorf("expected the JSON of a header: %w", err)
	}
	if h.AppHash == "" {
		return Header{}, fmt.Errorf("expected the JSON of a header with an app_hash, got none")
	}
	return h, nil
}
