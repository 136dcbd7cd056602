package demo

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/x/meterid/register"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// fileOptions describe the files of meter data.
type fileOptions struct {
	meterdata.Options
	digits uint32 // of a register, in Wh or litres; 0: it does not wrap
}

// measurements are the data of some meters.
type measurements struct {
	records []meterdata.Record    // by moment
	refused []*meterdata.RowError // rows that cannot be used, until a gateway has them
	meters  []string              // in the order of their first rows
	step    int64                 // length of an interval, or the usual time between registers, seconds
	behind  bool                  // amounts are consumption and production behind the meter, not what it measures
	form    register.Form         // of the registers
	rate    uint64                // max plausible amount, Wh or litres per hour
}

const (
	singleStep = 15 * time.Minute  // length of an interval in a file that has only one and does not say how long it is
	onlyMeter  = "meter"           // name of the meter of a file without names
	maxRate    = 1_000_000_000_000 // that a meter can be certified for, per hour
	hour       = int64(time.Hour / time.Second)
)

// wholeMinutes takes off the seconds that the clock of a meter was late. Intervals below a minute stay as they are.
func wholeMinutes(seconds int64) int64 {
	if seconds < 60 {
		return seconds
	}
	return (seconds + 30) / 60 * 60
}

// readMeasurements reads a file in any format of meterdata. The unit is Wh or l. Of a long file it keeps the first days, 0: all.
func readMeasurements(path string, o fileOptions, unit string, days int) (m measurements, err error) {
	o.Meter, o.Gross = onlyMeter, true
	step, err := meterdata.GuessStep(path, o.Options)
	if o.Reverse = errors.Is(err, meterdata.ErrNewestFirst); o.Reverse {
		step, err = meterdata.GuessStep(path, o.Options)
	}
	if errors.Is(err, meterdata.ErrNoStep) {
		step, err = singleStep, nil
	}
	if err != nil {
		return m, err
	}
	m.step = wholeMinutes(int64(step / time.Second))
	o.Step = time.Duration(m.step) * time.Second
	m.form = register.Form{Numerator: 1, Denominator: 1, Digits: o.digits}
	in, err := meterdata.OpenFile(path, o.Options)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	m.behind = in.Format().Columns.Behind()
	if err := m.readAll(in); err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	if got := in.Format().Unit.Base(); got != "" && got != unit {
		return m, fmt.Errorf("%s: expected amounts or registers in %s, got %s", path, unit, got)
	}
	if len(m.records) == 0 {
		return m, fmt.Errorf("%s: expected rows that can be used, got none; the others are %v", path, m.refused)
	}
	slices.SortStableFunc(m.records, func(a, b meterdata.Record) int { return cmp.Compare(moment(&a), moment(&b)) })
	m.keep(days)
	for _, r := range m.records {
		if !slices.Contains(m.meters, r.Meter) {
			m.meters = append(m.meters, r.Meter)
		}
	}
	return m, nil
}

func (m *measurements) readAll(in meterdata.Reader) error {
	for {
		r, err := in.Next()
		largest := max(r.Import.Whole, r.Export.Whole)
		var bad *meterdata.RowError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			m.refused = append(m.refused, bad)
		case err != nil:
			return err
		case r.Kind == meterdata.Registers && !m.form.Holds(largest):
			m.refused = append(m.refused, &meterdata.RowError{Line: r.Line, Meter: r.Meter, Reason: fmt.Sprintf(
				"expected a register of up to %d digits, got %d (--register-digits)", m.form.Digits, largest)})
		default:
			if r.Kind == meterdata.Amounts && len(m.records) == 0 {
				m.step = wholeMinutes(r.End - r.Start)
			}
			m.records = append(m.records, r)
		}
	}
}

// moment returns the second that a record belongs to: its last one. Registers belong to the second they were read.
func moment(r *meterdata.Record) int64 {
	if r.Kind == meterdata.Amounts {
		return r.End - 1
	}
	return r.End
}

// start returns when the first record begins, Unix seconds.
func (m *measurements) start() int64 { return cmp.Or(m.records[0].Start, m.records[0].End) }

// end returns when the last record ends, Unix seconds.
func (m *measurements) end() int64 { return m.records[len(m.records)-1].End }

// midnight returns the one before the first record, Unix seconds.
func (m *measurements) midnight() int64 { return moment(&m.records[0]) / secondsPerDay * secondsPerDay }

