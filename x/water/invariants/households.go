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
	if left := min(h.LifelineLitres+balance, a.SpendableLitres(h.SpentLitres)); v.LitresLeft > left {
		return invariant.Broken("area %d, slot %d: expected at most %d litres left, got %+v", a.Area, a.Slot, left, v)
	}
	if open := v.State == types.VALVE_STATE_OPEN; h.Open != open {
		return invariant.Broken("area %d, slot %d: expected the flag of an open valve to be %t, got %t", a.Area, a.Slot, open, h.Open)
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
