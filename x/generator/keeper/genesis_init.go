package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// InitGenesis writes a whole state into an empty store. Indexes are made, not imported.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.ValidateFor(k.expectCanonical); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, next := range []struct {
		sequence collections.Sequence
		number   uint64
	}{
		{k.nextGenerator, g.NextGenerator},
		{k.nextVoucher, g.NextVoucher},
		{k.nextListing, g.NextListing},
		{k.nextLease, g.NextLease},
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
	return k.checkWork(sdk.UnwrapSDKContext(ctx))
}

// expectCanonical refuses an address that is not of this chain, which nobody could ever be paid at, or not in the one spelling
// in which addresses are compared.
func (k *Keeper) expectCanonical(field, text string) error {
	who, err := k.account(field, text)
	if err == nil && who.Text != text {
		err = check.Invalid("%s: expected %s, got %s", field, who.Text, text)
	}
	return err
}

func (k *Keeper) initGenerators(ctx context.Context, g types.GenesisState) error {
	for _, s := range g.Generators {
		if err := k.setProject(ctx, s.Generator, s.Books); err != nil {
			return err
		}
		status := collections.Join(uint64(s.Generator.Status), s.Generator.Id) //nolint:gosec // not negative
		if err := k.statuses.Set(ctx, status); err != nil {
			return err
		}
	}
	for _, c := range g.MaintenanceClaims {
		if err := k.maintenanceClaims.Set(ctx, c.Generator, c); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initProviders(ctx context.Context, g types.GenesisState) error {
	for _, b := range g.Bids {
		who, err := k.stored(b.Provider)
		if err != nil {
			return err
		}
		if err := k.addBid(ctx, who, b); err != nil {
			return err
		}
	}
	for _, p := range g.Providers {
		who, err := k.stored(p.Provider)
		if err != nil {
			return err
		}
		if err := k.providers.Set(ctx, who.Bytes, p); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initHoldings(ctx context.Context, g types.GenesisState) error {
	for _, h := range g.Holdings {
		who, err := k.stored(h.Account)
		if err != nil {
			return err
		}
		if err := k.setHolding(ctx, who, h); err != nil {
			return err
		}
	}
	for _, q := range g.Quotas {
		who, err := k.stored(q.Account)
		if err != nil {
			return err
		}
		if err := k.quotas.Set(ctx, collections.Join(q.Generator, who.Bytes), q); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initVouchers(ctx context.Context, g types.GenesisState) error {
	for _, d := range g.Devices {
		if err := k.setDevice(ctx, d); err != nil {
			return err
		}
	}
	for _, v := range g.Vouchers {
		if err := k.setVoucher(ctx, v); err != nil {
			return err
		}
		if v.Status != types.VOUCHER_STATUS_OPEN {
			continue
		}
		if err := k.openVouchers.Set(ctx, collections.Join3(v.Generator, v.Device, v.Id)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initMarket(ctx context.Context, g types.GenesisState) error {
	for _, l := range g.Listings {
		if err := k.listings.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
			return err
		}
	}
	for _, l := range g.Leases {
		if err := k.leases.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
			return err
		}
	}
	return nil
}
