// Package invariants compares the records of x/energy with each other, with the bank and with the meters.
package invariants

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/invariant"
)

// checks compares the records with each other, with the bank and with the meters.
type checks struct {
	*settlement.Settler
}

// Of lists what holds after every block.
func Of(s *settlement.Settler) []invariant.Invariant {
	k := checks{s}
	return []invariant.Invariant{
		{Name: "the module account holds what is in the wallets", Check: k.checkEscrow},
		{Name: "the wallets of a community sum to its prepaid balance and its totals", Check: k.checkWallets},
		{Name: "slots are dense and each has a member, a seat and a wallet", Check: k.checkSlots},
		{Name: "the static weights of the members with no end sum to that of the community", Check: k.checkStaticWeights},
		{Name: "the accounts index agrees with the members", Check: k.checkAccounts},
		{Name: "the meter of a member with no end is bound to its slot", Check: k.checkBindings},
		{Name: "applications and their index agree", Check: k.checkApplications},
		{Name: "given = taken = netted in every settled epoch, and no residual grows or changes sign", Check: k.checkEpochs},
		{Name: "every unsettled epoch has its work, pending or failed, and no settled one has; other work is about a member or an epoch", Check: k.checkWork},
		{Name: "a cursor belongs to a settlement that is in progress", Check: k.checkCursors},
	}
}

func broken(format string, args ...any) error {
	return types.ErrInvariantBroken.Wrapf(format, args...)
}

// checkEscrow adds up in whole numbers without bounds: the sum over communities may be more than 64 bits hold.
func (k checks) checkEscrow(ctx sdk.Context) error {
	owed := sdk.NewCoins()
	err := k.Communities.Walk(ctx, nil, func(_ uint64, c types.Community) (bool, error) {
		owed = owed.Add(sdk.NewCoin(c.PaymentDenom, math.NewIntFromUint64(c.Prepaid)))
		return false, nil
	})
	if err != nil {
		return err
	}
	account := authtypes.NewModuleAddress(types.ModuleName)
	for _, coin := range owed {
		// Others may send coins to the account; they belong to nobody.
		if held := k.Bank.GetBalance(ctx, account, coin.Denom); held.Amount.LT(coin.Amount) {
			return broken("expected at least %s in the module account, got %s", coin, held)
		}
	}
	return nil
}

// checkWallets compares sums. In the share pass of a settlement the pages done are ahead of the totals.
func (k checks) checkWallets(ctx sdk.Context) error {
	return k.Communities.Walk(ctx, nil, func(id uint64, c types.Community) (bool, error) {
		var sum types.Wallet
		err := k.Wallets.Walk(ctx, id, func(slot uint64, w types.Wallet) (bool, error) {
			if w.CarryMilli >= types.MilliPerUnit {
				return true, broken("community %d, slot %d: expected less than a base unit carried, got %d thousandths", id, slot, w.CarryMilli)
			}
			sum.Prepaid = exact.AddUpTo(sum.Prepaid, w.Prepaid)
			sum.FromCommunityWh = exact.AddUpTo(sum.FromCommunityWh, w.FromCommunityWh)
			sum.ToCommunityWh = exact.AddUpTo(sum.ToCommunityWh, w.ToCommunityWh)
			sum.Charged = exact.AddUpTo(sum.Charged, w.Charged)
			sum.Credited = exact.AddUpTo(sum.Credited, w.Credited)
			return false, nil
		})
		if err != nil {
			return true, err
		}
		want := types.Wallet{
			Prepaid:         c.Prepaid,
			FromCommunityWh: c.Totals.NettedWh,
			ToCommunityWh:   c.Totals.NettedWh,
			Charged:         c.Totals.Collected,
			Credited:        c.Totals.Collected,
		}
		cursor, running, err := k.Cursor(ctx, id)
		if err != nil {
			return true, err
		}
		if running && cursor.Pass == types.PassShare {
			want.Prepaid += cursor.Credited - cursor.Charged // modulo 2^64
			want.FromCommunityWh += cursor.Prefix.TakenWh
			want.ToCommunityWh += cursor.Prefix.GivenWh
			want.Charged += cursor.Charged
			want.Credited += cursor.Credited
		}
		if sum != want {
			return true, broken("community %d: expected wallets of %+v in all, got %+v", id, want, sum)
		}
		return false, nil
	})
}

