package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
)

// FindSettlement returns the settlement of an epoch; found is false if there is none.
func (st *Store) FindSettlement(ctx context.Context, community, epoch uint64) (s types.Settlement, found bool, err error) {
	s, err = st.Settlements.Get(ctx, collections.Join(community, epoch))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Settlement{}, false, nil
	}
	return s, err == nil, err
}

// Settlement returns the settlement of an epoch, or ErrSettlementNotFound.
func (st *Store) Settlement(ctx context.Context, community, epoch uint64) (types.Settlement, error) {
	s, found, err := st.FindSettlement(ctx, community, epoch)
	if err == nil && !found {
		return types.Settlement{}, types.ErrSettlementNotFound.Wrapf(
			"community %d: expected an unpruned epoch with a report, got %d", community, epoch)
	}
	return s, err
}

// SetSettlement stores a settlement.
func (st *Store) SetSettlement(ctx context.Context, s types.Settlement) error {
	return st.Settlements.Set(ctx, collections.Join(s.Community, s.Epoch), s)
}

// OpenSettlement stores an open settlement for an epoch with these terms, and schedules it for the time when all readings can
// have come.
func (st *Store) OpenSettlement(
	ctx context.Context, c types.Community, t types.Terms, epoch uint64, now int64, p types.Params,
) (types.Settlement, error) {
	s := types.Settlement{
		Community: c.Id,
		Epoch:     epoch,
		Status:    types.SETTLEMENT_STATUS_OPEN,
		DueAt:     DueAt(c, t, epoch, now, p),
	}
	if err := st.Unsettled.Set(ctx, collections.Join(c.Id, epoch)); err != nil {
		return types.Settlement{}, err
	}
	if err := st.SetSettlement(ctx, s); err != nil {
		return types.Settlement{}, err
	}
	return s, st.Queue.Push(ctx, WorkItem(s.DueAt, types.KindSettle, c.Id, epoch))
}

// DueAt returns when an epoch settles whose first reading comes now: not before its grace, and not before the others had as long to
// report, because the first reading may come late after an outage or by intent.
func DueAt(c types.Community, t types.Terms, epoch uint64, now int64, p types.Params) int64 {
	return max(c.EpochEnd(epoch)+t.Waits(), now+max(t.Grace(), p.LateWindow()))
}

// IsOpenable reports whether a reading may still open the epoch: it is neither pruned, nor so old that its record would be
// pruned had it been settled after the maximum grace.
func IsOpenable(c types.Community, epoch uint64, now int64, p types.Params) bool {
	return epoch >= c.OldestEpoch && !c.IsClosedIn(epoch) && now < c.EpochEnd(epoch)+types.MaxGrace+c.Span(p.RetentionEpochs)
}

// OldestUnsettled returns the first unsettled epoch of the community; found is false if all are settled.
func (st *Store) OldestUnsettled(ctx context.Context, community uint64) (epoch uint64, found bool, err error) {
	iter, err := st.Unsettled.Iterate(ctx, collections.NewPrefixedPairRange[uint64, uint64](community))
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

// OldestNeeded returns the first epoch whose terms may still be read, by a late reading or an unsettled epoch.
func (st *Store) OldestNeeded(ctx context.Context, c types.Community, now int64, p types.Params) (uint64, error) {
	horizon := c.EpochAt(now - types.MaxGrace - c.Span(p.RetentionEpochs))
	unsettled, found, err := st.OldestUnsettled(ctx, c.Id)
	if err != nil {
		return 0, err
	}
	if found {
		horizon = min(horizon, unsettled)
	}
	return horizon, nil
}

// FindCursor returns the cursor of the settlement of the community that is in progress across blocks; running is false if
// there is none.
func (st *Store) FindCursor(ctx context.Context, community uint64) (c types.Cursor, running bool, err error) {
	c, err = st.Cursors.Get(ctx, community)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Cursor{}, false, nil
	}
	return c, err == nil, err
}
