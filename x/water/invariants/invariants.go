// Package invariants compares the records of x/water with each other, with the bank and with the meters.
package invariants

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// checks compares the records with each other, with the bank and with the meters.
type checks struct {
	*state.Store
}

// Of returns the invariants, which hold after every block.
func Of(s *state.Store) []invariant.Invariant {
	k := checks{s}
	return []invariant.Invariant{
		{Name: "the supply of tokens is stock + deficit + overdraft", Check: k.checkSupply},
		{Name: "the module account holds the money in the buckets of all areas", Check: k.checkEscrow},
		{Name: "each bucket is the sum of its parts", Check: k.checkBuckets},
		{Name: "the ledger of an area is the sum of its households, and the refunds are what they are owed", Check: k.checkHouseholds},
		{Name: "a period has the persons, subscribers and fees of the households that subscribed", Check: k.checkSubscribers},
		{Name: "the capacity of an area is that of its active sources", Check: k.checkSources},
		{Name: "each meter of an account has a valve that lets through at most the litres left", Check: k.checkValves},
		{Name: "slots are dense, and the indexes of owners and meters agree with the accounts", Check: k.checkAccounts},
		{Name: "orders stand side by side on the levels of their auctions", Check: k.checkOrders},
		{Name: "all households can be settled now, and then hold at most the cap", Check: k.checkSettling},
		{Name: "the coming work of periods, lifelines and auctions is pending or has failed", Check: k.checkWork},
	}
}

// checkSupply compares the ledgers with the bank. Water tokens cannot be sent, so the module holds exactly the sum of its records.
func (k checks) checkSupply(ctx sdk.Context) (err error) {
	for id, l := range lists.Each(ctx, k.Ledgers, nil, &err) {
		water := l.Value()
		if err := water.Check(); err != nil {
			return invariant.Broken("area %d: %s", id, err)
		}
		denom := types.Denom(id)
		if supply := k.Bank.GetSupply(ctx, denom); !supply.Amount.Equal(math.NewIntFromUint64(l.SupplyLitres)) {
			return invariant.Broken("area %d: expected a supply of %d, got %s", id, l.SupplyLitres, supply)
		}
		held, err := k.TokensOf(ctx, denom, k.ModuleAddress)
		if err != nil {
			return err
		}
		if held != l.ModuleLitres() {
			return invariant.Broken("area %d: expected %d tokens in the module account, got %d", id, l.ModuleLitres(), held)
		}
	}
	return err
}

// checkEscrow adds up in whole numbers without bounds: the sum over areas may be more than 64 bits hold.
func (k checks) checkEscrow(ctx sdk.Context) (err error) {
	owed := sdk.NewCoins()
	for id, p := range lists.Each(ctx, k.Purses, nil, &err) {
		a, err := k.Area(ctx, id)
		if err != nil {
			return err
		}
		if p.Total() > types.MaxMoney {
			return invariant.Broken("area %d: expected at most %d in all buckets, got %d", id, types.MaxMoney, p.Total())
		}
		owed = owed.Add(sdk.NewCoin(a.PaymentDenom, math.NewIntFromUint64(p.Total())))
	}
	if err != nil {
		return err
	}
	for _, coin := range owed {
		// Coins that others sent to the account before it was blocked are in no bucket.
		if held := k.Bank.GetBalance(ctx, k.ModuleAddress, coin.Denom); held.Amount.LT(coin.Amount) {
			return invariant.Broken("expected at least %s in the module account, got %s", coin, held)
		}
	}
	return nil
}

// checkBuckets compares each bucket with the records that it sums up.
func (k checks) checkBuckets(ctx sdk.Context) (err error) {
	for id, p := range lists.Each(ctx, k.Purses, nil, &err) {
		want := types.Purse{Area: id, Refunds: p.Refunds}
		inArea := collections.NewPrefixedPairRange[uint64, uint64](id)
		for _, a := range lists.Each(ctx, k.Accounts, inArea, &err) {
			want.Prepaid += a.Prepaid
		}
		for _, period := range lists.Each(ctx, k.Periods, inArea, &err) {
			want.Pots += period.Pot
		}
		for _, amount := range lists.Each(ctx, k.Payables, collections.NewPrefixedPairRange[uint64, []byte](id), &err) {
			want.Payable += amount
		}
		if err != nil {
			return err
		}
		if _, want.Escrow, err = k.escrowOf(ctx, id); err != nil {
			return err
		}
		if p != want {
			return invariant.Broken("area %d: expected buckets of %+v, got %+v", id, want, p)
		}
	}
	return err
}

func (k checks) checkSources(ctx sdk.Context) (err error) {
	for id, l := range lists.Each(ctx, k.Ledgers, nil, &err) {
		counters, err := k.Counters.Get(ctx, id)
		if err != nil {
			return err
		}
		var capacity, open uint64
		for key, s := range lists.Each(ctx, k.Sources, collections.NewPrefixedPairRange[uint64, uint64](id), &err) {
			indexed, err := k.OpenSources.Has(ctx, key)
			if err != nil {
				return err
			}
			if isOpen := !s.IsClosed(); isOpen != indexed {
				return invariant.Broken("area %d, source %d: expected it in the index of open sources: %t, got %t", id, s.Id, isOpen, indexed)
			}
			if indexed {
				open++
			}
			if s.LostLitres > s.StoredLitres {
				return invariant.Broken("area %d, source %d: expected at most %d litres lost, got %d", id, s.Id, s.StoredLitres, s.LostLitres)
			}
			if !s.IsCurrent() {
				continue
			}
			capacity += s.CapacityLitres
			if err := k.checkBinding(ctx, s.Meter, state.BindingOfSource(s)); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		if capacity != l.CapacityLitres || open != counters.OpenSources {
			return invariant.Broken("area %d: expected a capacity of %d from %d open sources, got %d from %d",
				id, capacity, open, l.CapacityLitres, counters.OpenSources)
		}
	}
	return err
}
