package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/water/types"
)

// pageByPage reads a list with pages of a size.
func pageByPage[T any](t *testing.T, limit uint64, read func(*query.PageRequest) ([]T, *query.PageResponse, error)) (all []T) {
	t.Helper()
	req := &query.PageRequest{Limit: limit}
	for range 1_000 {
		entries, page, err := read(req)
		require.NoError(t, err)
		require.LessOrEqual(t, uint64(len(entries)), limit)
		all = append(all, entries...)
		if page == nil || page.NextKey == nil {
			return all
		}
		req = &query.PageRequest{Limit: limit, Key: page.NextKey}
	}
	require.Fail(t, "expected a last page")
	return nil
}

// checkList reads a list at once and one by one.
func checkList[T any](t *testing.T, name string, want []T, read func(*query.PageRequest) ([]T, *query.PageResponse, error)) {
	t.Helper()
	require.NotEmpty(t, want, name)
	all, _, err := read(nil)
	require.NoError(t, err, name)
	require.Equal(t, want, all, name)
	require.Equal(t, want, pageByPage(t, 1, read), name)
	all, _, err = read(&query.PageRequest{Limit: ^uint64(0), CountTotal: true})
	require.NoError(t, err, name)
	require.Equal(t, want, all, name)
	_, _, err = read(&query.PageRequest{Key: []byte{1}, Offset: 1})
	require.Error(t, err, name)
}

// only returns the entries that fit.
func only[T any](list []T, wanted func(T) bool) (some []T) {
	for _, entry := range list {
		if wanted(entry) {
			some = append(some, entry)
		}
	}
	return some
}

// Every list returns the stored entries in their order, with pages of any size.
func TestLists(t *testing.T) {
	const area = 1
	f := busy(t)
	g := f.export()
	q := f.queries
	var areas []types.Area
	for _, s := range g.Areas {
		areas = append(areas, s.Area)
	}
	checkList(t, "areas", areas, func(p *query.PageRequest) ([]types.Area, *query.PageResponse, error) {
		resp, err := q.Areas(f.ctx, &types.QueryAreasRequest{Pagination: p})
		return resp.GetAreas(), resp.GetPagination(), err
	})
	sources := only(g.Sources, func(s types.Source) bool { return s.Area == 2 })
	checkList(t, "sources", sources, func(p *query.PageRequest) ([]types.Source, *query.PageResponse, error) {
		resp, err := q.Sources(f.ctx, &types.QuerySourcesRequest{Area: 2, Pagination: p})
		return resp.GetSources(), resp.GetPagination(), err
	})
	periods := only(g.Periods, func(p types.Period) bool { return p.Area == 2 && p.Status == types.PERIOD_STATUS_FINISHED })
	checkList(t, "periods", periods, func(p *query.PageRequest) ([]types.Period, *query.PageResponse, error) {
		resp, err := q.Periods(f.ctx, &types.QueryPeriodsRequest{Area: 2, Pagination: p})
		finished := only(resp.GetPeriods(), func(p types.Period) bool { return p.Status == types.PERIOD_STATUS_FINISHED })
		return finished, resp.GetPagination(), err
	})
	auctions := only(g.Auctions, func(a types.Auction) bool { return a.Area == area })
	checkList(t, "auctions", auctions, func(p *query.PageRequest) ([]types.Auction, *query.PageResponse, error) {
		resp, err := q.Auctions(f.ctx, &types.QueryAuctionsRequest{Area: area, Pagination: p})
		return resp.GetAuctions(), resp.GetPagination(), err
	})
	payables := only(g.Payables, func(p types.Payable) bool { return p.Area == area })
	checkList(t, "payables", payables, func(p *query.PageRequest) ([]types.Payable, *query.PageResponse, error) {
		resp, err := q.Payables(f.ctx, &types.QueryPayablesRequest{Area: area, Pagination: p})
		return resp.GetPayables(), resp.GetPagination(), err
	})
}

// Queries return households as if each were settled now, and write nothing.
func TestAccountsAreShownAsIfSettled(t *testing.T) {
	f := busy(t)
	before := f.state()
	var want []types.AccountView
	owned := map[string][]types.AccountView{}
	for _, a := range f.export().Accounts {
		resp, err := f.queries.Account(f.ctx, &types.QueryAccountRequest{Area: a.Account.Area, Owner: a.Account.Owner})
		require.NoError(t, err)
		a.Account.Prepaid = resp.Household.Account.Prepaid // orders of a past auction and refunds are shown as if settled
		require.Equal(t, a.Account, resp.Household.Account)
		if a.Account.Area == 1 {
			want = append(want, resp.Household)
		}
		owned[a.Account.Owner] = append(owned[a.Account.Owner], resp.Household)
	}
	checkList(t, "accounts", want, func(p *query.PageRequest) ([]types.AccountView, *query.PageResponse, error) {
		resp, err := f.queries.Accounts(f.ctx, &types.QueryAccountsRequest{Area: 1, Pagination: p})
		return resp.GetHouseholds(), resp.GetPagination(), err
	})
	require.Len(t, owned[account("alice")], 2)
	checkList(t, "accounts of alice", owned[account("alice")], func(p *query.PageRequest) ([]types.AccountView, *query.PageResponse, error) {
		resp, err := f.queries.AccountsByOwner(f.ctx, &types.QueryAccountsByOwnerRequest{Owner: account("alice"), Pagination: p})
		return resp.GetHouseholds(), resp.GetPagination(), err
	})
	require.Equal(t, before, f.state())

	resp, err := f.queries.AccountsByOwner(f.ctx, &types.QueryAccountsByOwnerRequest{Owner: account("eve")})
	require.NoError(t, err)
	require.Empty(t, resp.Households)
}

