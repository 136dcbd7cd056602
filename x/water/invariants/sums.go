package invariants

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// checkHouseholds adds up the lifelines, overdrafts, unsettled allotments, refunds and sell orders of all households.
func (k checks) checkHouseholds(ctx sdk.Context) (err error) {
	for id, l := range lists.Each(ctx, k.Ledgers, nil, &err) {
		purse, err := k.Purses.Get(ctx, id)
		if err != nil {
			return err
		}
		sum := sums{unsettled: l.Water.CarryLitres, refunds: l.RefundCarry}
		for slot, h := range lists.EachRecord(ctx, k.Holdings, id, &err) {
			if err := k.add(ctx, &sum, l, h.Holding); err != nil {
				return invariant.Broken("area %d, slot %d: %s", id, slot, err)
			}
		}
		if err != nil {
			return err
		}
		if sum.escrow, _, err = k.escrowOf(ctx, id); err != nil {
			return err
		}
		if got := (sums{
			l.Lifeline.Persons, l.LifelineLitres, l.OverdraftLitres, l.UnsettledLitres, l.EscrowLitres, purse.Refunds,
		}); got != sum {
			return invariant.Broken("area %d: expected sums of %+v, got %+v", id, sum, got)
		}
	}
	return err
}

// sums are what the records of an area add up to.
type sums struct {
	persons, lifeline, overdraft, unsettled, escrow, refunds uint64
}

// add adds a household, with what it is owed and has not been settled.
func (k checks) add(ctx context.Context, sum *sums, l types.Ledger, h types.Holding) error {
	lifeline, err := l.Lifeline.Value().Owed(h.Persons, h.LifelineLast)
	if err != nil {
		return err
	}
	sum.persons += h.Persons
	sum.lifeline += h.LifelineLitres + lifeline
	sum.overdraft += h.OverdraftLitres
	water := l.Value()
	for i, s := range []types.Subscription{h.Subscription, h.NextSubscription} {
		if s.LastPeriod == 0 || s.FirstPeriod > l.Period {
			continue
		}
		from, to := ledger.Mark{Water: h.WaterLast, Refund: h.RefundLast}, water.Mark()
		if i > 0 || !h.Begun {
			if from, err = k.markOf(ctx, l.Area, s.FirstPeriod); err != nil {
				return err
			}
		}
		if s.LastPeriod < l.Period {
			if to, err = k.markOf(ctx, l.Area, s.LastPeriod+1); err != nil {
				return err
			}
		}
		sum.unsettled += s.Persons * (to.Water - from.Water)
		sum.refunds += s.Persons * (to.Refund - from.Refund)
	}
	return nil
}

func (k checks) markOf(ctx context.Context, area, period uint64) (ledger.Mark, error) {
	p, err := k.Period(ctx, area, period)
	return p.Mark(), err
}

// checkSubscribers counts the households of the running period and of those to come, and the fees that they paid for those.
func (k checks) checkSubscribers(ctx sdk.Context) (err error) {
	for id, l := range lists.Each(ctx, k.Ledgers, nil, &err) {
		for _, p := range lists.Each(ctx, k.Periods, collections.NewPrefixedPairRange[uint64, uint64](id), &err) {
			if p.Number < l.Period {
				continue
			}
			if err := k.checkSubscribersOf(ctx, l, p); err != nil {
				return err
			}
		}
	}
	return err
}

func (k checks) checkSubscribersOf(ctx sdk.Context, l types.Ledger, p types.Period) (err error) {
	var subscribers, persons, pot uint64
	for _, h := range lists.EachRecord(ctx, k.Holdings, p.Area, &err) {
		for _, s := range []types.Subscription{h.Subscription, h.NextSubscription} {
			if s.LastPeriod == 0 || p.Number < s.FirstPeriod || p.Number > s.LastPeriod {
				continue
			}
			subscribers++
			persons += s.Persons
			pot += s.Persons * s.FeePerPerson
		}
	}
	inIndex := persons
	if p.EndsAt == types.MaxTime {
		inIndex = 0
	}
	switch {
	case err != nil:
		return err
	case subscribers != p.Subscribers || persons != p.Persons:
		return invariant.Broken("area %d, period %d: expected %d subscribers with %d persons, got %d with %d",
			p.Area, p.Number, subscribers, persons, p.Subscribers, p.Persons)
	case l.Period == p.Number && l.Water.Persons != inIndex:
		return invariant.Broken("area %d, period %d: expected an index for %d persons, got %d", p.Area, p.Number, inIndex, l.Water.Persons)
	case l.Period < p.Number && p.Pot != pot:
		return invariant.Broken("area %d, period %d: expected a pot of %d, got %d", p.Area, p.Number, pot, p.Pot)
	}
	return nil
}
