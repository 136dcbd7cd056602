package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func request() *types.MsgRequestGenerator {
	return &types.MsgRequestGenerator{
		Requester: "village", Arbiter: "judge", Location: "Roof of the school", CapacityW: 10_000, Reason: "Light", UnitLabel: "kWh",
		UnitSize: 1_000, MaxPrice: 400_000, MaintenanceBps: 1_000, FreeUnitsPerDay: 5, PaymentDenom: "ueur", Deposit: 1_000_000,
		Medium: meteridtypes.MEDIUM_ELECTRICITY,
	}
}

func offer() *types.MsgPlaceBid {
	return &types.MsgPlaceBid{
		Provider: "builder", Generator: 1, UnitType: "PV 10 kW", Cost: 12_345_678, InstallDays: 30, LifeDays: 7_300,
		PriceCeiling: 300_000, UpfrontBps: 3_333, Bond: 4_114_814, InsuranceRef: "", AcceptanceUnits: 1_000, TrialDays: 90,
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

func TestMsgRequestGenerator(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgRequestGenerator)

		wantErr string
	}{
		{name: "the valid message", change: func(*types.MsgRequestGenerator) {}},
		{name: "nothing for maintenance and nothing free", change: func(m *types.MsgRequestGenerator) { m.MaintenanceBps, m.FreeUnitsPerDay = 0, 0 }},
		{name: "no place", change: func(m *types.MsgRequestGenerator) { m.Location = "" }, wantErr: "location: expected 1 to 128 bytes, got 0"},
		{
			name: "a place that is no UTF-8", change: func(m *types.MsgRequestGenerator) { m.Location = "\xff" },
			wantErr: `location: expected UTF-8, got "\xff"`,
		},
		{
			name: "a reason too long", change: func(m *types.MsgRequestGenerator) { m.Reason = strings.Repeat("a", 513) },
			wantErr: "reason: expected 1 to 512 bytes, got 513",
		},
		{name: "no medium", change: func(m *types.MsgRequestGenerator) { m.Medium = 0 }, wantErr: "medium: expected 1 to 3, got 0"},
		{name: "units without a name", change: func(m *types.MsgRequestGenerator) { m.UnitLabel = "" }, wantErr: "unit_label: expected 1 to 16 bytes, got 0"},
		{name: "units of nothing", change: func(m *types.MsgRequestGenerator) { m.UnitSize = 0 }, wantErr: "unit_size: expected 1 to 4294967296, got 0"},
		{
			name: "no capacity", change: func(m *types.MsgRequestGenerator) { m.CapacityW = 0 },
			wantErr: "capacity_w: expected 1 to 1099511627776, got 0",
		},
		{name: "no price", change: func(m *types.MsgRequestGenerator) { m.MaxPrice = 0 }, wantErr: "max_price: expected 1 to 1099511627776, got 0"},
		{name: "the highest price", change: func(m *types.MsgRequestGenerator) { m.MaxPrice = types.MaxPrice }},
		{
			name: "a price that would overflow", change: func(m *types.MsgRequestGenerator) { m.MaxPrice = types.MaxPrice + 1 },
			wantErr: "max_price: expected 1 to 1099511627776, got 1099511627777",
		},
		{
			name: "more than half for maintenance", change: func(m *types.MsgRequestGenerator) { m.MaintenanceBps = 5_001 },
			wantErr: "maintenance_bps: expected 0 to 5000, got 5001",
		},
		{
			name: "too much free", change: func(m *types.MsgRequestGenerator) { m.FreeUnitsPerDay = types.MaxUnits + 1 },
			wantErr: "free_units_per_day: expected 0 to 1048576, got 1048577",
		},
		{
			name: "a denom that is none", change: func(m *types.MsgRequestGenerator) { m.PaymentDenom = "1" },
			wantErr: `payment_denom: expected a denom, got "1"`,
		},
		{name: "no deposit", change: func(m *types.MsgRequestGenerator) { m.Deposit = 0 }, wantErr: "deposit: expected 1 to 1152921504606846976, got 0"},
		{
			name: "a deposit too large", change: func(m *types.MsgRequestGenerator) { m.Deposit = types.MaxAmount + 1 },
			wantErr: "deposit: expected 1 to 1152921504606846976, got 1152921504606846977",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := request()
			tc.change(msg)
			check(t, msg.Validate(), tc.wantErr)
		})
	}
}

