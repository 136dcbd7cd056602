package books

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/bech32"

	"github.com/utilityd/utilityd/x/internal/pages"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Seat holds a household in open books. Changes are made to these values; close stores them, moves the tokens of the owner and
// sets the valve.
type Seat struct {
	Slot      uint64
	Owner     []byte
	Meter     uint64         // 0: none
	Household ledger.Account // now
	balance   uint64         // of the owner in the bank
	Holding   state.Holding  // with its flags as they are now; the numbers are in Household
	page      *openPage
	Account   record[types.Account]

	buy, sell record[types.Order] // an order of 0 litres is none
	settled   []*types.EventOrderSettled

	left         uint64 // litres of the household in the store
	SkipsRenewal bool   // the policy does not renew in these books
}

// HasOrder reports whether the household has an order; after Settle it is one in the next auction.
func (s *Seat) HasOrder() bool { return s.buy.Now.Litres > 0 || s.sell.Now.Litres > 0 }

// openPage holds a page of holdings.
type openPage struct {
	number  uint64
	pg      *pages.Page
	changed bool
}

// Touch returns the seat of a slot, settled, so that the household has its allotments. Every change of a household begins with it.
func (b *Books) Touch(ctx context.Context, slot uint64) (*Seat, error) {
	s, err := b.Seat(ctx, slot)
	if err != nil {
		return nil, err
	}
	return s, b.Settle(ctx, s)
}

// Seat returns the seat of a slot.
func (b *Books) Seat(ctx context.Context, slot uint64) (*Seat, error) {
	if s, loaded := b.seatOf[slot]; loaded {
		_, err := b.AccountOf(ctx, s)
		return s, err
	}
	s := &Seat{Slot: slot}
	account, err := b.AccountOf(ctx, s)
	if err != nil {
		return nil, err
	}
	owner, err := b.ReadAddress("owner", account.Owner)
	if err != nil {
		return nil, err
	}
	s.Owner, s.Meter = owner.Bytes, account.Meter
	return s, b.load(ctx, s)
}

// SeatOfReading returns the seat to which the meter of a reading is bound. The reading has owner and meter, so the account need not
// be read. The address was checked when the meter was registered; checking it again would take longer than the rest of the work.
func (b *Books) SeatOfReading(ctx context.Context, r *meteridtypes.AcceptedReading) (*Seat, error) {
	if s, loaded := b.seatOf[r.Slot]; loaded {
		return s, nil
	}
	_, owner, err := bech32.DecodeAndConvert(r.Owner)
	if err != nil {
		return nil, err
	}
	s := &Seat{Slot: r.Slot, Owner: owner, Meter: r.Meter}
	return s, b.load(ctx, s)
}

func (b *Books) load(ctx context.Context, s *Seat) (err error) {
	if s.page, err = b.page(ctx, s.Slot/pages.Size); err != nil {
		return err
	}
	i := int(s.Slot % pages.Size) //nolint:gosec // below pages.Size
	if !s.page.pg.Has(i) {
		return types.ErrAccountNotFound.Wrapf("area %d: expected the slot of an account, got %d", b.Area.Id, s.Slot)
	}
	if s.balance, err = b.TokensOf(ctx, b.Area.Denom, s.Owner); err != nil {
		return err
	}
	s.Holding = state.HoldingForm.Read(s.page.pg, i)
	s.Household = s.Holding.Value(s.balance)
	if err := b.loadOrders(ctx, s); err != nil {
		return err
	}
	s.left = s.Household.Left()
	b.seats = append(b.seats, s)
	b.seatOf[s.Slot] = s
	return nil
}

// newSeat adds the seat of an account that is opened. The slot must be free.
func (b *Books) newSeat(ctx context.Context, a types.Account, owner state.Address) (s *Seat, err error) {
	s = &Seat{Slot: a.Slot, Owner: owner.Bytes, Account: record[types.Account]{Now: a, loaded: true}}
	if s.page, err = b.page(ctx, s.Slot/pages.Size); err != nil {
		return nil, err
	}
	s.page.pg.Put(int(s.Slot % pages.Size)) //nolint:gosec // below pages.Size
	s.page.changed = true
	if s.balance, err = b.TokensOf(ctx, b.Area.Denom, s.Owner); err != nil {
		return nil, err
	}
	s.Household.Balance = s.balance
	b.seats = append(b.seats, s)
	b.seatOf[s.Slot] = s
	return s, nil
}

