package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// setValve sets the required state of the valve of a household, and writes only a change. Most stored valves need not be read: if the
// consent has no bounds and the household had water, its valve is open.
func (b *Books) setValve(ctx context.Context, s *Seat) error {
	var a types.Account
	if s.Holding.Guarded {
		account, err := b.AccountOf(ctx, s)
		if err != nil {
			return err
		}
		a = *account
	}
	v := valveOf(b.Area, a, s.Household, b.Now)
	v.Meter, v.Height = s.Meter, b.height
	if s.valveLitres > 0 && v.State == types.VALVE_STATE_OPEN {
		if v.LitresLeft == s.valveLitres {
			return nil
		}
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

// valveOf returns the required state of a valve. It lets through what the household has, at most the rest of the consent. With an
// overdraft that is the lifeline, which a debt does not take away.
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
