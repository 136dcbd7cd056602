package gateway

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// sendAgain is how long a batch may be in flight before the same bytes are broadcast again: a mempool forgets.
	sendAgain = 5 * time.Second
	// minPause and maxPause bound the wait after a trouble; it doubles while the trouble lasts.
	minPause = 200 * time.Millisecond
	maxPause = 30 * time.Second
	// maxFailurePause bounds the wait after transactions that failed in a block, because each of them costs its fee.
	maxFailurePause = 5 * time.Minute
	// passes is how far a reading may lie ahead of block time and wait for it.
	passes = time.Hour
	// lookUps is how many devices are looked up in one step.
	lookUps = 32
	// relimitAfter is how often the parameters of the chain and the price of the node are read again.
	relimitAfter = 30 * time.Second
)

// Sender brings the pending entries of a journal to the chain. A device is in flight in one batch only, until the outcome of
// that batch is known or it can never be executed any more, so its readings cannot overtake each other, whatever dies.
type Sender struct {
	Journal *Journal
	Chain   Chain
	Roster  *Roster
	// BatchSize is the maximum of readings in one transaction; the chain may allow fewer.
	BatchSize int
	// Window is the maximum of batches in flight.
	Window int
	// Poll is how long to wait between two looks at the chain.
	Poll time.Duration
	// Now is the time by which entries are too old or wait.
	Now func() time.Time
	// Report takes every final outcome and every trouble; it must not block for long.
	Report func(Event)

	limits   Limits
	limited  time.Time            // when limits were read
	read     int64                // height up to which blocks were read
	sequence uint64               // of the account, 0: to be queried
	known    bool                 // whether sequence is known
	sent     map[string]time.Time // when a batch was broadcast last
	lived    map[string]bool      // batches that a mempool may hold
	used     map[string]int64     // batches whose sequence is used up, and the height at which it was
	resting  map[string]rest      // devices whose readings lie ahead of block time
	waits    map[string]string    // what was reported of devices that wait
	behind   map[string]bool      // devices that were looked up and whose open entries may differ from the chain
	maxBatch int                  // readings of a batch after one was refused; 0: as many as the chain takes
	pause    time.Time
	troubles int
	failures int
	last     string // the trouble that was reported last
	progress time.Time
}

// Step takes in what was committed, submits what fits into the window, and returns whether nothing can be done at present but
// wait. Errors of the network are reported and retried; errors of the journal are returned.
func (s *Sender) Step(ctx context.Context) (idle bool, err error) {
	s.begin()
	if s.Now().Before(s.pause) {
		return false, nil
	}
	for _, do := range []func(context.Context) error{s.collect, s.keepUp, s.repeat, s.fill} {
		err := do(ctx)
		var broken *journalError
		switch {
		case errors.As(err, &broken):
			return false, broken.err
		case errors.Is(err, context.Canceled):
			return false, nil
		case err != nil:
			s.trouble(err)
			return false, nil
		}
	}
	return len(s.Journal.Flight()) == 0 && len(s.ready(1)) == 0, nil
}

func (s *Sender) begin() {
	if s.sent != nil {
		return
	}
	s.sent, s.lived, s.used = map[string]time.Time{}, map[string]bool{}, map[string]int64{}
	s.resting, s.waits, s.behind = map[string]rest{}, map[string]string{}, map[string]bool{}
	s.progress = s.Now()
	for _, b := range s.Journal.Flight() {
		s.lived[b.Tx] = true
		if s.read == 0 || b.Born < s.read {
			s.read = b.Born
		}
	}
}

// Progress returns when an answer came last.
func (s *Sender) Progress() time.Time { return s.progress }

// journalError marks an error that no retry mends.
type journalError struct{ err error }

func (e *journalError) Error() string { return e.err.Error() }

func (e *journalError) Unwrap() error { return e.err }

// settle writes outcomes down.
func (s *Sender) settle(tx string, outcomes []Outcome) error {
	if err := s.Journal.Settle(tx, outcomes); err != nil {
		return &journalError{fmt.Errorf("write the journal: %w", err)}
	}
	return nil
}

// collect takes in what blocks hold, and gives up batches that no block can hold any more.
func (s *Sender) collect(ctx context.Context) error {
	if len(s.Journal.Flight()) == 0 {
		return nil
	}
	found, to, err := s.Chain.Committed(ctx, s.read, s.Journal.Flight())
	for _, c := range found {
		if err := s.take(ctx, c); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	s.read = max(s.read, to)
	for _, b := range slices.Clone(s.Journal.Flight()) {
		height, isUsed := s.used[b.Tx]
		if s.read < b.Until && (!isUsed || s.read < height) {
			continue
		}
		s.complain(fmt.Sprintf("transaction %s is in no block up to %d; its %d readings are sent again in another one", b.Tx, s.read, len(b.Entries)))
		if err := s.drop(b); err != nil {
			return err
		}
	}
	return nil
}

// drop makes the entries of a batch that will never be executed open again.
func (s *Sender) drop(b Batch) error {
	if err := s.settle(b.Tx, nil); err != nil {
		return err
	}
	s.forget(b.Tx)
	s.known = false
	return nil
}

func (s *Sender) forget(tx string) {
	delete(s.sent, tx)
	delete(s.lived, tx)
	delete(s.used, tx)
}

// keepUp reads what the chain takes at present, looks devices up again that could not count, and drops what is too old.
func (s *Sender) keepUp(ctx context.Context) error {
	if s.limits.MaxReadings == 0 || s.Now().Sub(s.limited) > relimitAfter {
		if err := s.relimit(ctx); err != nil {
			return err
		}
		if err := s.expire(); err != nil {
			return err
		}
	}
	for _, serial := range s.Roster.Due(lookUps) {
		if err := s.refresh(ctx, serial); err != nil {
			return err
		}
	}
	return nil
}

// relimit reads what the chain takes at present.
func (s *Sender) relimit(ctx context.Context) error {
	limits, err := s.Chain.Refresh(ctx)
	if err != nil {
		return err
	}
	s.limits, s.limited = limits, s.Now()
	return nil
}

// Limits returns the limits of the chain, as far as they were queried.
func (s *Sender) Limits() Limits { return s.limits }

// trouble reports an error and waits before the next step, longer each time.
func (s *Sender) trouble(err error) {
	s.complain(err.Error())
	s.troubles++
	s.known = false
	s.pause = s.Now().Add(backOff(s.troubles, maxPause, s.Now()))
}

// backOff returns the wait after so many troubles in a row. The nanoseconds of the clock spread it, so that gateways do not come back
// together.
func backOff(times int, limit time.Duration, now time.Time) time.Duration {
	wait := min(minPause<<min(times, 20), limit)
	return wait/2 + time.Duration(now.UnixNano())%(wait/2)
}

// complain reports a trouble, but not the same one again while it lasts.
func (s *Sender) complain(text string) {
	if text != s.last {
		s.last = text
		s.Report(Event{Trouble: text})
	}
}
