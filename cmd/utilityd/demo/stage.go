package demo

import (
	"context"
	"fmt"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
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

// newStage starts a chain.
func newStage(cfg driven.Config) (*stage, error) {
	chain, err := driven.New(cfg)
	if err != nil {
		return nil, err
	}
	return &stage{people: people{client: chain.Client(), clock: clock{
		now:   chain.Now,
		pause: func(ctx context.Context) error { return chain.AdvanceTo(ctx, chain.Now().Add(time.Second)) },
	}}, home: cfg.Home, chain: chain}, nil
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

// coin is money of the devnet.
func coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(devnet.PaymentDenom, math.NewIntFromUint64(amount))
}
