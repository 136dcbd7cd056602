package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// valve is the valve behind a meter, if it has one.
func (k *Keeper) valve(ctx context.Context, meter uint64) (v types.Valve, found bool, err error) {
	v, err = k.valves.Get(ctx, meter)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Valve{}, false, nil
	}
	return v, err == nil, err
}

// setValve has the valve of a household do what is due to it. It writes only if that is something new. What the stored record says
// of most households is known from what they had: a household without bounds to its consent that had water has an open valve.
func (b *books) setValve(ctx context.Context, s *seat) error {
	var a types.Account
	if s.holding.Guarded {
		account, err := b.accountOf(ctx, s)
		if err != nil {
			return err
		}
		a = *account
	}
	v := valveOf(b.area, a, s.household, b.now)
	v.Meter, v.Height = s.meter, b.height
	if s.open > 0 && v.State == types.VALVE_STATE_OPEN {
		if v.LitresLeft == s.open {
			return nil
		}
		return b.valves.Set(ctx, v.Meter, v)
	}

	before, _, err := b.valve(ctx, s.meter)
	if err != nil {
		return err
	}
	if v.State == before.State && v.Reason == before.Reason && v.LitresLeft == before.LitresLeft {
		return nil
	}
	if err := b.valves.Set(ctx, v.Meter, v); err != nil {
		return err
	}
	if v.State == before.State && v.Reason == before.Reason {
		return nil
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventValveChanged{Valve: v})
}

// dropValve forgets the valve of a household whose meter is no longer its own.
func (b *books) dropValve(ctx context.Context, s *seat) error {
	if s.meter == 0 {
		return nil
	}
	meter := s.meter
	s.setMeter(0)
	return b.valves.Remove(ctx, meter)
}

// valveOf is what a valve has to do. What may still be drawn is what the household has, and no more than its owner
// consented to: with an overdraft that is its lifeline, which a debt does not take away.
func valveOf(area types.Area, a types.Account, h ledger.Account, now int64) types.Valve {
	left := h.Left()
	spendable := a.SpendableLitres(h.Spent)
	switch {
	case spendable == 0 || !a.ConsentsAt(now):
		return types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_NO_CONSENT}
	case left > 0:
		return types.Valve{State: types.VALVE_STATE_OPEN, LitresLeft: min(left, spendable)}
	}
	v := types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_EMPTY}
	if area.ValvePolicy == types.VALVE_POLICY_RESTRICT {
		v.State = types.VALVE_STATE_RESTRICTED
	}
	if h.Overdraft > 0 {
		v.Reason = types.VALVE_REASON_OVERDRAFT
	}
	return v
}
