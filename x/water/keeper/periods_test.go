package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

// start returns the start of a period of the village.
func start(number int64) int64 { return noon + 2*enrolment + (number-1)*period }

func TestPeriodsOverlap(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 10_000, 0)
	f.household(area, "alice", 1)
	f.household(area, "bob", 1)
	f.subscribe(area, "alice")
	f.subscribe(area, "bob")
	f.pass(start(1) - 1)
	require.Equal(t, types.PERIOD_STATUS_ENROLLING, f.periodOf(area, 1).Status)
	f.pass(start(1))
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 1).Status)
	f.at(start(1) + hour)
	f.send(f.produced(area, source, 101))

	f.pass(start(2) - enrolment)
	require.Equal(t, types.PERIOD_STATUS_ENROLLING, f.periodOf(area, 2).Status, "while the first one runs")
	f.subscribe(area, "alice")
	f.at(start(2) - hour)
	f.send(f.produced(area, source, 10))

	f.pass(start(2))
	require.Equal(t, types.PERIOD_STATUS_FINISHED, f.periodOf(area, 1).Status)
	require.Equal(t, uint64(111), f.periodOf(area, 1).MintedLitres)
	require.Equal(t, uint64(1), events[*types.EventPeriodStarted](f)[1].CarriedLitres, "111 litres do not divide by two")
	f.at(start(2) + hour)
	f.send(f.produced(area, source, 20))
	require.Equal(t, uint64(55+21), f.settle(area, "alice").BalanceLitres, "mints go to the subscribers of the running period")

	// Long after, bob still gets the allotments of the first period.
	f.pass(start(3))
	f.pass(start(4))
	require.Equal(t, uint64(55), f.settle(area, "bob").BalanceLitres)
	require.Equal(t, uint64(55+21), f.settle(area, "alice").BalanceLitres)
	h := f.holdingOf(area, 1)
	require.Equal(t, types.Subscription{}, h.Subscription)
	require.Zero(t, f.areaOf(area).Ledger.UnsettledLitres)
	f.checkInvariants()
}

// An account that was not touched for a whole period is settled in both.
func TestTwoPeriodsAreSettledAtOnce(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.LifelineLitresPerPersonDay, msg.LifelineReserveDays = 2, 1
	area := f.create(msg)
	source := f.source(area, "producer", 10_000, 0)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.at(start(1) + hour)
	f.send(f.produced(area, source, 100))
	f.pass(start(2) - enrolment)
	f.subscribe(area, "alice")
	f.pass(start(2))
	f.at(start(2) + hour)
	f.send(f.produced(area, source, 50))
	f.pass(start(3))
	f.pass(start(3) + day)

	got := f.settle(area, "alice")
	l := f.areaOf(area).Ledger
	require.Equal(t, uint64(150), got.BalanceLitres+got.LifelineLitres+l.ReserveLitres)
	require.Zero(t, l.UnsettledLitres)
	f.checkInvariants()
}

func TestProducersArePaid(t *testing.T) {
	tests := []struct {
		name          string
		fee           uint64
		remunerations []uint64
		stored        []uint64

		wantPaid []uint64
		wantBack uint64
	}{
		{name: "each its remuneration, the rest goes back", fee: 10, remunerations: []uint64{3, 4}, stored: []uint64{1, 9}, wantPaid: []uint64{3, 4}, wantBack: 3},
		{name: "without water no producer is paid", fee: 10, remunerations: []uint64{3}, stored: []uint64{0}, wantPaid: []uint64{0}, wantBack: 10},
		{
			name: "one that stored nothing is not paid, the other is", fee: 10, remunerations: []uint64{3, 4}, stored: []uint64{0, 1},
			wantPaid: []uint64{0, 4}, wantBack: 6,
		},
		{
			name: "a pot that is short is divided by remuneration", fee: 10, remunerations: []uint64{15, 5}, stored: []uint64{1, 1},
			wantPaid: []uint64{8, 2},
		},
		{name: "without sources all goes back", fee: 10, wantBack: 10},
		{name: "for nothing nothing is paid", fee: 0, remunerations: []uint64{5}, stored: []uint64{1}, wantPaid: []uint64{0}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := village()
			msg.FeePerPerson = tc.fee
			area := f.create(msg)
			var sum uint64
			for i, r := range tc.remunerations {
				f.source(area, producers[i], 1_000, r)
				sum += r
			}
			f.household(area, "alice", 1)
			f.subscribe(area, "alice")
			f.pass(start(1) - enrolment)
			require.Equal(t, sum, f.periodOf(area, 1).Remunerations, "fixed when the enrolment opens")
			late := f.source(area, "late", 1_000, 99)
			f.pass(start(1))
			for i, litres := range tc.stored {
				f.send(f.produced(area, uint64(i+1), litres))
			}
			f.send(f.produced(area, late, 1))
			f.pass(start(2))

			sum = 0
			for i, want := range tc.wantPaid {
				got, err := f.keeper.Payable(f.ctx, area, accountBytes(producers[i]))
				require.NoError(t, err)
				require.Equal(t, want, got, producers[i])
				sum += want
			}
			got, err := f.keeper.Payable(f.ctx, area, accountBytes("late"))
			require.NoError(t, err)
			require.Zero(t, got, "source %d was not there when the enrolment opened", late)
			require.Equal(t, types.Purse{Area: area, Refunds: tc.wantBack, Payable: sum}, f.areaOf(area).Purse)
			finished := events[*types.EventPeriodFinished](f)[0]
			require.Equal(t, []uint64{sum, tc.wantBack}, []uint64{finished.Paid, finished.GivenBack})
			f.settle(area, "alice")
			require.Equal(t, tc.wantBack, f.accountOf(area, 0).Prepaid, "who paid it has it back")
			require.Zero(t, f.areaOf(area).Purse.Refunds)
			f.checkInvariants()
		})
	}
}