// A page of orders is one of areas: in each an owner has at most two.
func TestOrders(t *testing.T) {
	f, area := market(t, nil)
	second := f.create(village())
	f.household(second, "alice", 1)
	f.send(f.drew(second, 0, 10)) // to owe something is a reason to buy
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "alice", buy, 100, 7)
	f.place(second, "alice", buy, 3, 4)
	f.place(area, "bob", buy, 90, 5)

	brief := func(orders []types.Order) (all [][4]uint64) {
		for _, o := range orders {
			require.Equal(t, account("alice"), o.Owner)
			all = append(all, [4]uint64{o.Area, uint64(o.Side), o.Price, o.Litres})
		}
		return all
	}
	resp, err := f.queries.Orders(f.ctx, &types.QueryOrdersRequest{Owner: account("alice"), Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Equal(t, [][4]uint64{{1, 1, 100, 7}, {1, 2, 200, 100}}, brief(resp.Orders))
	resp, err = f.queries.Orders(f.ctx, &types.QueryOrdersRequest{
		Owner: account("alice"), Pagination: &query.PageRequest{Limit: 1, Key: resp.Pagination.NextKey},
	})
	require.NoError(t, err)
	require.Equal(t, [][4]uint64{{2, 1, 3, 4}}, brief(resp.Orders))
	require.Nil(t, resp.Pagination.NextKey)
}

// The book shows the best price first, on both sides from the same place on, and the auction as if it were held now.
func TestOrderBook(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", buy, 50, 1)
	f.place(area, "bob", buy, 60, 1)
	f.place(area, "carol", buy, 60, 2)
	f.place(area, "dave", sell, 300, 1)
	f.place(area, "bob", sell, 290, 1)

	read := func(p *query.PageRequest) (buys, sells [][2]uint64, next []byte) {
		resp, err := f.queries.OrderBook(f.ctx, &types.QueryOrderBookRequest{Area: area, Pagination: p})
		require.NoError(t, err)
		require.Equal(t, types.Auction{
			Area: area, Number: 1, HeldAt: midnight, ReferencePrice: 100, Orders: 5, UnsettledOrders: 5,
		}, resp.Auction)
		require.Equal(t, midnight, resp.NextAuctionAt)
		for _, l := range resp.Buys {
			buys = append(buys, [2]uint64{l.Price, l.Litres})
		}
		for _, l := range resp.Sells {
			sells = append(sells, [2]uint64{l.Price, l.Litres})
		}
		return buys, sells, resp.Pagination.NextKey
	}
	buys, sells, next := read(nil)
	require.Equal(t, [][2]uint64{{60, 3}, {50, 1}}, buys)
	require.Equal(t, [][2]uint64{{290, 1}, {300, 1}}, sells)
	require.Nil(t, next)
	buys, sells, next = read(&query.PageRequest{Limit: 1})
	require.Equal(t, [][2]uint64{{60, 3}}, buys)
	require.Equal(t, [][2]uint64{{290, 1}}, sells)
	buys, sells, next = read(&query.PageRequest{Limit: 1, Key: next})
	require.Equal(t, [][2]uint64{{50, 1}}, buys)
	require.Equal(t, [][2]uint64{{300, 1}}, sells)
	require.Nil(t, next)
	buys, _, next = read(&query.PageRequest{Offset: ^uint64(0), Limit: ^uint64(0)})
	require.Empty(t, buys)
	require.Nil(t, next)
	_, err := f.queries.OrderBook(f.ctx, &types.QueryOrderBookRequest{Area: area, Pagination: &query.PageRequest{Reverse: true}})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidRequest)

	f.place(area, "alice", sell, 55, 2)
	resp, err := f.queries.OrderBook(f.ctx, &types.QueryOrderBookRequest{Area: area})
	require.NoError(t, err)
	require.Equal(t, []uint64{60, 2, 3, 2}, []uint64{
		resp.Auction.Price, resp.Auction.VolumeLitres, resp.Auction.DemandLitres, resp.Auction.SupplyLitres,
	})
	f.pass(midnight)
	orders, err := f.queries.Orders(f.ctx, &types.QueryOrdersRequest{Owner: account("alice")})
	require.NoError(t, err)
	require.Empty(t, orders.Orders, "orders of a past auction are shown in the account, as if it were settled now")
	household, err := f.queries.Account(f.ctx, &types.QueryAccountRequest{Area: area, Owner: account("alice")})
	require.NoError(t, err)
	require.Equal(t, []uint64{998, 50 + 2*60}, []uint64{household.Household.BalanceLitres, household.Household.Account.Prepaid})
}
