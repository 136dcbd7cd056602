package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

func proposal(meter uint64) types.MsgProposeSource {
	return types.MsgProposeSource{
		Admin: account("mayor"), Area: 1, Meter: meter, Class: types.SOURCE_CLASS_FIRM, CapacityLitres: 1_000, Remuneration: 5,
	}
}

func TestProposeSourceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgProposeSource)
		meter  func(*meteridtypes.Meter)
		params func(*types.Params)
		closed bool

		wantErr error
	}{
		{name: "an account that is not the admin", change: func(m *types.MsgProposeSource) { m.Admin = account("alice") }, wantErr: types.ErrNotAdmin},
		{name: "an area that is not there", change: func(m *types.MsgProposeSource) { m.Area = 2 }, wantErr: types.ErrAreaNotFound},
		{name: "a meter that is not there", change: func(m *types.MsgProposeSource) { m.Meter = 99 }, wantErr: meteridtypes.ErrMeterNotFound},
		{name: "no class", change: func(m *types.MsgProposeSource) { m.Class = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "no capacity", change: func(m *types.MsgProposeSource) { m.CapacityLitres = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name:    "more capacity than an area has",
			change:  func(m *types.MsgProposeSource) { m.CapacityLitres = types.MaxCapacity + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "more capacity than is left",
			change:  func(m *types.MsgProposeSource) { m.CapacityLitres = types.MaxCapacity },
			wantErr: types.ErrCapacityTooLarge,
		},
		{
			name:    "a remuneration that is too much",
			change:  func(m *types.MsgProposeSource) { m.Remuneration = types.MaxPrice + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a meter for electricity",
			meter:   func(m *meteridtypes.Meter) { m.Medium = meteridtypes.MEDIUM_ELECTRICITY },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name:    "a meter for consumption",
			meter:   func(m *meteridtypes.Meter) { m.Direction = meteridtypes.DIRECTION_CONSUMPTION },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name:    "a suspended meter",
			meter:   func(m *meteridtypes.Meter) { m.Status = meteridtypes.METER_STATUS_SUSPENDED },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name:    "a meter that is bound to another area",
			meter:   func(m *meteridtypes.Meter) { m.Binding = meteridtypes.Binding{Module: types.ModuleName, Ref: 2} },
			wantErr: types.ErrMeterBound,
		},
		{
			name:    "one source too many",
			params:  func(p *types.Params) { p.MaxSources = 1 },
			wantErr: types.ErrTooManySources,
		},
		{name: "a closed area", closed: true, wantErr: types.ErrAreaClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			area := f.create(village())
			f.source(area, "other", 1_000, 0)
			if tc.params != nil {
				f.setParams(tc.params)
			}
			if tc.closed {
				f.closeArea(area)
			}
			msg := proposal(f.addMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION, noon))
			if tc.meter != nil {
				f.meters.Change(f.ctx, msg.Meter, tc.meter)
			}
			if tc.change != nil {
				tc.change(&msg)
			}
			before := f.state()
			_, err := f.msgs.ProposeSource(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestAnAreaMayNameAnIssuer(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Issuer = account("another issuer")
	f.create(msg)
	source := proposal(f.addMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION, noon))
	_, err := f.msgs.ProposeSource(f.ctx, &source)
	require.ErrorIs(t, err, types.ErrMeterUnfit)
	f.meters.Change(f.ctx, source.Meter, func(m *meteridtypes.Meter) { m.Issuer = account("another issuer") })
	_, err = f.msgs.ProposeSource(f.ctx, &source)
	require.NoError(t, err)
}

func TestAcceptSource(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	meter := f.addMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION, noon)
	msg := proposal(meter)
	proposed, err := f.msgs.ProposeSource(f.ctx, &msg)
	require.NoError(t, err)
	require.Zero(t, f.areaOf(area).Ledger.CapacityLitres, "a proposal counts for nothing")
	f.checkInvariants()

	resp, err := f.msgs.AcceptSource(f.ctx, f.acceptance(area, proposed.Source))
	require.NoError(t, err)
	require.Equal(t, uint64(1), resp.FromPeriod, "the first period has not started")
	require.Equal(t, types.Source{
		Area: area, Id: 1, Meter: meter, Producer: account("producer"), Class: types.SOURCE_CLASS_FIRM, CapacityLitres: 1_000,
		Remuneration: 5, Status: types.SOURCE_STATUS_ACTIVE, FromPeriod: 1,
	}, f.sourceOf(area, 1))
	require.Equal(t, uint64(1_000), f.areaOf(area).Ledger.CapacityLitres)
	require.Equal(t, uint64(1_000), events[*types.EventSourceAccepted](f)[0].CapacityLitres)
	f.checkInvariants()

	f.pass(start(1))
	f.source(area, "late", 500, 1)
	require.Equal(t, uint64(2), f.sourceOf(area, 2).FromPeriod, "the running period has started without it")
	require.Equal(t, uint64(1_500), f.areaOf(area).Ledger.CapacityLitres)
	f.checkInvariants()
}

func TestAcceptSourceRefuses(t *testing.T) {
	tests := []struct {
		name     string
		producer string
		source   uint64
		meter    func(*meteridtypes.Meter)
		filled   bool
		closed   bool
		twice    bool
		change   func(*types.MsgAcceptSource)

		wantErr error
	}{
		{
			name: "another remuneration than was proposed", producer: "producer", source: 1,
			change: func(m *types.MsgAcceptSource) { m.Remuneration++ }, wantErr: types.ErrNotAsProposed,
		},
		{
			name: "another capacity than was proposed", producer: "producer", source: 1,
			change: func(m *types.MsgAcceptSource) { m.CapacityLitres-- }, wantErr: types.ErrNotAsProposed,
		},
		{
			name: "another class than was proposed", producer: "producer", source: 1,
			change: func(m *types.MsgAcceptSource) { m.Class = types.SOURCE_CLASS_DROUGHT_SENSITIVE }, wantErr: types.ErrNotAsProposed,
		},
		{name: "a signer who does not own the meter", producer: "mayor", source: 1, wantErr: types.ErrNotOwner},
		{name: "a source that is not there", producer: "producer", source: 2, wantErr: types.ErrSourceNotFound},
		{name: "no source", producer: "producer", source: 0, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name: "a meter that was retired since", producer: "producer", source: 1,
			meter:   func(m *meteridtypes.Meter) { m.Status = meteridtypes.METER_STATUS_RETIRED },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a meter that was bound since", producer: "producer", source: 1,
			meter:   func(m *meteridtypes.Meter) { m.Binding = meteridtypes.Binding{Module: "energy", Ref: 1} },
			wantErr: types.ErrMeterBound,
		},
		{name: "capacity that is taken since", producer: "producer", source: 1, filled: true, wantErr: types.ErrCapacityTooLarge},
		{name: "a source that is accepted already", producer: "producer", source: 1, twice: true, wantErr: types.ErrWrongStatus},
		{name: "a closed area", producer: "producer", source: 1, closed: true, wantErr: types.ErrAreaClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			area := f.create(village())
			meter := f.addMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION, noon)
			offer := proposal(meter)
			_, err := f.msgs.ProposeSource(f.ctx, &offer)
			require.NoError(t, err)
			if tc.filled {
				f.source(area, "other", types.MaxCapacity, 0)
			}
			if tc.meter != nil {
				f.meters.Change(f.ctx, meter, tc.meter)
			}
			if tc.closed {
				f.closeArea(area)
			}
			msg := *f.acceptance(area, 1)
			msg.Producer, msg.Source = account(tc.producer), tc.source
			if tc.change != nil {
				tc.change(&msg)
			}
			if tc.twice {
				_, err := f.msgs.AcceptSource(f.ctx, &msg)
				require.NoError(t, err)
			}
			before := f.state()
			_, err = f.msgs.AcceptSource(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestRemoveSource(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	first, second := f.source(area, "producer", 1_000, 5), f.source(area, "other", 500, 5)
	remove := func(who string, source uint64) (*types.MsgRemoveSourceResponse, error) {
		return f.msgs.RemoveSource(f.ctx, &types.MsgRemoveSource{Signer: account(who), Area: area, Source: source})
	}
	f.send(f.produced(area, first, 501))

	_, err := remove("other", first)
	require.ErrorIs(t, err, types.ErrNotProducer)
	_, err = remove("producer", first)
	require.ErrorIs(t, err, types.ErrCapacityInUse, "501 litres do not fit into 500")
	_, err = remove("mayor", 9)
	require.ErrorIs(t, err, types.ErrSourceNotFound)

	resp, err := remove("mayor", second)
	require.NoError(t, err)
	require.Equal(t, uint64(1_000), resp.CapacityLitres)
	require.Equal(t, types.SOURCE_STATUS_CLOSED, f.sourceOf(area, second).Status)
	require.False(t, f.meters.Get(f.ctx, 2).IsBound())
	_, err = remove("mayor", second)
	require.ErrorIs(t, err, types.ErrWrongStatus)
	f.checkInvariants()

	meter := f.addMeter(account("third"), meteridtypes.DIRECTION_PRODUCTION, noon)
	offer := proposal(meter)
	proposed, err := f.msgs.ProposeSource(f.ctx, &offer)
	require.NoError(t, err)
	_, err = remove("third", proposed.Source)
	require.ErrorIs(t, err, types.ErrNotProducer, "a proposed source has no producer")
	_, err = remove("mayor", proposed.Source)
	require.NoError(t, err, "a proposal can be taken back")
	require.Equal(t, uint64(1), f.areaOf(area).Counters.OpenSources)
	require.Len(t, events[*types.EventSourceRemoved](f), 2)
	f.checkInvariants()
}

func TestReportLoss(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 1_000, 0)
	f.source(area, "other", 1_000, 0)
	f.send(f.produced(area, source, 1_000), f.produced(area, 2, 900))

	report := func(who string, source, litres uint64, hash int) (*types.MsgReportLossResponse, error) {
		return f.msgs.ReportLoss(f.ctx, &types.MsgReportLoss{
			Producer: account(who), Area: area, Source: source, Litres: litres, EvidenceHash: make([]byte, hash),
		})
	}
	refused := []struct {
		name           string
		who            string
		source, litres uint64
		hash           int

		wantErr error
	}{
		{name: "of nothing", who: "producer", source: source, litres: 0, hash: 32, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "without evidence", who: "producer", source: source, litres: 1, hash: 31, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "by another producer", who: "other", source: source, litres: 1, hash: 32, wantErr: types.ErrNotProducer},
		{name: "by the admin", who: "mayor", source: source, litres: 1, hash: 32, wantErr: types.ErrNotProducer},
		{name: "of a source that is not there", who: "producer", source: 3, litres: 1, hash: 32, wantErr: types.ErrSourceNotFound},
		{name: "of more than the stock", who: "producer", source: source, litres: 1_901, hash: 32, wantErr: types.ErrLossTooLarge},
		{name: "of water that others brought", who: "other", source: 2, litres: 901, hash: 32, wantErr: types.ErrLossTooLarge},
		{name: "of the maximum of uint64", who: "producer", source: source, litres: ^uint64(0), hash: 32, wantErr: types.ErrLossTooLarge},
	}
	for _, tc := range refused {
		t.Run(tc.name, func(t *testing.T) {
			before := f.state()
			_, err := report(tc.who, tc.source, tc.litres, tc.hash)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}

	resp, err := report("producer", source, 90, 32)
	require.NoError(t, err)
	require.Equal(t, &types.MsgReportLossResponse{StockLitres: 1_810, DeficitLitres: 90}, resp)
	require.Equal(t, uint64(90), f.sourceOf(area, source).LostLitres)
	require.Equal(t, uint64(1_900), f.areaOf(area).Ledger.SupplyLitres, "all tokens stay")
	require.Equal(t, uint64(90), events[*types.EventLossReported](f)[0].DeficitLitres)
	f.checkInvariants()

	f.send(f.produced(area, source, 130))
	l := f.areaOf(area).Ledger
	require.Zero(t, l.DeficitLitres, "inflow repays before it mints")
	require.Equal(t, uint64(1_940), l.SupplyLitres)
	inflow := events[*types.EventInflowMeasured](f)[0]
	require.Equal(t, []uint64{130, 90, 40}, []uint64{inflow.InflowLitres, inflow.RepaidLitres, inflow.MintedLitres})
}

// Losses of more than a twentieth of the stock in a period need the admin, however many reports and sources they come in. The admin names what
// it approves.
func TestALargeLossNeedsTheAdmin(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	f.source(area, "producer", 1_000, 0)
	f.source(area, "other", 1_000, 0)
	f.send(f.produced(area, 1, 1_000), f.produced(area, 2, 1_000))
	report := func(who string, source, litres uint64) bool {
		resp, err := f.msgs.ReportLoss(f.ctx, &types.MsgReportLoss{
			Producer: account(who), Area: area, Source: source, Litres: litres, EvidenceHash: make([]byte, 32),
		})
		require.NoError(t, err)
		f.checkInvariants()
		return resp.Pending
	}
	require.False(t, report("producer", 1, 60))
	require.False(t, report("other", 2, 40))
	require.True(t, report("other", 2, 1), "together it would be more than 100 of 2,000")
	require.Equal(t, uint64(100), f.areaOf(area).Ledger.DeficitLitres)
	require.True(t, report("other", 2, 300), "a later report replaces it")
	require.Len(t, events[*types.EventLossProposed](f), 2)

	valid := types.MsgAcceptLoss{Admin: account("mayor"), Area: area, Source: 2, Litres: 300, EvidenceHash: make([]byte, 32)}
	tests := []struct {
		name   string
		change func(*types.MsgAcceptLoss)

		wantErr error
	}{
		{name: "by the producer", change: func(m *types.MsgAcceptLoss) { m.Admin = account("other") }, wantErr: types.ErrNotAdmin},
		{name: "of the report before", change: func(m *types.MsgAcceptLoss) { m.Litres = 1 }, wantErr: types.ErrNotAsProposed},
		{name: "by other evidence", change: func(m *types.MsgAcceptLoss) { m.EvidenceHash = append(make([]byte, 31), 1) }, wantErr: types.ErrNotAsProposed},
		{name: "without evidence", change: func(m *types.MsgAcceptLoss) { m.EvidenceHash = nil }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of a source without a report", change: func(m *types.MsgAcceptLoss) { m.Source = 1 }, wantErr: types.ErrNoLossPending},
		{name: "of a source that is not there", change: func(m *types.MsgAcceptLoss) { m.Source = 3 }, wantErr: types.ErrSourceNotFound},
		{name: "in an area that is not there", change: func(m *types.MsgAcceptLoss) { m.Area = 3 }, wantErr: types.ErrAreaNotFound},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := valid
			tc.change(&msg)
			before := f.state()
			_, err := f.msgs.AcceptLoss(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
	resp, err := f.msgs.AcceptLoss(f.ctx, &valid)
	require.NoError(t, err)
	require.Equal(t, &types.MsgAcceptLossResponse{StockLitres: 1_600, DeficitLitres: 400}, resp)
	require.ErrorIs(t, second(f.msgs.AcceptLoss(f.ctx, &valid)), types.ErrNoLossPending, "once")
	f.checkInvariants()
	f.pass(start(1))
	require.False(t, report("producer", 1, 80), "a new period has a new twentieth, of what is left")
}

// A source that never delivered loses nothing, and a truthful loss does not cost the others their pay.
func TestWhoClaimsALossAnswersForIt(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.FeePerPerson = 10
	area := f.create(msg)
	f.source(area, "liar", 1, 3)
	f.source(area, "honest", 10_000, 5)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.send(f.produced(area, 2, 4_000))
	_, err := f.msgs.ReportLoss(f.ctx, &types.MsgReportLoss{
		Producer: account("liar"), Area: area, Source: 1, Litres: 1, EvidenceHash: make([]byte, 32),
	})
	require.ErrorIs(t, err, types.ErrLossTooLarge)
	f.lose(area, 2, 4_000)
	f.send(f.produced(area, 2, 1_000)) // mints nothing, because it repays
	f.pass(start(2))
	purse := f.areaOf(area).Purse
	require.Equal(t, []uint64{5, 5}, []uint64{purse.Payable, purse.Refunds}, "who stored water is paid, the liar is not")
}
