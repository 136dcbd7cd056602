package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// books are the records of one area while something is done with them. A record is loaded at most once, when it is first
// needed, and stored at most once, by close, if it has changed; so whatever is done to the households of an area costs one
// access for each record, however many readings or trades it was. Only one set of books of an area may be open at a time.
type books struct {
	*Keeper

	area   types.Area
	terms  ledger.Terms
	water  ledger.Ledger // as it is now
	stored types.Ledger  // as it is stored
	minted uint64        // since they were opened
	now    int64
	height int64

	purse    record[types.Purse]
	counters record[types.Counters]
	periods  []*record[types.Period]
	sources  []*record[types.Source]
	pages    []*openPage
	pageOf   map[uint64]*openPage
	seats    []*seat // in the order in which they were taken
	seatOf   map[uint64]*seat
	trade    *market // loaded only if it is needed
}

// record is something stored as it is now and as it was.
type record[T comparable] struct {
	now, was T
	loaded   bool
}

func (r *record[T]) load(v T) { r.now, r.was, r.loaded = v, v, true }

func (r *record[T]) changed() bool { return r.now != r.was }

// open takes the books of an area out of the store.
func (k *Keeper) open(ctx context.Context, id uint64) (*books, error) {
	area, err := k.area(ctx, id)
	if err != nil {
		return nil, err
	}
	stored, err := k.ledgers.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	return &books{
		Keeper: k,
		area:   area,
		terms:  area.Terms(),
		water:  stored.Value(),
		stored: stored,
		now:    sdkCtx.BlockTime().Unix(),
		height: sdkCtx.BlockHeight(),
		pageOf: map[uint64]*openPage{},
		seatOf: map[uint64]*seat{},
	}, nil
}

// close stores everything that has changed and moves the tokens of the owners. Only commit calls it.
func (b *books) close(ctx context.Context) error {
	for _, s := range b.seats {
		if err := b.closeSeat(ctx, s); err != nil {
			return err
		}
	}
	for _, p := range b.pages {
		if !p.changed {
			continue
		}
		if err := b.holdings.SetPage(ctx, b.area.Id, p.number, p.pg); err != nil {
			return err
		}
	}
	if err := b.moveTokens(ctx); err != nil {
		return err
	}
	if stored := b.ledger(); stored != b.stored {
		if err := b.ledgers.Set(ctx, b.area.Id, stored); err != nil {
			return err
		}
	}
	return b.closeRecords(ctx)
}

// ledger is the ledger as it is to be stored.
func (b *books) ledger() types.Ledger {
	return b.stored.With(b.water).MintedOn(b.now, b.minted)
}

func (b *books) closeRecords(ctx context.Context) error {
	for _, p := range b.periods {
		if !p.changed() {
			continue
		}
		if err := b.setPeriod(ctx, p.now); err != nil {
			return err
		}
	}
	for _, s := range b.sources {
		if !s.changed() {
			continue
		}
		if err := b.setSource(ctx, s.now); err != nil {
			return err
		}
	}
	if b.purse.changed() {
		if err := b.purses.Set(ctx, b.area.Id, b.purse.now); err != nil {
			return err
		}
	}
	if b.counters.changed() {
		return b.Keeper.counters.Set(ctx, b.area.Id, b.counters.now)
	}
	return nil
}

// money are the buckets of the area. What is changed in them is stored by close.
func (b *books) money(ctx context.Context) (*types.Purse, error) {
	if !b.purse.loaded {
		p, err := b.purses.Get(ctx, b.area.Id)
		if err != nil {
			return nil, err
		}
		b.purse.load(p)
	}
	return &b.purse.now, nil
}

// count are the counters of the area. What is changed in them is stored by close.
func (b *books) count(ctx context.Context) (*types.Counters, error) {
	if !b.counters.loaded {
		c, err := b.Keeper.counters.Get(ctx, b.area.Id)
		if err != nil {
			return nil, err
		}
		b.counters.load(c)
	}
	return &b.counters.now, nil
}

// coin returns an amount in the money of the area.
func (b *books) coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(b.area.PaymentDenom, math.NewIntFromUint64(amount))
}

// period is a period of the area. What is changed in it is stored by close.
func (b *books) period(ctx context.Context, number uint64) (*types.Period, error) {
	for _, p := range b.periods {
		if p.now.Number == number {
			return &p.now, nil
		}
	}
	p, err := b.Keeper.period(ctx, b.area.Id, number)
	if err != nil {
		return nil, err
	}
	r := &record[types.Period]{}
	r.load(p)
	b.periods = append(b.periods, r)
	return &r.now, nil
}

// source is a source of the area. What is changed in it is stored by close.
func (b *books) source(ctx context.Context, id uint64) (*types.Source, error) {
	for _, s := range b.sources {
		if s.now.Id == id {
			return &s.now, nil
		}
	}
	s, err := b.Keeper.source(ctx, b.area.Id, id)
	if err != nil {
		return nil, err
	}
	r := &record[types.Source]{}
	r.load(s)
	b.sources = append(b.sources, r)
	return &r.now, nil
}
