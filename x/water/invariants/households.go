package invariants

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// checkHouseholds adds up what accounts have and are owed, period by period.
func (k checks) checkHouseholds(ctx sdk.Context) error {
	return k.Ledgers.Walk(ctx, nil, func(id uint64, l types.Ledger) (bool, error) {
		var lifeline, overdraft, escrow uint64
		owed := l.Water.CarryLitres + l.Lifeline.CarryLitres
		err := k.Holdings.Walk(ctx, id, func(slot uint64, h types.Holding) (bool, error) {
			lifeline += h.LifelineLitres
			overdraft += h.OverdraftLitres
			litres, err := k.owedTo(ctx, l, h)
			if err != nil {
				return true, broken("area %d, slot %d: %s", id, slot, err)
			}
			owed += litres
			return false, nil
		})
		if err != nil {
			return true, err
		}
		err = k.WalkOrders(ctx, id, func(o types.Order) error {
			if o.Side == types.ORDER_SIDE_SELL {
				escrow += o.Litres
			}
			return nil
		})
		if err != nil {
			return true, err
		}
		delivered, _, err := k.InFlight(ctx, id)
		if err != nil {
			return true, err
		}
		escrow -= delivered
		if lifeline != l.LifelineLitres || overdraft != l.OverdraftLitres || owed != l.UnsettledLitres || escrow != l.EscrowLitres {
			err = broken("area %d: expected lifelines of %d, overdrafts of %d, %d unsettled and %d for sale, got %d, %d, %d and %d",
				id, lifeline, overdraft, owed, escrow, l.LifelineLitres, l.OverdraftLitres, l.UnsettledLitres, l.EscrowLitres)
		}
		return err != nil, err
	})
}

// owedTo is what a household has been allotted in its periods and was not settled for yet.
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
			p, err := k.Period(ctx, l.Area, in.period-1)
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
func (k checks) checkSubscribers(ctx sdk.Context) error {
	return k.Ledgers.Walk(ctx, nil, func(id uint64, l types.Ledger) (bool, error) {
		counters, err := k.Counters.Get(ctx, id)
		if err != nil {
			return true, err
		}
		for number := max(l.Period, 1) - 1; number < counters.Periods; number++ {
			p, err := k.Period(ctx, id, number)
			if err != nil {
				return true, err
			}
			var subscribers, persons uint64
			err = k.Holdings.Walk(ctx, id, func(_ uint64, h types.Holding) (bool, error) {
				for _, in := range []struct{ period, persons uint64 }{{h.Period, h.Persons}, {h.NextPeriod, h.NextPersons}} {
					if in.period == number+1 {
						subscribers++
						persons += in.persons
					}
				}
				return false, nil
			})
			if err != nil {
				return true, err
			}
			if subscribers != p.Subscribers || persons != p.Persons {
				return true, broken("area %d, period %d: expected %d subscribers with %d persons, got %d with %d",
					id, number, subscribers, persons, p.Subscribers, p.Persons)
			}
			if l.Period == number+1 && (l.Water.Persons != persons || l.Lifeline.Persons != persons) {
				return true, broken("area %d, period %d: expected indexes for %d persons, got %d and %d",
					id, number, persons, l.Water.Persons, l.Lifeline.Persons)
			}
		}
		return false, nil
	})
}

