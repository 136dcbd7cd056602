package meterdata

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Layouts of an input.
const (
	CSV         = "csv"
	NEM12       = "nem12"
	GreenButton = "green-button"
	P1          = "p1"
	SML         = "sml"
)

// Meanings of the time column of an interval.
const (
	Start = "start"
	End   = "end"
)

// Format describes an input. It is written as JSON by people for portals that are not known here, and by the gateway for streams
// that go on without a header line.
type Format struct {
	// Name is that of the preset, or anything.
	Name string `json:"name"`
	// Layout is csv, also if empty, or another layout. The other fields describe csv only.
	Layout string `json:"layout,omitempty"`
	// Separator stands between cells: , ; | or a tab. If empty the header line shows it.
	Separator string `json:"separator,omitempty"`
	// Decimal is . or ,. If empty it is . between commas, else it is taken from the first unambiguous number.
	Decimal string `json:"decimal,omitempty"`
	// Thousands is . or , between groups of three digits. Blanks and apostrophes are read in any case.
	Thousands string `json:"thousands,omitempty"`
	// Unit of all numbers, unless there is a column for it.
	Unit Unit `json:"unit,omitempty"`
	// Zone of times without offset, such as Europe/Berlin or +10:00.
	Zone string `json:"zone,omitempty"`
	// Dates is day-first or month-first, for dates such as 03/02/2026.
	Dates string `json:"dates,omitempty"`
	// Times is the meaning of the column time: the start or the end of an interval, the start if empty. Registers are read at that
	// moment; if Times is start, at the end of the interval of StepSeconds.
	Times string `json:"times,omitempty"`
	// Truncate drops fractions of a second. Without it they are refused unless they are 0.
	Truncate bool `json:"truncate,omitempty"`
	// StepSeconds is the length of an interval, unless there is a column for it or for the end.
	StepSeconds int64 `json:"step_seconds,omitempty"`
	// Meter is the name of the meter, if there is no column for it.
	Meter string `json:"meter,omitempty"`
	// Columns of the input by their names in the header line.
	Columns Columns `json:"columns,omitzero"`
	// Header is the header line, for input that comes without it.
	Header []string `json:"header,omitempty"`
}

// Columns are names in the header line. Capitals and blanks around them do not matter; a * at the beginning stands for anything.
type Columns struct {
	// Time is a column of moments. Otherwise Date and Clock are two columns that make one.
	Time  string `json:"time,omitempty"`
	Date  string `json:"date,omitempty"`
	Clock string `json:"clock,omitempty"`
	// End is the end of the interval, or EndClock its time of day; both are optional.
	End      string `json:"end,omitempty"`
	EndClock string `json:"end_clock,omitempty"`
	// Step is the length of the interval: seconds, 15m or PT15M.
	Step  string `json:"step,omitempty"`
	Meter string `json:"meter,omitempty"`
	Unit  string `json:"unit,omitempty"`

	// Consumed and Produced are amounts behind the meter, which measures their difference; Import and Export are measured
	// amounts. ImportRegister and ExportRegister are registers, Register is the only one of its meter. Several columns add up.
	Consumed       []string `json:"consumed,omitempty"`
	Produced       []string `json:"produced,omitempty"`
	Import         []string `json:"import,omitempty"`
	Export         []string `json:"export,omitempty"`
	ImportRegister []string `json:"import_register,omitempty"`
	ExportRegister []string `json:"export_register,omitempty"`
	Register       []string `json:"register,omitempty"`
}

// registers reports whether the columns are registers and not amounts.
func (c Columns) registers() bool {
	return len(c.ImportRegister)+len(c.ExportRegister)+len(c.Register) > 0
}

// Behind reports whether the columns are amounts behind the meter, which measures their difference.
func (c Columns) Behind() bool { return len(c.Consumed)+len(c.Produced) > 0 }

// quantities returns the columns with numbers, in one order for all formats.
func (c Columns) quantities() [7][]string {
	return [7][]string{c.Consumed, c.Produced, c.Import, c.Export, c.ImportRegister, c.ExportRegister, c.Register}
}

