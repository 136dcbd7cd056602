// Package invariants compares the records of x/water with each other, with the bank and with the meters.
package invariants

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// checks compares the records with each other, with the bank and with the meters.
type checks struct {
	*state.Store
}

// Of lists what holds after every block.
func Of(s *state.Store) []invariant.Invariant {
	k := checks{s}
	return []invariant.Invariant{
		{Name: "the supply of tokens is stock + deficit + overdraft", Check: k.checkSupply},
		{Name: "the module account holds what is in the buckets of all areas", Check: k.checkEscrow},
		{Name: "each bucket is the sum of its parts", Check: k.checkBuckets},
		{Name: "the ledger of an area is the sum of its households", Check: k.checkHouseholds},
		{Name: "a period has the persons and subscribers of the households that subscribed", Check: k.checkSubscribers},
		{Name: "the capacity of an area is that of its active sources", Check: k.checkSources},
		{Name: "each meter of an account has a valve that lets through what is left", Check: k.checkValves},
		{Name: "slots are dense, and owners and meters have the accounts that are theirs", Check: k.checkAccounts},
		{Name: "orders, their ranks and the flags of accounts agree", Check: k.checkOrders},
		{Name: "everyone can be settled now, and then holds no more than the cap", Check: k.checkSettling},
		{Name: "what is to come of periods, lifelines, auctions and renewals waits in the queue or has failed", Check: k.checkWork},
	}
}

func broken(format string, args ...any) error {
	return types.ErrInvariantBroken.Wrapf(format, args...)
}

// checkSupply compares the ledgers with the bank. Nobody can send water tokens, so the module has exactly what it keeps.
func (k checks) checkSupply(ctx sdk.Context) error {
	return k.Ledgers.Walk(ctx, nil, func(id uint64, l types.Ledger) (bool, error) {
		water := l.Value()
		if err := water.Check(); err != nil {
			return true, broken("area %d: %s", id, err)
		}
		denom := types.Denom(id)
		if supply := k.Bank.GetSupply(ctx, denom); !supply.Amount.Equal(math.NewIntFromUint64(l.SupplyLitres)) {
			return true, broken("area %d: expected a supply of %d, got %s", id, l.SupplyLitres, supply)
		}
		held, err := k.TokensOf(ctx, denom, k.ModuleAddress)
		if err == nil && held != l.ModuleLitres() {
			err = broken("area %d: expected %d tokens in the module account, got %d", id, l.ModuleLitres(), held)
		}
		return err != nil, err
	})
}

// checkEscrow adds up in whole numbers without bounds: the sum over areas may be more than 64 bits hold.
func (k checks) checkEscrow(ctx sdk.Context) error {
	owed := sdk.NewCoins()
	err := k.Purses.Walk(ctx, nil, func(id uint64, p types.Purse) (bool, error) {
		a, err := k.Area(ctx, id)
		if err != nil {
			return true, err
		}
		if p.Total() > types.MaxMoney {
			return true, broken("area %d: expected at most %d in all buckets, got %d", id, types.MaxMoney, p.Total())
		}
		owed = owed.Add(sdk.NewCoin(a.PaymentDenom, math.NewIntFromUint64(p.Total())))
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, coin := range owed {
		// Others may have sent coins to the account before it was blocked; they belong to nobody.
		if held := k.Bank.GetBalance(ctx, k.ModuleAddress, coin.Denom); held.Amount.LT(coin.Amount) {
			return broken("expected at least %s in the module account, got %s", coin, held)
		}
	}
	return nil
}

// checkBuckets compares each bucket with the records that it sums up. In an auction under way the escrow of the buyers also has
// what they paid and the sellers have not got yet.
func (k checks) checkBuckets(ctx sdk.Context) error {
	return k.Purses.Walk(ctx, nil, func(id uint64, p types.Purse) (bool, error) {
		got := types.Purse{Area: id, Stabilisation: p.Stabilisation}
		inArea := collections.NewPrefixedPairRange[uint64, uint64](id)
		err := k.Accounts.Walk(ctx, inArea, func(_ state.Pair, a types.Account) (bool, error) {
			got.Prepaid += a.Prepaid
			return false, nil
		})
		if err != nil {
			return true, err
		}
		err = k.Periods.Walk(ctx, inArea, func(_ state.Pair, p types.Period) (bool, error) {
			got.Pots += p.Pot
			return false, nil
		})
		if err != nil {
			return true, err
		}
		err = k.Payables.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](id), func(_ state.Payee, amount uint64) (bool, error) {
			got.Payable += amount
			return false, nil
		})
		if err != nil {
			return true, err
		}
		err = k.WalkOrders(ctx, id, func(o types.Order) error {
			if o.Side == types.ORDER_SIDE_BUY {
				got.Escrow += o.Price * o.Litres
			}
			return nil
		})
		if err != nil {
			return true, err
		}
		_, money, err := k.InFlight(ctx, id)
		got.Escrow += money
		if err == nil && got != p {
			err = broken("area %d: expected buckets of %+v, got %+v", id, got, p)
		}
		return err != nil, err
	})
}

func (k checks) checkSources(ctx sdk.Context) error {
	return k.Ledgers.Walk(ctx, nil, func(id uint64, l types.Ledger) (bool, error) {
		counters, err := k.Counters.Get(ctx, id)
		if err != nil {
			return true, err
		}
		var capacity, open uint64
		err = k.Sources.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](id), func(key state.Pair, s types.Source) (bool, error) {
			indexed, err := k.OpenSources.Has(ctx, key)
			if err != nil {
				return true, err
			}
			if isOpen := s.Status != types.SOURCE_STATUS_CLOSED; isOpen != indexed {
				return true, broken("area %d, source %d: expected it in the index of open sources: %t, got %t", id, s.Id, isOpen, indexed)
			}
			if indexed {
				open++
			}
			if s.IsCurrent() {
				capacity += s.CapacityLitres
				return k.expectBinding(ctx, s.Meter, state.BindingOfSource(s))
			}
			return false, nil
		})
		if err == nil && (capacity != l.CapacityLitres || open != counters.OpenSources) {
			err = broken("area %d: expected a capacity of %d from %d open sources, got %d from %d",
				id, capacity, open, l.CapacityLitres, counters.OpenSources)
		}
		return err != nil, err
	})
}
