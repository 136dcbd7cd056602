package keeper_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func TestQueryMeter(t *testing.T) {
	f := busyFixture(t)
	g := f.export()
	for i, m := range g.Meters {
		r, err := f.queries.Meter(f.ctx, &types.QueryMeterRequest{Meter: m.Id})
		require.NoError(t, err)
		require.Equal(t, m, r.Meter)
		require.Equal(t, fmt.Sprintf("did:utility:%s:%d", chainID, i+1), r.Did)
	}
	registered, err := f.queries.Meter(f.ctx, &types.QueryMeterRequest{Meter: 1})
	require.NoError(t, err)
	require.Nil(t, registered.Registers)
	require.Nil(t, registered.Quarantined)
	require.Nil(t, registered.PendingKey)
	moving, err := f.queries.Meter(f.ctx, &types.QueryMeterRequest{Meter: 7})
	require.NoError(t, err)
	require.Equal(t, &opening, moving.Registers)
	require.Equal(t, &g.PendingTransfers[0], moving.PendingTransfer)
	require.Equal(t, &g.PendingKeys[1], moving.PendingKey)
	goes, err := f.queries.Meter(f.ctx, &types.QueryMeterRequest{Meter: 5})
	require.NoError(t, err)
	require.Equal(t, &g.PendingReplacements[0], goes.PendingReplacement)
	waits, err := f.queries.Meter(f.ctx, &types.QueryMeterRequest{Meter: 8})
	require.NoError(t, err)
	require.Equal(t, &g.Quarantine[0], waits.Quarantined)
	_, err = f.queries.Meter(f.ctx, &types.QueryMeterRequest{Meter: 99})
	require.ErrorIs(t, err, types.ErrMeterNotFound)
}

func TestQueryLists(t *testing.T) {
	f := busyFixture(t)
	g := f.export()

	issuers, err := f.queries.Issuers(f.ctx, &types.QueryIssuersRequest{})
	require.NoError(t, err)
	require.Equal(t, g.Issuers, issuers.Issuers)

	var paged []types.MeterView
	page := &query.PageRequest{Limit: 3}
	for {
		r, err := f.queries.Meters(f.ctx, &types.QueryMetersRequest{Pagination: page})
		require.NoError(t, err)
		require.LessOrEqual(t, len(r.Meters), 3)
		paged = append(paged, r.Meters...)
		if r.Pagination.NextKey == nil {
			break
		}
		page = &query.PageRequest{Limit: 3, Key: r.Pagination.NextKey}
	}
	require.Equal(t, f.views(g), paged)

	f.consented(7)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(7))
	require.NoError(t, err)
	heir, err := f.queries.MetersByOwner(f.ctx, &types.QueryMetersByOwnerRequest{Owner: account("heir")})
	require.NoError(t, err)
	last := f.last(7)
	require.Equal(t, []types.MeterView{{Meter: f.meter(7), Registers: &last}}, heir.Meters)
	owner, err := f.queries.MetersByOwner(f.ctx, &types.QueryMetersByOwnerRequest{Owner: account("owner")})
	require.NoError(t, err)
	require.Len(t, owner.Meters, len(g.Meters)-1)
	_, err = f.queries.MetersByOwner(f.ctx, &types.QueryMetersByOwnerRequest{Owner: "x"})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidAddress)

	serial, err := f.queries.MeterBySerial(f.ctx, &types.QueryMeterBySerialRequest{Issuer: account("issuer"), Serial: "S5"})
	require.NoError(t, err)
	require.Equal(t, uint64(5), serial.Meter.Id)
	_, err = f.queries.MeterBySerial(f.ctx, &types.QueryMeterBySerialRequest{Issuer: account("owner"), Serial: "S5"})
	require.ErrorIs(t, err, types.ErrMeterNotFound)

	quarantine, err := f.queries.Quarantine(f.ctx, &types.QueryQuarantineRequest{})
	require.NoError(t, err)
	require.Equal(t, g.Quarantine, quarantine.Readings)

	_, err = f.queries.Issuer(f.ctx, &types.QueryIssuerRequest{Address: account("owner")})
	require.ErrorIs(t, err, types.ErrIssuerNotFound)
}

// views are the meters of a state with their registers.
func (f *fixture) views(g *types.GenesisState) []types.MeterView {
	f.t.Helper()
	views := make([]types.MeterView, len(g.Meters))
	for i, m := range g.Meters {
		views[i] = types.MeterView{Meter: m}
		for _, r := range g.Registers {
			if r.Meter == m.Id {
				views[i].Registers = &r.Registers
			}
		}
	}
	return views
}

