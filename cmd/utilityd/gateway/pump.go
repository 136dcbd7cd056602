package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/utilityd/utilityd/x/meterid/reading"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// chunk is how many readings are signed before they are written to the journal together.
const chunk = 1_024

// Source yields rows until io.EOF; *Input is one.
type Source interface{ Next() (Row, error) }

// Pump signs the rows of a source and writes them to the journal, where a sender finds them.
type Pump struct {
	Journal     *Journal
	Devices     map[string]Device
	Accumulator *Accumulator
}

// Fill takes up to n rows from the source, skipping what the journal already holds. It returns io.EOF at the end.
func (p *Pump) Fill(ctx context.Context, rows Source, n int) error {
	entries := make([]Entry, 0, n)
	var end error
	for len(entries) < n && end == nil && ctx.Err() == nil {
		var row Row
		if row, end = rows.Next(); end == nil {
			entries, end = p.sign(entries, row)
		}
	}
	if len(entries) > 0 {
		if err := p.Journal.Append(entries); err != nil {
			return err
		}
	}
	return errors.Join(end, ctx.Err())
}

// All takes every row of the source.
func (p *Pump) All(ctx context.Context, rows Source) error {
	for {
		err := p.Fill(ctx, rows, chunk)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// sign appends the readings of a row that the journal does not hold yet.
func (p *Pump) sign(entries []Entry, row Row) ([]Entry, error) {
	device, ok := p.Devices[row.Device]
	if !ok {
		return entries, fmt.Errorf("line %d: no device is named %q: add it with utilityd gateway keygen, or rename it", row.Line, row.Device)
	}
	readings, err := p.Accumulator.Readings(row)
	if err != nil {
		return entries, err
	}
	for _, registers := range readings {
		if registers.Time <= p.Journal.Last(row.Device) {
			continue
		}
		signed, err := device.Sign(p.Journal.Header().ChainID, registers)
		if err != nil {
			return entries, err
		}
		entries = append(entries, Entry{Device: row.Device, Reading: signed})
	}
	return entries, nil
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
