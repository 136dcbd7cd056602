package keeper

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// generator is a generator by its number.
func (k *Keeper) generator(ctx context.Context, id uint64) (types.Generator, error) {
	g, err := k.generators.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Generator{}, types.ErrGeneratorNotFound.Wrapf("expected the number of a generator, got %d", id)
	}
	return g, err
}

// project is a generator with its books.
func (k *Keeper) project(ctx context.Context, id uint64) (types.Generator, types.Books, error) {
	g, err := k.generator(ctx, id)
	if err != nil {
		return types.Generator{}, types.Books{}, err
	}
	b, err := k.books.Get(ctx, id)
	return g, b, err
}

func (k *Keeper) setGenerator(ctx context.Context, g types.Generator) error {
	return k.generators.Set(ctx, g.Id, g)
}

func (k *Keeper) setBooks(ctx context.Context, id uint64, b types.Books) error {
	return k.books.Set(ctx, id, b)
}

// setProject stores a generator with its books.
func (k *Keeper) setProject(ctx context.Context, g types.Generator, b types.Books) error {
	if err := k.setGenerator(ctx, g); err != nil {
		return err
	}
	return k.setBooks(ctx, g.Id, b)
}

// expectStatus refuses a generator that has none of the statuses.
func expectStatus(g types.Generator, want ...types.GeneratorStatus) error {
	names := make([]string, 0, len(want))
	for _, status := range want {
		if g.Status == status {
			return nil
		}
		names = append(names, statusName(status))
	}
	return types.ErrWrongStatus.Wrapf("generator %d: expected %s, got %s", g.Id, strings.Join(names, " or "), statusName(g.Status))
}

// statusName is the status as people write it.
func statusName(s types.GeneratorStatus) string {
	return strings.TrimPrefix(s.String(), "GENERATOR_STATUS_")
}

func expectRequester(g types.Generator, who account) error {
	if g.Request.Requester != who.Text {
		return types.ErrNotRequester.Wrapf("generator %d: expected %s, got %s", g.Id, g.Request.Requester, who.Text)
	}
	return nil
}

func expectArbiter(g types.Generator, who account) error {
	if g.Request.Arbiter != who.Text {
		return types.ErrNotArbiter.Wrapf("generator %d: expected %s, got %s", g.Id, g.Request.Arbiter, who.Text)
	}
	return nil
}

// expectVendor refuses everybody but requester and provider.
func expectVendor(g types.Generator, who account) error {
	if who.Text != g.Request.Requester && who.Text != g.Provider() {
		return types.ErrNotVendor.Wrapf("generator %d: expected %s or %s, got %s", g.Id, g.Request.Requester, g.Provider(), who.Text)
	}
	return nil
}

// tally is the votes of a generator.
func tally(b types.Books) pricing.Tally { return pricing.Tally{Sum: b.VoteSum, Shares: b.VoteShares} }

// priceOf is the price of a unit, usolar; 0: free.
func priceOf(b types.Books) uint64 {
	price, _ := tally(b).Price()
	return uint64(price)
}

// enter takes a generator to its next status. What is final has no deadline, dispute or meter. The caller stores it.
func (k *Keeper) enter(
	ctx sdk.Context, g *types.Generator, status types.GeneratorStatus, deadline int64, reason string,
) error {
	if !slices.Contains(types.Life, types.Transition{From: g.Status, To: status, Reason: reason}) {
		return types.ErrInvariantBroken.Wrapf("generator %d: expected a transition of its life, got %s to %s, %s",
			g.Id, statusName(g.Status), statusName(status), reason)
	}
	if g.Status != types.GENERATOR_STATUS_UNSPECIFIED {
		if err := k.statuses.Remove(ctx, collections.Join(uint64(g.Status), g.Id)); err != nil { //nolint:gosec // not negative
			return err
		}
	}
	g.Status = status
	if err := k.statuses.Set(ctx, collections.Join(uint64(status), g.Id)); err != nil { //nolint:gosec // not negative
		return err
	}
	if err := k.schedule(ctx, g, deadline); err != nil {
		return err
	}
	if status != types.GENERATOR_STATUS_OPEN_FOR_BIDS && status != types.GENERATOR_STATUS_AWAITING_ACCEPTANCE {
		g.Bids = 0
	}
	if status != types.GENERATOR_STATUS_INSTALLED {
		g.Dispute = nil
	}
	if status.IsFinal() {
		g.ClosedAt = ctx.BlockTime().Unix()
		if err := k.releaseMeter(ctx, g); err != nil {
			return err
		}
	}
	if reason == "" { // a request has an event of its own
		return nil
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventStatusChanged{
		Generator: g.Id, Status: g.Status, Reason: reason, Deadline: g.Deadline,
	})
}

// schedule replaces the deadline of a generator, waiting or failed, by another; 0: none.
func (k *Keeper) schedule(ctx context.Context, g *types.Generator, deadline int64) error {
	if g.Deadline != 0 {
		if err := k.work.Cancel(ctx, deadlineOf(*g)); err != nil {
			return err
		}
	}
	g.Deadline = deadline
	if deadline == 0 {
		return nil
	}
	return k.work.Push(ctx, deadlineOf(*g))
}

func deadlineOf(g types.Generator) queue.Item {
	return item(g.Deadline, types.KindDeadline, g.Id, 0)
}

// bindingOf is what a meter is bound to while a generator has it.
func bindingOf(generator uint64) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: generator}
}

// releaseMeter lets the meter of a generator go, if it has one.
func (k *Keeper) releaseMeter(ctx sdk.Context, g *types.Generator) error {
	if g.Meter == 0 {
		return nil
	}
	if err := k.meters.UnbindMeter(ctx, g.Meter, types.ModuleName); err != nil {
		return err
	}
	g.Meter = 0
	return ctx.EventManager().EmitTypedEvent(types.NewEventMeterBound(*g))
}
