package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// clockNote says where the months of a story go.
const clockNote = "Block time is real time on a running node, so this happens in the same application in one process, block by " +
	"block, on a clock that is driven."

// stage is a chain on a driven clock, for stories of months.
type stage struct {
	people

	home   string
	chain  *driven.Chain
	checks []check
}

// newStage starts a chain with accounts of these names besides those of a devnet.
func newStage(home string, start time.Time, names []string) (*stage, error) {
	chain, err := driven.New(driven.Config{Home: home, Start: start, Names: names})
	if err != nil {
		return nil, err
	}
	return &stage{people: people{chain.Client()}, home: home, chain: chain}, nil
}

// audit checks every invariant on the last block. What was broken once stays broken.
func (s *stage) audit() error {
	var checks []check
	err := s.chain.Invariants(func(module, name string, broken error) {
		c := check{Module: module, Name: name}
		if broken != nil {
			c.Broken = fmt.Sprintf("at %s: %s", s.chain.Now().Format(time.DateOnly), broken)
		}
		checks = append(checks, c)
	})
	for i, c := range s.checks {
		if c.Broken != "" {
			checks[i] = c
		}
	}
	s.checks = checks
	return err
}

// courier is a gateway on a stage: it signs rows for devices and brings them to the chain.
type courier struct {
	journal *gateway.Journal
	pump    *gateway.Pump
	sender  *gateway.Sender
}

// newCourier begins a journal. step is the length of an interval in seconds, for rows of intervals.
func (s *stage) newCourier(
	ctx context.Context, devices map[string]gateway.Device, layout gateway.Layout, step int64, out printer,
) (*courier, error) {
	clientCtx, factory, err := s.factory(devnet.Gateway)
	if err != nil {
		return nil, err
	}
	chain, err := gateway.NewRemote(ctx, clientCtx, factory)
	if err != nil {
		return nil, err
	}
	openings, err := gateway.Openings(ctx, clientCtx, devices)
	if err != nil {
		return nil, err
	}
	journal, err := gateway.OpenJournal(filepath.Join(s.home, "gateway"), func() (gateway.Header, error) {
		return gateway.Header{ChainID: clientCtx.ChainID, Openings: openings}, nil
	})
	if err != nil {
		return nil, err
	}
	accumulator := gateway.NewAccumulator(layout, openings)
	accumulator.StepSeconds = step
	return &courier{
		journal: journal,
		pump:    &gateway.Pump{Journal: journal, Devices: devices, Accumulator: accumulator},
		sender: &gateway.Sender{
			Journal: journal, Chain: chain, BatchSize: 1_024, Window: 16, Patience: time.Minute, Report: func(e gateway.Event) {
				if e.Trouble != "" {
					out.line("trouble", map[string]any{"trouble": e.Trouble}, "Trouble", "%s", e.Trouble)
				}
			},
		},
	}, nil
}

// bring signs rows and returns when the chain has answered all of them.
func (c *courier) bring(ctx context.Context, batch []gateway.Row) error {
	if err := c.pump.All(ctx, &rows{batch}); err != nil {
		return err
	}
	return c.sender.Run(ctx, true)
}

// coin is money of the devnet.
func coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(devnet.PaymentDenom, math.NewIntFromUint64(amount))
}
