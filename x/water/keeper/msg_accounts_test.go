package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

func TestApproveMeter(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 2)
	meter := f.accountOf(area, slot).Meter
	require.Equal(t, types.Account{
		Area: area, Slot: 0, Owner: account("alice"), Meter: meter, OpenedAt: noon,
	}, f.accountOf(area, slot))
	require.Equal(t, meteridtypes.Binding{Module: types.ModuleName, Ref: area, Slot: slot}, f.meters.Get(f.ctx, meter).Binding)
	require.Equal(t, types.Valve{
		Meter: meter, State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_EMPTY, Height: 1,
	}, f.valveOf(meter))
	require.Equal(t, uint64(1), f.household(area, "bob", 1))
	require.Len(t, events[*types.EventMeterApproved](f), 2)
	f.checkInvariants()

	f.at(noon + hour)
	_, err := f.msgs.ApproveMeter(f.ctx, &types.MsgApproveMeter{
		Owner: account("alice"), Area: area, Meter: meter, LimitLitres: 10, Until: noon + day,
	})
	require.NoError(t, err, "sent again it changes the limit and the end")
	a := f.accountOf(area, slot)
	require.Equal(t, []int64{noon + day, 10}, []int64{a.Until, int64(a.LimitLitres)})
	f.checkInvariants()
}

func TestApproveMeterRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgApproveMeter)
		meter  func(*meteridtypes.Meter)
		params func(*types.Params)
		issuer string
		closed bool

		wantErr error
	}{
		{name: "an owner that is no address", change: func(m *types.MsgApproveMeter) { m.Owner = "alice" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "an area that is not there", change: func(m *types.MsgApproveMeter) { m.Area = 2 }, wantErr: types.ErrAreaNotFound},
		{name: "a meter that is not there", change: func(m *types.MsgApproveMeter) { m.Meter = 99 }, wantErr: meteridtypes.ErrMeterNotFound},
		{name: "the meter of another owner", change: func(m *types.MsgApproveMeter) { m.Owner = account("mayor") }, wantErr: types.ErrNotOwner},
		{name: "an end that is now", change: func(m *types.MsgApproveMeter) { m.Until = noon }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an end before the beginning of time", change: func(m *types.MsgApproveMeter) { m.Until = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name:    "a meter for electricity",
			meter:   func(m *meteridtypes.Meter) { m.Medium = meteridtypes.MEDIUM_ELECTRICITY },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name:    "a meter for production",
			meter:   func(m *meteridtypes.Meter) { m.Direction = meteridtypes.DIRECTION_PRODUCTION },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name:    "a meter that is not active",
			meter:   func(m *meteridtypes.Meter) { m.Status = meteridtypes.METER_STATUS_REGISTERED },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a meter that is bound",
			meter: func(m *meteridtypes.Meter) {
				m.Binding = meteridtypes.Binding{Module: types.ModuleName, Ref: 2, Slot: 3}
			},
			wantErr: types.ErrMeterBound,
		},
		{name: "a meter of another issuer", issuer: "another issuer", wantErr: types.ErrMeterUnfit},
		{name: "an area without a free slot", params: func(p *types.Params) { p.MaxAccounts = 1 }, wantErr: types.ErrAreaFull},
		{
			name: "a second meter",
			change: func(m *types.MsgApproveMeter) {
				m.Owner = account("bob")
			},
			meter:   func(m *meteridtypes.Meter) { m.Owner = account("bob") },
			wantErr: types.ErrAccountHasMeter,
		},
		{name: "a closed area", closed: true, wantErr: types.ErrAreaClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			area := f.create(village())
			f.household(area, "bob", 1)
			if tc.params != nil {
				f.setParams(tc.params)
			}
			if tc.issuer != "" {
				change := update()
				change.Issuer = account(tc.issuer)
				_, err := f.msgs.UpdateArea(f.ctx, &change)
				require.NoError(t, err)
			}
			if tc.closed {
				f.closeArea(area)
			}
			meter := f.addMeter(account("alice"), meteridtypes.DIRECTION_CONSUMPTION, noon)
			if tc.meter != nil {
				f.meters.Change(f.ctx, meter, tc.meter)
			}
			msg := types.MsgApproveMeter{Owner: account("alice"), Area: area, Meter: meter}
			if tc.change != nil {
				tc.change(&msg)
			}
			before := f.state()
			_, err := f.msgs.ApproveMeter(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestSubscribe(t *testing.T) {
	tests := []struct {
		name    string
		persons uint32 // attested; 0 is nothing
		until   int64  // of the claim

		want uint64
	}{
		{name: "as many persons as are attested", persons: 4, want: 4},
		{name: "one person if nothing is attested", want: 1},
		{name: "one person if the claim has ended", persons: 4, until: noon, want: 1},
		{name: "as many as can be attested", persons: 20, want: 20},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := village()
			msg.FeePerPerson = 10
			area := f.create(msg)
			slot := f.household(area, "alice", 0)
			if tc.persons > 0 {
				f.attest(f.accountOf(area, slot).Meter, tc.persons, tc.until)
			}
			resp := f.subscribe(area, "alice")
			require.Equal(t, &types.MsgSubscribeResponse{
				Subscription: types.Subscription{FirstPeriod: 1, LastPeriod: 1, Persons: tc.want, FeePerPerson: 10}, Fee: ueur(10 * int64(tc.want)),
			}, resp)
			p := f.periodOf(area, 1)
			require.Equal(t, []uint64{1, tc.want, 10 * tc.want}, []uint64{p.Subscribers, p.Persons, p.Pot})
			require.Equal(t, 10*tc.want, f.areaOf(area).Purse.Pots)
			require.Equal(t, ueur(1_000_000-10*int64(tc.want)), f.bank.GetBalance(f.ctx, accountBytes("alice"), "ueur"))
			require.Equal(t, tc.want, events[*types.EventSubscribed](f)[0].Subscription.Persons)
			f.checkInvariants()
		})
	}
}

func TestSubscribeRefuses(t *testing.T) {
	tests := []struct {
		name  string
		owner string
		at    int64
		area  uint64
		first bool // subscribes before
		poor  bool
		then  func(f *fixture)

		change func(*types.MsgSubscribe)

		wantErr error
	}{
		{
			name: "further than two years", owner: "alice", at: noon, area: 1,
			change: func(m *types.MsgSubscribe) { m.Periods = 24 }, first: true, wantErr: types.ErrSubscribed,
		},
		{name: "no period", owner: "alice", at: noon, area: 1, change: func(m *types.MsgSubscribe) { m.Periods = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "too many", owner: "alice", at: noon, area: 1, change: func(m *types.MsgSubscribe) { m.Periods = 25 }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name: "for less than the fee", owner: "alice", at: noon, area: 1,
			change: func(m *types.MsgSubscribe) { m.MaxFeePerPerson = 0 }, wantErr: types.ErrFeeTooHigh,
		},
		{
			name: "when the buckets of the area are full", owner: "alice", at: noon, area: 1,
			then: func(f *fixture) {
				require.NoError(f.t, f.keeper.SetPolicyOf(f.ctx, 1, 0, types.Policy{}, types.MaxMoney-1))
			},
			wantErr: types.ErrMoneyTooLarge,
		},
		{name: "with too little money", owner: "alice", at: noon, area: 1, poor: true, wantErr: sdkerrors.ErrInsufficientFunds},
		{name: "without an account", owner: "bob", at: noon, area: 1, wantErr: types.ErrAccountNotFound},
		{name: "in an area that is not there", owner: "alice", at: noon, area: 2, wantErr: types.ErrAreaNotFound},
		{name: "in a closed area", owner: "alice", at: noon, area: 1, then: func(f *fixture) { f.closeArea(1) }, wantErr: types.ErrAreaClosed},
		{name: "after moving out", owner: "alice", at: noon, area: 1, then: func(f *fixture) { f.moveOut(1, "alice") }, wantErr: types.ErrAccountClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			area := f.create(village())
			f.household(area, "alice", 2)
			if tc.first {
				f.subscribe(area, "alice")
			}
			if !tc.poor {
				f.bank.Fund(f.ctx, accountBytes("alice"), ueur(2))
			}
			f.at(tc.at)
			if tc.then != nil {
				tc.then(f)
			}
			before := f.state()
			msg := subscription(tc.area, tc.owner)
			if tc.change != nil {
				tc.change(msg)
			}
			_, err := f.msgs.Subscribe(f.ctx, msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestCloseAccount(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 10_000, 0)
	alice, bob := f.household(area, "alice", 3), f.household(area, "bob", 1)
	f.subscribe(area, "alice")
	f.subscribe(area, "bob")
	f.pass(start(1))
	f.send(f.produced(area, source, 400))
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, alice, types.Policy{}, f.deposit(70)))
	meter := f.accountOf(area, alice).Meter

	resp := f.moveOut(area, "alice")
	require.Equal(t, &types.MsgCloseAccountResponse{Closed: true, ReturnedLitres: 300}, resp)
	require.Equal(t, uint64(70), f.accountOf(area, alice).Prepaid, "it can withdraw")
	require.Zero(t, f.balance(area, "alice"))
	require.Equal(t, uint64(400), f.settle(area, "bob").BalanceLitres, "all goes to the other household")
	require.Equal(t, types.Valve{}, f.valveOf(meter))
	require.False(t, f.meters.Get(f.ctx, meter).IsBound())
	require.Equal(t, state.Holding{}, f.holdingOf(area, alice))
	require.Equal(t, uint64(1), f.areaOf(area).Ledger.Water.Persons)
	require.Equal(t, uint64(300), events[*types.EventAccountClosed](f)[0].ReturnedLitres)
	f.checkInvariants()

	_, err := f.msgs.CloseAccount(f.ctx, &types.MsgCloseAccount{Owner: account("alice"), Area: area})
	require.ErrorIs(t, err, types.ErrAccountClosed)
	_, err = f.msgs.CloseAccount(f.ctx, &types.MsgCloseAccount{Owner: account("carol"), Area: area})
	require.ErrorIs(t, err, types.ErrAccountNotFound)
	require.Equal(t, &types.MsgSettleAccountResponse{}, f.settle(area, "alice"), "a closed account can be settled, and has nothing")

	require.Equal(t, alice, f.household(area, "alice", 1), "a returning owner gets the old slot")
	require.True(t, f.accountOf(area, alice).IsOpen())
	f.moveOut(area, "bob")
	f.moveOut(area, "alice")
	require.Equal(t, uint64(400), f.areaOf(area).Ledger.Water.CarryLitres, "litres without a holder are carried")
	require.Equal(t, bob, f.household(area, "bob", 1))
	f.checkInvariants()
}

func TestWhoOwesStays(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.send(f.drew(area, slot, 40))
	require.Equal(t, uint64(40), f.areaOf(area).Ledger.OverdraftLitres)
	msg := &types.MsgCloseAccount{Owner: account("alice"), Area: area}
	require.NoError(t, second(f.msgs.CloseAccount(f.ctx, msg)))
	f.read(area, "alice")
	before := f.state()
	_, err := f.msgs.CloseAccount(f.ctx, msg)
	require.ErrorIs(t, err, types.ErrOverdrawn)
	require.Equal(t, before, f.state())

	f.closeArea(area)
	require.NoError(t, second(f.msgs.CloseAccount(f.ctx, msg)))
	l := f.areaOf(area).Ledger
	require.Equal(t, []uint64{0, 40}, []uint64{l.OverdraftLitres, l.DeficitLitres}, "nothing repays it any more")
	require.Equal(t, uint64(40), events[*types.EventAccountClosed](f)[0].DebtLitres)
	p := f.periodOf(area, 1)
	require.Equal(t, []uint64{0, 0, 1}, []uint64{p.Subscribers, p.Persons, p.Pot}, "the fee of a period that runs stays")
}

func TestWhoHasRepaidMayMoveOut(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 1_040))
	f.send(f.produced(area, 1, 340))
	f.moveOut(area, "alice")
	require.Zero(t, f.areaOf(area).Ledger.DeficitLitres)
}

func TestSettleAccountRefuses(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	settle := func(sender, owner string, area uint64) error {
		_, err := f.msgs.SettleAccount(f.ctx, &types.MsgSettleAccount{Sender: sender, Owner: owner, Area: area})
		return err
	}
	require.ErrorIs(t, settle("x", account("alice"), area), sdkerrors.ErrInvalidAddress)
	require.ErrorIs(t, settle(account("bob"), "x", area), sdkerrors.ErrInvalidAddress)
	require.ErrorIs(t, settle(account("bob"), account("alice"), area), types.ErrAccountNotFound)
	require.ErrorIs(t, settle(account("bob"), account("alice"), 9), types.ErrAreaNotFound)
}
