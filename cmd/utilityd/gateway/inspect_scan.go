package gateway

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Limits of inspect. Beyond them rows are only counted, so that memory grows with the meters and not with the rows.
const (
	shownMeters = 10      // with their first rows and gaps; the sums are those of all
	shownRows   = 3       // of each meter
	shownGaps   = 5       // of each meter
	shownBad    = 10      // of the file
	shownDays   = 40      // with a clock change
	rememberedN = 1 << 20 // rows among which doubled ones are found
	longFlow    = 86_400  // seconds that water flows without a pause, as it does through a leak
)

// inspection is the result of inspect.
type inspection struct {
	File        string     `json:"file"`
	Format      string     `json:"format"`
	Kind        string     `json:"kind"`
	Unit        string     `json:"unit,omitempty"`
	Zone        string     `json:"zone,omitempty"`
	StepSeconds int64      `json:"step_seconds,omitempty"`
	Rows        int        `json:"rows"`
	Refused     int        `json:"refused"`
	FirstBad    []badRow   `json:"first_refused"`
	Meters      []*scanned `json:"meters"`
	ClockDays   []clockDay `json:"clock_changes"`
	Command     string     `json:"command"`
	Hint        string     `json:"hint,omitempty"`

	location *time.Location
	byName   map[string]*scanned
	digests  map[rowKey]uint64
	today    clockDay

	telegrams bool
}

// badRow is a row that cannot be used.
type badRow struct {
	Line   int    `json:"line"`
	Meter  string `json:"meter,omitempty"`
	Reason string `json:"reason"`
}

// clockDay is a day that has not 24 hours.
type clockDay struct {
	Day   string `json:"day"`
	Hours int64  `json:"hours"`
	Rows  int    `json:"rows"`

	from, to int64
}

type rowKey struct {
	meter      int
	start, end int64
}

// scanned is the part of one meter.
type scanned struct {
	Name       string     `json:"meter"`
	Rows       int        `json:"rows"`
	First      int64      `json:"first"`
	Last       int64      `json:"last"`
	Import     string     `json:"import"`
	Export     string     `json:"export"`
	Gaps       int        `json:"gaps"`
	FirstGaps  []stretch  `json:"first_gaps,omitempty"`
	Duplicates int        `json:"duplicates"`
	Conflicts  int        `json:"conflicts"`
	Overlaps   int        `json:"overlaps"`
	Back       int        `json:"back_in_time"`
	Fell       int        `json:"registers_fell"`
	Flow       *stretch   `json:"longest_flow,omitempty"` // of water without a pause, if it is a day or more
	FirstRows  []shownRow `json:"first_rows"`

	number             int
	imported, exported meterdata.Quantity
	opening, previous  meterdata.Record
	tooLarge           bool
	flow, longest      stretch
}

// stretch is a time without rows.
type stretch struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

func (s stretch) length() int64 { return s.To - s.From }

// shownRow is a record as it is shown.
type shownRow struct {
	Line   int    `json:"line"`
	Start  int64  `json:"start,omitempty"`
	End    int64  `json:"end"`
	Import string `json:"import"`
	Export string `json:"export"`
}

// inspect reads a whole file.
func inspect(path string, o meterdata.Options) (*inspection, error) {
	named := o.Meter != ""
	in, err := openInspected(path, &o)
	if err != nil {
		return nil, err
	}
	found := &inspection{
		File: path, FirstBad: []badRow{}, ClockDays: []clockDay{}, Meters: []*scanned{},
		location: in.Format().Location(), byName: map[string]*scanned{}, digests: map[rowKey]uint64{},
		telegrams: in.Telegrams(),
	}
	found.StepSeconds = int64(o.Step / time.Second)
	if o.Meter != "" && !named {
		found.Hint = fmt.Sprintf("The file does not name its meter: write the serial number of the device in the place of %s.", o.Meter)
	}
	if found.StepSeconds == 0 {
		found.StepSeconds = in.Format().StepSeconds
	}
	if path != "-" && found.StepSeconds == 0 {
		if step, err := meterdata.GuessStep(path, o); err == nil {
			found.StepSeconds = int64(step / time.Second)
		}
	}
	for {
		r, err := in.Next()
		if bad := (*meterdata.RowError)(nil); errors.As(err, &bad) {
			found.refuse(bad)
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, in.Close())
		}
		found.take(r)
	}
	found.finish(in.Format(), o)
	if err := in.Close(); err != nil {
		return nil, err
	}
	if found.Rows == 0 {
		if found.Refused == 0 {
			return nil, fmt.Errorf("%s: expected rows, got none", path)
		}
		return nil, fmt.Errorf("%s: expected rows that can be used, got %d that cannot%s", path, found.Refused, found.reasons())
	}
	return found, nil
}

func (f *inspection) reasons() string {
	var text strings.Builder
	for _, bad := range f.FirstBad {
		fmt.Fprintf(&text, "\n  %s", (&meterdata.RowError{Line: bad.Line, Meter: bad.Meter, Reason: bad.Reason}).Error())
	}
	return text.String()
}

func (f *inspection) refuse(bad *meterdata.RowError) {
	if f.Refused++; len(f.FirstBad) < shownBad {
		f.FirstBad = append(f.FirstBad, badRow{bad.Line, bad.Meter, bad.Reason})
	}
}