var producers = []string{"first", "second", "third"}

// An admin who removes a source in the last second takes no pay from its producer: it is paid for the time that it served.
func TestASourceThatIsRemovedIsPaidForTheTimeItServed(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.FeePerPerson = 1_000
	area := f.create(msg)
	f.source(area, "first", 1_000, 300)
	gone := f.source(area, "second", 1_000, 600)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.send(f.produced(area, 1, 10), f.produced(area, gone, 10))
	f.at(start(1) + period/3)
	require.NoError(t, second(f.msgs.RemoveSource(f.ctx, &types.MsgRemoveSource{Signer: account("mayor"), Area: area, Source: gone})))
	s := f.sourceOf(area, gone)
	require.Equal(t, types.SOURCE_STATUS_ENDED, s.Status)
	require.Zero(t, s.Meter)
	require.Equal(t, uint64(1_000), f.areaOf(area).Ledger.CapacityLitres)
	f.checkInvariants()
	f.pass(start(2))
	purse := f.areaOf(area).Purse
	require.Equal(t, []uint64{300 + 200, 500}, []uint64{purse.Payable, purse.Refunds})
	require.Equal(t, types.SOURCE_STATUS_CLOSED, f.sourceOf(area, gone).Status)
	require.Equal(t, uint64(1), f.areaOf(area).Counters.OpenSources)
}

func TestCollect(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	f.source(area, "first", 1_000, 1)
	collect := func(who string) (*types.MsgCollectResponse, error) {
		return f.msgs.Collect(f.ctx, &types.MsgCollect{Producer: account(who), Area: area})
	}
	_, err := collect("first")
	require.ErrorIs(t, err, types.ErrNothingDue)
	f.household(area, "alice", 2)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.send(f.produced(area, 1, 10))
	f.pass(start(2))
	_, err = collect("alice")
	require.ErrorIs(t, err, types.ErrNothingDue)
	resp, err := collect("first")
	require.NoError(t, err)
	require.Equal(t, ueur(1), resp.Amount)
	require.Equal(t, ueur(1), f.bank.GetBalance(f.ctx, accountBytes("first"), "ueur"))
	_, err = collect("first")
	require.ErrorIs(t, err, types.ErrNothingDue, "once")
	_, err = f.msgs.Collect(f.ctx, &types.MsgCollect{Producer: account("first"), Area: 9})
	require.ErrorIs(t, err, types.ErrAreaNotFound)
	require.Len(t, events[*types.EventRemunerationCollected](f), 1)
	f.checkInvariants()
}

func TestLifeline(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.LifelineLitresPerPersonDay, msg.LifelineDaysCap, msg.LifelineReserveDays = 10, 3, 5
	area := f.create(msg)
	source := f.source(area, "producer", 10_000, 0)
	f.household(area, "alice", 3)
	f.household(area, "bob", 1)
	f.subscribe(area, "alice")
	f.subscribe(area, "bob")
	f.pass(start(1)) // the first day, with an empty reserve
	require.Zero(t, events[*types.EventLifelineAllotted](f)[0].AllottedLitres)

	f.at(start(1) + hour)
	f.send(f.produced(area, source, 240))
	require.Equal(t, uint64(200), f.areaOf(area).Ledger.ReserveLitres, "5 days of 10 litres for 4 persons")
	f.pass(start(1) + day)
	require.Equal(t, &types.MsgSettleAccountResponse{BalanceLitres: 30, LifelineLitres: 30}, f.settle(area, "alice"))
	f.pass(start(1) + 3*day + hour) // two days in one block
	require.Len(t, events[*types.EventLifelineAllotted](f), 3)
	f.pass(start(1) + 4*day)
	require.Equal(t, uint64(90), f.settle(area, "alice").LifelineLitres, "three days at most")
	require.Equal(t, uint64(200-4*(10+10+10+8)+24), f.areaOf(area).Ledger.ReserveLitres, "what is saved is stretched, and the rest has gone back")
	f.at(start(1) + 4*day + hour)
	f.send(f.produced(area, source, 240))
	f.pass(start(1) + 5*day)
	require.Equal(t, uint64(90), f.settle(area, "alice").LifelineLitres, "three days at most")
	require.Equal(t, uint64(160+30), f.areaOf(area).Ledger.ReserveLitres, "the rest has gone back")
}

