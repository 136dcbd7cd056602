package keeper_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
)

// pagedFixture returns a chain in which every list has three entries or more. The active generator is number 3, the first one
// that is open for bids number 4.
func pagedFixture(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	for _, provider := range []string{"second", "third"} {
		id := f.requested()
		f.bid(bidMessage(id, provider), provider)
		f.pass(7 * day)
		f.accept(id, provider)
		f.pledge(id, "ann", 1)
	}
	id := f.village()
	require.Equal(t, uint64(3), id)
	f.vote(id, "bob", 100_000)
	f.vote(id, "cid", 0)
	chain := f.register(id)
	for _, number := range []uint64{8, 9} {
		msg := registerMessage(id, chain)
		msg.Device = number
		mustSend(f, f.msgs.RegisterDevice, msg)
	}
	for range 3 {
		f.buy(id, 1, 7)
		offered := mustSend(f, f.msgs.ListShares, f.listMessage(id, 10, f.midnight(20)))
		f.take(id, offered.Listing, "eve", 1)
	}
	for range 3 {
		f.bid(bidMessage(f.requested(), "rival"), "rival")
	}
	for _, provider := range []string{"second", "third"} {
		f.bid(bidMessage(4, provider), provider)
	}
	return f
}

// query sends a query by its name. It skips fields that the request does not have.
func (f *fixture) query(name string, fields map[string]any) (reflect.Value, error) {
	f.t.Helper()
	method := reflect.ValueOf(f.queries).MethodByName(name)
	req := reflect.New(method.Type().In(1).Elem())
	for field, value := range fields {
		if v := req.Elem().FieldByName(field); v.IsValid() {
			v.Set(reflect.ValueOf(value))
		}
	}
	out := method.Call([]reflect.Value{reflect.ValueOf(f.ctx), req})
	err, _ := out[1].Interface().(error)
	return out[0], err
}

// queriesWith returns the queries whose requests have a field.
func queriesWith(field string) (names []string) {
	server := reflect.TypeFor[types.QueryServer]()
	for i := range server.NumMethod() {
		if _, has := server.Method(i).Type.In(1).Elem().FieldByName(field); has {
			names = append(names, server.Method(i).Name)
		}
	}
	return names
}

// list requests a page of a list, and returns its entries.
func (f *fixture) list(name string, page *query.PageRequest) ([]any, *query.PageResponse, error) {
	f.t.Helper()
	fields := map[string]any{
		"Generator": uint64(3), "Device": uint64(7), "Account": account("ann"), "Provider": account("rival"), "Pagination": page,
	}
	if name == "Bids" {
		fields["Generator"] = uint64(4)
	}
	resp, err := f.query(name, fields)
	if err != nil {
		return nil, nil, err
	}
	entries := resp.Elem().Field(0)
	all := make([]any, entries.Len())
	for i := range all {
		all[i] = entries.Index(i).Interface()
	}
	return all, resp.Elem().FieldByName("Pagination").Interface().(*query.PageResponse), nil
}

