package invariants

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// checkHouseholds adds up the lifelines, overdrafts, unsettled allotments and escrow of all households.
func (k checks) checkHouseholds(ctx sdk.Context) (err error) {
	for id, l := range lists.Each(ctx, k.Ledgers, nil, &err) {
		var lifeline, overdraft uint64
		owed := l.Water.CarryLitres + l.Lifeline.CarryLitres
		for slot, h := range lists.EachRecord(ctx, k.Holdings, id, &err) {
			lifeline += h.LifelineLitres
			overdraft += h.OverdraftLitres
			litres, err := k.owedTo(ctx, l, h.Holding)
			if err != nil {
				return invariant.Broken("area %d, slot %d: %s", id, slot, err)
			}
			owed += litres
		}
		if err != nil {
			return err
		}
		escrow, _, err := k.escrowOf(ctx, id)
		if err != nil {
			return err
		}
		if lifeline != l.LifelineLitres || overdraft != l.OverdraftLitres || owed != l.UnsettledLitres || escrow != l.EscrowLitres {
			return invariant.Broken("area %d: expected lifelines of %d, overdrafts of %d, %d unsettled and %d for sale, got %d, %d, %d and %d",
				id, lifeline, overdraft, owed, escrow, l.LifelineLitres, l.OverdraftLitres, l.UnsettledLitres, l.EscrowLitres)
		}
	}
	return err
}

// owedTo returns the litres allotted to a household in its periods that are not settled yet.
func (k checks) owedTo(ctx context.Context, l types.Ledger, h types.Holding) (uint64, error) {
	var sum uint64
	for _, in := range []struct{ period, persons, water, lifeline uint64 }{
		{h.Period, h.Persons, h.WaterLast, h.LifelineLast}, {h.NextPeriod, h.NextPersons, 0, 0},
	} {
		if in.period == 0 || in.period > l.Period {
			continue
		}
		allotment := l.Value().Allotment
		if in.period < l.Period {
			p, err := k.Period(ctx, l.Area, in.period)
			if err != nil {
				return 0, err
			}
			allotment = p.Allotment()
		}
		water, err := allotment.Water.Owed(in.persons, in.water)
		if err != nil {
			return 0, err
		}
		lifeline, err := allotment.Lifeline.Owed(in.persons, in.lifeline)
		if err != nil {
			return 0, err
		}
		sum += water + lifeline
	}
	return sum, nil
}

// checkSubscribers counts the households of the running and the enrolling period. Those of finished ones leave one by one, when
// they are settled.
func (k checks) checkSubscribers(ctx sdk.Context) (err error) {
	for id, l := range lists.Each(ctx, k.Ledgers, nil, &err) {
		counters, err := k.Counters.Get(ctx, id)
		if err != nil {
			return err
		}
		for number := max(l.Period, types.FirstPeriod); number <= counters.Periods; number++ {
			p, err := k.Period(ctx, id, number)
			if err != nil {
				return err
			}
			if err := k.checkSubscribersOf(ctx, l, p); err != nil {
				return err
			}
		}
	}
	return err
}

func (k checks) checkSubscribersOf(ctx sdk.Context, l types.Ledger, p types.Period) (err error) {
	var subscribers, persons uint64
	for _, h := range lists.EachRecord(ctx, k.Holdings, p.Area, &err) {
		switch p.Number {
		case h.Period:
			subscribers++
			persons += h.Persons
		case h.NextPeriod:
			subscribers++
			persons += h.NextPersons
		}
	}
	switch {
	case err != nil:
		return err
	case subscribers != p.Subscribers || persons != p.Persons:
		return invariant.Broken("area %d, period %d: expected %d subscribers with %d persons, got %d with %d",
			p.Area, p.Number, subscribers, persons, p.Subscribers, p.Persons)
	case l.Period == p.Number && (l.Water.Persons != persons || l.Lifeline.Persons != persons):
		return invariant.Broken("area %d, period %d: expected indexes for %d persons, got %d and %d",
			p.Area, p.Number, persons, l.Water.Persons, l.Lifeline.Persons)
	}
	return nil
}

