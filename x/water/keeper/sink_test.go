package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// running returns a village in its first period with a source that holds 100,000 litres.
func running(t *testing.T, msg types.MsgCreateArea, households ...string) *fixture {
	t.Helper()
	f := newFixture(t)
	area := f.create(msg)
	f.source(area, "producer", 100_000, 0)
	for _, name := range households {
		f.household(area, name, 1)
		f.subscribe(area, name)
	}
	f.pass(start(1))
	for meter := range uint64(1 + len(households)) { // all were read when the period began
		f.meters.Count(f.ctx, 1+meter, f.now(), 0, 0)
	}
	f.at(f.now() + hour)
	events[*types.EventAreaCreated](f) // drop the events so far
	return f
}

func TestConsumption(t *testing.T) {
	lifeline := village()
	lifeline.LifelineLitresPerPersonDay, lifeline.LifelineReserveDays = 5, 1

	tests := []struct {
		name  string
		area  types.MsgCreateArea
		mint  uint64
		draws []uint64

		wantBalance, wantLifeline, wantOverdraft uint64
		wantStock                                int64
		wantSupply                               uint64
		wantValve                                types.Valve
	}{
		{
			name: "burns the tokens of the owner", area: village(), mint: 100, draws: []uint64{30},
			wantBalance: 70, wantStock: 70, wantSupply: 70,
			wantValve: types.Valve{State: types.VALVE_STATE_OPEN, LitresLeft: 70},
		},
		{
			name: "of nothing changes nothing", area: village(), mint: 100, draws: []uint64{0},
			wantBalance: 100, wantStock: 100, wantSupply: 100,
			wantValve: types.Valve{State: types.VALVE_STATE_OPEN, LitresLeft: 100},
		},
		{
			name: "to the last litre empties the household", area: village(), mint: 100, draws: []uint64{99, 1},
			wantStock: 0, wantSupply: 0,
			wantValve: types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_EMPTY},
		},
		{
			name: "beyond the tokens is an overdraft", area: village(), mint: 100, draws: []uint64{130},
			wantOverdraft: 30, wantStock: -30, wantSupply: 0,
			wantValve: types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_OVERDRAFT},
		},
		{
			name: "uses the lifeline first", area: lifeline, mint: 100, draws: []uint64{3},
			wantBalance: 95, wantLifeline: 2, wantStock: 97, wantSupply: 97,
			wantValve: types.Valve{State: types.VALVE_STATE_OPEN, LitresLeft: 97},
		},
		{
			name: "of the maximum is an overdraft and never refused", area: village(), draws: []uint64{types.MaxLitres},
			wantOverdraft: types.MaxLitres, wantStock: -int64(types.MaxLitres),
			wantValve: types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_OVERDRAFT},
		},
		{
			name: "beyond the largest overdraft counts for nothing", area: village(), draws: []uint64{types.MaxLitres, 7},
			wantOverdraft: types.MaxLitres, wantStock: -int64(types.MaxLitres),
			wantValve: types.Valve{State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_OVERDRAFT},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := running(t, tc.area, "alice")
			if tc.mint > 0 {
				f.send(f.produced(1, 1, tc.mint))
			}
			f.pass(start(1) + day) // a lifeline, if there is one
			var readings []meteridtypes.AcceptedReading
			for _, litres := range tc.draws {
				readings = append(readings, f.drew(1, 0, litres))
			}
			f.send(readings...)

			h, l := f.holdingOf(1, 0), f.areaOf(1).Ledger
			require.Equal(t, tc.wantBalance, f.balance(1, "alice"))
			require.Equal(t, tc.wantLifeline, h.LifelineLitres)
			require.Equal(t, tc.wantOverdraft, h.OverdraftLitres)
			require.Equal(t, tc.wantStock, l.StockLitres)
			require.Equal(t, tc.wantSupply, l.SupplyLitres)
			tc.wantValve.Meter, tc.wantValve.Height = f.accountOf(1, 0).Meter, f.valveOf(f.accountOf(1, 0).Meter).Height
			require.Equal(t, tc.wantValve, f.valveOf(f.accountOf(1, 0).Meter))
		})
	}
}

