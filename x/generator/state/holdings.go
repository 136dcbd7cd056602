package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Holding is what an account has in a generator, be it nothing.
func (st *Store) Holding(ctx context.Context, generator uint64, who Address) (types.Holding, error) {
	h, err := st.Holdings.Get(ctx, collections.Join(generator, who.Bytes))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Holding{Generator: generator, Account: who.Text}, nil
	}
	return h, err
}

// SetHolding stores what an account has, or removes it if that is nothing, and keeps the indexes of accounts and voters.
func (st *Store) SetHolding(ctx context.Context, who Address, h types.Holding) error {
	key, reverse := collections.Join(h.Generator, who.Bytes), collections.Join(who.Bytes, h.Generator)
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

// VotersOf is how many owners have voted: at most as many as there are shares. Only questions count them.
func (st *Store) VotersOf(ctx context.Context, generator uint64) (uint64, error) {
	n := uint64(0)
	err := st.Voters.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](generator), func(AccountKey) (bool, error) {
		n++
		return false, nil
	})
	return n, err
}
