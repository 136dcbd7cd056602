package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/invariants"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// InitGenesis writes a state into an empty store. It rebuilds the indexes.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.ValidateFor(k.expectCanonical); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, next := range []struct {
		sequence collections.Sequence
		number   uint64
	}{
		{k.NextGenerator, g.NextGenerator},
		{k.NextVoucher, g.NextVoucher},
		{k.NextListing, g.NextListing},
		{k.NextLease, g.NextLease},
	} {
		if err := next.sequence.Set(ctx, next.number); err != nil {
			return err
		}
	}
	for _, init := range []func(context.Context, types.GenesisState) error{
		k.initGenerators, k.initProviders, k.initHoldings, k.initVouchers, k.initMarket,
	} {
		if err := init(ctx, g); err != nil {
			return err
		}
	}
	return invariants.CheckWork(sdk.UnwrapSDKContext(ctx), k.Market)
}

// expectCanonical checks that an address is of this chain and in its one spelling: addresses are compared as text, and an
// invalid one could never be paid.
func (k *Keeper) expectCanonical(field, text string) error {
	account, err := k.ReadAddress(field, text)
	if err == nil && account.Text != text {
		err = check.Invalid("%s: expected %s, got %s", field, account.Text, text)
	}
	return err
}

func (k *Keeper) initGenerators(ctx context.Context, g types.GenesisState) error {
	for _, s := range g.Generators {
		if err := k.SetGeneratorWithPurse(ctx, s.Generator, s.Purse); err != nil {
			return err
		}
		status := collections.Join(uint64(s.Generator.Status), s.Generator.Id) //nolint:gosec // not negative
		if err := k.Statuses.Set(ctx, status); err != nil {
			return err
		}
	}
	for _, c := range g.MaintenanceClaims {
		if err := k.MaintenanceClaims.Set(ctx, c.Generator, c); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initProviders(ctx context.Context, g types.GenesisState) error {
	for _, b := range g.Bids {
		account, err := k.ParseAddress(b.Provider)
		if err != nil {
			return err
		}
		if err := k.AddBid(ctx, account, b); err != nil {
			return err
		}
	}
	for _, p := range g.Providers {
		account, err := k.ParseAddress(p.Provider)
		if err != nil {
			return err
		}
		if err := k.Providers.Set(ctx, account.Bytes, p); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initHoldings(ctx context.Context, g types.GenesisState) error {
	for _, h := range g.Holdings {
		account, err := k.ParseAddress(h.Account)
		if err != nil {
			return err
		}
		if err := k.SetHolding(ctx, account, h); err != nil {
			return err
		}
	}
	for _, q := range g.Quotas {
		account, err := k.ParseAddress(q.Account)
		if err != nil {
			return err
		}
		if err := k.Quotas.Set(ctx, collections.Join(q.Generator, account.Bytes), q); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initVouchers(ctx context.Context, g types.GenesisState) error {
	for _, d := range g.Devices {
		if err := k.SetDevice(ctx, d); err != nil {
			return err
		}
	}
	for _, v := range g.Vouchers {
		if err := k.SetVoucher(ctx, v); err != nil {
			return err
		}
		if v.Status != types.VOUCHER_STATUS_OPEN {
			continue
		}
		if err := k.OpenVouchers.Set(ctx, collections.Join3(v.Generator, v.Device, v.Id)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initMarket(ctx context.Context, g types.GenesisState) error {
	for _, l := range g.Listings {
		if err := k.Listings.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
			return err
		}
	}
	for _, l := range g.Leases {
		if err := k.AddLease(ctx, l); err != nil {
			return err
		}
	}
	for _, d := range g.DayIndexes {
		if err := k.DayIndexes.Set(ctx, collections.Join(d.Generator, d.Day), d.Acc); err != nil {
			return err
		}
	}
	return nil
}