func TestRestrictedValves(t *testing.T) {
	msg := village()
	msg.ValvePolicy = types.VALVE_POLICY_RESTRICT
	f := running(t, msg, "alice")
	f.send(f.drew(1, 0, 1))
	require.Equal(t, types.VALVE_STATE_RESTRICTED, f.valveOf(f.accountOf(1, 0).Meter).State)
	require.Equal(t, types.VALVE_REASON_OVERDRAFT, events[*types.EventValveChanged](f)[0].Valve.Reason)
}

func TestAnOverdraftIsRepaidFirst(t *testing.T) {
	f := running(t, village(), "alice", "bob")
	f.send(f.drew(1, 0, 30))
	f.send(f.produced(1, 1, 100))
	require.Equal(t, &types.MsgSettleAccountResponse{BalanceLitres: 20}, f.settle(1, "alice"))
	require.Equal(t, &types.MsgSettleAccountResponse{BalanceLitres: 50}, f.settle(1, "bob"))
	l := f.areaOf(1).Ledger
	require.Equal(t, []uint64{0, 70}, []uint64{l.OverdraftLitres, l.SupplyLitres})
	require.Equal(t, int64(70), l.StockLitres)
	f.checkInvariants()
}

// Whatever bounds the owner sets on the valve, every litre that the meter draws is the owner's: lifeline, tokens, overdraft.
func TestALimitBoundsTheValveAndNeverWhoPays(t *testing.T) {
	tests := []struct {
		name  string
		limit uint64
		until int64
		draws []uint64

		wantBalance, wantOverdraft uint64
		wantReason                 types.ValveReason
		wantLeft                   uint64
	}{
		{name: "without a limit", draws: []uint64{40}, wantBalance: 60, wantLeft: 60},
		{name: "a limit bounds the litres left", limit: 50, draws: []uint64{40}, wantBalance: 60, wantLeft: 10},
		{name: "beyond the limit tokens are spent", limit: 30, draws: []uint64{40}, wantBalance: 60, wantReason: types.VALVE_REASON_NO_CONSENT},
		{
			name: "a limit of one litre, drawn far beyond, five times", limit: 1, draws: []uint64{150, 150, 150, 150, 150},
			wantOverdraft: 650, wantReason: types.VALVE_REASON_NO_CONSENT,
		},
		{name: "after the end tokens are spent", until: hour, draws: []uint64{5, 20}, wantBalance: 75, wantReason: types.VALVE_REASON_NO_CONSENT},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := running(t, village(), "alice")
			f.send(f.produced(1, 1, 100))
			meter := f.accountOf(1, 0).Meter
			msg := types.MsgApproveMeter{Owner: account("alice"), Area: 1, Meter: meter, LimitLitres: tc.limit}
			if tc.until > 0 {
				msg.Until = f.now() + tc.until
			}
			require.NoError(t, second(f.msgs.ApproveMeter(f.ctx, &msg)))
			for _, litres := range tc.draws {
				f.at(f.now() + hour)
				f.send(f.drew(1, 0, litres))
			}
			l, v := f.areaOf(1).Ledger, f.valveOf(meter)
			require.Equal(t, tc.wantBalance, f.balance(1, "alice"))
			require.Equal(t, []uint64{tc.wantOverdraft, 0}, []uint64{l.OverdraftLitres, l.DeficitLitres}, "nothing is everybody's")
			require.Equal(t, tc.wantReason, v.Reason)
			require.Equal(t, tc.wantLeft, v.LitresLeft)

			require.NoError(t, second(f.msgs.ApproveMeter(f.ctx, &types.MsgApproveMeter{Owner: account("alice"), Area: 1, Meter: meter})))
			require.Equal(t, tc.wantBalance, f.valveOf(meter).LitresLeft, "another approval opens the valve")
			f.checkInvariants()
		})
	}
}

