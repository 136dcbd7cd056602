package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
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
	// MaxReadings is the most readings of a batch.
	MaxReadings int
	// MaxDrift is how far a reading may lie ahead of block time, MaxAge how far behind it.
	MaxDrift, MaxAge time.Duration
}

// Admission is the answer of a node to a broadcast.
type Admission struct {
	// Fate says what becomes of the batch.
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
	// Failure says why the transaction failed; empty if it did not.
	Failure string
}

// Sender brings the pending entries of a journal to the chain. A device is in flight in one batch only, until the outcome of
// that batch is known or it can never be executed any more, so its readings cannot overtake each other, whatever dies.
type Sender struct {
	Journal *Journal
	Chain   Chain
	Roster  *Roster
	// BatchSize is the most readings in one transaction; the chain may allow fewer.
	BatchSize int
	// Window is the most batches in flight.
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
	sequence uint64               // of the account, 0: to be asked for
	known    bool                 // whether sequence is known
	sent     map[string]time.Time // when a batch was broadcast last
	lived    map[string]bool      // batches that a mempool may hold
	used     map[string]int64     // batches whose sequence is used up, and the height at which it was
	resting  map[string]time.Time // devices whose readings lie ahead of block time
	waits    map[string]string    // what was reported of devices that wait
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
	s.resting, s.waits = map[string]time.Time{}, map[string]string{}
	s.progress = s.Now()
	for _, b := range s.Journal.Flight() {
		s.lived[b.Tx] = true
		if s.read == 0 || b.Born < s.read {
			s.read = b.Born
		}
	}
}

// Progress is when an answer came last.
func (s *Sender) Progress() time.Time { return s.progress }

// journalError marks an error that no retry mends.
type journalError struct{ err error }

func (e *journalError) Error() string { return e.err.Error() }

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

// Limits are what the chain takes, as far as it was asked.
func (s *Sender) Limits() Limits { return s.limits }

// repeat broadcasts batches again that may have been forgotten, the oldest first.
func (s *Sender) repeat(ctx context.Context) error {
	for _, b := range slices.Clone(s.Journal.Flight()) {
		if s.Now().Sub(s.sent[b.Tx]) < sendAgain {
			continue
		}
		if done, err := s.broadcast(ctx, b); err != nil || !done {
			return err
		}
	}
	return nil
}

// broadcast sends a batch and reports whether the next one can follow.
func (s *Sender) broadcast(ctx context.Context, b Batch) (goOn bool, err error) {
	s.sent[b.Tx] = s.Now()
	a, err := s.Chain.Broadcast(ctx, b)
	if err != nil {
		s.lived[b.Tx] = true
		return false, err
	}
	switch a.Fate {
	case Admitted:
		s.lived[b.Tx] = true
		return true, nil
	case SequenceUsed:
		_, height, err := s.Chain.Account(ctx)
		if err != nil {
			return false, err
		}
		s.used[b.Tx], s.known = height, false
		if !s.lived[b.Tx] {
			return true, s.drop(b)
		}
		return true, nil
	case SequenceAhead:
		s.known = false
		if !s.lived[b.Tx] {
			return false, s.drop(b)
		}
		return false, nil
	case MempoolFull:
		return false, errors.New(a.Reason)
	}
	if !s.lived[b.Tx] { // no other node can have it
		if err := s.drop(b); err != nil {
			return false, err
		}
	}
	if err := s.relimit(ctx); err != nil {
		return false, err
	}
	return false, fmt.Errorf("the node refused a batch: %s", a.Reason)
}

// fill signs batches until the window is full.
func (s *Sender) fill(ctx context.Context) error {
	for len(s.Journal.Flight()) < s.Window {
		entries := s.ready(min(s.BatchSize, max(s.limits.MaxReadings, 1)))
		if len(entries) == 0 {
			return nil
		}
		sequence, err := s.nextSequence(ctx)
		if err != nil {
			return err
		}
		readings := make([]meteridtypes.Reading, len(entries))
		numbers := make([]uint64, len(entries))
		for i, e := range entries {
			readings[i], numbers[i] = e.Reading, e.N
		}
		b, err := s.Chain.Sign(ctx, sequence, readings)
		if err != nil {
			return err
		}
		b.Sequence, b.Entries = sequence, numbers
		if len(s.Journal.Flight()) == 0 {
			s.read = b.Born
		}
		if err := s.Journal.Launch(b); err != nil {
			return &journalError{fmt.Errorf("write the journal: %w", err)}
		}
		if goOn, err := s.broadcast(ctx, b); err != nil || !goOn {
			return err
		}
	}
	return nil
}

// nextSequence is the first one that neither the account nor a batch in flight has used.
func (s *Sender) nextSequence(ctx context.Context) (uint64, error) {
	if !s.known {
		sequence, _, err := s.Chain.Account(ctx)
		if err != nil {
			return 0, err
		}
		s.sequence, s.known = sequence, true
	}
	for _, b := range s.Journal.Flight() {
		if b.Sequence == s.sequence {
			s.sequence++
		}
	}
	return s.sequence, nil
}

// ready returns up to n entries that can be submitted now, by time. A device that is in flight, waits or rests is left out.
func (s *Sender) ready(n int) []*Entry {
	held := s.flying()
	for device, until := range s.resting {
		if s.Now().Before(until) {
			held[device] = true
		} else {
			delete(s.resting, device)
		}
	}
	var out []*Entry
	s.Journal.Pending(func(e *Entry) bool {
		if _, looked := held[e.Device]; !looked {
			m := s.Roster.Find(e.Device)
			held[e.Device] = m == nil || m.Waiting != "" || m.Serial != e.Device
		}
		if !held[e.Device] {
			out = append(out, e)
		}
		return n > 1 || len(out) == 0
	})
	slices.SortStableFunc(out, func(a, b *Entry) int { return cmp.Compare(a.Reading.Time, b.Reading.Time) })
	return out[:min(n, len(out))]
}

// flying are the devices that are in flight.
func (s *Sender) flying() map[string]bool {
	devices := map[string]bool{}
	for _, b := range s.Journal.Flight() {
		for _, n := range b.Entries {
			if e := s.Journal.open[n]; e != nil {
				devices[e.Device] = true
			}
		}
	}
	return devices
}

// trouble reports an error and waits before the next step, longer each time.
func (s *Sender) trouble(err error) {
	s.complain(err.Error())
	s.troubles++
	s.known = false
	s.pause = s.Now().Add(backOff(s.troubles, maxPause, s.Now()))
}

// backOff is the wait after so many troubles in a row. The nanoseconds of the clock spread it, so that gateways do not come back
// together.
func backOff(times int, most time.Duration, now time.Time) time.Duration {
	wait := min(minPause<<min(times, 20), most)
	return wait/2 + time.Duration(now.UnixNano())%(wait/2)
}

// complain reports a trouble, but not the same one again while it lasts.
func (s *Sender) complain(text string) {
	if text != s.last {
		s.last = text
		s.Report(Event{Trouble: text})
	}
}
