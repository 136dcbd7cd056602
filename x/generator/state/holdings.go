package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Holding returns the holding of an account; an empty one if it has none.
func (st *Store) Holding(ctx context.Context, generator uint64, account Address) (types.Holding, error) {
	h, err := st.Holdings.Get(ctx, collections.Join(generator, account.Bytes))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Holding{Generator: generator, Account: account.Text}, nil
	}
	return h, err
}

// SetHolding stores a holding, or removes an empty one, and updates the indexes of accounts and voters.
func (st *Store) SetHolding(ctx context.Context, account Address, h types.Holding) error {
	key, reverse := collections.Join(h.Generator, account.Bytes), collections.Join(account.Bytes, h.Generator)
	before, err := st.Holdings.Get(ctx, key)
	existed := err == nil
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	switch {
	case h.IsEmpty():
		if err := st.Holdings.Remove(ctx, key); err != nil {
			return err
		}
		if err := st.Accounts.Remove(ctx, reverse); err != nil {
			return err
		}
	default:
		if err := st.Holdings.Set(ctx, key, h); err != nil {
			return err
		}
		if existed {
			break
		}
		if err := st.Accounts.Set(ctx, reverse); err != nil {
			return err
		}
	}
	switch {
	case h.Vote != nil && before.Vote == nil:
		return st.Voters.Set(ctx, key)
	case h.Vote == nil && before.Vote != nil:
		return st.Voters.Remove(ctx, key)
	default:
		return nil
	}
}

// CountVoters returns the number of owners who have voted, at most the number of shares. Only queries call it.
func (st *Store) CountVoters(ctx context.Context, generator uint64) (uint64, error) {
	n := uint64(0)
	err := st.Voters.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](generator), func(AccountKey) (bool, error) {
		n++
		return false, nil
	})
	return n, err
}