// take counts one record.
func (f *inspection) take(r meterdata.Record) {
	m, ok := f.byName[r.Meter]
	if !ok {
		m = &scanned{Name: r.Meter, number: len(f.Meters), First: beginOf(r), Last: r.End}
		f.byName[r.Meter], f.Meters = m, append(f.Meters, m)
	}
	f.Rows++
	m.Rows++
	f.Kind = r.Kind.String()
	f.clock(beginOf(r))
	if len(m.FirstRows) < shownRows {
		m.FirstRows = append(m.FirstRows, shownRow{r.Line, r.Start, r.End, r.Import.String(), r.Export.String()})
	}
	key, digest := rowKey{m.number, r.Start, r.End}, digestOf(r)
	before, seen := f.digests[key]
	switch {
	case seen && before == digest:
		m.Duplicates++
		return
	case seen:
		m.Conflicts++
		return
	case len(f.digests) < rememberedN:
		f.digests[key] = digest
	}
	step := f.StepSeconds
	if f.telegrams && r.Single {
		step = 0 // a meter on the bus of another one is read less often
	}
	m.follow(r, step)
}

// beginOf returns the first moment of a record.
func beginOf(r meterdata.Record) int64 {
	if r.Kind == meterdata.Amounts {
		return r.Start
	}
	return r.End
}

func digestOf(r meterdata.Record) uint64 {
	h := fnv.New64a()
	var room [32]byte
	for i, n := range []uint64{r.Import.Whole, r.Import.Part, r.Export.Whole, r.Export.Part} {
		binary.LittleEndian.PutUint64(room[i*8:], n)
	}
	_, _ = h.Write(room[:]) // a hash takes everything
	return h.Sum64()
}

// follow compares a record with the one before of its meter.
func (m *scanned) follow(r meterdata.Record, step int64) {
	amounts, first := r.Kind == meterdata.Amounts, m.previous.End == 0
	if first {
		m.opening = r
	}
	switch {
	case first:
	case beginOf(r) < beginOf(m.previous):
		m.Back++
	case amounts && r.Start < m.previous.End:
		m.Overlaps++
	case amounts && r.Start > m.previous.End, !amounts && step > 0 && 2*(r.End-m.previous.End) > 3*step:
		if m.Gaps++; len(m.FirstGaps) < shownGaps {
			m.FirstGaps = append(m.FirstGaps, stretch{m.previous.End, beginOf(r)})
		}
	}
	m.flows(r, first)
	if !first && !amounts && (r.Import.Less(m.previous.Import) || r.Export.Less(m.previous.Export)) {
		m.Fell++
	}
	if amounts {
		m.add(r)
	}
	m.First, m.Last = min(m.First, beginOf(r)), max(m.Last, r.End)
	if m.previous = r; !amounts {
		m.imported, m.exported = growth(m.opening.Import, r.Import), growth(m.opening.Export, r.Export)
	}
}

// flows follows how long something has flowed into the meter without a pause, as far as rows an hour apart or less show it.
func (m *scanned) flows(r meterdata.Record, first bool) {
	begin, flowed := r.Start, !r.Import.IsZero()
	if r.Kind == meterdata.Registers {
		begin, flowed = m.previous.End, !first && m.previous.Import.Less(r.Import)
	}
	flowed = flowed && r.End-begin <= 3_600
	if !flowed || begin != m.flow.To {
		m.flow = stretch{begin, begin}
	}
	if flowed {
		m.flow.To = r.End
	}
	if m.flow.length() > m.longest.length() {
		m.longest = m.flow
	}
}

func (m *scanned) add(r meterdata.Record) {
	imported, err := m.imported.Plus(r.Import)
	exported, err2 := m.exported.Plus(r.Export)
	if m.tooLarge = m.tooLarge || err != nil || err2 != nil; !m.tooLarge {
		m.imported, m.exported = imported, exported
	}
}

// growth returns the advance of a register since its first reading, 0 if it fell.
func growth(opening, now meterdata.Quantity) meterdata.Quantity {
	if now.Less(opening) {
		return meterdata.Quantity{}
	}
	return now.Minus(opening)
}

// clock notes days that have 23 or 25 hours, or any other number but 24.
func (f *inspection) clock(at int64) {
	if at < f.today.from || at >= f.today.to {
		t := time.Unix(at, 0).In(f.location)
		midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, f.location)
		next := time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, f.location)
		f.today = clockDay{Day: t.Format(time.DateOnly), Hours: (next.Unix() - midnight.Unix()) / 3_600, from: midnight.Unix(), to: next.Unix()}
	}
	if f.today.Hours == 24 {
		return
	}
	for i := range f.ClockDays {
		if f.ClockDays[i].Day == f.today.Day {
			f.ClockDays[i].Rows++
			return
		}
	}
	if f.today.Rows = 1; len(f.ClockDays) < shownDays {
		f.ClockDays = append(f.ClockDays, f.today)
	}
}

// finish fills in the sums and the command.
func (f *inspection) finish(format meterdata.Format, o meterdata.Options) {
	f.Format, f.Unit, f.Zone = format.Name, format.Unit.Base(), format.Zone
	for _, m := range f.Meters {
		m.Import, m.Export = m.imported.String(), m.exported.String()
		water := f.Unit == string(meterdata.Litre) || f.Unit == "" && m.previous.Litres // rows may say their unit
		if water && m.longest.length() >= longFlow {
			m.Flow = &m.longest
		}
		if m.tooLarge {
			m.Import, m.Export = meterdata.ErrTooLarge.Error(), meterdata.ErrTooLarge.Error()
		}
	}
	if o.Format == "" {
		o.Format = format.Name
	}
	words := append([]string{"utilityd gateway replay", shellWord(f.File)}, inputArguments(o)...)
	f.Command = strings.Join(words, " ")
}
