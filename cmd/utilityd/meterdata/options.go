package meterdata

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Options supply facts that an input lacks, or correct its format.
type Options struct {
	// Format is the name of a preset or the path of a description as JSON; if empty the format is guessed.
	Format string
	// The following fields win over the format.
	Zone, Dates                   string
	Separator, Decimal, Thousands string
	Unit                          Unit
	// Step is the length of an interval if neither the input nor the format has it.
	Step time.Duration
	// Meter names the meter of an input without names.
	Meter string
	// Names renames the meters of telegrams: the identifier in the telegram gives the name.
	Names map[string]string
	// AllowNoCRC accepts telegrams of P1 ports without a checksum, as those of DSMR 2 and 3 are.
	AllowNoCRC bool
	// Previous is the format of the stream so far; its rows may go on without a header line.
	Previous *Format
	// Last returns the end of the last record of a meter that an earlier run has used, or 0; it may be nil.
	Last func(meter string) int64
	// Gross keeps the consumption and production behind a meter as import and export. Their difference, which the meter measures, does
	// not show how much a home used of its own.
	Gross bool
	// Reverse reads an input whose newest row comes first from its end, which takes as much memory as the input has bytes.
	Reverse bool
}

// Errors of an input that lacks a fact. The texts name the option that supplies it.
var (
	ErrNoStep  = errors.New("expected the length of an interval; the input does not contain it (--step 15m)")
	ErrNoMeter = errors.New("expected the name of the meter; the input does not contain it (--meter NAME)")
	ErrNoUnit  = errors.New("expected the unit of the numbers; the input does not contain it (--unit kWh)")
)

// check returns the options in the spelling that formats use.
func (o Options) check() (Options, error) {
	if o.Step < 0 || o.Step%time.Second != 0 || o.Step > longest*time.Second {
		return o, fmt.Errorf("expected an interval of whole seconds, at most 366 days, got %s (--step)", o.Step)
	}
	if o.Separator == "tab" || o.Separator == `\t` {
		o.Separator = "\t"
	}
	if o.Unit != "" {
		unit, err := ParseUnit(string(o.Unit))
		if err != nil {
			return o, fmt.Errorf("%w (--unit)", err)
		}
		o.Unit = unit
	}
	// The options have the rules of the fields that they set.
	sample := o.apply(Format{Columns: Columns{Time: "time", Import: []string{"import"}}})
	return o, sample.Validate()
}

// apply lets the options win over a format.
func (o Options) apply(f Format) Format {
	for _, field := range []struct {
		to   *string
		from string
	}{
		{&f.Zone, o.Zone},
		{&f.Dates, o.Dates},
		{&f.Separator, o.Separator},
		{&f.Decimal, o.Decimal},
		{&f.Thousands, o.Thousands},
		{&f.Meter, o.Meter},
		{(*string)(&f.Unit), string(o.Unit)},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	return f
}

// candidates are the formats that an input may have.
type candidates struct {
	layout  string // empty if the input shows it
	formats []Format
	own     bool // our own layouts too
	options Options
}

// candidates returns the formats that the options name, or all that a header line identifies.
func (o Options) candidates() (candidates, error) {
	c := candidates{options: o}
	var named []Format
	switch p, ok := PresetOf(o.Format); {
	case o.Format == "":
		c.own, named = true, allFormats()
	case ok:
		c.own, c.layout, named = p.Name == Own, p.Layout, p.Formats
	case !strings.ContainsAny(o.Format, `./\`):
		return c, fmt.Errorf("expected one of the formats %s or the path of a description, got %q (--format)", presetNames(), o.Format)
	default:
		f, err := ReadFormat(o.Format)
		if err != nil {
			return c, err
		}
		c.layout, named = cmp.Or(f.Layout, CSV), []Format{f}
	}
	if p := o.Previous; p != nil && (p.Layout == "" || p.Layout == CSV) {
		if err := p.Validate(); err != nil {
			return c, fmt.Errorf("format of the stream so far: %w", err)
		}
		named = append([]Format{*p}, named...)
	}
	for _, f := range named {
		c.formats = append(c.formats, o.apply(f))
	}
	return c, nil
}