// names returns the columns that a header line must have.
func (c Columns) names() (names []string) {
	for _, name := range []string{c.Time, c.Date, c.Clock, c.End, c.EndClock, c.Step, c.Meter, c.Unit} {
		if name != "" {
			names = append(names, name)
		}
	}
	return append(names, slices.Concat(c.Consumed, c.Produced, c.Import, c.Export, c.ImportRegister, c.ExportRegister, c.Register)...)
}

// Clone returns a copy that shares nothing.
func (f Format) Clone() Format {
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings and numbers
	}
	var copied Format
	if err := json.Unmarshal(text, &copied); err != nil {
		panic(err)
	}
	return copied
}

// ReadFormat reads a description from a JSON file.
func ReadFormat(path string) (Format, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Format{}, fmt.Errorf("expected a description of the format: %w", err)
	}
	var f Format
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return Format{}, fmt.Errorf("%s: expected a description of the format as JSON: %w", path, err)
	}
	if err := f.Validate(); err != nil {
		return Format{}, fmt.Errorf("%s: %w", path, err)
	}
	if f.Unit != "" {
		f.Unit, _ = ParseUnit(string(f.Unit))
	}
	return f, nil
}

// Validate checks the description itself, without input.
func (f Format) Validate() error {
	switch f.Layout {
	case "", CSV:
	case NEM12, GreenButton, P1, SML:
		return nil
	default:
		return fmt.Errorf("layout: expected %s, %s, %s, %s or %s, got %q", CSV, NEM12, GreenButton, P1, SML, f.Layout)
	}
	for _, choice := range []struct{ field, value, choices string }{
		{"separator", f.Separator, ",;|\t"},
		{"decimal", f.Decimal, ".,"},
		{"thousands", f.Thousands, ".,"},
	} {
		if choice.value != "" && (len(choice.value) != 1 || !strings.Contains(choice.choices, choice.value)) {
			return fmt.Errorf("%s: expected one of %q, got %q", choice.field, choice.choices, choice.value)
		}
	}
	if len(f.Header) > 0 && f.Separator == "" {
		return errors.New("separator: expected one beside header, got none")
	}
	if f.Decimal != "" && f.Decimal == f.Thousands {
		return fmt.Errorf("thousands: expected another sign than the decimal one, got %q", f.Thousands)
	}
	for _, choice := range []struct{ field, value, one, other string }{
		{"dates", f.Dates, DayFirst, MonthFirst},
		{"times", f.Times, Start, End},
	} {
		if choice.value != "" && choice.value != choice.one && choice.value != choice.other {
			return fmt.Errorf("%s: expected %s or %s, got %q", choice.field, choice.one, choice.other, choice.value)
		}
	}
	if f.StepSeconds < 0 || f.StepSeconds > longest {
		return fmt.Errorf("step_seconds: expected 0 to %d, got %d", longest, f.StepSeconds)
	}
	if _, err := loadZone(f.Zone); err != nil {
		return err
	}
	return f.validateColumns()
}

func (f Format) validateColumns() error {
	c := f.Columns
	if (c.Time == "") == (c.Date == "" || c.Clock == "") || c.Time != "" && c.Date+c.Clock != "" {
		return errors.New("columns: expected time, or date and clock")
	}
	if c.End != "" && c.EndClock != "" || c.EndClock != "" && c.Date == "" {
		return errors.New("columns: expected end, or end_clock beside date")
	}
	behind, measured := c.Behind(), len(c.Import)+len(c.Export) > 0
	both, single := len(c.ImportRegister)+len(c.ExportRegister) > 0, len(c.Register) > 0
	kinds := 0
	for _, kind := range []bool{behind, measured, both, single} {
		if kind {
			kinds++
		}
	}
	if kinds != 1 {
		return fmt.Errorf("columns: expected one of consumed/produced, import/export, import_register/export_register and register, got %d of them", kinds)
	}
	if f.Unit == "" {
		return nil
	}
	unit, err := ParseUnit(string(f.Unit))
	if err != nil {
		return fmt.Errorf("unit: %w", err)
	}
	if m, _ := measureOf(string(unit)); m.power && c.registers() {
		return fmt.Errorf("unit: expected energy or a volume for registers, got %s", f.Unit)
	}
	return nil
}
