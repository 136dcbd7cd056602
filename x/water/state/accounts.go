package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// Account returns the account in a slot of an area.
func (st *Store) Account(ctx context.Context, area, slot uint64) (types.Account, error) {
	a, err := st.Accounts.Get(ctx, collections.Join(area, slot))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Account{}, types.ErrAccountNotFound.Wrapf("area %d: expected the slot of an account, got %d", area, slot)
	}
	return a, err
}

// SetAccount stores an account.
func (st *Store) SetAccount(ctx context.Context, a types.Account) error {
	return st.Accounts.Set(ctx, collections.Join(a.Area, a.Slot), a)
}

// SlotOf returns the slot of the account of an owner.
func (st *Store) SlotOf(ctx context.Context, area uint64, owner Address) (uint64, error) {
	slot, err := st.Owners.Get(ctx, collections.Join(owner.Bytes, area))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, types.ErrAccountNotFound.Wrapf("area %d: expected an owner with an account, got %s", area, owner.Text)
	}
	return slot, err
}

// BindingOfAccount returns the binding of the meter of an account.
func BindingOfAccount(a types.Account) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: a.Area, Slot: a.Slot}
}
