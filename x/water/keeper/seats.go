package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/bech32"

	"github.com/utilityd/utilityd/x/internal/pages"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// seat is a household in open books. Whatever is done to it is done to these values; close stores them, moves the tokens of
// the owner and sets the valve.
type seat struct {
	slot      uint64
	owner     []byte
	meter     uint64         // 0: none
	household ledger.Account // as it is now
	balance   uint64         // of the owner, as it is in the bank
	holding   types.Holding  // the flags as they are now; the numbers are in household
	page      *openPage
	account   record[types.Account] // loaded only if it is needed
	open      uint64                // litres that the valve lets through as it is stored; 0: that is not known without looking it up
	waits     bool                  // the policy is not applied before the household is touched again
}

// openPage is a page of holdings.
type openPage struct {
	number  uint64
	pg      *pages.Page
	changed bool
}

// touch takes the seat of a slot and settles it, so that the household has what it was allotted. Everything that is done to a
// household begins with it.
func (b *books) touch(ctx context.Context, slot uint64) (*seat, error) {
	s, err := b.seat(ctx, slot)
	if err != nil {
		return nil, err
	}
	return s, b.settle(ctx, s)
}

// seat is the seat of a slot.
func (b *books) seat(ctx context.Context, slot uint64) (*seat, error) {
	if s, taken := b.seatOf[slot]; taken {
		_, err := b.accountOf(ctx, s)
		return s, err
	}
	account, err := b.account(ctx, b.area.Id, slot)
	if err != nil {
		return nil, err
	}
	owner, err := b.address("owner", account.Owner)
	if err != nil {
		return nil, err
	}
	s := &seat{slot: slot, owner: owner.Bytes, meter: account.Meter}
	s.account.load(account)
	return s, b.take(ctx, s)
}

// seatOfReading is the seat to which the meter of a reading is bound. Owner and meter stand in the reading: the account need
// not be read. The owner's address has been checked when the meter was registered; checking it again would take longer than
// all that is reckoned here.
func (b *books) seatOfReading(ctx context.Context, r *meteridtypes.AcceptedReading) (*seat, error) {
	if s, taken := b.seatOf[r.Slot]; taken {
		return s, nil
	}
	_, owner, err := bech32.DecodeAndConvert(r.Owner)
	if err != nil {
		return nil, err
	}
	s := &seat{slot: r.Slot, owner: owner, meter: r.Meter}
	return s, b.take(ctx, s)
}

func (b *books) take(ctx context.Context, s *seat) (err error) {
	if s.page, err = b.page(ctx, s.slot/pages.Size); err != nil {
		return err
	}
	i := int(s.slot % pages.Size) //nolint:gosec // below pages.Size
	if !s.page.pg.Has(i) {
		return types.ErrAccountNotFound.Wrapf("area %d: expected the slot of an account, got %d", b.area.Id, s.slot)
	}
	if s.balance, err = b.tokensOf(ctx, b.area.Denom, s.owner); err != nil {
		return err
	}
	s.holding = holdingForm.Read(s.page.pg, i)
	s.household = s.holding.Value(s.balance)
	o, _, err := b.orderOf(ctx, s, types.ORDER_SIDE_SELL)
	if err != nil {
		return err
	}
	s.household.Offered = o.Litres
	if s.meter != 0 && !s.holding.Guarded {
		s.open = s.household.Left()
	}
	b.seats = append(b.seats, s)
	b.seatOf[s.slot] = s
	return nil
}

// newSeat is the seat of an account that is opened. The slot must be free.
func (b *books) newSeat(ctx context.Context, a types.Account, owner address) (s *seat, err error) {
	s = &seat{slot: a.Slot, owner: owner.Bytes, account: record[types.Account]{now: a, loaded: true}}
	if s.page, err = b.page(ctx, s.slot/pages.Size); err != nil {
		return nil, err
	}
	s.page.pg.Put(int(s.slot % pages.Size)) //nolint:gosec // below pages.Size
	s.page.changed = true
	if s.balance, err = b.tokensOf(ctx, b.area.Denom, s.owner); err != nil {
		return nil, err
	}
	s.household.Balance = s.balance
	b.seats = append(b.seats, s)
	b.seatOf[s.slot] = s
	return s, nil
}

// setMeter gives a household another meter; 0 is none. What its valve does is not known.
func (s *seat) setMeter(meter uint64) {
	s.meter, s.open = meter, 0
	s.account.now.Meter = meter
}

func (b *books) page(ctx context.Context, number uint64) (*openPage, error) {
	if p, open := b.pageOf[number]; open {
		return p, nil
	}
	pg, err := b.holdings.Page(ctx, b.area.Id, number)
	if err != nil {
		return nil, err
	}
	p := &openPage{number: number, pg: pg}
	b.pages = append(b.pages, p)
	b.pageOf[number] = p
	return p, nil
}

// accountOf is the part of a household that changes by messages. What is changed in it is stored by close.
func (b *books) accountOf(ctx context.Context, s *seat) (*types.Account, error) {
	if !s.account.loaded {
		a, err := b.account(ctx, b.area.Id, s.slot)
		if err != nil {
			return nil, err
		}
		s.account.load(a)
	}
	return &s.account.now, nil
}

// settle gives a household what it was allotted: first in the finished period that it has not been settled in, if there is one,
// then in the running one.
func (b *books) settle(ctx context.Context, s *seat) error {
	if err := b.catchUp(ctx, s); err != nil {
		return err
	}
	var err error
	b.water, s.household, _, err = b.water.Settle(b.terms, s.household)
	return err
}

func (b *books) catchUp(ctx context.Context, s *seat) error {
	for {
		number, behind := b.water.Behind(s.household)
		if !behind {
			return nil
		}
		p, err := b.period(ctx, number)
		if err != nil {
			return err
		}
		b.water, s.household, _, err = b.water.CatchUp(b.terms, s.household, p.Allotment())
		if err != nil {
			return err
		}
	}
}

// closeSeat stores a household and sets its valve. The tokens are moved later, all at once.
func (b *books) closeSeat(ctx context.Context, s *seat) error {
	s.holding = s.holding.With(s.household)
	if holdingForm.Write(s.page.pg, int(s.slot%pages.Size), s.holding) { //nolint:gosec // below pages.Size
		s.page.changed = true
	}
	if s.meter != 0 {
		if err := b.setValve(ctx, s); err != nil {
			return err
		}
	}
	if !s.account.changed() {
		return nil
	}
	if s.account.was.Owner == "" { // it is new
		if err := b.owners.Set(ctx, collections.Join(s.owner, b.area.Id), s.slot); err != nil {
			return err
		}
	}
	return b.setAccount(ctx, s.account.now)
}
