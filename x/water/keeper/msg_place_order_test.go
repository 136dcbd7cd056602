package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/types"
)

func TestPlaceOrder(t *testing.T) {
	f, area := market(t, nil)
	want := &types.MsgPlaceOrderResponse{Auction: 1, AuctionAt: midnight, ReferencePrice: 100}
	require.Equal(t, want, f.place(area, "alice", sell, 200, 100))
	require.Equal(t, uint64(900), f.balance(area, "alice"), "the escrow is taken")
	require.Equal(t, uint64(100), f.areaOf(area).Ledger.EscrowLitres)
	require.Equal(t, uint64(900), f.valveOf(f.accountOf(area, 0).Meter).LitresLeft)

	require.Equal(t, want, f.place(area, "bob", buy, 300, 50))
	require.Equal(t, uint64(999_999-15_000), f.money("bob"))
	require.Equal(t, uint64(15_000), f.areaOf(area).Purse.Escrow)
	require.Zero(t, f.prepaid(area, 1))

	f.place(area, "carol", buy, 300, 70)
	f.place(area, "carol", sell, 310, 70)
	require.Equal(t, types.Market{Area: area, AuctionAt: midnight, ReferencePrice: 100, Orders: 4}, f.areaOf(area).Market)
	placed := events[*types.EventOrderPlaced](f)
	require.Len(t, placed, 4)
	require.Equal(t, types.Order{
		Area: area, Side: buy, Slot: 2, Owner: account("carol"), Price: 300, Litres: 70, Auction: 1, PlacedAt: start(1),
		BeforeLitres: 50,
	}, placed[2].Order)
}

// highestPrice is the highest price of the grid.
const highestPrice = uint64(auction.MaxPrice)

func TestPlaceOrderRefuses(t *testing.T) {
	const highest = ^uint64(0)
	valid := types.MsgPlaceOrder{Owner: account("alice"), Area: 1, Side: sell, Price: 200, Litres: 100}
	purchase := types.MsgPlaceOrder{Owner: account("alice"), Area: 1, Side: buy, Price: 200, Litres: 100}
	tests := []struct {
		name   string
		msg    types.MsgPlaceOrder
		change func(*types.MsgPlaceOrder)
		drew   uint64              // by alice in 10 days
		placed types.MsgPlaceOrder // by alice before
		rich   int64               // deposit of bob
		closed bool
		left   bool

		wantErr error
	}{
		{name: "an owner that is no address", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Owner = "alice" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a signer without an account", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Owner = account("eve") }, wantErr: types.ErrAccountNotFound},
		{name: "no area", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Area = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an area that is not there", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Area = 2 }, wantErr: types.ErrAreaNotFound},
		{name: "no side", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Side = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a third side", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Side = 3 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "nothing", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Litres = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "more litres than there can be", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Litres = highest }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "no price", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a price of four digits", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = 1_234 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a price above the highest", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = highestPrice + 1e10 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "the largest price", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = highest }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name: "more money than an escrow holds", msg: purchase,
			change:  func(m *types.MsgPlaceOrder) { m.Price, m.Litres = highestPrice, types.MaxLitres },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{name: "to sell more than the balance", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Litres = 1_001 }, wantErr: types.ErrInsufficientWater},
		{
			name: "to sell litres of own use", msg: valid, drew: 100, // 10 a day: 70 of the 900 must stay
			change:  func(m *types.MsgPlaceOrder) { m.Litres = 831 },
			wantErr: types.ErrReserveDays,
		},
		{name: "to buy more than the cap", msg: purchase, change: func(m *types.MsgPlaceOrder) { m.Litres = 1_501 }, wantErr: types.ErrAboveCap},
		{name: "to buy for more than the owner has", msg: purchase, change: func(m *types.MsgPlaceOrder) { m.Price = 10_000 }, wantErr: sdkerrors.ErrInsufficientFunds},
		{name: "to buy for more than the area can hold", msg: purchase, rich: int64(types.MaxMoney) - 20_003, wantErr: types.ErrMoneyTooLarge},
		{
			name: "to buy at the limit of the own sell order", msg: purchase,
			placed:  types.MsgPlaceOrder{Side: sell, Price: 200, Litres: 1},
			wantErr: types.ErrSelfTrade,
		},
		{
			name: "to sell at the limit of the own buy order", msg: valid,
			placed:  types.MsgPlaceOrder{Side: buy, Price: 200, Litres: 1},
			wantErr: types.ErrSelfTrade,
		},
		{
			name: "a second order on a side", msg: valid,
			placed:  types.MsgPlaceOrder{Side: sell, Price: 300, Litres: 1},
			wantErr: types.ErrOrderBinds,
		},
		{name: "a closed area", msg: valid, closed: true, wantErr: types.ErrAreaClosed},
		{name: "a closed account", msg: valid, left: true, wantErr: types.ErrAccountClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			if tc.drew > 0 {
				f.send(f.drew(area, 0, tc.drew))
			}
			if tc.placed.Litres > 0 {
				f.place(area, "alice", tc.placed.Side, tc.placed.Price, tc.placed.Litres)
			}
			if tc.rich > 0 {
				f.bank.Fund(f.ctx, accountBytes("bob"), ueur(tc.rich))
				f.prepay(area, "bob", tc.rich)
			}
			if tc.closed {
				f.closeArea(area)
			}
			if tc.left {
				f.moveOut(area, "alice")
			}
			if tc.change != nil {
				tc.change(&tc.msg)
			}
			before := f.state()
			_, err := f.msgs.PlaceOrder(f.ctx, &tc.msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestOrdersAtTheirBounds(t *testing.T) {
	tests := []struct {
		name          string
		side          types.OrderSide
		drew          uint64
		price, litres uint64
	}{
		{name: "one litre at the lowest price", side: sell, price: 1, litres: 1},
		{name: "everything, before own use is known", side: sell, price: 1, litres: 1_000},
		{name: "everything but the days of own use", side: sell, drew: 100, price: 1, litres: 830},
		{name: "the highest price", side: sell, price: highestPrice, litres: 1_000},
		{name: "up to the cap", side: buy, price: 1, litres: 1_500},
		{name: "up to the cap and the overdraft", side: buy, drew: 1_250, price: 1, litres: 2_750},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			if tc.drew > 0 {
				f.send(f.drew(area, 0, tc.drew))
			}
			f.place(area, "alice", tc.side, tc.price, tc.litres)
			require.Equal(t, [2]uint64{tc.price, tc.litres}, f.orderOf(area, 0, tc.side))
		})
	}
}
