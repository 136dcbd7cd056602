package demo

import (
	"context"
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

// audit checks every invariant on the last block. A broken one ends the story.
func (s *stage) audit() (err error) {
	if s.checks, err = audit(s.chain.App, s.chain.Height()); err != nil {
		return err
	}
	return verdict(s.checks, gateway.Rows{})
}

// coin is money of the devnet.
func coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(devnet.PaymentDenom, math.NewIntFromUint64(amount))
}

// amount is that of a coin, 0 of one that is not there.
func amount(c sdk.Coin) uint64 {
	if c.IsNil() {
		return 0
	}
	return c.Amount.Uint64()
}