func TestMsgPlaceBid(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgPlaceBid)

		wantErr string
	}{
		{name: "the valid message, whose bond is exactly the upfront part", change: func(*types.MsgPlaceBid) {}},
		{name: "neither upfront nor bond", change: func(m *types.MsgPlaceBid) { m.UpfrontBps, m.Bond = 0, 0 }},
		{name: "generator 0", change: func(m *types.MsgPlaceBid) { m.Generator = 0 }, wantErr: "generator: expected 1 to 18446744073709551615, got 0"},
		{name: "nothing to be built", change: func(m *types.MsgPlaceBid) { m.UnitType = "" }, wantErr: "unit_type: expected 1 to 64 bytes, got 0"},
		{name: "no cost", change: func(m *types.MsgPlaceBid) { m.Cost = 0 }, wantErr: "cost: expected 1 to 1152921504606846976, got 0"},
		{
			name: "a cost too large", change: func(m *types.MsgPlaceBid) { m.Cost = types.MaxAmount + 1 },
			wantErr: "cost: expected 1 to 1152921504606846976, got 1152921504606846977",
		},
		{name: "no time", change: func(m *types.MsgPlaceBid) { m.InstallDays = 0 }, wantErr: "install_days: expected 1 to 3650, got 0"},
		{name: "ten years and a day", change: func(m *types.MsgPlaceBid) { m.InstallDays = 3_651 }, wantErr: "install_days: expected 1 to 3650, got 3651"},
		{name: "no life", change: func(m *types.MsgPlaceBid) { m.LifeDays = 0 }, wantErr: "life_days: expected 1 to 36525, got 0"},
		{
			name: "ceiling 0", change: func(m *types.MsgPlaceBid) { m.PriceCeiling = 0 },
			wantErr: "price_ceiling: expected 1 to 1099511627776, got 0",
		},
		{
			name: "more than all upfront", change: func(m *types.MsgPlaceBid) { m.UpfrontBps = 10_001 },
			wantErr: "upfront_bps: expected 0 to 10000, got 10001",
		},
		{
			name: "a bond too large", change: func(m *types.MsgPlaceBid) { m.Bond = types.MaxAmount + 1 },
			wantErr: "bond: expected 0 to 1152921504606846976, got 1152921504606846977",
		},
		{
			name: "an insurance too long", change: func(m *types.MsgPlaceBid) { m.InsuranceRef = strings.Repeat("a", 129) },
			wantErr: "insurance_ref: expected 0 to 128 bytes, got 129",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := offer()
			tc.change(msg)
			check(t, msg.Validate(), tc.wantErr)
		})
	}
	t.Run("a bond below the upfront part", func(t *testing.T) {
		msg := offer()
		msg.Bond--
		err := msg.Validate()
		require.ErrorIs(t, err, types.ErrBondTooSmall)
		require.ErrorContains(t, err, "expected at least 4114814, which is 3333 ten-thousandths of 12345678, got 4114813")
	})
}

func solar(amount sdkmath.Int) sdk.Coin { return sdk.Coin{Denom: types.SolarDenom, Amount: amount} }

