package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/types"
)

func TestPlaceOrder(t *testing.T) {
	f, area := market(t, nil)
	resp := f.place(area, "alice", sell, 200, 100)
	require.Equal(t, &types.MsgPlaceOrderResponse{Number: 1, Price: 200, AuctionAt: midnight}, resp)
	require.Equal(t, uint64(900), f.balance(area, "alice"), "the escrow is taken")
	require.Equal(t, uint64(100), f.areaOf(area).Ledger.EscrowLitres)
	require.Equal(t, uint64(900), f.valveOf(f.accountOf(area, 0).Meter).LitresLeft)

	resp = f.place(area, "bob", buy, 300, 50)
	require.Equal(t, &types.MsgPlaceOrderResponse{Number: 2, Price: 300, AuctionAt: midnight}, resp)
	require.Equal(t, uint64(999_999-15_000), f.money("bob"))
	require.Equal(t, uint64(15_000), f.areaOf(area).Purse.Escrow)
	require.Zero(t, f.prepaid(area, 1))

	require.Equal(t, types.Counters{
		Area: area, Accounts: 4, Sources: 1, OpenSources: 1, Periods: 1, Orders: 2, BuyOrders: 1, SellOrders: 1, AuctionAt: midnight,
	}, f.areaOf(area).Counters)
	placed := events[*types.EventOrderPlaced](f)
	require.Len(t, placed, 2)
	require.Equal(t, types.Order{
		Area: area, Side: buy, Slot: 1, Owner: account("bob"), Price: 300, Litres: 50, Number: 2, PlacedAt: start(1),
	}, placed[1].Order)
}

func TestAnOrderWithoutAPriceIsAtTheReferencePrice(t *testing.T) {
	f, area := market(t, nil)
	require.Equal(t, uint64(250), f.place(area, "alice", sell, 0, 1).Price, "100 · 10,000 / 4,000")
	f.send(f.drew(area, 3, 1_000))
	require.Equal(t, uint64(333), f.place(area, "bob", buy, 0, 1).Price, "100 · 10,000 / 3,000")
}

func TestAnOrderIsReplaced(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 1_000)
	require.Equal(t, uint64(0), f.balance(area, "alice"))
	f.place(area, "alice", sell, 210, 400)
	require.Equal(t, uint64(600), f.balance(area, "alice"), "the old offer is back first")
	require.Equal(t, [2]uint64{210, 400}, f.orderOf(area, 0, sell))

	f.place(area, "alice", buy, 100, 10)
	resp := f.place(area, "alice", buy, 90, 20)
	require.Equal(t, uint64(4), resp.Number, "it has to wait behind those that are there")
	require.Equal(t, uint64(1_000), f.prepaid(area, 0), "refunds are prepaid money")
	require.Equal(t, uint64(999_999-1_000-1_800), f.money("alice"))
	require.Equal(t, uint64(1_800), f.areaOf(area).Purse.Escrow)
	removed := events[*types.EventOrderRemoved](f)
	require.Len(t, removed, 2)
	require.Equal(t, types.ReasonReplaced, removed[1].Reason)
	require.Equal(t, uint64(1), f.areaOf(area).Counters.BuyOrders)
}

func TestAFullBookEvictsTheWorstOrder(t *testing.T) {
	f, area := market(t, func(p *types.Params) { p.MaxOrdersPerSide = 2 })
	f.place(area, "alice", buy, 50, 100)
	f.place(area, "bob", buy, 50, 10)
	_, err := f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("carol"), Area: area, Side: buy, Price: 50, Litres: 1})
	require.ErrorIs(t, err, types.ErrBookFull, "an order at the same price is older")

	f.place(area, "carol", buy, 51, 1)
	require.Zero(t, f.orderOf(area, 1, buy), "the latest of the worst has to go")
	require.Equal(t, uint64(500), f.prepaid(area, 1))
	require.Equal(t, uint64(2), f.areaOf(area).Counters.BuyOrders)
	removed := events[*types.EventOrderRemoved](f)
	require.Len(t, removed, 1)
	require.Equal(t, types.ReasonEvicted, removed[0].Reason)
	f.place(area, "alice", buy, 1, 1)
	require.Equal(t, [2]uint64{51, 1}, f.orderOf(area, 2, buy), "a replaced order makes room for the new one")

	f.place(area, "alice", sell, 90, 100)
	f.place(area, "bob", sell, 80, 200)
	f.place(area, "carol", sell, 70, 300)
	require.Zero(t, f.orderOf(area, 0, sell), "of sellers the dearest is the worst")
	require.Equal(t, uint64(1_000), f.balance(area, "alice"))
}