// setMeter gives a household another meter, which has no valve yet; 0: none.
func (s *Seat) setMeter(meter uint64) {
	s.Meter, s.Holding.Open = meter, false
	s.Account.Now.Meter = meter
}

// page returns a page of holdings, which is loaded the first time.
func (b *Books) page(ctx context.Context, number uint64) (*openPage, error) {
	if p, open := b.pageOf[number]; open {
		return p, nil
	}
	pg, err := b.Holdings.Page(ctx, b.Area.Id, number)
	if err != nil {
		return nil, err
	}
	p := &openPage{number: number, pg: pg}
	b.pages = append(b.pages, p)
	b.pageOf[number] = p
	return p, nil
}

// AccountOf returns the part of a household that messages change. The caller may change it; close stores the changes.
func (b *Books) AccountOf(ctx context.Context, s *Seat) (*types.Account, error) {
	return s.Account.get(func() (types.Account, error) { return b.Account(ctx, b.Area.Id, s.Slot) })
}

// Settle settles the orders of a household, and credits it with its lifeline, its allotments and its refunds. In a closed area subscriptions
// to periods that will not be are taken back first.
func (b *Books) Settle(ctx context.Context, s *Seat) error {
	if err := b.settleOrders(ctx, s); err != nil {
		return err
	}
	if b.Area.IsClosed() {
		if err := b.dropUnopened(ctx, s); err != nil {
			return err
		}
	}
	if err := b.catchUp(ctx, s); err != nil {
		return err
	}
	water, household, got, err := b.Water.Settle(b.Terms, s.Household)
	if err != nil {
		return err
	}
	b.Water, s.Household = water, household
	return b.creditRefund(ctx, s, got.Refund)
}

// catchUp moves a household on to the subscription that is for the running period, if it has one: at most four steps.
func (b *Books) catchUp(ctx context.Context, s *Seat) error {
	for {
		number, behind := b.Water.Behind(s.Household)
		if !behind {
			return nil
		}
		p, err := b.Period(ctx, number)
		if err != nil {
			return err
		}
		water, household, got, err := b.Water.CatchUp(s.Household, p.Mark())
		if err != nil {
			return err
		}
		b.Water, s.Household = water, household
		if err := b.creditRefund(ctx, s, got.Refund); err != nil {
			return err
		}
	}
}

// closeSeat stores a household and sets its valve. moveTokens moves the tokens of all households afterwards.
func (b *Books) closeSeat(ctx context.Context, s *Seat) error {
	if err := b.closeOrders(ctx, s); err != nil {
		return err
	}
	if s.Meter != 0 {
		if err := b.setValve(ctx, s); err != nil {
			return err
		}
	}
	s.Holding.Holding = s.Holding.With(s.Household)
	if state.HoldingForm.Write(s.page.pg, int(s.Slot%pages.Size), s.Holding) { //nolint:gosec // below pages.Size
		s.page.changed = true
	}
	return s.Account.store(func(a types.Account) error {
		if s.Account.was.Owner == "" { // it is new
			if err := b.Owners.Set(ctx, collections.Join(s.Owner, b.Area.Id), s.Slot); err != nil {
				return err
			}
		}
		return b.SetAccount(ctx, a)
	})
}

// ChangeMeter gives the household of a slot another meter.
func (b *Books) ChangeMeter(ctx context.Context, slot, meter uint64) error {
	s, err := b.Touch(ctx, slot)
	if err != nil {
		return err
	}
	if err := b.removeValve(ctx, s); err != nil {
		return err
	}
	s.setMeter(meter)
	return nil
}

// View returns a household as if it were settled now. The caller must not commit the books.
func (b *Books) View(ctx context.Context, slot uint64) (*Seat, types.AccountView, error) {
	s, err := b.Touch(ctx, slot)
	if err != nil {
		return nil, types.AccountView{}, err
	}
	return s, types.AccountView{
		Account:       s.Account.Now,
		Holding:       s.Holding.With(s.Household),
		BalanceLitres: s.Household.Balance,
		LitresLeft:    b.Water.Drawable(s.Household),
		DaysLeftCenti: s.Household.DaysLeft(),
		CapLitres:     b.Water.Cap(s.Household),

		SellableLitres: b.Water.Sellable(s.Household),
	}, nil
}
