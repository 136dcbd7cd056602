package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// clockNote explains the fast clock of a story.
const clockNote = "Block time is real time on a running node, so this happens in the same application in one process, block by " +
	"block, on a clock that is driven."

// stage is a chain on a driven clock, for stories of months.
type stage struct {
	*people

	home   string
	chain  *driven.Chain
	checks []check
}

// newStage starts a chain.
func newStage(cfg driven.Config, out printer) (*stage, error) {
	chain, err := driven.New(cfg)
	if err != nil {
		return nil, err
	}
	driven := clock{
		now:   chain.Now,
		pause: func(ctx context.Context) error { return chain.AdvanceTo(ctx, chain.Now().Add(time.Second)) },
	}
	return &stage{people: newPeople(chain.Client(), driven, out), home: cfg.Home, chain: chain}, nil
}

// audit checks every invariant on the last block. A broken one ends the story.
func (s *stage) audit() (err error) {
	if s.checks, err = audit(s.chain.App, s.chain.Height()); err != nil {
		return err
	}
	return verdict(s.checks, gateway.Rows{})
}

// check is one invariant and why it does not hold, if so.
type check struct {
	Type   string `json:"type"`
	Module string `json:"module"`
	Name   string `json:"name"`
	Broken string `json:"broken,omitempty"`
}

// audit checks every invariant at a height.
func audit(a *app.App, height int64) (checks []check, err error) {
	ctx, err := a.CreateQueryContext(height, false)
	if err != nil {
		return nil, err
	}
	for _, invariant := range a.Invariants() {
		c := check{Type: "invariant", Module: invariant.Module, Name: invariant.Name}
		if err := invariant.Check(ctx); err != nil {
			c.Broken = fmt.Sprintf("at %s: %s", ctx.BlockTime().UTC().Format(time.DateOnly), err)
		}
		checks = append(checks, c)
	}
	return checks, nil
}

// verdict returns the broken invariants, and the number of unusable rows of the input.
func verdict(checks []check, rows gateway.Rows) error {
	var errs []error
	for _, c := range checks {
		if c.Broken != "" {
			errs = append(errs, fmt.Errorf("invariant of %s broken: %s: %s", c.Module, c.Name, c.Broken))
		}
	}
	if n := rows.NotTaken(); n > 0 {
		errs = append(errs, fmt.Errorf("expected to use every row of the input, got %s that could not be: the lines above name them", count(n, "row")))
	}
	return errors.Join(errs...)
}

// showChecks prints the outcome of an audit.
func (p printer) showChecks(checks []check) {
	for _, c := range checks {
		p.object(c)
	}
	if verdict(checks, gateway.Rows{}) == nil {
		p.note(fmt.Sprintf("All %s hold: every wallet could be paid out now, and all totals equal the sums of their parts.", count(len(checks), "invariant")))
	}
}

// coin is money of the devnet.
func coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(devnet.PaymentDenom, math.NewIntFromUint64(amount))
}
