package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/types"
)

func create() *types.MsgCreateArea {
	return &types.MsgCreateArea{
		Name: "Valley", PaymentDenom: "ueur", PeriodSeconds: 2_592_000, EnrolmentSeconds: 604_800, FeePerPerson: 1_000_000,
		LifelineLitresPerPersonDay: 50, LifelineDaysCap: 3, LifelineReserveDays: 7, ValvePolicy: types.VALVE_POLICY_CLOSE,
		AuctionSeconds: 86_400, ReserveDays: 7, BasePrice: 2_000,
	}
}

func TestMsgCreateArea(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgCreateArea)

		wantErr string
	}{
		{name: "the valid message", change: func(*types.MsgCreateArea) {}},
		{name: "the longest name", change: func(m *types.MsgCreateArea) { m.Name = strings.Repeat("é", 32) }},
		{
			name: "nothing is given or costs anything",
			change: func(m *types.MsgCreateArea) {
				m.FeePerPerson, m.LifelineLitresPerPersonDay, m.ReserveDays, m.BasePrice = 0, 0, 0, 0
			},
		},
		{
			name: "all fields at their maximum",
			change: func(m *types.MsgCreateArea) {
				m.PeriodSeconds, m.EnrolmentSeconds, m.AuctionSeconds = 31_536_000, 31_536_000, 31_536_000
				m.FeePerPerson, m.BasePrice, m.LifelineLitresPerPersonDay = types.MaxPrice, types.MaxPrice, types.MaxLifelineLitres
				m.LifelineDaysCap, m.LifelineReserveDays, m.ReserveDays = types.MaxDays, types.MaxDays, types.MaxDays
			},
		},
		{name: "no name", change: func(m *types.MsgCreateArea) { m.Name = "" }, wantErr: "name: expected 1 to 64 bytes, got 0"},
		{
			name: "a name too long", change: func(m *types.MsgCreateArea) { m.Name = strings.Repeat("é", 33) },
			wantErr: "name: expected 1 to 64 bytes, got 66",
		},
		{
			name: "a name that is no UTF-8", change: func(m *types.MsgCreateArea) { m.Name = "\xff" },
			wantErr: `name: expected UTF-8, got "\xff"`,
		},
		{
			name: "a denom that is none", change: func(m *types.MsgCreateArea) { m.PaymentDenom = "1" },
			wantErr: `payment_denom: expected a denom that can be sent, got "1"`,
		},
		{
			name: "paid in water", change: func(m *types.MsgCreateArea) { m.PaymentDenom = "hbt/1" },
			wantErr: `payment_denom: expected a denom that can be sent, got "hbt/1"`,
		},
		{
			name: "periods of less than a minute", change: func(m *types.MsgCreateArea) { m.PeriodSeconds = 59 },
			wantErr: "period_seconds: expected 60 to 31536000, got 59",
		},
		{
			name: "periods of more than a year", change: func(m *types.MsgCreateArea) { m.PeriodSeconds = 31_536_001 },
			wantErr: "period_seconds: expected 60 to 31536000, got 31536001",
		},
		{
			name: "no enrolment", change: func(m *types.MsgCreateArea) { m.EnrolmentSeconds = 0 },
			wantErr: "enrolment_seconds: expected 1 to 2592000, got 0",
		},
		{
			name: "an enrolment longer than the period", change: func(m *types.MsgCreateArea) { m.EnrolmentSeconds = 2_592_001 },
			wantErr: "enrolment_seconds: expected 1 to 2592000, got 2592001",
		},
		{
			name: "a fee too high", change: func(m *types.MsgCreateArea) { m.FeePerPerson = types.MaxPrice + 1 },
			wantErr: "fee_per_person: expected 0 to 1099511627776, got 1099511627777",
		},
		{
			name: "a lifeline too large", change: func(m *types.MsgCreateArea) { m.LifelineLitresPerPersonDay = 10_001 },
			wantErr: "lifeline_litres_per_person_day: expected 0 to 10000, got 10001",
		},
		{
			name: "a lifeline without a cap", change: func(m *types.MsgCreateArea) { m.LifelineDaysCap = 0 },
			wantErr: "lifeline_days_cap: expected 1 to 366, got 0",
		},
		{
			name: "a lifeline reserve of no day", change: func(m *types.MsgCreateArea) { m.LifelineReserveDays = 0 },
			wantErr: "lifeline_reserve_days: expected 1 to 366, got 0",
		},
		{
			name: "no valve policy", change: func(m *types.MsgCreateArea) { m.ValvePolicy = 0 },
			wantErr: "valve_policy: expected 1 to 2, got 0",
		},
		{
			name: "an unknown valve policy", change: func(m *types.MsgCreateArea) { m.ValvePolicy = -1 },
			wantErr: "valve_policy: expected 1 to 2, got -1",
		},
		{
			name: "auctions without a break", change: func(m *types.MsgCreateArea) { m.AuctionSeconds = 59 },
			wantErr: "auction_seconds: expected 60 to 31536000, got 59",
		},
		{
			name: "a reserve of more than a year", change: func(m *types.MsgCreateArea) { m.ReserveDays = 367 },
			wantErr: "reserve_days: expected 0 to 366, got 367",
		},
		{
			name: "a price that would overflow", change: func(m *types.MsgCreateArea) { m.BasePrice = types.MaxPrice + 1 },
			wantErr: "base_price: expected 0 to 1099511627776, got 1099511627777",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := create()
			tc.change(msg)
			check(t, msg.Validate(), tc.wantErr)

			update := &types.MsgUpdateArea{
				Area: 1, Name: msg.Name, FeePerPerson: msg.FeePerPerson, LifelineLitresPerPersonDay: msg.LifelineLitresPerPersonDay,
				LifelineDaysCap: msg.LifelineDaysCap, LifelineReserveDays: msg.LifelineReserveDays, ValvePolicy: msg.ValvePolicy,
				AuctionSeconds: msg.AuctionSeconds, ReserveDays: msg.ReserveDays, BasePrice: msg.BasePrice,
			}
			for _, fixed := range []string{"payment_denom", "period_seconds", "enrolment_seconds"} {
				if strings.HasPrefix(tc.wantErr, fixed) {
					tc.wantErr = "" // fixed terms
				}
			}
			check(t, update.Validate(), tc.wantErr)
		})
	}
}