func (k checks) checkValves(ctx sdk.Context) (err error) {
	var valves, meters uint64
	for meter, v := range lists.Each(ctx, k.Valves, nil, &err) {
		valves++
		if v.Meter != meter || (v.State == types.VALVE_STATE_OPEN) != (v.LitresLeft > 0) {
			return invariant.Broken("meter %d: expected an open valve if and only if there is water left, got %+v", meter, v)
		}
	}
	for _, a := range lists.Each(ctx, k.Accounts, nil, &err) {
		if a.Meter == 0 {
			continue
		}
		meters++
		if err := k.checkValveOf(ctx, a); err != nil {
			return err
		}
	}
	if err == nil && valves != meters {
		return invariant.Broken("expected a valve for each of %d meters, got %d", meters, valves)
	}
	return err
}

func (k checks) checkValveOf(ctx context.Context, a types.Account) error {
	v, found, err := k.Valve(ctx, a.Meter)
	if err != nil || !found {
		return invariant.Broken("area %d, slot %d: expected meter %d to have a valve (%v)", a.Area, a.Slot, a.Meter, err)
	}
	h, err := k.Holdings.Get(ctx, a.Area, a.Slot)
	if err != nil {
		return err
	}
	owner, err := k.ReadAddress("owner", a.Owner)
	if err != nil {
		return err
	}
	balance, err := k.TokensOf(ctx, types.Denom(a.Area), owner.Bytes)
	if err != nil {
		return err
	}
	left := min(h.LifelineLitres+balance, a.SpendableLitres(h.SpentLitres))
	if v.State == types.VALVE_STATE_OPEN && v.LitresLeft != left {
		return invariant.Broken("area %d, slot %d: expected %d litres left, got %+v", a.Area, a.Slot, left, v)
	}
	return nil
}

func (k checks) checkAccounts(ctx sdk.Context) (err error) {
	var owners, accounts uint64
	for key, slot := range lists.Each(ctx, k.Owners, nil, &err) {
		owners++
		a, err := k.Account(ctx, key.K2(), slot)
		if err != nil {
			return err
		}
		text, err := k.Addresses.BytesToString(key.K1())
		if err != nil {
			return err
		}
		if text != a.Owner {
			return invariant.Broken("area %d, slot %d: expected %s in the index, got %s", a.Area, a.Slot, a.Owner, text)
		}
	}
	for id, c := range lists.Each(ctx, k.Counters, nil, &err) {
		var next, holdings uint64
		for range lists.EachRecord(ctx, k.Holdings, id, &err) {
			holdings++
		}
		for key, a := range lists.Each(ctx, k.Accounts, collections.NewPrefixedPairRange[uint64, uint64](id), &err) {
			if key.K2() != next || a.Slot != next || a.Area != id {
				return invariant.Broken("area %d: expected an account in slot %d, got one in %d", id, next, key.K2())
			}
			next++
			if a.Meter == 0 {
				continue
			}
			if err := k.checkBinding(ctx, a.Meter, state.BindingOfAccount(a)); err != nil {
				return err
			}
		}
		accounts += next
		if err == nil && (next != c.Accounts || holdings != c.Accounts) {
			return invariant.Broken("area %d: expected %d accounts, got %d with %d holdings", id, c.Accounts, next, holdings)
		}
	}
	if err == nil && owners != accounts {
		return invariant.Broken("expected %d owners in the index, got %d", accounts, owners)
	}
	return err
}

func (k checks) checkBinding(ctx context.Context, meter uint64, want meteridtypes.Binding) error {
	m, err := k.Meters.Meter(ctx, meter)
	if err == nil && m.Binding != want {
		return invariant.Broken("area %d: expected meter %d to be bound to %d, got %s %d, %d",
			want.Ref, meter, want.Slot, m.Binding.Module, m.Binding.Ref, m.Binding.Slot)
	}
	return err
}
