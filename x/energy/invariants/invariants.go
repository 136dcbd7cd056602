// Package invariants compares the records of x/energy with each other, with the bank and with the meters.
package invariants

import (
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// checks has a method for each invariant.
type checks struct {
	*settlement.Settler
}

// Of returns the equations that hold after every block.
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

// inCommunity returns the range of the keys of a community.
func inCommunity(id uint64) collections.Ranger[collections.Pair[uint64, uint64]] {
	return collections.NewPrefixedPairRange[uint64, uint64](id)
}

// checkEscrow sums without an upper bound: the sum over communities may exceed 64 bits.
func (k checks) checkEscrow(ctx sdk.Context) (err error) {
	owed := sdk.NewCoins()
	for _, c := range lists.Each(ctx, k.Communities, nil, &err) {
		owed = owed.Add(sdk.NewCoin(c.PaymentDenom, math.NewIntFromUint64(c.Prepaid)))
	}
	account := authtypes.NewModuleAddress(types.ModuleName)
	for _, coin := range owed {
		// Other accounts may send coins to the module account: no wallet holds these.
		if held := k.Bank.GetBalance(ctx, account, coin.Denom); err == nil && held.Amount.LT(coin.Amount) {
			return invariant.Broken("expected at least %s in the module account, got %s", coin, held)
		}
	}
	return err
}

// checkWallets compares sums. In the share pass of a settlement the wallets of finished pages are ahead of the totals.
func (k checks) checkWallets(ctx sdk.Context) (err error) {
	for id, c := range lists.Each(ctx, k.Communities, nil, &err) {
		var sum types.Wallet
		for slot, w := range lists.EachRecord(ctx, k.Wallets, id, &err) {
			if w.CarryMilli >= types.MilliPerUnit {
				return invariant.Broken("community %d, slot %d: expected less than a base unit carried, got %d thousandths", id, slot, w.CarryMilli)
			}
			sum.Prepaid = exact.AddUpTo(sum.Prepaid, w.Prepaid)
			sum.FromCommunityWh = exact.AddUpTo(sum.FromCommunityWh, w.FromCommunityWh)
			sum.ToCommunityWh = exact.AddUpTo(sum.ToCommunityWh, w.ToCommunityWh)
			sum.Charged = exact.AddUpTo(sum.Charged, w.Charged)
			sum.Credited = exact.AddUpTo(sum.Credited, w.Credited)
		}
		cursor, running, failed := k.FindCursor(ctx, id)
		if failed != nil {
			return failed
		}
		if want := walletsOf(c, cursor, running); err == nil && sum != want {
			return invariant.Broken("community %d: expected wallets of %+v in all, got %+v", id, want, sum)
		}
	}
	return err
}

// walletsOf returns the sum of the wallets of a community by its totals and the cursor of a settlement in progress.
func walletsOf(c types.Community, cursor types.Cursor, running bool) types.Wallet {
	want := types.Wallet{
		Prepaid:         c.Prepaid,
		FromCommunityWh: c.Totals.NettedWh,
		ToCommunityWh:   c.Totals.NettedWh,
		Charged:         c.Totals.Collected,
		Credited:        c.Totals.Collected,
	}
	if running && cursor.Pass == types.PassShare {
		want.Prepaid += cursor.Credited - cursor.Charged // modulo 2^64
		want.FromCommunityWh += cursor.Prefix.TakenWh
		want.ToCommunityWh += cursor.Prefix.GivenWh
		want.Charged += cursor.Charged
		want.Credited += cursor.Credited
	}
	return want
}

func (k checks) checkSlots(ctx sdk.Context) (err error) {
	for id, c := range lists.Each(ctx, k.Communities, nil, &err) {
		if c.Slots > c.MaxMembers {
			return invariant.Broken("community %d: expected at most %d slots, got %d", id, c.MaxMembers, c.Slots)
		}
		var members, seats, wallets []uint64
		for key := range lists.Each(ctx, k.Members, inCommunity(id), &err) {
			members = append(members, key.K2())
		}
		for slot := range lists.EachRecord(ctx, k.Seats, id, &err) {
			seats = append(seats, slot)
		}
		for slot := range lists.EachRecord(ctx, k.Wallets, id, &err) {
			wallets = append(wallets, slot)
		}
		if err == nil {
			err = errors.Join(expectDense(c, "member", members), expectDense(c, "seat", seats), expectDense(c, "wallet", wallets))
		}
	}
	return err
}

// expectDense checks that each slot of the community has a record.
func expectDense(c types.Community, record string, slots []uint64) error {
	for want, slot := range slots {
		if slot != uint64(want) { //nolint:gosec // an index
			return invariant.Broken("community %d: expected a %s in slot %d, got one in %d", c.Id, record, want, slot)
		}
	}
	if uint64(len(slots)) != c.Slots {
		return invariant.Broken("community %d: expected %d slots with a %s, got %d", c.Id, c.Slots, record, len(slots))
	}
	return nil
}

func (k checks) checkStaticWeights(ctx sdk.Context) (err error) {
	for id, c := range lists.Each(ctx, k.Communities, nil, &err) {
		var sum uint64
		for _, s := range lists.EachRecord(ctx, k.Seats, id, &err) {
			if s.ToEpoch == 0 {
				sum += s.StaticWeight
			}
		}
		if err == nil && sum != c.StaticWeightSum {
			return invariant.Broken("community %d: expected static weights that sum to %d, got %d", id, c.StaticWeightSum, sum)
		}
	}
	return err
}

func (k checks) checkAccounts(ctx sdk.Context) (err error) {
	var entries, members uint64
	for key := range lists.EachKey(ctx, k.Accounts, nil, &err) {
		entries++
		m, err := k.Member(ctx, key.K2(), key.K3())
		if err != nil {
			return err
		}
		text, err := k.Addresses.BytesToString(key.K1())
		if err != nil {
			return err
		}
		if text != m.Account {
			return invariant.Broken("community %d, slot %d: expected %s in the index, got %s", m.Community, m.Slot, m.Account, text)
		}
	}
	for range lists.Each(ctx, k.Members, nil, &err) {
		members++
	}
	if err == nil && entries != members {
		err = invariant.Broken("expected %d accounts in the index, got %d", members, entries)
	}
	return err
}

func (k checks) checkBindings(ctx sdk.Context) (err error) {
	for _, m := range lists.Each(ctx, k.Members, nil, &err) {
		seat, err := k.Seat(ctx, m.Community, m.Slot)
		if err != nil {
			return err
		}
		if seat.ToEpoch != 0 {
			continue
		}
		meter, err := k.Meters.Meter(ctx, m.Meter)
		if err != nil {
			return err
		}
		if meter.Binding != state.BindingOf(m.Community, m.Slot) {
			return invariant.Broken("community %d, slot %d: expected meter %d to be bound to it, got %s %d, %d",
				m.Community, m.Slot, m.Meter, meter.Binding.Module, meter.Binding.Ref, meter.Binding.Slot)
		}
	}
	return err
}

func (k checks) checkApplications(ctx sdk.Context) (err error) {
	var entries, applications uint64
	for key := range lists.EachKey(ctx, k.Applicants, nil, &err) {
		entries++
		if _, err := k.Application(ctx, key.K1(), key.K2()); err != nil {
			return err
		}
	}
	for range lists.Each(ctx, k.Applications, nil, &err) {
		applications++
	}
	if err == nil && entries != applications {
		err = invariant.Broken("expected %d applications in the index, got %d", applications, entries)
	}
	return err
}
