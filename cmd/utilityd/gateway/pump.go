package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/x/meterid/reading"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	// chunk is how many readings are signed before they are written to the journal together.
	chunk = 1_024
	// maxNamed is how many rows of one device and fate are named in a run; the others are counted.
	maxNamed = 20
	// maxStrangers is how many names of the input that are no device here are counted one by one, otherStrangers is the name of
	// the others together: an input of garbage must not fill the journal.
	maxStrangers   = 200
	otherStrangers = "(others)"
)

// Pump signs the records of an input and writes them to the journal, where a sender finds them.
type Pump struct {
	Journal *Journal
	Roster  *Roster
	// Now is the time by which a record can lie in the future.
	Now func() time.Time
	// MaxDrift is how far a record may lie ahead of it.
	MaxDrift time.Duration
	// MaxWaiting is the maximum of readings that devices which cannot count at present may keep in the journal together; beyond it their
	// rows are refused, so that others go on.
	MaxWaiting int
	// Endless is true if the input cannot be read again from its beginning.
	Endless bool
	// Report takes each row that is named; it must not block for long.
	Report func(Event)

	// Rows are the rows of this run.
	Rows Rows

	entries []Entry                // signed, not yet on disk
	rows    map[string]*DeviceRows // counted, not yet on disk
	named   map[string]int         // rows named, by device and fate
	touched map[string]bool        // devices of the rows of this run
	waiting int                    // readings of devices that cannot count, signed or on disk
	away    map[string]bool        // devices of which a row was refused because they could not count

	strangers int // names of the input that are no device of this gateway
}

// Fill takes records until n readings are signed, and writes them down. It returns io.EOF at the end of the input. After an
// error of the journal nothing is lost: Flush or Fill tries again.
func (p *Pump) Fill(ctx context.Context, input meterdata.Reader, n int) error {
	if err := p.Flush(); err != nil {
		return err
	}
	p.waiting = p.Roster.waiting(p.Journal)
	var end error
	for len(p.entries) < n && end == nil && ctx.Err() == nil {
		var record meterdata.Record
		record, end = input.Next()
		if bad := (*meterdata.RowError)(nil); errors.As(end, &bad) {
			p.count(bad.Meter, bad.Line, Refused, bad.Reason)
			end = nil
		} else if end == nil {
			end = p.take(&record)
		}
	}
	if err := p.Flush(); err != nil {
		return err // the input returns its end again
	}
	return errors.Join(end, ctx.Err())
}