func TestMessagesRefuseNumbersOutOfRange(t *testing.T) {
	const none = "generator: expected at least 1, got 0"
	const noneRange = "generator: expected 1 to 18446744073709551615, got 0"
	one := solar(sdkmath.OneInt())
	tests := []struct {
		name string
		msg  interface{ Validate() error }

		wantErr string
	}{
		{name: "withdrawn bid for generator 0", msg: &types.MsgWithdrawBid{}, wantErr: none},
		{name: "accepted bid for generator 0", msg: &types.MsgAcceptBid{}, wantErr: none},
		{name: "pledge for generator 0", msg: &types.MsgPledge{Shares: 1}, wantErr: noneRange},
		{name: "pledge for all shares", msg: &types.MsgPledge{Generator: 1, Shares: 10_000}},
		{name: "pledge of 0", msg: &types.MsgPledge{Generator: 1}, wantErr: "shares: expected 1 to 10000, got 0"},
		{name: "pledge for more than there are", msg: &types.MsgPledge{Generator: 1, Shares: 10_001}, wantErr: "shares: expected 1 to 10000, got 10001"},
		{name: "objection to generator 0", msg: &types.MsgObject{Reason: "x"}, wantErr: none},
		{name: "installation of generator 0", msg: &types.MsgMarkInstalled{Meter: 1}, wantErr: none},
		{name: "installation without a meter", msg: &types.MsgMarkInstalled{Generator: 1}, wantErr: "meter: expected at least 1, got 0"},
		{
			name: "commissioning with 0", msg: &types.MsgCommission{Generator: 1},
			wantErr: "amount_usolar: expected 1 to 1152921504606846976, got 0",
		},
		{name: "commissioning generator 0", msg: &types.MsgCommission{AmountUsolar: 1}, wantErr: noneRange},
		{name: "dispute about generator 0", msg: &types.MsgRaiseDispute{Reason: "dark"}, wantErr: none},
		{name: "dispute without a reason", msg: &types.MsgRaiseDispute{Generator: 1}, wantErr: "reason: expected 1 to 512 bytes, got 0"},
		{name: "decision about generator 0", msg: &types.MsgDecideDispute{}, wantErr: none},
		{name: "vote to retire generator 0", msg: &types.MsgVoteRetirement{}, wantErr: none},
		{name: "vote in generator 0", msg: &types.MsgVotePrice{}, wantErr: noneRange},
		{name: "vote for free units", msg: &types.MsgVotePrice{Generator: 1}},
		{
			name: "vote above any ceiling", msg: &types.MsgVotePrice{Generator: 1, Price: types.MaxPrice + 1},
			wantErr: "price: expected 0 to 1099511627776, got 1099511627777",
		},
		{name: "cleared vote with a price", msg: &types.MsgVotePrice{Generator: 1, Price: 1, Clear: true}, wantErr: "price: expected 0 to 0, got 1"},
		{name: "purchase from generator 0", msg: &types.MsgBuyUnits{Units: 1}, wantErr: noneRange},
		{name: "purchase of the most", msg: &types.MsgBuyUnits{Generator: 1, Units: types.MaxUnits, MaxPrice: types.MaxPrice}},
		{name: "purchase of nothing", msg: &types.MsgBuyUnits{Generator: 1}, wantErr: "units: expected 1 to 1048576, got 0"},
		{
			name: "purchase of too much", msg: &types.MsgBuyUnits{Generator: 1, Units: types.MaxUnits + 1},
			wantErr: "units: expected 1 to 1048576, got 1048577",
		},
		{name: "voucher of 500", msg: &types.MsgBuyUnits{Generator: 1, Units: 500, Device: 1}},
		{name: "voucher of 501", msg: &types.MsgBuyUnits{Generator: 1, Units: 501, Device: 1}, wantErr: "units: expected 1 to 500, got 501"},
		{
			name: "purchase at any price", msg: &types.MsgBuyUnits{Generator: 1, Units: 1, MaxPrice: types.MaxPrice + 1},
			wantErr: "max_price: expected 0 to 1099511627776, got 1099511627777",
		},
		{name: "withdrawal from generator 0", msg: &types.MsgWithdraw{}, wantErr: none},
		{name: "claim on generator 0", msg: &types.MsgClaimMaintenance{Amount: one, Purpose: "oil"}, wantErr: none},
		{name: "claim for nothing said", msg: &types.MsgClaimMaintenance{Generator: 1, Amount: one}, wantErr: "purpose: expected 1 to 512 bytes, got 0"},
		{
			name: "claim without a denom", msg: &types.MsgClaimMaintenance{Generator: 1, Purpose: "oil"},
			wantErr: `amount: expected a denom, got ""`,
		},
		{
			name: "claim without a number", msg: &types.MsgClaimMaintenance{Generator: 1, Amount: solar(sdkmath.Int{}), Purpose: "oil"},
			wantErr: "amount: expected 1 to 1152921504606846976, got nothing",
		},
		{
			name: "claim of less than nothing", msg: &types.MsgClaimMaintenance{Generator: 1, Amount: solar(sdkmath.NewInt(-5)), Purpose: "oil"},
			wantErr: "amount: expected 1 to 1152921504606846976, got -5",
		},
		{
			name: "release of more than fits", msg: &types.MsgReleaseMaintenance{Generator: 1, Amount: solar(sdkmath.NewIntFromUint64(1 << 61))},
			wantErr: "amount: expected 1 to 1152921504606846976, got 2305843009213693952",
		},
		{name: "release by generator 0", msg: &types.MsgReleaseMaintenance{Amount: one}, wantErr: none},
		{name: "device of generator 0", msg: &types.MsgRegisterDevice{Device: 1, Digits: 20}, wantErr: none},
		{name: "device 0", msg: &types.MsgRegisterDevice{Generator: 1, Digits: 20}, wantErr: "device: expected at least 1, got 0"},
		{name: "codes too short", msg: &types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 19, Length: 1}, wantErr: "digits: expected 20 to 30, got 19"},
		{name: "codes too long", msg: &types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 31}, wantErr: "digits: expected 20 to 30, got 31"},
		{
			name: "chain of no links", msg: &types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 20},
			wantErr: "length: expected 1 to 1000000, got 0",
		},
		{
			name: "chain too long", msg: &types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 30, Length: 1_000_001},
			wantErr: "length: expected 1 to 1000000, got 1000001",
		},
		{name: "code for generator 0", msg: &types.MsgRevealCode{Device: 1}, wantErr: none},
		{name: "code for device 0", msg: &types.MsgRevealCode{Generator: 1}, wantErr: "device: expected at least 1, got 0"},
		{name: "listing in generator 0", msg: &types.MsgListShares{Shares: 1, PricePerShare: 1}, wantErr: noneRange},
		{name: "listing of 0", msg: &types.MsgListShares{Generator: 1, PricePerShare: 1}, wantErr: "shares: expected 1 to 10000, got 0"},
		{
			name: "listing for nothing", msg: &types.MsgListShares{Generator: 1, Shares: 1},
			wantErr: "price_per_share: expected 1 to 70368744177664, got 0",
		},
		{
			name: "listing for too much", msg: &types.MsgListShares{Generator: 1, Shares: 1, PricePerShare: types.MaxPricePerShare + 1},
			wantErr: "price_per_share: expected 1 to 70368744177664, got 70368744177665",
		},
		{
			name: "listing until before all time", msg: &types.MsgListShares{Generator: 1, Shares: 1, PricePerShare: 1, ExpiresAt: -1},
			wantErr: "expires_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "lease beyond all time", msg: &types.MsgListShares{Generator: 1, Shares: 1, PricePerShare: 1, LeaseUntil: types.MaxTime + 1},
			wantErr: "lease_until: expected 0 to 253402300799, got 253402300800",
		},
		{name: "canceled listing of generator 0", msg: &types.MsgCancelListing{Listing: 1}, wantErr: none},
		{name: "canceled listing 0", msg: &types.MsgCancelListing{Generator: 1}, wantErr: "listing: expected at least 1, got 0"},
		{name: "taken listing 0", msg: &types.MsgTakeListing{Generator: 1, Shares: 1}, wantErr: "listing: expected at least 1, got 0"},
		{name: "taking 0", msg: &types.MsgTakeListing{Generator: 1, Listing: 1}, wantErr: "shares: expected 1 to 10000, got 0"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) { check(t, tc.msg.Validate(), tc.wantErr) })
	}
}

