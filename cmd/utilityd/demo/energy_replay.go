package demo

import (
	"context"
	"errors"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// sent is what the gateway did.
type sent struct {
	readings gateway.Counts
	took     time.Duration // from the first signature to the last commitment
	blocks   uint64        // that hold readings
}

// replay brings all readings through a gateway.
func (s *energyStory) replay(ctx context.Context, p people, dir string, out printer) (r sent, err error) {
	clientCtx, factory, err := p.factory(devnet.Gateway)
	if err != nil {
		return r, err
	}
	chain, err := gateway.NewRemote(ctx, clientCtx, factory)
	if err != nil {
		return r, err
	}
	journal, err := gateway.OpenJournal(dir, func() (gateway.Header, error) {
		openings, err := gateway.Openings(ctx, clientCtx, s.set.devices)
		return gateway.Header{ChainID: clientCtx.ChainID, ShiftSeconds: s.shift, Openings: openings}, err
	})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, journal.Close()) }()
	accumulator := gateway.NewAccumulator(gateway.Intervals, journal.Header().Openings)
	accumulator.StepSeconds, accumulator.ShiftSeconds = s.input.step, s.shift

	began := time.Now()
	pump := &gateway.Pump{Journal: journal, Devices: s.set.devices, Accumulator: accumulator}
	if err := pump.All(ctx, s.input.source()); err != nil {
		return r, err
	}
	heights := map[int64]bool{}
	sender := &gateway.Sender{
		Journal: journal, Chain: chain, BatchSize: 1_024, Window: 16,
		Poll: 50 * time.Millisecond, Patience: time.Minute, Report: func(e gateway.Event) {
			if e.Trouble != "" {
				out.line("trouble", map[string]any{"trouble": e.Trouble}, "Trouble", "%s", e.Trouble)
				return
			}
			heights[e.Height] = true
		},
	}
	if err := sender.Run(ctx, true); err != nil {
		return r, err
	}
	r = sent{readings: journal.Counts, took: time.Since(began), blocks: uint64(len(heights))}
	s.announceReadings(out, r)
	return r, nil
}
