// Package books changes the records of one area. Each is loaded and stored at most once.
package books

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Books hold the records of one area while they are changed. A record is loaded when it is first needed, and stored by close if it
// has changed, so a batch costs one access for each record, however many readings or trades are in it. Only one set of books of
// an area may be open at a time.
type Books struct {
	*state.Store

	Area   types.Area
	Terms  ledger.Terms
	Water  ledger.Ledger // now
	Stored types.Ledger  // in the store
	Minted uint64        // litres, since the books were opened
	Now    int64
	height int64

	purse    record[types.Purse]
	counters record[types.Counters]
	market   record[types.Market]
	periods  records[types.Period]
	sources  records[types.Source]
	auctions records[types.Auction]
	pages    []*openPage
	pageOf   map[uint64]*openPage
	seats    []*Seat // in the order in which they were loaded
	seatOf   map[uint64]*Seat
}

// Open opens the books of an area.
func Open(ctx context.Context, k *state.Store, id uint64) (*Books, error) {
	area, err := k.Area(ctx, id)
	if err != nil {
		return nil, err
	}
	stored, err := k.Ledgers.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	return &Books{
		Store:  k,
		Area:   area,
		Terms:  area.Terms.Lifeline(),
		Water:  stored.Value(),
		Stored: stored,
		Now:    sdkCtx.BlockTime().Unix(),
		height: sdkCtx.BlockHeight(),
		pageOf: map[uint64]*openPage{},
		seatOf: map[uint64]*Seat{},

		periods:  newRecords[types.Period](),
		sources:  newRecords[types.Source](),
		auctions: newRecords[types.Auction](),
	}, nil
}

// close stores everything that has changed and moves the tokens of the owners. Only Commit calls it.
func (b *Books) close(ctx context.Context) error {
	for _, s := range b.seats {
		if err := b.closeSeat(ctx, s); err != nil {
			return err
		}
	}
	for _, p := range b.pages {
		if !p.changed {
			continue
		}
		if err := b.Holdings.SetPage(ctx, b.Area.Id, p.number, p.pg); err != nil {
			return err
		}
	}
	if err := b.moveTokens(ctx); err != nil {
		return err
	}
	if stored := b.Ledger(); stored != b.Stored {
		if err := b.Ledgers.Set(ctx, b.Area.Id, stored); err != nil {
			return err
		}
	}
	return b.closeRecords(ctx)
}

// Ledger returns the ledger in the form in which close stores it.
func (b *Books) Ledger() types.Ledger {
	return b.Stored.With(b.Water).MintedOn(b.Now, b.Minted)
}

func (b *Books) closeRecords(ctx context.Context) error {
	if err := b.periods.store(func(p types.Period) error { return b.SetPeriod(ctx, p) }); err != nil {
		return err
	}
	if err := b.sources.store(func(s types.Source) error { return b.SetSource(ctx, s) }); err != nil {
		return err
	}
	if err := b.auctions.store(func(a types.Auction) error { return b.setAuction(ctx, a) }); err != nil {
		return err
	}
	if err := b.market.store(func(m types.Market) error { return b.Markets.Set(ctx, b.Area.Id, m) }); err != nil {
		return err
	}
	if err := b.purse.store(func(p types.Purse) error { return b.Purses.Set(ctx, b.Area.Id, p) }); err != nil {
		return err
	}
	return b.counters.store(func(c types.Counters) error { return b.Store.Counters.Set(ctx, b.Area.Id, c) })
}

// Purse returns the buckets of the area. The caller may change them; close stores the changes.
func (b *Books) Purse(ctx context.Context) (*types.Purse, error) {
	return b.purse.get(func() (types.Purse, error) { return b.Purses.Get(ctx, b.Area.Id) })
}

// Counters returns the counters of the area. The caller may change them; close stores the changes.
func (b *Books) Counters(ctx context.Context) (*types.Counters, error) {
	return b.counters.get(func() (types.Counters, error) { return b.Store.Counters.Get(ctx, b.Area.Id) })
}

// Coin returns an amount in the payment denom of the area.
func (b *Books) Coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(b.Area.PaymentDenom, math.NewIntFromUint64(amount))
}

// Period returns a period of the area. The caller may change it; close stores the changes.
func (b *Books) Period(ctx context.Context, number uint64) (*types.Period, error) {
	return b.periods.get(number, func() (types.Period, error) { return b.Store.Period(ctx, b.Area.Id, number) })
}

// Source returns a source of the area. The caller may change it; close stores the changes.
func (b *Books) Source(ctx context.Context, id uint64) (*types.Source, error) {
	return b.sources.get(id, func() (types.Source, error) { return b.Store.Source(ctx, b.Area.Id, id) })
}

// DropSeats drops the households that were taken, with all changes to them.
func (b *Books) DropSeats() {
	b.seats, b.pages = nil, nil
	clear(b.seatOf)
	clear(b.pageOf)
}
