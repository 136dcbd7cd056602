package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// member is the member in a slot of a community.
func (k *Keeper) member(ctx context.Context, community, slot uint64) (types.Member, error) {
	m, err := k.members.Get(ctx, collections.Join(community, slot))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Member{}, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d", community, slot)
	}
	return m, err
}

// addMember gives a member its slot, seat and empty wallet.
func (k *Keeper) addMember(ctx context.Context, m types.Member, address []byte, s types.Seat) error {
	if err := k.setMember(ctx, m); err != nil {
		return err
	}
	if err := k.accounts.Set(ctx, collections.Join3(address, m.Community, m.Slot)); err != nil {
		return err
	}
	if err := k.seats.Set(ctx, m.Community, m.Slot, s); err != nil {
		return err
	}
	return k.wallets.Set(ctx, m.Community, m.Slot, types.Wallet{})
}

func (k *Keeper) setMember(ctx context.Context, m types.Member) error {
	return k.members.Set(ctx, collections.Join(m.Community, m.Slot), m)
}

// seat is the seat of a member who exists.
func (k *Keeper) seat(ctx context.Context, community, slot uint64) (types.Seat, error) {
	s, err := k.seats.Get(ctx, community, slot)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Seat{}, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d", community, slot)
	}
	return s, err
}

// wallet is the wallet of a member who exists.
func (k *Keeper) wallet(ctx context.Context, community, slot uint64) (types.Wallet, error) {
	w, err := k.wallets.Get(ctx, community, slot)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Wallet{}, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d", community, slot)
	}
	return w, err
}

// bindingOf is what a meter is bound to while a member has it.
func bindingOf(community, slot uint64) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: community, Slot: slot}
}

// counted is what the present meter of a member counted since it came, Wh. Totals are modulo 2^64, and so is their difference.
func counted(m types.Member, now meteridtypes.Totals) (consumed, produced uint64) {
	return now.Import - m.OpeningImportWh, now.Export - m.OpeningExportWh
}

// fold adds what the present meter counted to what was counted before, because the meter goes.
func (k *Keeper) fold(ctx context.Context, m types.Member, meter meteridtypes.Meter) (types.Member, error) {
	totals, err := k.meters.Totals(ctx, meter.Id)
	if err != nil {
		return types.Member{}, err
	}
	consumed, produced := counted(m, totals)
	m.ConsumedBeforeWh = exact.AddUpTo(m.ConsumedBeforeWh, consumed)
	m.ProducedBeforeWh = exact.AddUpTo(m.ProducedBeforeWh, produced)
	m.OpeningImportWh, m.OpeningExportWh = totals.Import, totals.Export
	return m, nil
}