// Days go on from period to period, whoever subscribes, until the area is closed and empty.
func TestLifelinesOfTwoPeriodsNeverFallOnOneDay(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.LifelineLitresPerPersonDay = 1
	msg.PeriodSeconds, msg.EnrolmentSeconds = uint64(3*day+day/2), uint64(day)
	area := f.create(msg)
	f.household(area, "alice", 1)
	first, length := noon+2*day, 3*day+day/2
	for now := first - hour; now < first+length; now += hour {
		f.pass(now)
	}
	require.Len(t, events[*types.EventLifelineAllotted](f), 4)
	for now := first + length; now < first+2*length; now += hour {
		f.pass(now)
	}
	require.Len(t, events[*types.EventLifelineAllotted](f), 3, "of days 4, 5 and 6")
	f.closeArea(area)
	f.moveOut(area, "alice")
	f.pass(first + 2*length + day)
	require.Empty(t, f.work.Pending(f.ctx, "tick"))
}

func TestAClosedAreaGoesOnToItsEnd(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.FeePerPerson = 3
	area := f.create(msg)
	source := f.source(area, "producer", 1_000, 1)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.send(f.produced(area, source, 100))
	f.pass(start(2) - enrolment)
	f.subscribe(area, "alice")
	f.closeArea(area)

	f.pass(start(2))
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 2).Status, "it has been paid for")
	f.send(f.produced(area, source, 10), f.drew(area, 0, 5))
	f.pass(start(3) - enrolment)
	require.Equal(t, uint64(2), f.areaOf(area).Counters.Periods, "no further enrolment opens")
	f.pass(start(3))
	require.Equal(t, types.PERIOD_STATUS_FINISHED, f.periodOf(area, 2).Status)
	require.Equal(t, types.MaxTime, f.periodOf(area, 3).EndsAt)
	f.pass(start(10))
	require.Equal(t, uint64(105), f.settle(area, "alice").BalanceLitres)
	f.send(f.produced(area, source, 10), f.drew(area, 0, 5))
	require.Equal(t, uint64(10), f.areaOf(area).Ledger.Water.CarryLitres)
	f.moveOut(area, "alice")
	resp, err := f.msgs.Collect(f.ctx, &types.MsgCollect{Producer: account("producer"), Area: area})
	require.NoError(t, err)
	require.Equal(t, ueur(2), resp.Amount)
	purse := f.areaOf(area).Purse
	require.Zero(t, purse.Refunds+purse.Pots, "no money is stranded")
	_, err = f.msgs.Collect(f.ctx, &types.MsgCollect{Producer: account("mayor"), Area: area})
	require.ErrorIs(t, err, types.ErrNothingDue, "closing an area gives the admin nothing")
	require.Equal(t, uint64(2*3-2), f.accountOf(area, 0).Prepaid, "the household has the fees that no producer earned")
	require.Empty(t, f.work.Pending(f.ctx, "start"))
	require.Empty(t, f.work.Pending(f.ctx, "open"))
}

func TestEnrolmentMayLastAsLongAsAPeriod(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.PeriodSeconds, msg.EnrolmentSeconds = uint64(day), uint64(day)
	area := f.create(msg)
	f.household(area, "alice", 1)
	for n := uint64(1); n <= 4; n++ {
		require.Equal(t, n, f.subscribe(area, "alice").Subscription.FirstPeriod)
		f.pass(noon + int64(n+1)*day + 5)
		require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, n).Status)
		require.Equal(t, types.PERIOD_STATUS_ENROLLING, f.periodOf(area, n+1).Status)
	}
}

// A chain that stood still for periods catches up in one block.
func TestTimeMayJump(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(6) + 7)
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 6).Status)
	require.Equal(t, uint64(6), f.areaOf(area).Counters.Periods)
	f.settle(area, "alice")
	require.Equal(t, uint64(1), f.accountOf(area, 0).Prepaid, "the fee of a period without water")
	f.checkInvariants()
}