// Closing and opening the account, and handing the meter over, leave no litre to the others: what was drawn is settled first or stays owed.
func TestNoOrderOfClosingsAndTransfersMakesWaterFree(t *testing.T) {
	f := running(t, village(), "alice")
	f.send(f.produced(1, 1, 100))
	meter := f.accountOf(1, 0).Meter
	msg := &types.MsgCloseAccount{Owner: account("alice"), Area: 1}
	f.at(f.now() + hour)
	for range 2 {
		resp, err := f.msgs.CloseAccount(f.ctx, msg)
		require.NoError(t, err)
		require.False(t, resp.Closed, "not before the meter is read")
	}
	require.Equal(t, types.VALVE_REASON_CLOSING, f.valveOf(meter).Reason)
	require.ErrorIs(t, f.meters.Retire(f.ctx, meter), meteridtypes.ErrMeterBound)
	f.at(f.now() + hour)
	f.send(f.drew(1, 0, 140))
	require.ErrorIs(t, second(f.msgs.CloseAccount(f.ctx, msg)), types.ErrOverdrawn)

	f.at(f.now() + hour)
	require.NoError(t, f.meters.Transfer(f.ctx, meter, account("bob")))
	l := f.areaOf(1).Ledger
	require.Equal(t, []uint64{0, 40}, []uint64{l.OverdraftLitres, l.DeficitLitres})
	require.Equal(t, uint64(40), f.holdingOf(1, 0).DebtLitres)
	f.checkInvariants()
	f.household(1, "alice", 1) // a new meter
	require.Equal(t, []uint64{40, 0}, []uint64{f.holdingOf(1, 0).OverdraftLitres, f.holdingOf(1, 0).DebtLitres}, "it owes again")
	f.checkInvariants()
}

// What a meter has drawn since its last reading before the approval is its owner's, too.
func TestApprovingLateMakesNoWaterFree(t *testing.T) {
	f := running(t, village(), "alice")
	meter := f.addMeter(account("bob"), meteridtypes.DIRECTION_CONSUMPTION, f.now()-hour)
	require.NoError(t, second(f.msgs.ApproveMeter(f.ctx, &types.MsgApproveMeter{Owner: account("bob"), Area: 1, Meter: meter})))
	f.at(f.now() + hour)
	f.send(f.drew(1, 1, 10))
	l := f.areaOf(1).Ledger
	require.Equal(t, []uint64{10, 0}, []uint64{l.OverdraftLitres, l.DeficitLitres})
}

func TestInflow(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 100, 0)
	f.send(f.produced(area, source, 60))
	require.Equal(t, uint64(60), f.areaOf(area).Ledger.Water.CarryLitres, "before the first period it is carried")

	f.send(f.produced(area, source, 60))
	require.Equal(t, int64(100), f.areaOf(area).Ledger.StockLitres)
	require.Equal(t, uint64(20), f.areaOf(area).Ledger.Totals.OverflowLitres)
	require.Equal(t, uint64(20), events[*types.EventOverflowMeasured](f)[0].OverflowLitres)
	s := f.sourceOf(area, source)
	require.Equal(t, []uint64{120, 100, 20}, []uint64{s.InflowLitres, s.MintedLitres, s.OverflowLitres})
	require.Equal(t, uint64(100), f.areaOf(area).Ledger.MintedDayLitres)

	f.household(area, "alice", 1)
	f.household(area, "bob", 1)
	f.subscribe(area, "alice")
	f.subscribe(area, "bob")
	f.pass(start(1))
	require.Equal(t, uint64(100), events[*types.EventPeriodStarted](f)[0].CarriedLitres)
	require.Equal(t, uint64(50), f.settle(area, "alice").BalanceLitres, "the carry goes to the first subscribers")
	f.send(f.drew(area, 0, 50))
	f.send(f.produced(area, source, types.MaxLitres))
	require.Equal(t, int64(100), f.areaOf(area).Ledger.StockLitres, "never above capacity")
	require.Equal(t, uint64(50), f.areaOf(area).Ledger.MintedDayLitres, "of another day")
}

// The water of ten days before a well became a source is not minted, nor is the pay for it earned.
func TestASourceDeliversFromItsBindingOn(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	resp, err := f.msgs.ProposeSource(f.ctx, &types.MsgProposeSource{
		Admin: account("mayor"), Area: area, Meter: f.addMeter(account("producer"), meteridtypes.DIRECTION_PRODUCTION, f.now()),
		Class: types.SOURCE_CLASS_DROUGHT_SENSITIVE, CapacityLitres: 100,
	})
	require.NoError(t, err)
	f.at(f.now() + 10*day)
	_, err = f.msgs.AcceptSource(f.ctx, f.acceptance(area, resp.Source))
	require.NoError(t, err)

	f.at(f.now() + 60)
	before := []meteridtypes.AcceptedReading{f.produced(area, resp.Source, 60)}
	f.send(before...)
	require.Equal(t, meteridtypes.READING_REMARK_BEFORE_BINDING, before[0].Remark)
	require.Zero(t, f.areaOf(area).Ledger.StockLitres)
	require.Zero(t, f.sourceOf(area, resp.Source).InflowLitres)

	f.at(f.now() + 60)
	f.send(f.produced(area, resp.Source, 40))
	require.Equal(t, int64(40), f.areaOf(area).Ledger.StockLitres)
}

