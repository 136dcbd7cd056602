package gateway

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Layout is what the rows of a register or interval file mean; it follows from the header line.
type Layout uint8

const (
	// Intervals: time,meter,consumed_wh,produced_wh; time is the start of the interval.
	Intervals Layout = iota + 1
	// EnergyRegisters: time,meter,import_register_wh,export_register_wh; time is the moment of the reading.
	EnergyRegisters
	// WaterRegisters: time,meter,register_l; time is the moment of the reading.
	WaterRegisters
)

// Row is one line of the input.
type Row struct {
	// Line is its number in the file, from 1.
	Line int
	// Time as it stands in the file, Unix seconds.
	Time int64
	// Device is the name in the column meter.
	Device string
	// First is consumed_wh, import_register_wh or register_l.
	First uint64
	// Second is produced_wh, export_register_wh or 0.
	Second uint64
}

// Input reads rows of a CSV file, plain or gzipped.
type Input struct {
	// Layout of the rows.
	Layout Layout

	csv     *csv.Reader
	close   func() error
	columns [4]int
	last    map[string]int64
}

var layouts = []struct {
	layout  Layout
	columns [4]string
}{
	{EnergyRegisters, [4]string{"time", "meter", "import_register_wh", "export_register_wh"}},
	{Intervals, [4]string{"time", "meter", "consumed_wh", "produced_wh"}},
	{WaterRegisters, [4]string{"time", "meter", "register_l", ""}},
}

// OpenInput opens a file; "-" is standard input.
func OpenInput(path string) (*Input, error) {
	if path == "-" {
		return NewInput(os.Stdin, func() error { return nil })
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("expected a CSV file, plain or gzipped: %w", err)
	}
	in, err := NewInput(f, f.Close)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return in, nil
}

// NewInput reads from r, unpacking it if it is gzipped.
func NewInput(r io.Reader, closer func() error) (*Input, error) {
	buffered := bufio.NewReader(r)
	if magic, _ := buffered.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("expected a whole gzipped file: %w", err)
		}
		buffered = bufio.NewReader(unpacked)
	}
	in := &Input{csv: csv.NewReader(buffered), close: closer, last: map[string]int64{}}
	in.csv.ReuseRecord = true
	header, err := in.csv.Read()
	if err != nil {
		return nil, fmt.Errorf("expected a header line such as time,meter,consumed_wh,produced_wh: %w", err)
	}
	for _, l := range layouts {
		if columns, ok := place(header, l.columns); ok {
			in.Layout, in.columns = l.layout, columns
			return in, nil
		}
	}
	return nil, fmt.Errorf(
		"expected the columns time,meter and consumed_wh,produced_wh or import_register_wh,export_register_wh or register_l, got %s",
		strings.Join(header, ","))
}

func place(header []string, names [4]string) (columns [4]int, ok bool) {
	for i, name := range names {
		if columns[i] = slices.Index(header, name); columns[i] < 0 && name != "" {
			return columns, false
		}
	}
	return columns, true
}

// Next returns the next row, or io.EOF. Times of a device must not go back.
func (in *Input) Next() (Row, error) {
	record, err := in.csv.Read()
	if errors.Is(err, csv.ErrFieldCount) {
		line, _ := in.csv.FieldPos(0)
		return Row{}, fmt.Errorf("line %d: expected %d columns as in the header line, got %d", line, in.csv.FieldsPerRecord, len(record))
	}
	if err != nil {
		return Row{}, err
	}
	line, _ := in.csv.FieldPos(0)
	row := Row{Line: line, Device: strings.Clone(record[in.columns[1]])}
	if row.Time, err = moment(record[in.columns[0]]); err != nil {
		return Row{}, fmt.Errorf("line %d: %w", line, err)
	}
	if row.First, err = in.number(record, 2, line); err != nil {
		return Row{}, err
	}
	if in.columns[3] >= 0 {
		if row.Second, err = in.number(record, 3, line); err != nil {
			return Row{}, err
		}
	}
	if last, seen := in.last[row.Device]; seen && row.Time < last {
		return Row{}, fmt.Errorf("line %d: the time of %s goes back", line, row.Device)
	}
	in.last[row.Device] = row.Time
	return row, nil
}

// moment reads a time with its zone, or Unix seconds.
func moment(text string) (int64, error) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds > 0 {
		return seconds, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, fmt.Errorf("expected a time such as 2016-08-01T00:00:00-07:00, or Unix seconds, got %q", text)
	}
	return at.Unix(), nil
}

func (in *Input) number(record []string, column, line int) (uint64, error) {
	text := record[in.columns[column]]
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("line %d: expected a whole number, got %q", line, text)
	}
	return n, nil
}

// Close closes the file.
func (in *Input) Close() error { return in.close() }
