package gateway

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Chain is where batches go. Batches submitted one after the other are executed in that order or not at all.
type Chain interface {
	// Submit puts a batch into the mempool and returns a name for it.
	Submit(ctx context.Context, readings []meteridtypes.Reading) (tx string, err error)
	// Committed looks at blocks it has not looked at and returns the batches it found, in order.
	Committed(ctx context.Context) ([]Commitment, error)
	// Resync forgets what is in flight and reads the account anew.
	Resync(ctx context.Context) error
}

// Commitment is a batch found in a block.
type Commitment struct {
	// Tx is the name that Submit returned.
	Tx string
	// Height is the block.
	Height int64
	// Codes are the outcomes of the readings, in order; nil if the transaction failed.
	Codes []meteridtypes.ReadingCode
	// Failure says why the transaction failed; empty if it did not.
	Failure string
}

// Sender brings the pending entries of a journal to the chain.
type Sender struct {
	Journal *Journal
	Chain   Chain
	// BatchSize is the most readings in one transaction.
	BatchSize int
	// Window is the most batches in flight.
	Window int
	// Poll is how long to wait between two looks at the chain.
	Poll time.Duration
	// Patience is how long a batch may be in flight before it is submitted anew.
	Patience time.Duration
	// Report is told every final outcome and every trouble; it must not block for long.
	Report func(Event)

	flight  []batch
	waiting map[uint64]time.Time // entries whose answer may change, until when they rest
	sent    map[uint64]bool      // entries in flight
	again   map[uint64]bool      // entries whose answer may have been missed
	last    string               // the trouble that was reported last, "" once it is over
}

// Event is what a sender reports.
type Event struct {
	Entry   Entry                    `json:"-"`
	Code    meteridtypes.ReadingCode `json:"-"`
	Height  int64                    `json:"height,omitempty"`
	Trouble string                   `json:"trouble,omitempty"`
}

type batch struct {
	tx      string
	entries []Entry
	at      time.Time
}

// passing are answers that a later submission may turn into "accepted": somebody still has to act, or time to pass.
var passing = []meteridtypes.ReadingCode{
	meteridtypes.READING_CODE_UNKNOWN_METER,
	meteridtypes.READING_CODE_NOT_ACTIVATED,
	meteridtypes.READING_CODE_SUSPENDED,
	meteridtypes.READING_CODE_UNBOUND,
	meteridtypes.READING_CODE_IN_FUTURE,
}

const restAfterRefusal = 10 * time.Second

// Step submits what fits into the window and takes in what was committed. It returns whether nothing is left to do at
// present; errors of the network are reported and retried, errors of the journal are final.
func (s *Sender) Step(ctx context.Context) (idle bool, err error) {
	if s.sent == nil {
		s.sent, s.again, s.waiting = map[uint64]bool{}, map[uint64]bool{}, map[uint64]time.Time{}
	}
	if err := s.fill(ctx); err != nil {
		s.trouble(ctx, err)
	}
	commitments, err := s.Chain.Committed(ctx)
	if err != nil {
		s.trouble(ctx, err)
	}
	if len(commitments) > 0 {
		s.last = ""
	}
	for _, c := range commitments {
		if err := s.take(ctx, c); err != nil {
			return false, err
		}
	}
	if len(s.flight) > 0 && time.Since(s.flight[0].at) > s.Patience {
		s.trouble(ctx, fmt.Errorf("transaction %s was not seen within %s, submitting again", s.flight[0].tx, s.Patience))
	}
	return len(s.flight) == 0 && len(s.ready()) == 0, nil
}

// Run steps until the context ends, or, if drain is set, until every entry has an outcome that is final or waits for
// somebody else.
func (s *Sender) Run(ctx context.Context, drain bool) error {
	for {
		idle, err := s.Step(ctx)
		if err != nil {
			return err
		}
		if idle && drain && len(s.Journal.Pending()) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(s.Poll):
		}
	}
}

func (s *Sender) fill(ctx context.Context) error {
	ready := s.ready()
	for len(s.flight) < s.Window && len(ready) > 0 {
		n := min(s.BatchSize, len(ready))
		entries := slices.Clone(ready[:n])
		readings := make([]meteridtypes.Reading, n)
		for i, e := range entries {
			readings[i] = e.Reading
		}
		tx, err := s.Chain.Submit(ctx, readings)
		if err != nil {
			for _, e := range entries {
				s.again[e.N] = true // it may have arrived all the same
			}
			return err
		}
		s.flight = append(s.flight, batch{tx: tx, entries: entries, at: time.Now()})
		for _, e := range entries {
			s.sent[e.N] = true
		}
		ready = ready[n:]
	}
	return nil
}

// ready returns the entries that are neither in flight nor resting, oldest first. A device whose entry rests holds its
// later entries back, so that its order is kept.
func (s *Sender) ready() []Entry {
	now := time.Now()
	var out []Entry
	held := map[string]bool{}
	for _, e := range s.Journal.Pending() {
		if until, ok := s.waiting[e.N]; ok && now.Before(until) {
			held[e.Device] = true
		}
		if !held[e.Device] && !s.sent[e.N] {
			out = append(out, e)
		}
	}
	return out
}

func (s *Sender) take(ctx context.Context, c Commitment) error {
	i := slices.IndexFunc(s.flight, func(b batch) bool { return b.tx == c.Tx })
	if i < 0 {
		return nil
	}
	b := s.flight[i]
	if c.Failure != "" || len(c.Codes) != len(b.entries) {
		s.trouble(ctx, fmt.Errorf("transaction %s failed in block %d: %s", c.Tx, c.Height, c.Failure))
		return nil
	}
	var outcomes []Outcome
	for k, e := range b.entries {
		c.Codes[k] = s.known(e, c.Codes[k])
		if slices.Contains(passing, c.Codes[k]) {
			s.waiting[e.N] = time.Now().Add(restAfterRefusal)
		} else {
			outcomes = append(outcomes, Outcome{N: e.N, Code: c.Codes[k], Height: c.Height})
			delete(s.waiting, e.N)
		}
		delete(s.sent, e.N)
	}
	s.flight = slices.Delete(s.flight, i, i+1)
	if err := s.Journal.Settle(outcomes); err != nil {
		return err
	}
	for k, e := range b.entries {
		s.Report(Event{Entry: e, Code: c.Codes[k], Height: c.Height})
	}
	return nil
}

// known reads "time went back" as "duplicate" where the answer to an earlier submission was missed: the registers of the
// chain are beyond the entry, so what it measured is counted.
func (s *Sender) known(e Entry, code meteridtypes.ReadingCode) meteridtypes.ReadingCode {
	if code == meteridtypes.READING_CODE_TIME_WENT_BACK && (s.again[e.N] || s.Journal.Found(e.N)) {
		code = meteridtypes.READING_CODE_DUPLICATE
	}
	delete(s.again, e.N)
	return code
}

// trouble gives up what is in flight, which makes it pending again: it may or may not be committed, and both are fine.
func (s *Sender) trouble(ctx context.Context, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	s.complain(err)
	for _, b := range s.flight {
		for _, e := range b.entries {
			s.again[e.N] = true
		}
	}
	s.flight = nil
	clear(s.sent)
	if err := s.Chain.Resync(ctx); err != nil && !errors.Is(err, context.Canceled) {
		s.complain(err)
	}
}

// complain reports a trouble, but not the same one again while it lasts.
func (s *Sender) complain(err error) {
	if text := err.Error(); text != s.last {
		s.last = text
		s.Report(Event{Trouble: text})
	}
}