// A holder keeps at most its part of the capacity by persons; the excess goes to all.
func TestHoldingCap(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 1_000, 0)
	f.household(area, "alice", 3)
	f.household(area, "bob", 1)
	f.subscribe(area, "alice")
	f.subscribe(area, "bob")
	f.pass(start(1))
	f.at(f.now() + hour)
	f.send(f.produced(area, source, 1_000))
	require.Equal(t, uint64(750), f.settle(area, "alice").BalanceLitres)
	require.Equal(t, uint64(250), f.settle(area, "bob").BalanceLitres)

	f.at(f.now() + hour)
	f.send(f.drew(area, 0, 200)) // alice has 550
	f.send(f.produced(area, source, 200))
	require.Equal(t, uint64(250), f.settle(area, "bob").BalanceLitres, "50 more than the cap come back")
	require.Equal(t, uint64(550+150+36), f.settle(area, "alice").BalanceLitres, "three quarters of them are alice's")
	l := f.areaOf(area).Ledger
	require.Equal(t, uint64(14), l.UnsettledLitres)
	require.Equal(t, uint64(1_000), l.SupplyLitres)
	f.checkInvariants()
}

// Litres on sale count for the cap: an order at a price that finds no buyer would be a second store.
func TestTheCapIsForWhatIsOfferedToo(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, highestPrice, 1_000)
	f.send(f.produced(area, 1, 6_000)) // 1,500 for each: the reservoir is full
	require.Equal(t, uint64(1_500), f.settle(area, "alice").BalanceLitres)
	f.pass(midnight)
	f.place(area, "alice", sell, highestPrice, 2_500)
	f.send(f.drew(area, 1, 1_000), f.drew(area, 2, 1_000), f.drew(area, 3, 1_000))
	f.send(f.produced(area, 1, 3_000))
	require.Zero(t, f.settle(area, "alice").BalanceLitres, "its cap of 2,500 is on sale")
	f.checkInvariants()
	require.ErrorIs(t, second(f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{
		Owner: account("alice"), Area: area, Side: buy, Price: 1, Litres: 1,
	})), types.ErrAboveCap)

	f.pass(midnight + day)
	require.Equal(t, uint64(2_500), f.settle(area, "alice").BalanceLitres)
	f.place(area, "alice", sell, 5, 2_000)
	f.send(f.drew(area, 1, 200))
	f.place(area, "bob", buy, 5, 100)
	f.pass(midnight + 2*day)
	require.ErrorIs(t, second(f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{
		Owner: account("alice"), Area: area, Side: buy, Price: 1, Litres: 101,
	})), types.ErrAboveCap)
	f.place(area, "alice", buy, 1, 88) // of 100 sold litres 12 are allotted again
}

func TestOneBatchEmitsOneEvent(t *testing.T) {
	f := running(t, village(), "alice", "bob")
	f.send(f.produced(1, 1, 100), f.drew(1, 0, 20), f.drew(1, 1, 70), f.drew(1, 0, 5))
	drawn := events[*types.EventConsumptionMeasured](f)
	require.Len(t, drawn, 1)
	require.Equal(t, &types.EventConsumptionMeasured{
		Area: 1, Readings: 3, ConsumedLitres: 95, OverdraftLitres: 95, StockLitres: 5,
	}, drawn[0], "consumers come before sources of the same time")
	f.settle(1, "alice")
	f.settle(1, "bob")
	require.Equal(t, []uint64{25, 0}, []uint64{f.balance(1, "alice"), f.balance(1, "bob")})
	f.checkInvariants()
}

func TestReadingsOfSeveralAreas(t *testing.T) {
	f := running(t, village(), "alice")
	second := f.create(village())
	slot := f.household(second, "alice", 1)
	f.at(f.now() + hour)
	f.send(f.drew(second, slot, 7), f.drew(1, 0, 9))
	require.Equal(t, uint64(9), f.holdingOf(1, 0).OverdraftLitres)
	require.Equal(t, uint64(7), f.holdingOf(second, slot).OverdraftLitres)
	require.Len(t, events[*types.EventConsumptionMeasured](f), 2)
}

