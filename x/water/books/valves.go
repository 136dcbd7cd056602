package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// setValve sets the required state of the valve of a household, and writes only a change. An open valve of a household whose litres have changed
// need not be read.
func (b *Books) setValve(ctx context.Context, s *Seat) error {
	var a types.Account
	if s.Holding.Bounded {
		account, err := b.AccountOf(ctx, s)
		if err != nil {
			return err
		}
		a = *account
	}
	v := b.valveOf(a, s.Household)
	v.Meter, v.Height = s.Meter, b.height
	wasOpen := s.Holding.Open
	s.Holding.Open = v.State == types.VALVE_STATE_OPEN
	if wasOpen && s.Holding.Open && s.Household.Left() != s.left {
		return b.Valves.Set(ctx, v.Meter, v)
	}

	before, _, err := b.Valve(ctx, s.Meter)
	if err != nil {
		return err
	}
	if v.State == before.State && v.Reason == before.Reason && v.LitresLeft == before.LitresLeft {
		return nil
	}
	if err := b.Valves.Set(ctx, v.Meter, v); err != nil {
		return err
	}
	if v.State == before.State && v.Reason == before.Reason {
		return nil
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventValveChanged{Valve: v})
}

// removeValve takes the meter from a household and removes the valve behind it.
func (b *Books) removeValve(ctx context.Context, s *Seat) error {
	if s.Meter == 0 {
		return nil
	}
	meter := s.Meter
	s.setMeter(0)
	return b.Valves.Remove(ctx, meter)
}

// valveOf returns the required state of a valve. It lets through what the household may draw now, at most the rest of the consent. With an
// overdraft that is the lifeline, which a debt does not take away.
func (b *Books) valveOf(a types.Account, h ledger.Account) types.Valve {
	left, spendable := b.Water.Drawable(h), a.SpendableLitres(h.Spent)
	switch {
	case a.ClosingAt != 0:
		return types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_CLOSING}
	case spendable == 0 || !a.ConsentsAt(b.Now):
		return types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_NO_CONSENT}
	case left > 0:
		return types.Valve{State: types.VALVE_STATE_OPEN, LitresLeft: min(left, spendable)}
	}
	v := types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_EMPTY}
	if b.Area.Terms.ValvePolicy == types.VALVE_POLICY_RESTRICT {
		v.State = types.VALVE_STATE_RESTRICTED
	}
	switch {
	case h.Overdraft > 0:
		v.Reason = types.VALVE_REASON_OVERDRAFT
	case h.Balance > 0:
		v.Reason = types.VALVE_REASON_ALLOCATION
	}
	return v
}