func (k checks) checkValves(ctx sdk.Context) error {
	var valves, meters uint64
	err := k.Valves.Walk(ctx, nil, func(meter uint64, v types.Valve) (bool, error) {
		valves++
		if v.Meter != meter || (v.State == types.VALVE_STATE_OPEN) != (v.LitresLeft > 0) {
			return true, broken("meter %d: expected an open valve if and only if there is water left, got %+v", meter, v)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Accounts.Walk(ctx, nil, func(_ state.Pair, a types.Account) (bool, error) {
		if a.Meter == 0 {
			return false, nil
		}
		meters++
		v, found, err := k.Valve(ctx, a.Meter)
		if err != nil || !found {
			return true, broken("area %d, slot %d: expected meter %d to have a valve (%v)", a.Area, a.Slot, a.Meter, err)
		}
		h, err := k.Holdings.Get(ctx, a.Area, a.Slot)
		if err != nil {
			return true, err
		}
		balance, err := k.balanceOf(ctx, a)
		if err != nil {
			return true, err
		}
		left := min(h.LifelineLitres+balance, a.SpendableLitres(h.SpentLitres))
		if v.State == types.VALVE_STATE_OPEN && v.LitresLeft != left {
			return true, broken("area %d, slot %d: expected %d litres left, got %+v", a.Area, a.Slot, left, v)
		}
		return false, nil
	})
	if err == nil && valves != meters {
		err = broken("expected a valve for each of %d meters, got %d", meters, valves)
	}
	return err
}

func (k checks) balanceOf(ctx context.Context, a types.Account) (uint64, error) {
	owner, err := k.ReadAddress("owner", a.Owner)
	if err != nil {
		return 0, err
	}
	return k.TokensOf(ctx, types.Denom(a.Area), owner.Bytes)
}

func (k checks) checkAccounts(ctx sdk.Context) error {
	var owners, accounts uint64
	err := k.Owners.Walk(ctx, nil, func(key state.Ownership, slot uint64) (bool, error) {
		owners++
		a, err := k.Account(ctx, key.K2(), slot)
		if err != nil {
			return true, err
		}
		text, err := k.Addresses.BytesToString(key.K1())
		if err == nil && text != a.Owner {
			err = broken("area %d, slot %d: expected %s in the index, got %s", a.Area, a.Slot, a.Owner, text)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.Counters.Walk(ctx, nil, func(id uint64, c types.Counters) (bool, error) {
		var next, seats uint64
		err := k.Holdings.Walk(ctx, id, func(uint64, types.Holding) (bool, error) {
			seats++
			return false, nil
		})
		if err != nil {
			return true, err
		}
		err = k.Accounts.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](id), func(key state.Pair, a types.Account) (bool, error) {
			if key.K2() != next || a.Slot != next || a.Area != id {
				return true, broken("area %d: expected an account in slot %d, got one in %d", id, next, key.K2())
			}
			next++
			if a.Meter == 0 {
				return false, nil
			}
			return k.expectBinding(ctx, a.Meter, state.BindingOfAccount(a))
		})
		accounts += next
		if err == nil && (next != c.Accounts || seats != c.Accounts) {
			err = broken("area %d: expected %d accounts, got %d with %d holdings", id, c.Accounts, next, seats)
		}
		return err != nil, err
	})
	if err == nil && owners != accounts {
		err = broken("expected %d owners in the index, got %d", accounts, owners)
	}
	return err
}

func (k checks) expectBinding(ctx context.Context, meter uint64, want meteridtypes.Binding) (stop bool, err error) {
	m, err := k.Meters.Meter(ctx, meter)
	if err == nil && m.Binding != want {
		err = broken("area %d: expected meter %d to be bound to %d, got %s %d, %d",
			want.Ref, meter, want.Slot, m.Binding.Module, m.Binding.Ref, m.Binding.Slot)
	}
	return err != nil, err
}

func (k checks) checkOrders(ctx sdk.Context) error {
	var ranks uint64
	err := k.OrderRanks.Walk(ctx, nil, func(key state.RankKey, slot uint64) (bool, error) {
		ranks++
		o, found, err := k.Order(ctx, key.K1(), types.OrderSide(key.K2()), slot) //nolint:gosec // a side is 1 or 2
		want := state.RankOfOrder(o)
		if err == nil && (!found || want.K3() != key.K3() || want.K4() != key.K4()) {
			err = broken("area %d, slot %d: expected the order of rank %d, got %+v", key.K1(), slot, key.K3(), o)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.Counters.Walk(ctx, nil, func(id uint64, c types.Counters) (bool, error) {
		var buys, sells uint64
		err := k.Holdings.Walk(ctx, id, func(slot uint64, h types.Holding) (bool, error) {
			for _, side := range []struct {
				side  types.OrderSide
				has   bool
				count *uint64
			}{{types.ORDER_SIDE_BUY, h.Buys, &buys}, {types.ORDER_SIDE_SELL, h.Sells, &sells}} {
				_, found, err := k.Order(ctx, id, side.side, slot)
				if err != nil || found != side.has {
					return true, broken("area %d, slot %d: expected an order to be there: %t, got %t (%v)", id, slot, side.has, found, err)
				}
				if found {
					*side.count++
				}
			}
			return false, nil
		})
		if err != nil {
			return true, err
		}
		if buys != c.BuyOrders || sells != c.SellOrders || buys+sells > ranks {
			return true, broken("area %d: expected %d and %d orders with ranks, got %d, %d and %d", id, buys, sells, c.BuyOrders, c.SellOrders, ranks)
		}
		ranks -= buys + sells
		return false, nil
	})
}
