package books

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

const (
	// levelsPerUnit is the number of levels that a unit of block work reads and writes.
	levelsPerUnit = 1_024

	// levelPages is the maximum number of pages of a side of a book.
	levelPages = int(auction.MaxLevel)/pages.Size + 1

	// forgottenPerAuction is the maximum of past auctions that end with each new one: more than one, so that a smaller retention is
	// reached.
	forgottenPerAuction = 2
)

// HoldAuction holds the auction of the area, without reading its orders: each is settled when its account is touched.
func (b *Books) HoldAuction(ctx sdk.Context, budget *queue.Budget) error {
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	if m.Orders > 0 {
		if err := b.clear(ctx, m, budget); err != nil {
			return err
		}
		if err := b.forgetAuctions(ctx, m); err != nil {
			return err
		}
	}
	return b.scheduleAuction(ctx)
}

// clear stores the result of an auction, and the places of the orders that share its volume.
func (b *Books) clear(ctx sdk.Context, m *types.Market, budget *queue.Budget) error {
	a, book, err := b.Clear(ctx)
	if err != nil {
		return err
	}
	budget.Spend(uint64(len(book.Buys)+len(book.Sells)) / levelsPerUnit)
	for _, longer := range []struct {
		side   types.OrderSide
		steps  []auction.Step
		litres uint64
	}{{types.ORDER_SIDE_BUY, book.Buys, a.DemandLitres}, {types.ORDER_SIDE_SELL, book.Sells, a.SupplyLitres}} {
		if longer.litres == a.VolumeLitres {
			continue // all that accept the price are filled, wherever they stand
		}
		if err := b.setBases(ctx, a, longer.side, longer.steps); err != nil {
			return err
		}
	}
	b.Water = b.Water.Trade(a.VolumeLitres)
	b.auctions.add(a.Number, a)
	m.Auctions, m.Orders = a.Number, 0
	return ctx.EventManager().EmitTypedEvent(&types.EventAuctionHeld{Auction: a})
}

// setBases stores with each level of a side the litres of lower levels that accept the price.
func (b *Books) setBases(ctx context.Context, a types.Auction, side types.OrderSide, steps []auction.Step) error {
	bases := a.Result().Bases(auction.Side(side), steps) //nolint:gosec // a side is 1 or 2 in both
	levels := make([]uint64, len(steps))
	for i, s := range steps {
		levels[i] = uint64(s.Level)
	}
	key := state.KeyOfBook(a.Area, a.Number, side)
	return b.Levels.UpdateMany(ctx, key, levels, func(k int, pg *pages.Page, i int) error {
		state.LevelForm.Write(pg, i, state.Level{Litres: uint64(steps[k].Litres), Before: uint64(bases[k])})
		return nil
	})
}

// forgetAuctions removes the records of auctions beyond the retention, the oldest first. One with unsettled orders stays until the last
// of them is settled.
func (b *Books) forgetAuctions(ctx context.Context, m *types.Market) error {
	params, err := b.Params.Get(ctx)
	if err != nil {
		return err
	}
	for range forgottenPerAuction {
		if m.Forgotten+params.AuctionRetention >= m.Auctions {
			return nil
		}
		m.Forgotten++
		a, err := b.auction(ctx, m.Forgotten)
		if err != nil {
			return err
		}
		if a.UnsettledOrders > 0 {
			continue
		}
		if err := b.Auctions.Remove(ctx, collections.Join(a.Area, a.Number)); err != nil {
			return err
		}
	}
	return nil
}

// auction returns a past auction of the area. The caller may change it; close stores the changes.
func (b *Books) auction(ctx context.Context, number uint64) (*types.Auction, error) {
	return b.auctions.get(number, func() (types.Auction, error) { return b.Auction(ctx, b.Area.Id, number) })
}

// setAuction stores an auction. Once all its orders are settled, its levels are not needed any more.
func (b *Books) setAuction(ctx context.Context, a types.Auction) error {
	if a.UnsettledOrders == 0 {
		if err := b.Queue.Push(ctx, state.Item(b.Now, types.KindForget, a.Area, a.Number)); err != nil {
			return err
		}
	}
	return b.SetAuction(ctx, a)
}

// ForgetLevels removes the levels of an auction whose orders are settled, and its record if it is beyond the retention.
func (b *Books) ForgetLevels(ctx context.Context, number uint64, budget *queue.Budget) error {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		removed, _, err := b.Levels.Clear(ctx, state.KeyOfBook(b.Area.Id, number, side), levelPages)
		if err != nil {
			return err
		}
		budget.Spend(uint64(removed) * pages.Size / levelsPerUnit) //nolint:gosec // at most levelPages
	}
	m, err := b.Market(ctx)
	if err != nil || number > m.Forgotten {
		return err
	}
	return b.Auctions.Remove(ctx, collections.Join(b.Area.Id, number))
}
