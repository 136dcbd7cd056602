package meterdata

import "fmt"

// Kind is the meaning of the quantities of a record.
type Kind uint8

const (
	// Amounts passed within the interval [Start, End).
	Amounts Kind = iota + 1
	// Registers are the cumulative counters that the meter showed at End.
	Registers
)

// Record is what an input reports about one meter: the amounts of an interval, or registers at a moment.
type Record struct {
	// Line is where it stands in the input: a line, telegram or message, from 1.
	Line int
	// Meter is the name of the meter in the input. Readers of formats without names use Options.Meter.
	Meter string
	// Kind is the meaning of the quantities.
	Kind Kind
	// Start is the first second of the interval, Unix seconds; only of Amounts.
	Start int64
	// End is the first second after the interval, or the moment of the registers, Unix seconds.
	End int64
	// Sampled marks registers that were chosen from many that the meter sent. From another part of its telegrams others are chosen.
	Sampled bool
	// Litres marks quantities in litres; without it they are Wh.
	Litres bool
	// Import and Export are the quantities taken from and given to the network, Wh or litres.
	Import, Export Quantity
	// Single marks registers of an input that has one register for each meter, held in Import. Which register of the meter it
	// is follows from the direction for which the meter is certified.
	Single bool
}

// RowError is one row that a reader could not use. The reader can go on: the next call of Next returns the row behind it.
type RowError struct {
	// Line is where the row stands in the input, from 1.
	Line int
	// Meter is the name of the meter, as far as it could be read.
	Meter string
	// Reason names the cell, what was expected and what was found, and the option that helps, if one does.
	Reason string
}

// Error returns the line, the meter and the reason.
func (e *RowError) Error() string {
	if e.Meter == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d, meter %s: %s", e.Line, e.Meter, e.Reason)
}

// Reader yields the records of one input.
type Reader interface {
	// Next returns the next record. The error is a *RowError if one row could not be used and reading can go on, io.EOF at the
	// end, and any other error if the input cannot be read further.
	Next() (Record, error)
}