// Whatever is asked for, a page has at most 1,000 entries.
func TestQueryPagesAreClamped(t *testing.T) {
	f := newFixture(t)
	g := f.export()
	for i := range uint64(1_005) {
		serial := fmt.Sprintf("M%d", i)
		g.Meters = append(g.Meters, types.Meter{
			Id: i + 1, Serial: serial, Medium: types.MEDIUM_WATER, Direction: types.DIRECTION_CONSUMPTION,
			Owner: account("owner"), Issuer: account("issuer"), PublicKey: publicKey(ed(serial, 1)), KeyVersion: 1,
			RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 1, Status: types.METER_STATUS_RETIRED,
		})
		g.NextMeter++
	}
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *g))
	for limit, want := range map[uint64]int{0: 100, 1: 1, 1_000: 1_000, 1_001: 1_000, 1<<64 - 1: 1_000} {
		r, err := f.queries.Meters(f.ctx, &types.QueryMetersRequest{Pagination: &query.PageRequest{Limit: limit}})
		require.NoError(t, err)
		require.Len(t, r.Meters, want)
	}
}

func TestQueryDIDDocument(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	did := fmt.Sprintf("did:utility:%s:%d", chainID, id)
	r, err := f.queries.DIDDocument(f.ctx, &types.QueryDIDDocumentRequest{Did: did})
	require.NoError(t, err)
	require.False(t, r.Deactivated)
	require.Contains(t, r.Document, `"id":"`+did+`"`)
	require.Contains(t, r.Document, "#key-1")
	require.Contains(t, r.Document, account("owner"))

	f.meanwhile("retirement", "S1", id)
	r, err = f.queries.DIDDocument(f.ctx, &types.QueryDIDDocumentRequest{Did: did})
	require.NoError(t, err)
	require.True(t, r.Deactivated)
	require.NotContains(t, r.Document, "verificationMethod", "nothing can be asserted in its name any more")
}

func TestQueryDIDDocumentIsRefused(t *testing.T) {
	f := newFixture(t)
	f.bound("S1")
	tests := []struct {
		name string
		did  string

		wantErr error
	}{
		{name: "without a DID", did: "", wantErr: types.ErrInvalidDID},
		{name: "of another method", did: "did:web:example.com", wantErr: types.ErrInvalidDID},
		{name: "of another chain", did: "did:utility:utility-9:1", wantErr: types.ErrInvalidDID},
		{name: "of meter 0", did: "did:utility:utility-test-1:0", wantErr: types.ErrInvalidDID},
		{name: "with leading zeros", did: "did:utility:utility-test-1:01", wantErr: types.ErrInvalidDID},
		{name: "of no meter", did: "did:utility:utility-test-1:99", wantErr: types.ErrMeterNotFound},
		{name: "of a megabyte", did: "did:utility:" + string(make([]byte, 1<<20)), wantErr: types.ErrInvalidDID},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := f.queries.DIDDocument(f.ctx, &types.QueryDIDDocumentRequest{Did: tc.did})
			require.ErrorIs(t, err, tc.wantErr)
		})
	}
}

// A request that is nil is an error, not a panic.
func TestQueriesOfNothing(t *testing.T) {
	f := newFixture(t)
	for name, ask := range map[string]func(context.Context) error{
		"Params":        func(c context.Context) error { _, err := f.queries.Params(c, nil); return err },
		"Issuer":        func(c context.Context) error { _, err := f.queries.Issuer(c, nil); return err },
		"Issuers":       func(c context.Context) error { _, err := f.queries.Issuers(c, nil); return err },
		"Meter":         func(c context.Context) error { _, err := f.queries.Meter(c, nil); return err },
		"Meters":        func(c context.Context) error { _, err := f.queries.Meters(c, nil); return err },
		"MetersByOwner": func(c context.Context) error { _, err := f.queries.MetersByOwner(c, nil); return err },
		"MeterBySerial": func(c context.Context) error { _, err := f.queries.MeterBySerial(c, nil); return err },
		"DIDDocument":   func(c context.Context) error { _, err := f.queries.DIDDocument(c, nil); return err },
		"Silent":        func(c context.Context) error { _, err := f.queries.Silent(c, nil); return err },
		"Quarantine":    func(c context.Context) error { _, err := f.queries.Quarantine(c, nil); return err },
	} {
		require.ErrorContains(t, ask(f.ctx), "expected a request", name)
	}
}