func check(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, sdkerrors.ErrInvalidRequest)
	require.ErrorContains(t, err, want)
}

func coin(amount sdkmath.Int) sdk.Coin { return sdk.Coin{Denom: "ueur", Amount: amount} }

func TestMessagesRefuseNumbersOutOfRange(t *testing.T) {
	one := coin(sdkmath.OneInt())
	hash := make([]byte, 32)
	tests := []struct {
		name string
		msg  interface{ Validate() error }

		wantErr string
	}{
		{name: "update of area 0", msg: &types.MsgUpdateArea{}, wantErr: "area: expected at least 1, got 0"},
		{name: "close of area 0", msg: &types.MsgCloseArea{}, wantErr: "area: expected at least 1, got 0"},
		{name: "offer of area 0", msg: &types.MsgTransferAdmin{}, wantErr: "area: expected at least 1, got 0"},
		{name: "acceptance of area 0", msg: &types.MsgAcceptAdmin{}, wantErr: "area: expected at least 1, got 0"},
		{
			name: "a source", msg: &types.MsgProposeSource{Area: 1, Meter: 1, Class: types.SOURCE_CLASS_FIRM, CapacityLitres: types.MaxCapacity},
		},
		{name: "a source in area 0", msg: &types.MsgProposeSource{Meter: 1}, wantErr: "area: expected at least 1, got 0"},
		{name: "a source of meter 0", msg: &types.MsgProposeSource{Area: 1}, wantErr: "meter: expected at least 1, got 0"},
		{
			name: "a source of no class", msg: &types.MsgProposeSource{Area: 1, Meter: 1, CapacityLitres: 1},
			wantErr: "class: expected 1 to 2, got 0",
		},
		{
			name: "a source without room", msg: &types.MsgProposeSource{Area: 1, Meter: 1, Class: types.SOURCE_CLASS_FIRM},
			wantErr: "capacity_litres: expected 1 to 1125899906842624, got 0",
		},
		{
			name:    "a source larger than an area",
			msg:     &types.MsgProposeSource{Area: 1, Meter: 1, Class: types.SOURCE_CLASS_FIRM, CapacityLitres: types.MaxCapacity + 1},
			wantErr: "capacity_litres: expected 1 to 1125899906842624, got 1125899906842625",
		},
		{
			name:    "a source paid too much",
			msg:     &types.MsgProposeSource{Area: 1, Meter: 1, Class: 1, CapacityLitres: 1, Remuneration: types.MaxPrice + 1},
			wantErr: "remuneration: expected 0 to 1099511627776, got 1099511627777",
		},
		{name: "acceptance in area 0", msg: &types.MsgAcceptSource{Source: 1}, wantErr: "area: expected at least 1, got 0"},
		{name: "acceptance of source 0", msg: &types.MsgAcceptSource{Area: 1}, wantErr: "source: expected at least 1, got 0"},
		{name: "removal of source 0", msg: &types.MsgRemoveSource{Area: 1}, wantErr: "source: expected at least 1, got 0"},
		{name: "a loss", msg: &types.MsgReportLoss{Area: 1, Source: 1, Litres: ^uint64(0), EvidenceHash: hash}},
		{
			name: "a loss of nothing", msg: &types.MsgReportLoss{Area: 1, Source: 1, EvidenceHash: hash},
			wantErr: "litres: expected at least 1, got 0",
		},
		{
			name: "a loss without evidence", msg: &types.MsgReportLoss{Area: 1, Source: 1, Litres: 1},
			wantErr: "evidence_hash: expected 32 bytes, got 0",
		},
		{
			name: "a loss of source 0", msg: &types.MsgReportLoss{Area: 1, Litres: 1, EvidenceHash: hash},
			wantErr: "source: expected at least 1, got 0",
		},
		{name: "an approval", msg: &types.MsgApproveMeter{Area: 1, Meter: 1, LimitLitres: ^uint64(0), Until: types.MaxTime}},
		{name: "an approval in area 0", msg: &types.MsgApproveMeter{Meter: 1}, wantErr: "area: expected at least 1, got 0"},
		{name: "an approval of meter 0", msg: &types.MsgApproveMeter{Area: 1}, wantErr: "meter: expected at least 1, got 0"},
		{
			name: "an approval until before time began", msg: &types.MsgApproveMeter{Area: 1, Meter: 1, Until: -1},
			wantErr: "until: expected 0 to 253402300799, got -1",
		},
		{name: "approval of a loss of nothing", msg: &types.MsgAcceptLoss{Area: 1, Source: 1}, wantErr: "litres: expected at least 1, got 0"},
		{name: "subscription to no period", msg: &types.MsgSubscribe{Area: 1}, wantErr: "periods: expected 1 to 24, got 0"},
		{name: "acceptance without a meter", msg: &types.MsgAcceptSource{Area: 1, Source: 1}, wantErr: "meter: expected at least 1, got 0"},
		{name: "subscription in area 0", msg: &types.MsgSubscribe{}, wantErr: "area: expected at least 1, got 0"},
		{name: "policy in area 0", msg: &types.MsgSetPolicy{}, wantErr: "area: expected at least 1, got 0"},
		{name: "moving out of area 0", msg: &types.MsgCloseAccount{}, wantErr: "area: expected at least 1, got 0"},
		{name: "deposit", msg: &types.MsgDeposit{Area: 1, Amount: one}},
		{name: "deposit in area 0", msg: &types.MsgDeposit{Amount: one}, wantErr: "area: expected at least 1, got 0"},
		{name: "deposit of nothing", msg: &types.MsgDeposit{Area: 1}, wantErr: `amount: expected a denom, got ""`},
		{
			name: "deposit without a number", msg: &types.MsgDeposit{Area: 1, Amount: coin(sdkmath.Int{})},
			wantErr: "amount: expected 1 to 4611686018427387903, got nothing",
		},
		{
			name: "deposit of less than nothing", msg: &types.MsgDeposit{Area: 1, Amount: coin(sdkmath.NewInt(-5))},
			wantErr: "amount: expected 1 to 4611686018427387903, got -5",
		},
		{
			name: "withdrawal of more than fits", msg: &types.MsgWithdraw{Area: 1, Amount: coin(sdkmath.NewIntFromUint64(1 << 62))},
			wantErr: "amount: expected 1 to 4611686018427387903, got 4611686018427387904",
		},
		{name: "withdrawal from area 0", msg: &types.MsgWithdraw{Amount: one}, wantErr: "area: expected at least 1, got 0"},
		{name: "an order", msg: &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_BUY, Litres: types.MaxLitres, Price: 1_230}},
		{
			name: "an order without a limit", msg: &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_BUY, Litres: 1},
			wantErr: "price: expected at most three significant digits, from 1 to 1090000000000, got 0",
		},
		{
			name: "an order with a limit of four digits", msg: &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_BUY, Litres: 1, Price: 1_234},
			wantErr: "price: expected at most three significant digits, from 1 to 1090000000000, got 1234",
		},
		{
			name: "an order in area 0", msg: &types.MsgPlaceOrder{Side: types.ORDER_SIDE_BUY, Litres: 1},
			wantErr: "area: expected at least 1, got 0",
		},
		{name: "an order of no side", msg: &types.MsgPlaceOrder{Area: 1, Litres: 1}, wantErr: "side: expected 1 to 2, got 0"},
		{
			name: "an order of nothing", msg: &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_SELL, Price: 1},
			wantErr: "litres: expected 1 to 1099511627775, got 0",
		},
		{
			name: "an order of too much", msg: &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_SELL, Price: 1, Litres: types.MaxLitres + 1},
			wantErr: "litres: expected 1 to 1099511627775, got 1099511627776",
		},
		{
			name: "an order too dear", msg: &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_BUY, Litres: 1, Price: types.MaxPrice + 1},
			wantErr: "price: expected at most three significant digits, from 1 to 1090000000000, got 1099511627777",
		},
		{
			name:    "an order worth more than fits",
			msg:     &types.MsgPlaceOrder{Area: 1, Side: types.ORDER_SIDE_BUY, Litres: 4_230_905, Price: 1_090_000_000_000},
			wantErr: "litres: expected at most 4230904 at a price of 1090000000000, got 4230905",
		},
		{name: "settling in area 0", msg: &types.MsgSettleAccount{}, wantErr: "area: expected at least 1, got 0"},
		{name: "collecting in area 0", msg: &types.MsgCollect{}, wantErr: "area: expected at least 1, got 0"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) { check(t, tc.msg.Validate(), tc.wantErr) })
	}
}

