package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Member returns the member in a slot of a community, or ErrMemberNotFound.
func (st *Store) Member(ctx context.Context, community, slot uint64) (types.Member, error) {
	m, err := st.Members.Get(ctx, collections.Join(community, slot))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Member{}, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d", community, slot)
	}
	return m, err
}

// AddMember stores a member with its seat, its wallet and its entry in the index of accounts.
func (st *Store) AddMember(ctx context.Context, m types.Member, address []byte, s types.Seat, w types.Wallet) error {
	if err := st.SetMember(ctx, m); err != nil {
		return err
	}
	if err := st.Accounts.Set(ctx, collections.Join3(address, m.Community, m.Slot)); err != nil {
		return err
	}
	if err := st.Seats.Set(ctx, m.Community, m.Slot, s); err != nil {
		return err
	}
	return st.Wallets.Set(ctx, m.Community, m.Slot, w)
}

// SetMember stores a member.
func (st *Store) SetMember(ctx context.Context, m types.Member) error {
	return st.Members.Set(ctx, collections.Join(m.Community, m.Slot), m)
}

// Seat returns the seat of a member, or ErrMemberNotFound.
func (st *Store) Seat(ctx context.Context, community, slot uint64) (types.Seat, error) {
	s, err := st.Seats.Get(ctx, community, slot)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Seat{}, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d", community, slot)
	}
	return s, err
}

// Wallet returns the wallet of a member, or ErrMemberNotFound.
func (st *Store) Wallet(ctx context.Context, community, slot uint64) (types.Wallet, error) {
	w, err := st.Wallets.Get(ctx, community, slot)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Wallet{}, types.ErrMemberNotFound.Wrapf("community %d: expected the slot of a member, got %d", community, slot)
	}
	return w, err
}

// BindingOf returns the binding of the meter of a member.
func BindingOf(community, slot uint64) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: community, Slot: slot}
}

// CountedByMeter returns the consumption and production that the present meter of a member counted since it joined, Wh.
// Totals are modulo 2^64, and so is their difference.
func CountedByMeter(m types.Member, now meteridtypes.Totals) (consumed, produced uint64) {
	return now.Import - m.OpeningImportWh, now.Export - m.OpeningExportWh
}

// AddMeterTotals adds the counts of the present meter to the sums of the member and sets its opening registers to the present
// ones. Every release or replacement of a meter calls it, so that no Wh is lost.
func (st *Store) AddMeterTotals(ctx context.Context, m types.Member, meter meteridtypes.Meter) (types.Member, error) {
	totals, err := st.Meters.Totals(ctx, meter.Id)
	if err != nil {
		return types.Member{}, err
	}
	consumed, produced := CountedByMeter(m, totals)
	m.ConsumedBeforeWh = exact.AddUpTo(m.ConsumedBeforeWh, consumed)
	m.ProducedBeforeWh = exact.AddUpTo(m.ProducedBeforeWh, produced)
	m.OpeningImportWh, m.OpeningExportWh = totals.Import, totals.Export
	return m, nil
}

// MemberOfAccount returns the member in a slot and checks that the account owns its wallet.
func (st *Store) MemberOfAccount(ctx context.Context, community, slot uint64, account Address) (types.Member, error) {
	m, err := st.Member(ctx, community, slot)
	if err != nil {
		return types.Member{}, err
	}
	if m.Account != account.Text {
		return types.Member{}, types.ErrNotMember.Wrapf("community %d, slot %d: expected %s, got %s", community, slot, m.Account, account.Text)
	}
	return m, nil
}
