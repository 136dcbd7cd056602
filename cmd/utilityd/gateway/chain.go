package gateway

import (
	"context"
	"time"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Chain is where batches go.
type Chain interface {
	// Account returns the sequence that the next transaction uses up, and the height at which that holds.
	Account(ctx context.Context) (sequence uint64, height int64, err error)
	// Sign makes a batch for a sequence. Its transaction may be executed once, in the blocks after Born up to Until.
	Sign(ctx context.Context, sequence uint64, readings []meteridtypes.Reading) (Batch, error)
	// Broadcast puts the bytes of a batch into the mempool of a node. An error is one of the network: they may have arrived.
	Broadcast(ctx context.Context, b Batch) (Admission, error)
	// Committed reads the blocks after a height and returns those of the batches that it found, in order, and the height up to
	// which it has read.
	Committed(ctx context.Context, after int64, batches []Batch) (found []Commitment, to int64, err error)
	// Refresh reads again what governance and the node can change.
	Refresh(ctx context.Context) (Limits, error)
}

// Limits are what the chain takes at present.
type Limits struct {
	// MaxReadings is the maximum of readings of a batch.
	MaxReadings int
	// MaxDrift is how far a reading may lie ahead of block time, MaxAge how far behind it.
	MaxDrift, MaxAge time.Duration
	// Time is that of the last block.
	Time time.Time
}

// Admission is the answer of a node to a broadcast.
type Admission struct {
	// Fate is the fate of the batch.
	Fate AdmissionFate
	// Reason is the answer of the node, for people.
	Reason string
}

// AdmissionFate is what becomes of a batch that was broadcast.
type AdmissionFate uint8

const (
	// Admitted batches are in the mempool.
	Admitted AdmissionFate = iota + 1
	// SequenceUsed batches were executed, or another transaction of the account was in their place.
	SequenceUsed
	// SequenceAhead batches wait for one before them.
	SequenceAhead
	// MempoolFull batches have to wait.
	MempoolFull
	// NotAdmitted batches are refused by this node.
	NotAdmitted
)

// Commitment is a batch found in a block.
type Commitment struct {
	// Tx is the hash of the transaction.
	Tx string
	// Height is the block.
	Height int64
	// Codes are the outcomes of the readings, in order; nil if the transaction failed.
	Codes []meteridtypes.ReadingCode
	// Remarks say why accepted readings are never netted, in order; nil if no reading has one.
	Remarks []meteridtypes.ReadingRemark
	// Failure is why the transaction failed; empty if it did not.
	Failure string
}
