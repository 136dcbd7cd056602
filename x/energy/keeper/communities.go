package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
)

// community is a community by its number.
func (k *Keeper) community(ctx context.Context, id uint64) (types.Community, error) {
	c, err := k.communities.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Community{}, types.ErrCommunityNotFound.Wrapf("expected the number of a community, got %d", id)
	}
	return c, err
}

func (k *Keeper) setCommunity(ctx context.Context, c types.Community) error {
	return k.communities.Set(ctx, c.Id, c)
}

// communityOfAdmin is a community that the account runs.
func (k *Keeper) communityOfAdmin(ctx context.Context, id uint64, admin account) (types.Community, error) {
	c, err := k.community(ctx, id)
	if err != nil {
		return types.Community{}, err
	}
	return c, expectAdmin(c, admin)
}

func expectAdmin(c types.Community, admin account) error {
	if c.Admin != admin.Text {
		return types.ErrNotAdmin.Wrapf("community %d: expected %s, got %s", c.Id, c.Admin, admin.Text)
	}
	return nil
}

func expectOpen(c types.Community) error {
	if c.Status == types.COMMUNITY_STATUS_CLOSED {
		return types.ErrCommunityClosed.Wrapf("community %d: expected a community that is not closed, got one closed from epoch %d on",
			c.Id, c.ClosedFromEpoch)
	}
	return nil
}

func expectStatus(c types.Community, want types.CommunityStatus) error {
	if err := expectOpen(c); err != nil {
		return err
	}
	if c.Status != want {
		return types.ErrWrongStatus.Wrapf("community %d: expected %s, got %s", c.Id, want, c.Status)
	}
	return nil
}

// expectQuiet refuses to touch seats and wallets while a settlement of the community is under way across blocks.
func (k *Keeper) expectQuiet(ctx context.Context, community uint64) error {
	cursor, running, err := k.cursor(ctx, community)
	if err != nil || !running {
		return err
	}
	return types.ErrSettling.Wrapf("settlement of epoch %d of community %d is under way, try again in the next block",
		cursor.Epoch, community)
}