func TestCancelOrder(t *testing.T) {
	f, area := market(t, nil)
	before := f.areaOf(area)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "alice", buy, 100, 7)
	f.cancel(area, "alice", sell)
	require.Equal(t, uint64(1_000), f.balance(area, "alice"))
	require.Equal(t, [2]uint64{100, 7}, f.orderOf(area, 0, buy))
	f.cancel(area, "alice", buy)
	require.Equal(t, uint64(700), f.prepaid(area, 0))
	require.Equal(t, before.Ledger, f.areaOf(area).Ledger)
	require.Zero(t, f.areaOf(area).Purse.Escrow)

	f.pass(midnight)
	require.Zero(t, f.areaOf(area).Counters.AuctionAt, "nothing is left to trade")
	require.Zero(t, f.areaOf(area).Counters.Auctions)
}

func TestCancelOrderRefuses(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	tests := []struct {
		name string
		msg  types.MsgCancelOrder

		wantErr error
	}{
		{name: "an owner that is no address", msg: types.MsgCancelOrder{Owner: "x", Area: area, Side: sell}, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "no side", msg: types.MsgCancelOrder{Owner: account("alice"), Area: area}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "another side", msg: types.MsgCancelOrder{Owner: account("alice"), Area: area, Side: buy}, wantErr: types.ErrOrderNotFound},
		{name: "the order of another account", msg: types.MsgCancelOrder{Owner: account("bob"), Area: area, Side: sell}, wantErr: types.ErrOrderNotFound},
		{name: "a signer without an account", msg: types.MsgCancelOrder{Owner: account("eve"), Area: area, Side: sell}, wantErr: types.ErrAccountNotFound},
		{name: "an area that is not there", msg: types.MsgCancelOrder{Owner: account("alice"), Area: 9, Side: sell}, wantErr: types.ErrAreaNotFound},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			before := f.state()
			_, err := f.msgs.CancelOrder(f.ctx, &tc.msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestPlaceOrderRefuses(t *testing.T) {
	const highest = ^uint64(0)
	valid := types.MsgPlaceOrder{Owner: account("alice"), Area: 1, Side: sell, Price: 200, Litres: 100}
	purchase := types.MsgPlaceOrder{Owner: account("alice"), Area: 1, Side: buy, Price: 200, Litres: 100}
	tests := []struct {
		name   string
		msg    types.MsgPlaceOrder
		change func(*types.MsgPlaceOrder)
		drew   uint64 // by alice in 10 days
		rests  types.MsgPlaceOrder
		rich   int64 // deposit of bob
		worth0 bool
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
		{name: "a price above the highest", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = types.MaxPrice + 1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "the largest price", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = highest }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name: "more money than an escrow holds", msg: purchase,
			change:  func(m *types.MsgPlaceOrder) { m.Price, m.Litres = types.MaxPrice, types.MaxLitres },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{name: "the reference price where water is worth nothing", msg: valid, change: func(m *types.MsgPlaceOrder) { m.Price = 0 }, worth0: true, wantErr: types.ErrNoPrice},
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
			rests:   types.MsgPlaceOrder{Owner: account("alice"), Area: 1, Side: sell, Price: 200, Litres: 1},
			wantErr: types.ErrSelfTrade,
		},
		{
			name: "to sell at the limit of the own buy order", msg: valid,
			rests:   types.MsgPlaceOrder{Owner: account("alice"), Area: 1, Side: buy, Price: 200, Litres: 1},
			wantErr: types.ErrSelfTrade,
		},
		{
			name: "an order that is no better in a full book", msg: valid,
			rests:   types.MsgPlaceOrder{Owner: account("bob"), Area: 1, Side: sell, Price: 200, Litres: 1},
			wantErr: types.ErrBookFull,
		},
		{name: "a closed area", msg: valid, closed: true, wantErr: types.ErrAreaClosed},
		{name: "a closed account", msg: valid, left: true, wantErr: types.ErrAccountClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, func(p *types.Params) { p.MaxOrdersPerSide = 1 })
			if tc.worth0 {
				msg := update()
				msg.BasePrice = 0
				msg.Issuer = ""
				_, err := f.msgs.UpdateArea(f.ctx, &msg)
				require.NoError(t, err)
				f.pass(start(2))
			}
			if tc.drew > 0 {
				f.send(f.drew(area, 0, tc.drew))
			}
			if tc.rests.Area != 0 {
				f.place(area, map[string]string{account("alice"): "alice", account("bob"): "bob"}[tc.rests.Owner], tc.rests.Side, tc.rests.Price, tc.rests.Litres)
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
		{name: "the highest price", side: sell, price: types.MaxPrice, litres: 1_000},
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
