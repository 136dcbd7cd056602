package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
)

// settlement is the settlement of an epoch, and whether there is one.
func (k *Keeper) settlement(ctx context.Context, community, epoch uint64) (s types.Settlement, found bool, err error) {
	s, err = k.settlements.Get(ctx, collections.Join(community, epoch))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Settlement{}, false, nil
	}
	return s, err == nil, err
}

func (k *Keeper) mustSettlement(ctx context.Context, community, epoch uint64) (types.Settlement, error) {
	s, found, err := k.settlement(ctx, community, epoch)
	if err == nil && !found {
		return types.Settlement{}, types.ErrSettlementNotFound.Wrapf(
			"community %d: expected an epoch that somebody reported and that is kept, got %d", community, epoch)
	}
	return s, err
}

func (k *Keeper) setSettlement(ctx context.Context, s types.Settlement) error {
	return k.settlements.Set(ctx, collections.Join(s.Community, s.Epoch), s)
}

// openSettlement begins to wait for the readings of an epoch with these terms.
func (k *Keeper) openSettlement(
	ctx context.Context, c types.Community, t types.Terms, epoch uint64, now int64, p types.Params,
) (types.Settlement, error) {
	s := types.Settlement{
		Community: c.Id,
		Epoch:     epoch,
		Status:    types.SETTLEMENT_STATUS_OPEN,
		DueAt:     max(c.EpochEnd(epoch)+c.Waits(t), now+p.LateWindow()),
	}
	if err := k.unsettled.Set(ctx, collections.Join(c.Id, epoch)); err != nil {
		return types.Settlement{}, err
	}
	if err := k.setSettlement(ctx, s); err != nil {
		return types.Settlement{}, err
	}
	return s, k.work.Push(ctx, item(s.DueAt, types.KindSettle, c.Id, epoch))
}

// isOpenable reports whether the epoch may still be opened by a reading: neither pruned, nor so old that its record would
// be pruned had it been settled in time.
func isOpenable(c types.Community, epoch uint64, now int64, p types.Params) bool {
	return epoch >= c.OldestEpoch && !c.IsClosedIn(epoch) && now < c.EpochEnd(epoch)+c.Grace()+c.Span(p.RetentionEpochs)
}

// oldestUnsettled is the first epoch of the community that waits for its settlement.
func (k *Keeper) oldestUnsettled(ctx context.Context, community uint64) (epoch uint64, found bool, err error) {
	iter, err := k.unsettled.Iterate(ctx, collections.NewPrefixedPairRange[uint64, uint64](community))
	if err != nil {
		return 0, false, err
	}
	defer iter.Close()
	if !iter.Valid() {
		return 0, false, nil
	}
	key, err := iter.Key()
	return key.K2(), err == nil, err
}

// oldestNeeded is the first epoch whose terms may still be asked for.
func (k *Keeper) oldestNeeded(ctx context.Context, c types.Community, now int64, p types.Params) (uint64, error) {
	horizon := c.EpochAt(now - c.Grace() - c.Span(p.RetentionEpochs))
	unsettled, found, err := k.oldestUnsettled(ctx, c.Id)
	if err != nil {
		return 0, err
	}
	if found {
		horizon = min(horizon, unsettled)
	}
	return horizon, nil
}

// cursor is the settlement of the community that is under way across blocks, if there is one.
func (k *Keeper) cursor(ctx context.Context, community uint64) (c types.Cursor, running bool, err error) {
	c, err = k.cursors.Get(ctx, community)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Cursor{}, false, nil
	}
	return c, err == nil, err
}
