package gateway

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"sort"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Fate is what became of a row.
type Fate uint8

const (
	// Taken rows are in a reading.
	Taken Fate = iota + 1
	// Duplicate rows repeat an interval or a reading with the same numbers.
	Duplicate
	// Conflict rows lie before the end of what was taken and say something else.
	Conflict
	// Earlier rows lie before all that the journal remembers of the meter, so that nothing can be compared.
	Earlier
	// Refused rows cannot be counted.
	Refused
	// Gap is no row, but one that is missing.
	Gap
)

// String names the fate as reports spell it.
func (f Fate) String() string {
	return [...]string{"", "taken", "duplicate", "conflict", "earlier", "refused", "gap"}[f]
}

// Unit is how the registers of a device count.
type Unit struct {
	// Numerator / Denominator are Wh or litres per step.
	Numerator, Denominator uint64
	// Modulus is where a register wraps; 0: at 2^64.
	Modulus uint64
	// Medium is what the registers count; unspecified: whatever the input has.
	Medium meteridtypes.Medium
	// Exports marks a meter that has only an export register, for inputs with one register for each meter.
	Exports bool
}

// Counter turns the records of one device into the registers that it shows. It goes on from the later of what the journal
// and the chain hold last, so that no input has to be read from its beginning.
type Counter struct {
	last meteridtypes.Registers
	rest [2]meterdata.Rest
	from int64 // time of the registers that the chain gave, 0 once a row behind it is forgotten; nothing before it was compared
	seen []seen
	room int
}

// seen is an interval or reading that was taken.
type seen struct {
	start, end int64
	digest     uint64
}

// Last returns the registers that were signed last.
func (c *Counter) Last() meteridtypes.Registers { return c.last }

// Resume goes on from the registers that the chain holds, if they are not older than those of the journal.
func (c *Counter) Resume(chain meteridtypes.Registers) {
	if chain.Time < c.last.Time || chain == c.last {
		return
	}
	c.last, c.rest, c.from = chain, [2]meterdata.Rest{}, chain.Time
}

// Restore goes on behind an entry of the journal.
func (c *Counter) Restore(e *Entry) {
	c.last, c.rest = e.registers(), e.Rest
	c.remember(e)
}

// Count appends the readings of a record to entries. The readings of an interval are its end and, if nothing was read there,
// its start, so that an interval that is missing in the input does not blur the next one.
func (c *Counter) Count(entries []Entry, u Unit, r *meterdata.Record) ([]Entry, Fate, string) {
	if reason := u.mismatch(r); reason != "" {
		return entries, Refused, reason
	}
	if r.Kind == meterdata.Registers {
		return c.countRegisters(entries, u, r)
	}
	if r.End <= r.Start {
		return entries, Refused, fmt.Sprintf("expected an interval that ends after %s, got %s", moment(r.Start), moment(r.End))
	}
	if c.covers(r) {
		fate, reason := c.compare(seenOf(r))
		return entries, fate, reason
	}
	next, rest := c.last, c.rest
	var err error
	if next.ImportRegister, rest[0], err = u.advance(next.ImportRegister, rest[0], r.Import); err == nil {
		next.ExportRegister, rest[1], err = u.advance(next.ExportRegister, rest[1], r.Export)
	}
	if err != nil {
		return entries, Refused, fmt.Sprintf("the amount is more than a register can count: %s", err)
	}
	if r.Start > c.last.Time {
		gap := c.entry(r.Start)
		gap.Start = r.Start
		entries = append(entries, gap)
	}
	next.Time = r.End
	c.last, c.rest = next, rest
	e := c.entry(r.End)
	e.Start, e.Import, e.Export = r.Start, r.Import, r.Export
	c.remember(&e)
	return append(entries, e), Taken, ""
}

func (c *Counter) countRegisters(entries []Entry, u Unit, r *meterdata.Record) ([]Entry, Fate, string) {
	importing, exporting := r.Import, r.Export
	if r.Single && u.Exports {
		importing, exporting = meterdata.Quantity{}, r.Import
	}
	next := meteridtypes.Registers{Time: r.End}
	var err error
	if next.ImportRegister, _, err = importing.Steps(meterdata.Rest{}, u.Numerator, u.Denominator); err == nil {
		next.ExportRegister, _, err = exporting.Steps(meterdata.Rest{}, u.Numerator, u.Denominator)
	}
	switch {
	case err != nil:
		return entries, Refused, fmt.Sprintf("the register is more than the meter can show: %s", err)
	case next == c.last:
		return entries, Duplicate, "the meter was read at that moment already, with the same registers"
	case next.Time <= c.last.Time:
		fate, reason := c.compare(seen{0, next.Time, digestRegisters(next)})
		if fate == Conflict && r.Sampled && c.includes(next) {
			fate, reason = Duplicate, "a later reading of the meter was taken, whose registers include these"
		}
		return entries, fate, reason
	}
	c.last, c.rest = next, [2]meterdata.Rest{}
	e := c.entry(next.Time)
	c.remember(&e)
	return append(entries, e), Taken, ""
}