// All takes every record of the input.
func (p *Pump) All(ctx context.Context, input meterdata.Reader) error {
	for {
		err := p.Fill(ctx, input, chunk)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Flush writes down what was signed and counted.
func (p *Pump) Flush() error {
	if len(p.entries) == 0 && len(p.rows) == 0 {
		return nil
	}
	rows := make([]DeviceRows, 0, len(p.rows))
	for _, r := range p.rows {
		rows = append(rows, *r)
	}
	slices.SortFunc(rows, func(a, b DeviceRows) int { return cmp.Compare(a.Device, b.Device) })
	if err := p.Journal.Append(p.entries, rows); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	p.entries = nil // the journal holds on to them
	clear(p.rows)
	return nil
}

// take signs what a record adds. An error is one of the key: the device cannot sign.
func (p *Pump) take(record *meterdata.Record) error {
	shift := p.Journal.Header().ShiftSeconds
	record.End += shift
	if record.Kind == meterdata.Amounts {
		record.Start += shift
	}
	m := p.Roster.Find(record.Meter)
	if m == nil {
		p.count(record.Meter, record.Line, Refused, fmt.Sprintf(
			"no device is named %q: add it with utilityd gateway keygen, or rename it in the file", record.Meter))
		return nil
	}
	if fate, reason := p.before(m, record); fate != 0 {
		p.count(m.Serial, record.Line, fate, reason)
		return nil
	}
	if reason := p.refuses(m, record.End); reason != "" {
		p.count(m.Serial, record.Line, Refused, reason)
		return nil
	}
	if reason := p.ahead(record.End); reason != "" {
		p.count(m.Serial, record.Line, Refused, reason)
		return nil
	}
	counter := p.Journal.Counter(m.Serial)
	if counter.last.Time == 0 {
		p.Journal.adopt(m)
	}
	gapFrom, gapTo := counter.missing(record)
	first := len(p.entries)
	var fate Fate
	var reason string
	p.entries, fate, reason = counter.Count(p.entries, m.Unit, record)
	if fate == Taken && gapTo > gapFrom {
		p.name(m.Serial, record.Line, Gap, fmt.Sprintf(
			"no row covers %s to %s: no reading holds its amount, and a row that comes later cannot be added", moment(gapFrom), moment(gapTo)))
	}
	p.count(m.Serial, record.Line, fate, reason)
	if m.Waiting != "" {
		p.waiting += len(p.entries) - first
	}
	for i := first; i < len(p.entries); i++ {
		if err := m.sign(p.Journal.Header().ChainID, &p.entries[i]); err != nil {
			p.entries = p.entries[:first]
			return err
		}
	}
	return nil
}

// before returns what became of a record that a device has counted before another one took its place; 0: it is for the one that signs now.
func (p *Pump) before(m *Member, record *meterdata.Record) (Fate, string) {
	for name := record.Meter; name != m.Serial; name = p.Roster.members[name].next {
		if counter := p.Journal.Counter(name); counter.covers(record) {
			return counter.compare(seenOf(record))
		}
	}
	return 0, ""
}

// refuses returns why a device takes no row up to a moment at present. Its later rows of an input that ends are refused
// too, even if it can count by then: the same input again brings all of them in their order.
func (p *Pump) refuses(m *Member, to int64) (reason string) {
	switch {
	case !m.Counting:
		reason = m.Waiting
	case to <= p.Journal.Counter(m.Serial).last.Time:
		return "" // it comes again
	case m.Waiting != "" && p.waiting >= p.MaxWaiting:
		reason = fmt.Sprintf("the journal holds as many readings of devices that cannot count as it may, %d: bring the row again later, or raise --%s",
			p.MaxWaiting, flagMaxOpen)
	case p.away[m.Serial] && !p.Endless:
		reason = "rows before it were refused while the device could not count: replay the file again"
	default:
		return ""
	}
	if p.away == nil {
		p.away = map[string]bool{}
	}
	p.away[m.Serial] = true
	return reason
}

// ahead returns why a time cannot be in a reading yet.
func (p *Pump) ahead(at int64) string {
	now := p.Now()
	limit := now.Add(p.MaxDrift).Unix()
	if at <= limit {
		return ""
	}
	if at/1_000 <= limit && at/1_000 > limit/2 {
		return fmt.Sprintf("expected a time in seconds, got %d, which are milliseconds", at)
	}
	if at > math.MaxInt32*2 {
		return fmt.Sprintf("the time %d lies in the future", at)
	}
	return fmt.Sprintf("%s lies in the future; it is %s", moment(at), moment(now.Unix()))
}

// count notes what became of a row and names it, unless so many of its kind were named already.
func (p *Pump) count(device string, line int, fate Fate, reason string) {
	if p.rows == nil {
		p.rows, p.touched = map[string]*DeviceRows{}, map[string]bool{}
	}
	if p.Roster.Find(device) == nil && !p.touched[device] {
		if p.strangers++; p.strangers > maxStrangers {
			device = otherStrangers
		}
	}
	r := p.rows[device]
	if r == nil {
		r = &DeviceRows{Device: device}
		p.rows[device], p.touched[device] = r, true
	}
	one := Rows{}
	switch fate {
	case Taken:
		one.Taken = 1
	case Duplicate:
		one.Duplicate = 1
	case Conflict:
		one.Conflict = 1
	case Earlier:
		one.Earlier = 1
	default:
		one.Refused = 1
	}
	p.Rows.Add(one)
	r.Rows.Add(one)
	if fate == Taken {
		return
	}
	if fate != Duplicate {
		r.Reason, r.At = reason, p.Now().Unix()
	}
	p.name(device, line, fate, reason)
}

// name reports a row, unless so many of its device and fate were reported already.
func (p *Pump) name(device string, line int, fate Fate, reason string) {
	if p.named == nil {
		p.named = map[string]int{}
	}
	key := device + "\x00" + fate.String()
	if p.named[key]++; p.named[key] <= maxNamed {
		p.Report(Event{Row: &RowEvent{Line: line, Device: device, Fate: fate, Reason: reason, More: p.named[key] == maxNamed}})
	}
}

// sign signs an entry with the key of a member.
func (m *Member) sign(chainID string, e *Entry) error {
	signed, err := m.Sign(chainID, e.registers())
	if err != nil {
		return fmt.Errorf("device %s cannot sign: %w", m.Serial, err)
	}
	e.Device, e.Reading, e.KeyVersion = m.Serial, signed, m.KeyVersion
	return nil
}

// Sign makes a reading of the registers that a device shows.
func (d Device) Sign(chainID string, r meteridtypes.Registers) (meteridtypes.Reading, error) {
	message, err := reading.Reading{
		ChainID: chainID, Meter: d.Meter, KeyVersion: d.KeyVersion,
		Time: r.Time, Import: r.ImportRegister, Export: r.ExportRegister,
	}.AppendBytes(nil)
	if err != nil {
		return meteridtypes.Reading{}, err
	}
	signature, err := d.Key.Sign(message)
	if err != nil {
		return meteridtypes.Reading{}, err
	}
	return meteridtypes.Reading{
		Meter: d.Meter, Time: r.Time, ImportRegister: r.ImportRegister, ExportRegister: r.ExportRegister, Signature: signature,
	}, nil
}