func TestCodesOfWrongForm(t *testing.T) {
	tests := []struct {
		name string
		msg  interface{ Validate() error }

		wantErr string
	}{
		{
			name: "an anchor of other length than the codes",
			msg:  &types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 21, Length: 1, Anchor: strings.Repeat("7", 20)}, wantErr: "anchor: expected 21 digits, got 20",
		},
		{name: "no anchor", msg: &types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 20, Length: 1}, wantErr: "expected 20 to 30 digits, got 0"},
		{
			name: "a code with a letter", msg: &types.MsgRevealCode{Generator: 1, Device: 1, Code: strings.Repeat("7", 19) + "x"},
			wantErr: "got 'x' at place 20",
		},
		{
			name: "a code too long", msg: &types.MsgRevealCode{Generator: 1, Device: 1, Code: strings.Repeat("7", 31)},
			wantErr: "expected 20 to 30 digits, got 31",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			err := tc.msg.Validate()
			require.ErrorIs(t, err, types.ErrInvalidCode)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
	require.NoError(t, (&types.MsgRegisterDevice{Generator: 1, Device: 1, Digits: 20, Length: 1_000, Anchor: strings.Repeat("7", 20)}).Validate())
	require.NoError(t, (&types.MsgRevealCode{Generator: 1, Device: 1, Code: "7777 7777-7777 7777 7777"}).Validate())
}

func TestALongChainNeedsLongCodes(t *testing.T) {
	tests := []struct {
		name   string
		digits uint32
		length uint64

		wantErr string
	}{
		{name: "20 digits for one link", digits: 20, length: 1},
		{name: "20 digits for 1,000 links", digits: 20, length: 1_000},
		{name: "20 digits for one link more", digits: 20, length: 1_001, wantErr: "digits: expected at least 22 for 1001 links, got 20"},
		{name: "22 digits for 10,000 links", digits: 22, length: 10_000},
		{name: "23 digits for one link more", digits: 23, length: 10_001, wantErr: "digits: expected at least 24 for 10001 links, got 23"},
		{name: "26 digits for all links", digits: 26, length: 1_000_000},
		{name: "25 digits for all links", digits: 25, length: 1_000_000, wantErr: "digits: expected at least 26 for 1000000 links, got 25"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := types.MsgRegisterDevice{
				Generator: 1, Device: 1, Digits: tc.digits, Length: tc.length, Anchor: strings.Repeat("7", int(tc.digits)),
			}
			err := msg.Validate()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrTooFewDigits)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}
