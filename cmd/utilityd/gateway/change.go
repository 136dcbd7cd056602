package gateway

import (
	"fmt"
	"maps"
	"slices"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// change is how a meter differs from what an entry was signed for.
type change uint8

const (
	unchanged change = iota
	waits            // it cannot count at present
	rekeyed          // it has another key
	rebased          // its registers were set
	replaced         // another device took its place
	gone             // it is retired
)

// changeOf compares what the chain holds of a meter with its open entries and the registers that were accepted last.
func (s *Sender) changeOf(m *Member, accepted meteridtypes.Registers) change {
	entries := openOf(s.Journal, m.Serial)
	successor := s.Roster.Find(m.Serial)
	switch {
	case len(entries) == 0:
		return unchanged
	case successor.Serial != m.Serial && successor.Counting:
		return replaced
	case m.Gone:
		return gone
	case m.Waiting != "":
		return waits
	case accepted.Time != 0 && m.Registers != accepted && m.Registers.Time >= accepted.Time && !s.isOurs(m, entries):
		return rebased
	case slices.ContainsFunc(entries, func(e *Entry) bool { return e.KeyVersion != m.KeyVersion || e.Reading.Meter != m.Meter }):
		return rekeyed
	}
	return unchanged
}

// isOurs reports whether the registers that the chain holds of a member are those of an open entry, or of one that was quarantined
// and that its issuer has released.
func (s *Sender) isOurs(m *Member, entries []*Entry) bool {
	return m.Registers == s.Journal.device(m.Serial).Quarantined ||
		slices.ContainsFunc(entries, func(e *Entry) bool { return e.registers() == m.Registers })
}

// fallBehind notes that a device was looked up, and with it those that took its place.
func (s *Sender) fallBehind(serial string) {
	for ; serial != ""; serial = s.Roster.members[serial].next {
		s.behind[serial] = true
	}
}

// catchUp brings the open entries of devices that are behind up to the state of the chain. A device that is in flight, or whose
// successor is, stays behind until the answer is there; so does one whose successor cannot count yet. After an error the rest is
// tried again.
func (s *Sender) catchUp() error {
	if len(s.behind) == 0 {
		return nil
	}
	flying := s.flying()
	for _, serial := range slices.Sorted(maps.Keys(s.behind)) {
		m, to := s.Roster.members[serial], s.Roster.Find(serial)
		if flying[serial] || flying[to.Serial] {
			continue
		}
		what := s.changeOf(m, s.Journal.device(serial).Accepted)
		if what == waits && to != m {
			continue
		}
		if err := s.follow(m, what); err != nil {
			return err
		}
		delete(s.behind, serial)
	}
	return nil
}

// follow brings the open entries of a device up to a change on the chain. None of them is in flight.
func (s *Sender) follow(m *Member, what change) (err error) {
	var a anew
	switch what {
	case unchanged, waits:
		return nil
	case rekeyed:
		a, err = resign(s.Journal, m)
	case rebased, replaced:
		a, err = rebase(s.Journal, m.Serial, s.Roster.Find(m.Serial))
	case gone:
		for _, e := range openOf(s.Journal, m.Serial) {
			a.Outcomes = append(a.Outcomes, Outcome{N: e.N, Code: meteridtypes.READING_CODE_RETIRED})
		}
	}
	if err == nil {
		err = s.final(a.Outcomes, func() error { return s.Journal.Resign(a) })
	}
	if err != nil {
		return &journalError{fmt.Errorf("sign the readings of %s anew: %w", m.Serial, err)}
	}
	if a.Opening != nil {
		s.Report(Event{Trouble: fmt.Sprintf("device %s: the chain holds registers of %s that this gateway has not read; it goes on from them",
			m.Serial, moment(a.Opening.Time))})
	}
	return nil
}
