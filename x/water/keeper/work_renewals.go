package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// renew subscribes a household with automatic renewal from its prepaid money. If the money does not suffice, the next try is for the
// next period.
func (k *Keeper) renew(ctx sdk.Context, it queue.Item) error {
	b, err := books.Open(ctx, k.Store, it.Record)
	if err != nil {
		return err
	}
	if b.Area.IsClosed() {
		return nil
	}
	s, err := b.Seat(ctx, it.Number)
	if err != nil {
		return err
	}
	if a := s.Account.Now; !a.IsOpen() || a.Meter == 0 || !a.Policy.AutoRenew {
		return nil
	}
	if err := b.Settle(ctx, s); err != nil {
		return err
	}
	if err := b.Renew(ctx, s); err != nil && !books.NothingToRenew(err) {
		return err
	}
	at, err := b.NextRenewal(ctx, it.At)
	if err != nil {
		return err
	}
	if err := b.Queue.Push(ctx, state.Item(at, types.KindRenew, b.Area.Id, s.Slot)); err != nil {
		return err
	}
	return b.Commit(ctx)
}
