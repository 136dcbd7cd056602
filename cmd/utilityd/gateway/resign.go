package gateway

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// anew is a change of the open entries of a device. It is one line of the journal: after a part of it the rest would be unknown
// to do.
type anew struct {
	// Device signs the entries from now on.
	Device string `json:"device"`
	// Opening are the registers on which the entries go on; nil if those did not change.
	Opening *meteridtypes.Registers `json:"opening,omitempty"`
	// Entries are signed anew, by time.
	Entries []*Entry `json:"entries,omitempty"`
	// Outcomes are those of entries that cannot count any more.
	Outcomes []Outcome `json:"outcomes,omitempty"`
}

// resign signs the open entries of a device anew with the key that the chain has. None of them is in flight.
func resign(j *Journal, m *Member) (anew, error) {
	a := anew{Device: m.Serial}
	for _, e := range openOf(j, m.Serial) {
		next := *e
		if err := m.sign(j.Header().ChainID, &next); err != nil {
			return a, err
		}
		a.Entries = append(a.Entries, &next)
	}
	return a, nil
}

// rebase puts the open entries of a device on top of the registers that the chain holds of a member: its registers were set to
// other values, or it took the place of that device. None of the entries is in flight. Amounts are added up anew, registers stay
// as they were read. Outcomes are those of the entries that cannot count any more: their amounts are in the closing
// registers that the issuer attested. Rows that came while the device was in flight may have been signed by the member already:
// the entries of both are put in one order, which their numbers do not have.
func rebase(j *Journal, from string, to *Member) (anew, error) {
	base := Counter{last: to.Registers}
	a := anew{Device: to.Serial, Opening: &to.Registers}
	entries := openOf(j, from)
	if from != to.Serial {
		entries = append(entries, openOf(j, to.Serial)...)
	}
	slices.SortStableFunc(entries, func(a, b *Entry) int { return cmp.Compare(a.Reading.Time, b.Reading.Time) })
	for _, e := range entries {
		next := *e
		if code := base.rebase(&next, to.Unit); code != meteridtypes.READING_CODE_ACCEPTED {
			a.Outcomes = append(a.Outcomes, Outcome{N: e.N, Code: code})
			continue
		}
		if err := to.sign(j.Header().ChainID, &next); err != nil {
			return a, err
		}
		a.Entries = append(a.Entries, &next)
	}
	return a, nil
}

// rebase recomputes an entry from the counter; the code is its outcome if it cannot count there.
func (c *Counter) rebase(e *Entry, u Unit) meteridtypes.ReadingCode {
	switch {
	case e.Start == e.Reading.Time && e.Start <= c.last.Time: // it only said that nothing was read up to then
		return meteridtypes.READING_CODE_DUPLICATE
	case e.Reading.Time <= c.last.Time:
		return meteridtypes.READING_CODE_TIME_WENT_BACK
	case e.Start != 0 && e.Start < c.last.Time: // it began before the registers were set and cannot be divided
		return meteridtypes.READING_CODE_CONFLICT
	case e.Start != 0:
		if err := c.add(e, u); err != nil {
			return meteridtypes.READING_CODE_TOO_LARGE
		}
	}
	c.last, c.rest = e.registers(), e.Rest
	return meteridtypes.READING_CODE_ACCEPTED
}

// applyAnew takes in a change of open entries.
func (j *Journal) applyAnew(a *anew) error {
	for _, e := range a.Entries {
		if err := j.applyEntry(e); err != nil {
			return err
		}
	}
	if a.Opening != nil {
		d := j.device(a.Device)
		d.Accepted, d.adopted = *a.Opening, false
		d.counter.last, d.counter.rest, d.counter.from = *a.Opening, [2]meterdata.Rest{}, a.Opening.Time
		if n := len(a.Entries); n > 0 {
			d.counter.last, d.counter.rest = a.Entries[n-1].registers(), a.Entries[n-1].Rest
		}
	}
	return j.applyOutcomes("", a.Outcomes)
}

// openOf returns the open entries of a device, oldest first.
func openOf(j *Journal, device string) (entries []*Entry) {
	left := j.device(device).open
	j.Pending(func(e *Entry) bool {
		if left > 0 && e.Device == device {
			entries = append(entries, e)
			left--
		}
		return left > 0
	})
	return entries
}

// add puts the amounts of an entry on top of what the counter holds.
func (c *Counter) add(e *Entry, u Unit) (err error) {
	if e.Reading.ImportRegister, e.Rest[0], err = u.advance(c.last.ImportRegister, c.rest[0], e.Import); err != nil {
		return err
	}
	if e.Reading.ExportRegister, e.Rest[1], err = u.advance(c.last.ExportRegister, c.rest[1], e.Export); err != nil {
		return err
	}
	return nil
}

// adopt lets the counter of a device without open entries go on from what the chain holds, if that is newer.
func (j *Journal) adopt(m *Member) {
	if !m.Counting {
		return
	}
	d := j.device(m.Serial)
	if d.open == 0 {
		d.counter.Resume(m.Registers)
		if m.Registers != d.Accepted && m.Registers.Time >= d.Accepted.Time {
			d.Accepted, d.adopted = m.Registers, true
		}
	}
}