func TestAReadingOfAnUnknownPlaceFails(t *testing.T) {
	f := running(t, village(), "alice")
	r := f.drew(1, 0, 7)
	for _, change := range []func(*meteridtypes.AcceptedReading){
		func(r *meteridtypes.AcceptedReading) { r.Slot = 5 },
		func(r *meteridtypes.AcceptedReading) { r.Slot = types.SourceSlot | 5 },
		func(r *meteridtypes.AcceptedReading) { r.Ref = 5 },
	} {
		wrong := r
		change(&wrong)
		require.Error(t, f.sink.ApplyReadings(f.ctx, []meteridtypes.AcceptedReading{wrong}))
	}
}

func TestOwnUse(t *testing.T) {
	f := running(t, village(), "alice")
	f.send(f.drew(1, 0, 10)) // in an hour
	h := f.holdingOf(1, 0)
	require.Equal(t, uint64(240_000), h.DailyUseMl)
	require.Equal(t, uint64(10), h.ConsumedLitres)
	f.at(f.now() + 7*day)
	f.send(f.drew(1, 0, 70))
	require.Equal(t, uint64(10_000), f.holdingOf(1, 0).DailyUseMl)
}

func TestMeterTransferred(t *testing.T) {
	f := running(t, village(), "alice", "bob")
	f.send(f.produced(1, 1, 100))
	f.settle(1, "alice")
	meter := f.accountOf(1, 0).Meter
	require.NoError(t, f.meters.Transfer(f.ctx, meter, account("carol")))

	require.False(t, f.accountOf(1, 0).IsOpen())
	require.False(t, f.meters.Get(f.ctx, meter).IsBound(), "the new owner decides anew")
	require.Equal(t, types.Valve{}, f.valveOf(meter))
	require.Equal(t, uint64(100), f.settle(1, "bob").BalanceLitres)
	require.Equal(t, types.ReasonTransferred, events[*types.EventAccountClosed](f)[0].Reason)
	f.checkInvariants()

	require.NoError(t, f.meters.Transfer(f.ctx, f.sourceOf(1, 1).Meter, account("dave")))
	require.Equal(t, account("dave"), f.sourceOf(1, 1).Producer, "a source goes on")
	require.Equal(t, account("dave"), events[*types.EventSourceTransferred](f)[0].Producer)
	f.checkInvariants()
}

func TestMeterReplaced(t *testing.T) {
	f := running(t, village(), "alice")
	f.send(f.produced(1, 1, 100))
	old := f.accountOf(1, 0).Meter
	device := f.replace(old, meteridtypes.DIRECTION_CONSUMPTION)
	require.Equal(t, device, f.accountOf(1, 0).Meter)
	require.Equal(t, types.Valve{}, f.valveOf(old))
	require.Equal(t, uint64(100), f.valveOf(device).LitresLeft, "the valve moves along")
	f.at(f.now() + hour)
	f.send(f.drew(1, 0, 30))
	require.Equal(t, uint64(70), f.balance(1, "alice"))

	device = f.replace(f.sourceOf(1, 1).Meter, meteridtypes.DIRECTION_PRODUCTION)
	require.Equal(t, device, f.sourceOf(1, 1).Meter)
	f.send(f.produced(1, 1, 10))
	require.Equal(t, int64(80), f.areaOf(1).Ledger.StockLitres)
	require.Len(t, events[*types.EventMeterReplaced](f), 2)
}

func TestTheMeterOfASourceIsRetired(t *testing.T) {
	f := running(t, village(), "alice")
	f.send(f.produced(1, 1, 100))
	f.retire(f.sourceOf(1, 1).Meter)
	require.Equal(t, types.SOURCE_STATUS_ENDED, f.sourceOf(1, 1).Status, "it is paid for its time")
	l := f.areaOf(1).Ledger
	require.Zero(t, l.CapacityLitres)
	require.Equal(t, int64(100), l.StockLitres, "the water is still there")
	require.Equal(t, types.ReasonRetired, events[*types.EventSourceRemoved](f)[0].Reason)
	f.source(1, "new", 50, 0)
	f.send(f.produced(1, 2, 10))
	require.Equal(t, int64(100), f.areaOf(1).Ledger.StockLitres, "nothing flows in until there is room")
}
