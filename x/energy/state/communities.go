package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
)

// Community returns a community by its number, or ErrCommunityNotFound.
func (st *Store) Community(ctx context.Context, id uint64) (types.Community, error) {
	c, err := st.Communities.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Community{}, types.ErrCommunityNotFound.Wrapf("expected the number of a community, got %d", id)
	}
	return c, err
}

// SetCommunity stores a community.
func (st *Store) SetCommunity(ctx context.Context, c types.Community) error {
	return st.Communities.Set(ctx, c.Id, c)
}

// ExpectAdmin checks that the account is the admin of the community.
func ExpectAdmin(c types.Community, admin Address) error {
	if c.Admin != admin.Text {
		return types.ErrNotAdmin.Wrapf("community %d: expected %s, got %s", c.Id, c.Admin, admin.Text)
	}
	return nil
}

// ExpectOpen checks that the community is not closed.
func ExpectOpen(c types.Community) error {
	if c.Status == types.COMMUNITY_STATUS_CLOSED {
		return types.ErrCommunityClosed.Wrapf("community %d: expected a community that is not closed, got one closed from epoch %d on",
			c.Id, c.ClosedFromEpoch)
	}
	return nil
}

// ExpectStatus checks the status of a community.
func ExpectStatus(c types.Community, want types.CommunityStatus) error {
	if err := ExpectOpen(c); err != nil {
		return err
	}
	if c.Status != want {
		return types.ErrWrongStatus.Wrapf("community %d: expected %s, got %s", c.Id, want, c.Status)
	}
	return nil
}

// ExpectNotSettling checks that no settlement of the community is in progress across blocks: seats and wallets must not
// change before it has read them all.
func (st *Store) ExpectNotSettling(ctx context.Context, community uint64) error {
	cursor, running, err := st.FindCursor(ctx, community)
	if err != nil || !running {
		return err
	}
	return types.ErrSettling.Wrapf("settlement of epoch %d of community %d is in progress, try again in the next block",
		cursor.Epoch, community)
}

// ExpectDenomOf checks that an amount has the payment denom of the community.
func ExpectDenomOf(c types.Community, amount sdk.Coin) error {
	if amount.Denom != c.PaymentDenom {
		return types.ErrWrongDenom.Wrapf("community %d: expected %s, got %s", c.Id, c.PaymentDenom, amount.Denom)
	}
	return nil
}