// advance adds a quantity to a register.
func (u Unit) advance(register uint64, rest meterdata.Rest, q meterdata.Quantity) (next uint64, left meterdata.Rest, err error) {
	steps, left, err := q.Steps(rest, u.Numerator, u.Denominator)
	if err != nil {
		return 0, left, err
	}
	next, carry := bits.Add64(register, steps, 0)
	if u.Modulus == 0 {
		if carry != 0 {
			return 0, left, meterdata.ErrTooLarge
		}
		return next, left, nil
	}
	_, next = bits.Div64(carry%u.Modulus, next, u.Modulus)
	return next, left, nil
}

func (c *Counter) entry(at int64) Entry {
	return Entry{
		Reading: meteridtypes.Reading{Time: at, ImportRegister: c.last.ImportRegister, ExportRegister: c.last.ExportRegister},
		Rest:    c.rest,
	}
}

// mismatch returns an error if a row counts something else than the meter.
func (u Unit) mismatch(r *meterdata.Record) string {
	switch {
	case u.Medium == meteridtypes.MEDIUM_ELECTRICITY && r.Litres:
		return "expected an amount of energy, for the meter measures electricity, got a volume (--unit)"
	case u.Medium == meteridtypes.MEDIUM_WATER && !r.Litres:
		return "expected a volume, for the meter measures water, got an amount of energy (--unit)"
	}
	return ""
}

// missing returns the time that no row has covered between the last one and a record, 0 to 0 if there is room for none: clocks that
// differ by seconds leave gaps too.
func (c *Counter) missing(r *meterdata.Record) (from, to int64) {
	if r.Kind != meterdata.Amounts || r.Start-c.last.Time < r.End-r.Start || len(c.seen) == 0 || c.seen[len(c.seen)-1].end != c.last.Time {
		return 0, 0
	}
	return c.last.Time, r.Start
}

// covers reports whether a record lies, at least in part, in the time that was counted.
func (c *Counter) covers(r *meterdata.Record) bool {
	if r.Kind == meterdata.Registers {
		return r.End <= c.last.Time
	}
	return r.Start < c.last.Time
}

// seenOf returns what is remembered of a record.
func seenOf(r *meterdata.Record) seen {
	if r.Kind == meterdata.Registers {
		return seen{0, r.End, digest(registers, r.Import, r.Export)}
	}
	return seen{r.Start, r.End, digest(amounts, r.Import, r.Export)}
}

// compare finds what a row is that does not lie behind the last one.
func (c *Counter) compare(s seen) (Fate, string) {
	i := sort.Search(len(c.seen), func(i int) bool { return c.seen[i].end >= s.end })
	for ; i < len(c.seen) && c.seen[i].end == s.end; i++ {
		switch {
		case c.seen[i] == s:
			return Duplicate, "it was taken before with the same numbers"
		case c.seen[i].start == s.start:
			return Conflict, fmt.Sprintf("what ends at %s was taken before with other numbers", moment(s.end))
		}
	}
	oldest := c.from
	if len(c.seen) > 0 && (oldest == 0 || c.seen[0].end < oldest) {
		oldest = c.seen[0].end
	}
	if s.end <= oldest {
		return Earlier, fmt.Sprintf("it ends at %s; the meter counts from %s on", moment(s.end), moment(oldest))
	}
	if s.start != 0 && !slices.ContainsFunc(c.seen, func(o seen) bool { return o.start < s.end && s.start < o.end }) {
		return Conflict, "no row of it was taken before the meter signed later ones: nothing can be added to registers that are signed"
	}
	return Conflict, fmt.Sprintf("it lies before %s, up to which the meter has been read; a clock was set back or intervals overlap", moment(c.last.Time))
}

// includes reports whether the last registers include earlier ones between two moments at which the meter was read.
func (c *Counter) includes(r meteridtypes.Registers) bool {
	return r.ImportRegister <= c.last.ImportRegister && r.ExportRegister <= c.last.ExportRegister &&
		!slices.ContainsFunc(c.seen, func(s seen) bool { return s.end == r.Time })
}

// remember keeps a row for comparison, the newest ones.
func (c *Counter) remember(e *Entry) {
	s := seen{start: e.Start, end: e.Reading.Time}
	switch e.Start {
	case 0:
		s.digest = digestRegisters(e.registers())
	case e.Reading.Time:
		return
	default:
		s.digest = digest(amounts, e.Import, e.Export)
	}
	if forgotten := len(c.seen) - c.room; forgotten > 0 && forgotten >= c.room {
		c.seen, c.from = slices.Delete(c.seen, 0, forgotten), 0
	}
	c.seen = append(c.seen, s)
}

// Kinds of numbers that are compared.
const (
	amounts byte = iota
	registers
)

func digest(kind byte, a, b meterdata.Quantity) uint64 {
	buf := make([]byte, 0, 33)
	buf = append(buf, kind)
	for _, v := range [...]uint64{a.Whole, a.Part, b.Whole, b.Part} {
		buf = binary.BigEndian.AppendUint64(buf, v)
	}
	return xxhash.Sum64(buf)
}

func digestRegisters(r meteridtypes.Registers) uint64 {
	return digest(registers, meterdata.Of(r.ImportRegister), meterdata.Of(r.ExportRegister))
}

// moment writes a time for people.
func moment(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