func (k checks) checkSlots(ctx sdk.Context) error {
	err := k.Communities.Walk(ctx, nil, func(id uint64, c types.Community) (bool, error) {
		if c.Slots > c.MaxMembers {
			return true, broken("community %d: expected at most %d slots, got %d", id, c.MaxMembers, c.Slots)
		}
		walks := []struct {
			name string
			walk func(fn func(slot uint64) error) error
		}{
			{"member", func(fn func(uint64) error) error {
				return k.Members.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](id),
					func(key state.Pair, _ types.Member) (bool, error) { return false, fn(key.K2()) })
			}},
			{"seat", func(fn func(uint64) error) error {
				return k.Seats.Walk(ctx, id, func(slot uint64, _ types.Seat) (bool, error) { return false, fn(slot) })
			}},
			{"wallet", func(fn func(uint64) error) error {
				return k.Wallets.Walk(ctx, id, func(slot uint64, _ types.Wallet) (bool, error) { return false, fn(slot) })
			}},
		}
		for _, w := range walks {
			var next uint64
			err := w.walk(func(slot uint64) error {
				if slot != next {
					return broken("community %d: expected a %s in slot %d, got one in %d", id, w.name, next, slot)
				}
				next++
				return nil
			})
			if err != nil {
				return true, err
			}
			if next != c.Slots {
				return true, broken("community %d: expected %d slots with a %s, got %d", id, c.Slots, w.name, next)
			}
		}
		return false, nil
	})
	return err
}

func (k checks) checkStaticWeights(ctx sdk.Context) error {
	return k.Communities.Walk(ctx, nil, func(id uint64, c types.Community) (bool, error) {
		var sum uint64
		err := k.Seats.Walk(ctx, id, func(_ uint64, s types.Seat) (bool, error) {
			if s.ToEpoch == 0 {
				sum += s.StaticWeight
			}
			return false, nil
		})
		if err == nil && sum != c.StaticWeightSum {
			err = broken("community %d: expected static weights that sum to %d, got %d", id, c.StaticWeightSum, sum)
		}
		return err != nil, err
	})
}

func (k checks) checkAccounts(ctx sdk.Context) error {
	var entries, members uint64
	err := k.Accounts.Walk(ctx, nil, func(key state.MemberKey) (bool, error) {
		entries++
		m, err := k.Member(ctx, key.K2(), key.K3())
		if err != nil {
			return true, err
		}
		text, err := k.Addresses.BytesToString(key.K1())
		if err == nil && text != m.Account {
			err = broken("community %d, slot %d: expected %s in the index, got %s", m.Community, m.Slot, m.Account, text)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.Members.Walk(ctx, nil, func(state.Pair, types.Member) (bool, error) {
		members++
		return false, nil
	})
	if err == nil && entries != members {
		err = broken("expected %d accounts in the index, got %d", members, entries)
	}
	return err
}

func (k checks) checkBindings(ctx sdk.Context) error {
	return k.Members.Walk(ctx, nil, func(_ state.Pair, m types.Member) (bool, error) {
		seat, err := k.Seat(ctx, m.Community, m.Slot)
		if err != nil || seat.ToEpoch != 0 {
			return err != nil, err
		}
		meter, err := k.Meters.Meter(ctx, m.Meter)
		if err == nil && meter.Binding != state.BindingOf(m.Community, m.Slot) {
			err = broken("community %d, slot %d: expected meter %d to be bound to it, got %s %d, %d",
				m.Community, m.Slot, m.Meter, meter.Binding.Module, meter.Binding.Ref, meter.Binding.Slot)
		}
		return err != nil, err
	})
}

func (k checks) checkApplications(ctx sdk.Context) error {
	var entries, applications uint64
	err := k.Applicants.Walk(ctx, nil, func(key state.Pair) (bool, error) {
		entries++
		_, err := k.Application(ctx, key.K1(), key.K2())
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.Applications.Walk(ctx, nil, func(uint64, types.Application) (bool, error) {
		applications++
		return false, nil
	})
	if err == nil && entries != applications {
		err = broken("expected %d applications in the index, got %d", applications, entries)
	}
	return err
}