// The pages of a list, forwards and backwards, show each entry once; no key or number makes a page panic, show entries of another
// list or exceed its limit.
func TestEveryListHasPages(t *testing.T) {
	f := pagedFixture(t)
	lists := queriesWith("Pagination")
	require.Len(t, lists, 11)
	for _, name := range lists {
		t.Run(name, func(t *testing.T) {
			whole, next, err := f.list(name, nil)
			require.NoError(t, err)
			require.GreaterOrEqual(t, len(whole), 3)
			require.Empty(t, next.NextKey)

			for _, reverse := range []bool{false, true} {
				var turned []any
				page := &query.PageRequest{Limit: 1, Reverse: reverse}
				for {
					entries, next, err := f.list(name, page)
					require.NoError(t, err)
					require.Len(t, entries, 1)
					turned = append(turned, entries...)
					if page.Key = next.NextKey; page.Key == nil {
						break
					}
				}
				if reverse {
					slices.Reverse(turned)
				}
				require.Equal(t, whole, turned, "reverse: %t", reverse)
			}

			second, _, err := f.list(name, &query.PageRequest{Offset: 1, Limit: 1})
			require.NoError(t, err)
			require.Equal(t, whole[1:2], second)
			all, next, err := f.list(name, &query.PageRequest{Limit: math.MaxUint64, CountTotal: true})
			require.NoError(t, err)
			require.Equal(t, whole, all)
			require.Zero(t, next.Total, "totals are not counted")
			_, _, err = f.list(name, &query.PageRequest{Key: []byte{1}, Offset: 1})
			require.Error(t, err)
			for _, key := range [][]byte{{0}, {0xff}, make([]byte, 100), slices.Repeat([]byte{0xff}, 100)} {
				for _, reverse := range []bool{false, true} {
					entries, _, err := f.list(name, &query.PageRequest{Key: key, Reverse: reverse})
					require.NoError(t, err)
					require.Subset(t, whole, entries)
				}
			}
		})
	}
}

func TestAPageIsBounded(t *testing.T) {
	f := newFixture(t)
	const highest = 1_000
	f.bank.Fund(f.ctx, accountBytes("mayor"), ueur((highest+1)*deposit))
	msg := requestMessage()
	for range highest + 1 {
		_, err := f.msgs.RequestGenerator(f.ctx, &msg)
		require.NoError(t, err)
	}
	for _, status := range []types.GeneratorStatus{types.GENERATOR_STATUS_UNSPECIFIED, types.GENERATOR_STATUS_OPEN_FOR_BIDS} {
		resp, err := f.queries.Generators(f.ctx, &types.QueryGeneratorsRequest{
			Status: status, Pagination: &query.PageRequest{Limit: math.MaxUint64},
		})
		require.NoError(t, err)
		require.Len(t, resp.Generators, highest)
		require.NotEmpty(t, resp.Pagination.NextKey)
	}
}

// A query for a missing record or an invalid address returns its error.
func TestEveryQueryRefusesMissingRecords(t *testing.T) {
	f := pagedFixture(t)
	good := map[string]any{
		"Generator": uint64(3), "Device": uint64(7), "Account": account("ann"), "Provider": account("rival"), "Voucher": uint64(1), "Listing": uint64(1),
	}
	tests := []struct {
		name  string
		field string
		value any

		want []error
	}{
		{name: "generator 0", field: "Generator", value: uint64(0), want: []error{types.ErrGeneratorNotFound, types.ErrListingNotFound}},
		{
			name: "a generator still to come", field: "Generator", value: uint64(math.MaxUint64),
			want: []error{types.ErrGeneratorNotFound, types.ErrListingNotFound},
		},
		{name: "a device that is not registered", field: "Device", value: uint64(1), want: []error{types.ErrDeviceNotFound}},
		{name: "a voucher that does not exist", field: "Voucher", value: uint64(99), want: []error{types.ErrVoucherNotFound}},
		{name: "a listing that does not exist", field: "Listing", value: uint64(99), want: []error{types.ErrListingNotFound}},
		{name: "an account with an invalid address", field: "Account", value: "ann", want: []error{sdkerrors.ErrInvalidAddress}},
		{name: "no account", field: "Account", value: "", want: []error{sdkerrors.ErrInvalidAddress}},
		{name: "a provider of another chain", field: "Provider", value: "cosmos1", want: []error{sdkerrors.ErrInvalidAddress}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			asked := queriesWith(tc.field)
			require.NotEmpty(t, asked)
			for _, name := range asked {
				fields := map[string]any{}
				for field, value := range good {
					fields[field] = value
				}
				fields[tc.field] = tc.value
				_, err := f.query(name, fields)
				require.Condition(t, func() bool {
					return slices.ContainsFunc(tc.want, func(want error) bool { return errors.Is(err, want) })
				}, "%s: %v", name, err)
			}
		})
	}
}
