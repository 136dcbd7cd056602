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
	// Limit is a time, Unix seconds, after which rows are left out; 0: none.
	Limit int64
}

// Fill takes up to n rows from the source, skipping what the journal already holds. It returns io.EOF at the end.
func (p *Pump) Fill(ctx context.Context, rows Source, n int) error {
	entries := make([]Entry, 0, n)
	var end error
	for len(entries) < n && end == nil && ctx.Err() == nil {
		row, err := rows.Next()
		if err != nil {
			end = err
			break
		}
		entry, known, err := p.entry(row)
		if err != nil {
			end = err
			break
		}
		if !known {
			entries = append(entries, entry)
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

func (p *Pump) entry(row Row) (e Entry, known bool, err error) {
	device, ok := p.Devices[row.Device]
	if !ok {
		return e, false, fmt.Errorf("line %d: no device is named %q: add it with utilityd gateway keygen, or rename it", row.Line, row.Device)
	}
	registers, err := p.Accumulator.Registers(row)
	if err != nil {
		return e, false, err
	}
	if registers.Time <= p.Journal.Last(row.Device) || (p.Limit > 0 && registers.Time > p.Limit) {
		return e, true, nil
	}
	signed, err := device.Sign(p.Journal.Header().ChainID, registers)
	return Entry{Device: row.Device, Reading: signed}, false, err
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