// days returns how many days the records span.
func (m *measurements) days() int {
	return int((moment(&m.records[len(m.records)-1])-m.midnight())/secondsPerDay) + 1
}

// keep leaves the first days. A file that ends an hour later is a day of 25 hours, on which the clock was put back.
func (m *measurements) keep(days int) {
	limit := m.start() + int64(days)*secondsPerDay
	if days == 0 || m.end() <= limit+hour {
		return
	}
	m.records = m.records[:m.first(limit+1)]
	last := 0
	for _, r := range m.records {
		last = max(last, r.Line)
	}
	m.refused = slices.DeleteFunc(m.refused, func(bad *meterdata.RowError) bool { return bad.Line > last })
}

// first finds the first record of a moment or later ones.
func (m *measurements) first(at int64) int {
	i, _ := slices.BinarySearchFunc(m.records, at, func(r meterdata.Record, at int64) int { return cmp.Compare(moment(&r), at) })
	return i
}

// during returns the records of a span, moved by some seconds.
func (m *measurements) during(from, to, shift int64) []meterdata.Record {
	out := slices.Clone(m.records[m.first(from):m.first(to)])
	for i := range out {
		out[i].End += shift
		if out[i].Kind == meterdata.Amounts {
			out[i].Start += shift
		}
	}
	return out
}

// repeat lets the first day come again until there are as many.
func (m *measurements) repeat(days int) {
	first := measurements{records: m.records}
	for day := 1; day < days; day++ {
		m.records = append(m.records, first.during(m.midnight(), math.MaxInt64, int64(day)*secondsPerDay)...)
	}
}

// names are fit for keys and serial numbers.
var names = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// checkOwners refuses names that cannot be those of accounts.
func (m *measurements) checkOwners(file string) error {
	for _, name := range m.meters {
		if !names.MatchString(name) || slices.Contains(devnet.Names(), name) {
			return fmt.Errorf("%s: expected a meter's name of letters, digits and . _ - that is no account of a devnet, got %q", file, name)
		}
	}
	return nil
}

// limit sets the rate that meters are certified for: that given, or twice the largest amount, so that no amount is implausible.
// Registers have faults that look like large amounts, so their rate is given.
func (m *measurements) limit(lowest, registers uint64) {
	m.rate = lowest
	if m.records[0].Kind == meterdata.Registers {
		m.rate = registers
		return
	}
	for _, r := range m.records {
		m.rate = max(m.rate, 2*min(max(r.Import.Whole, r.Export.Whole), math.MaxUint32)*uint64(hour)/uint64(m.step))
	}
	m.rate = min(m.rate, maxRate)
}

// opening returns the registers of a meter before its first amount: in a file of registers its first ones.
func (m *measurements) opening(meter string) meteridtypes.Registers {
	i := slices.IndexFunc(m.records, func(r meterdata.Record) bool { return r.Meter == meter })
	if first := m.records[i]; first.Kind == meterdata.Registers {
		return meteridtypes.Registers{Time: first.End, ImportRegister: first.Import.Whole, ExportRegister: first.Export.Whole}
	}
	return meteridtypes.Registers{Time: m.start()}
}

// afterOpenings returns the records without the first registers of each meter, which only open it.
func (m *measurements) afterOpenings() []meterdata.Record {
	opened := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(m.records), func(r meterdata.Record) bool {
		opens := r.Kind == meterdata.Registers && !opened[r.Meter]
		opened[r.Meter] = true
		return opens
	})
}

// feed hands records to a gateway. The rows that cannot be used come with the first of them, to be named.
func (m *measurements) feed(records []meterdata.Record) meterdata.Reader {
	part := measurements{records: records, refused: m.refused, behind: m.behind}
	m.refused = nil
	return &part
}

// Next takes the first row, with what its meter measures.
func (m *measurements) Next() (r meterdata.Record, err error) {
	if len(m.refused) > 0 {
		err, m.refused = m.refused[0], m.refused[1:]
		return r, err
	}
	if len(m.records) == 0 {
		return r, io.EOF
	}
	r, m.records = m.records[0], m.records[1:]
	if m.behind && r.Kind == meterdata.Amounts {
		r.Import, r.Export = meterdata.Net(r.Import, r.Export)
	}
	return r, nil
}