func TestPolicy(t *testing.T) {
	tests := []struct {
		name   string
		policy types.Policy

		want    string
		wantErr error
	}{
		{name: "no instructions"},
		{name: "renewal alone", policy: types.Policy{AutoRenew: true}},
		{
			name: "selling at any price", policy: types.Policy{SellAboveDays: 30},
			want: "min_price: expected the limit of sales, got 0", wantErr: types.ErrPolicy,
		},
		{
			name: "buying at any price", policy: types.Policy{BuyBelowLitres: 100, Budget: 1},
			want: "max_price: expected the limit of purchases, got 0", wantErr: types.ErrPolicy,
		},
		{
			name:   "buying for more than it sells for: never in one auction",
			policy: types.Policy{SellAboveDays: 30, MinPrice: 2, BuyBelowLitres: 100, MaxPrice: 3, Budget: 3},
		},
		{
			name: "buying without money", policy: types.Policy{BuyBelowLitres: 100, MaxPrice: 9},
			want: "budget: expected at least the price of a litre, 9, got 0", wantErr: types.ErrPolicy,
		},
		{
			name: "a budget of less than a litre", policy: types.Policy{BuyBelowLitres: 100, MaxPrice: 9, Budget: 8},
			want: "budget: expected at least the price of a litre, 9, got 8", wantErr: types.ErrPolicy,
		},
		{
			name: "selling above more than a year", policy: types.Policy{SellAboveDays: 367, MinPrice: 1},
			want: "sell_above_days: expected 0 to 366, got 367", wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a lowest price too high", policy: types.Policy{MinPrice: types.MaxPrice + 1},
			want: "min_price: expected at most three significant digits", wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a highest price too high", policy: types.Policy{MaxPrice: types.MaxPrice + 1},
			want: "max_price: expected at most three significant digits", wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "buying below more than fits", policy: types.Policy{BuyBelowLitres: types.MaxLitres + 1, MaxPrice: 1},
			want: "buy_below_litres: expected 0 to 1099511627775", wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a budget of more than fits", policy: types.Policy{Budget: types.MaxMoney + 1},
			want: "budget: expected 0 to 4611686018427387903", wantErr: sdkerrors.ErrInvalidRequest,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			err := (&types.MsgSetPolicy{Area: 1, Policy: tc.policy}).Validate()
			if tc.wantErr == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tc.wantErr)
			require.ErrorContains(t, err, tc.want)
		})
	}
}
