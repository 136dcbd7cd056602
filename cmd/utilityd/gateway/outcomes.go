package gateway

import (
	"context"
	"fmt"
	"slices"
	"time"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// take takes in the outcome of a batch. Devices whose answers may come from a change on the chain are looked up before anything
// is written down, so that an error of the network leaves the batch as it was.
func (s *Sender) take(ctx context.Context, c Commitment) error {
	i := slices.IndexFunc(s.Journal.Flight(), func(b Batch) bool { return b.Tx == c.Tx })
	if i < 0 {
		return nil
	}
	batch := s.Journal.Flight()[i]
	if c.Failure != "" || len(c.Codes) != len(batch.Entries) {
		return s.failed(ctx, batch, c)
	}
	members, err := s.lookUp(ctx, batch, c)
	if err != nil {
		return err
	}
	changed := map[string]change{}
	for device, m := range members {
		if changed[device] = s.changeOf(m, s.acceptedIn(batch, c, device)); changed[device] != unchanged {
			s.fallBehind(device)
		}
	}
	var outcomes []Outcome
	for i, n := range batch.Entries {
		e := s.Journal.open[n]
		if e == nil {
			continue
		}
		what := changed[e.Device]
		if c.Codes[i] != meteridtypes.READING_CODE_ACCEPTED && what != unchanged && what != gone {
			continue // it is sent again once the device has caught up
		}
		if c.Codes[i] == meteridtypes.READING_CODE_IN_FUTURE && s.rests(e) {
			continue
		}
		if c.Codes[i] != meteridtypes.READING_CODE_IN_FUTURE {
			delete(s.resting, e.Device)
		}
		o := Outcome{N: e.N, Code: c.Codes[i], Height: c.Height}
		if c.Remarks != nil {
			o.Remark = c.Remarks[i]
		}
		outcomes = append(outcomes, o)
	}
	if err := s.final(outcomes, func() error { return s.settle(batch.Tx, outcomes) }); err != nil {
		return err
	}
	s.forget(batch.Tx)
	s.troubles, s.failures, s.last = 0, 0, ""
	if len(outcomes) > 0 {
		s.progress = s.Now()
	}
	if s.maxBatch *= 2; s.maxBatch >= s.BatchSize {
		s.maxBatch = 0
	}
	return nil
}

// lookUp looks up the devices of a batch to which the chain answered as if it had changed.
func (s *Sender) lookUp(ctx context.Context, b Batch, c Commitment) (map[string]*Member, error) {
	members := map[string]*Member{}
	for i, n := range b.Entries {
		e := s.Journal.open[n]
		if e == nil || !comesFromChange(c.Codes[i]) || members[e.Device] != nil {
			continue
		}
		m, err := s.Roster.Refresh(ctx, e.Device)
		if err != nil {
			return nil, err
		}
		if err := s.reportWaiting(m); err != nil {
			return nil, err
		}
		members[e.Device] = m
	}
	return members, nil
}

// comesFromChange reports whether an answer can come from a meter that is not as the gateway believes.
func comesFromChange(code meteridtypes.ReadingCode) bool {
	switch code {
	case meteridtypes.READING_CODE_UNKNOWN_METER,
		meteridtypes.READING_CODE_NOT_ACTIVATED,
		meteridtypes.READING_CODE_SUSPENDED,
		meteridtypes.READING_CODE_RETIRED,
		meteridtypes.READING_CODE_UNBOUND,
		meteridtypes.READING_CODE_BAD_SIGNATURE,
		meteridtypes.READING_CODE_CONFLICT,
		meteridtypes.READING_CODE_REGISTER_WENT_BACK,
		meteridtypes.READING_CODE_QUARANTINED:
		return true
	}
	return false
}

// acceptedIn returns the last registers of a device that the chain took, those of a batch included.
func (s *Sender) acceptedIn(b Batch, c Commitment, device string) meteridtypes.Registers {
	last := s.Journal.device(device).Accepted
	for i, n := range b.Entries {
		e := s.Journal.open[n]
		if e != nil && e.Device == device && c.Codes[i] == meteridtypes.READING_CODE_ACCEPTED {
			last = e.registers()
		}
	}
	return last
}

// rests lets a device wait for block time to reach its reading, longer each time, since each attempt costs its fee. A reading that lies
// far ahead is not waited for.
func (s *Sender) rests(e *Entry) bool {
	now := s.Now()
	r, again := s.resting[e.Device]
	if !again {
		r.since = now
	}
	ahead, waited := time.Unix(e.Reading.Time, 0).Sub(now), now.Sub(r.since)
	if ahead > passes {
		return false
	}
	r.until = now.Add(max(ahead, min(waited, maxFailurePause), time.Second))
	s.resting[e.Device] = r
	return true
}

// rest is a device whose readings lie ahead of block time.
type rest struct{ since, until time.Time }

// Resting reports whether a device waits for block time.
func (s *Sender) Resting() bool {
	for _, r := range s.resting {
		if s.Now().Before(r.until) {
			return true
		}
	}
	return false
}

// refresh looks a device up, so that its open entries catch up with the chain.
func (s *Sender) refresh(ctx context.Context, serial string) error {
	m, err := s.Roster.Refresh(ctx, serial)
	if err != nil {
		return err
	}
	if err := s.reportWaiting(m); err != nil {
		return err
	}
	s.Journal.adopt(m)
	s.fallBehind(serial)
	return nil
}

// final writes outcomes down and reports them.
func (s *Sender) final(outcomes []Outcome, write func() error) error {
	entries := make([]*Entry, len(outcomes))
	for i, o := range outcomes {
		entries[i] = s.Journal.open[o.N]
	}
	if err := write(); err != nil {
		return err
	}
	for i, o := range outcomes {
		s.Report(Event{Entry: entries[i], Outcome: o})
	}
	return nil
}

// failed takes in a transaction that failed in its block. Its fee is paid, so the next one waits.
func (s *Sender) failed(ctx context.Context, b Batch, c Commitment) error {
	reason := c.Failure
	if reason == "" {
		reason = fmt.Sprintf("expected %d answers, got %d", len(b.Entries), len(c.Codes))
	}
	if err := s.drop(b); err != nil {
		return err
	}
	s.failures++
	s.pause = s.Now().Add(backOff(s.failures, maxFailurePause, s.Now()))
	s.complain(fmt.Sprintf("a transaction failed in block %d and cost its fee: %s", c.Height, reason))
	return s.relimit(ctx)
}

// expire settles entries that are older than the chain takes, so that no fee is paid for them. A clock of this machine that is ahead
// of the chain makes nothing old.
func (s *Sender) expire() error {
	now := s.Now()
	if s.limits.Time.Before(now) {
		now = s.limits.Time
	}
	oldest := now.Add(-s.limits.MaxAge).Unix()
	flying := s.flying()
	var outcomes []Outcome
	s.Journal.Pending(func(e *Entry) bool {
		if e.Reading.Time < oldest && !flying[e.Device] {
			outcomes = append(outcomes, Outcome{N: e.N, Code: meteridtypes.READING_CODE_TOO_OLD})
		}
		return true
	})
	return s.final(outcomes, func() error { return s.settle("", outcomes) })
}

// reportWaiting reports once why a device cannot count at present.
func (s *Sender) reportWaiting(m *Member) error {
	if err := s.Journal.Waits(m.Serial, m.Waiting); err != nil {
		return &journalError{fmt.Errorf("write the journal: %w", err)}
	}
	if known, ok := s.waits[m.Serial]; ok && known == m.Waiting || !ok && m.Waiting == "" {
		return nil
	}
	s.waits[m.Serial] = m.Waiting
	s.Report(Event{Device: m.Serial, Waiting: m.Waiting})
	return nil
}
