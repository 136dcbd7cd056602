package gateway

import (
	"cmp"
	"slices"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// resign signs the open entries of a device anew with the key that the chain has. None of them is in flight.
func resign(j *Journal, m *Member) error {
	var signed []*Entry
	for _, e := range openOf(j, m.Serial) {
		next := *e
		if err := m.sign(j.Header().ChainID, &next); err != nil {
			return err
		}
		signed = append(signed, &next)
	}
	return j.Resign(signed)
}

// rebase puts the open entries of a device on top of the registers that the chain holds of a member: its registers were set to
// other values, or it took the place of that device. None of the entries is in flight. Amounts are added up anew, registers stay
// as they were read. Outcomes are those of the entries that cannot count any more: what they measured is in the closing
// registers that the issuer attested. A process that died in the middle may have left some entries with the one device and some with
// the other: they are put in one order.
func rebase(j *Journal, from string, to *Member) (outcomes []Outcome, err error) {
	base := Counter{last: to.Registers}
	entries := openOf(j, from)
	if from != to.Serial {
		entries = append(entries, openOf(j, to.Serial)...)
		slices.SortStableFunc(entries, func(a, b *Entry) int { return cmp.Compare(a.Reading.Time, b.Reading.Time) })
	}
	var signed []*Entry
	for _, e := range entries {
		switch {
		case e.Start == e.Reading.Time && e.Start <= base.last.Time: // it only said that nothing was read up to then
			outcomes = append(outcomes, Outcome{N: e.N, Code: meteridtypes.READING_CODE_DUPLICATE})
			continue
		case e.Reading.Time <= base.last.Time:
			outcomes = append(outcomes, Outcome{N: e.N, Code: meteridtypes.READING_CODE_TIME_WENT_BACK})
			continue
		case e.Start != 0 && e.Start < base.last.Time: // it began before the registers were set and cannot be divided
			outcomes = append(outcomes, Outcome{N: e.N, Code: meteridtypes.READING_CODE_CONFLICT})
			continue
		}
		next := *e
		if e.Start != 0 {
			if err := base.add(&next, to.Unit); err != nil {
				return nil, err
			}
		}
		if err := to.sign(j.Header().ChainID, &next); err != nil {
			return nil, err
		}
		base.last, base.rest = next.registers(), next.Rest
		signed = append(signed, &next)
	}
	if err := j.Resign(signed); err != nil {
		return nil, err
	}
	counter := j.Counter(to.Serial)
	counter.last, counter.rest, counter.from = base.last, base.rest, to.Registers.Time
	return outcomes, nil
}

// openOf are the open entries of a device, oldest first.
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
