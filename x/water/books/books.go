// Package books changes the records of one area: each is loaded and stored at most once.
package books

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Books are the records of one area while something is done with them. A record is loaded at most once, when it is first
// needed, and stored at most once, by close, if it has changed; so whatever is done to the households of an area costs one
// access for each record, however many readings or trades it was. Only one set of books of an area may be open at a time.
type Books struct {
	*state.Store

	Area   types.Area
	Terms  ledger.Terms
	Water  ledger.Ledger // as it is now
	Stored types.Ledger  // as it is stored
	Minted uint64        // since they were opened
	Now    int64
	height int64

	purse    record[types.Purse]
	counters record[types.Counters]
	periods  []*record[types.Period]
	sources  []*record[types.Source]
	pages    []*openPage
	pageOf   map[uint64]*openPage
	seats    []*Seat // in the order in which they were taken
	seatOf   map[uint64]*Seat
	trade    *Market // loaded only if it is needed
}

// record is something stored as it is now and as it was.
type record[T comparable] struct {
	Now, was T
	loaded   bool
}

func (r *record[T]) load(v T) { r.Now, r.was, r.loaded = v, v, true }

func (r *record[T]) changed() bool { return r.Now != r.was }

// Open takes the books of an area out of the store.
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
		Terms:  area.Terms(),
		Water:  stored.Value(),
		Stored: stored,
		Now:    sdkCtx.BlockTime().Unix(),
		height: sdkCtx.BlockHeight(),
		pageOf: map[uint64]*openPage{},
		seatOf: map[uint64]*Seat{},
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

// Ledger is the ledger as it is to be stored.
func (b *Books) Ledger() types.Ledger {
	return b.Stored.With(b.Water).MintedOn(b.Now, b.Minted)
}

func (b *Books) closeRecords(ctx context.Context) error {
	for _, p := range b.periods {
		if !p.changed() {
			continue
		}
		if err := b.SetPeriod(ctx, p.Now); err != nil {
			return err
		}
	}
	for _, s := range b.sources {
		if !s.changed() {
			continue
		}
		if err := b.SetSource(ctx, s.Now); err != nil {
			return err
		}
	}
	if b.purse.changed() {
		if err := b.Purses.Set(ctx, b.Area.Id, b.purse.Now); err != nil {
			return err
		}
	}
	if b.counters.changed() {
		return b.Store.Counters.Set(ctx, b.Area.Id, b.counters.Now)
	}
	return nil
}

// Purse are the buckets of the area. What is changed in them is stored by close.
func (b *Books) Purse(ctx context.Context) (*types.Purse, error) {
	if !b.purse.loaded {
		p, err := b.Purses.Get(ctx, b.Area.Id)
		if err != nil {
			return nil, err
		}
		b.purse.load(p)
	}
	return &b.purse.Now, nil
}

// Counters are the counters of the area. What is changed in them is stored by close.
func (b *Books) Counters(ctx context.Context) (*types.Counters, error) {
	if !b.counters.loaded {
		c, err := b.Store.Counters.Get(ctx, b.Area.Id)
		if err != nil {
			return nil, err
		}
		b.counters.load(c)
	}
	return &b.counters.Now, nil
}

// Coin returns an amount in the money of the area.
func (b *Books) Coin(amount uint64) sdk.Coin {
	return sdk.NewCoin(b.Area.PaymentDenom, math.NewIntFromUint64(amount))
}

// Period is a period of the area. What is changed in it is stored by close.
func (b *Books) Period(ctx context.Context, number uint64) (*types.Period, error) {
	for _, p := range b.periods {
		if p.Now.Number == number {
			return &p.Now, nil
		}
	}
	p, err := b.Store.Period(ctx, b.Area.Id, number)
	if err != nil {
		return nil, err
	}
	r := &record[types.Period]{}
	r.load(p)
	b.periods = append(b.periods, r)
	return &r.Now, nil
}

// Source is a source of the area. What is changed in it is stored by close.
func (b *Books) Source(ctx context.Context, id uint64) (*types.Source, error) {
	for _, s := range b.sources {
		if s.Now.Id == id {
			return &s.Now, nil
		}
	}
	s, err := b.Store.Source(ctx, b.Area.Id, id)
	if err != nil {
		return nil, err
	}
	r := &record[types.Source]{}
	r.load(s)
	b.sources = append(b.sources, r)
	return &r.Now, nil
}

// Forget drops the households that were taken, with whatever was done to them.
func (b *Books) Forget() {
	b.seats, b.pages = nil, nil
	clear(b.seatOf)
	clear(b.pageOf)
}
