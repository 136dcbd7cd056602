package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

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
		return s.overtaken(ctx, b)
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
		s.maxBatch = max(1, len(b.Entries)/2) // a block may have less gas than it needs
		if err := s.drop(b); err != nil {
			return false, err
		}
	}
	if err := s.relimit(ctx); err != nil {
		return false, err
	}
	return false, fmt.Errorf("the node refused a batch: %s", a.Reason)
}

// overtaken takes in that a transaction with the sequence of a batch is in a block or in the mempool of the node. Only a block uses
// the sequence up: in the mempool it may be the batch itself.
func (s *Sender) overtaken(ctx context.Context, b Batch) (goOn bool, err error) {
	sequence, height, err := s.Chain.Account(ctx)
	if err != nil {
		return false, err
	}
	s.known = false
	inBlock := sequence > b.Sequence
	if inBlock {
		s.used[b.Tx] = height
	}
	if s.lived[b.Tx] {
		return true, nil
	}
	if err := s.drop(b); err != nil || inBlock {
		return true, err
	}
	return false, errors.New("another transaction of the account waits in the mempool: give each gateway an account of its own")
}

// fill signs batches until the window is full.
func (s *Sender) fill(ctx context.Context) error {
	if err := s.catchUp(); err != nil {
		return err
	}
	for len(s.Journal.Flight()) < s.Window {
		entries := s.ready(min(s.BatchSize, max(s.limits.MaxReadings, 1), cmp.Or(s.maxBatch, s.BatchSize)))
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

// nextSequence returns the first one that neither the account nor a batch in flight has used.
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

// ready returns up to n entries that can be submitted now, by time. A device that is in flight, waits, rests or is behind is left out.
func (s *Sender) ready(n int) []*Entry {
	held := s.flying()
	for device, r := range s.resting {
		if s.Now().Before(r.until) {
			held[device] = true
		}
	}
	for device := range s.behind {
		held[device], held[s.Roster.Find(device).Serial] = true, true
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

// flying returns the devices that are in flight.
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
