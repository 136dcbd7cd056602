package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/types"
)

func create() *types.MsgCreateCommunity {
	return &types.MsgCreateCommunity{
		Name: "Village", EpochSeconds: 900, GraceSeconds: 3_600, Key: types.ALLOCATION_KEY_DYNAMIC,
		Residual: types.RESIDUAL_GRID, PaymentDenom: "ueur", PricePerKwh: 250_000, MaxMembers: 100,
	}
}

func TestMsgCreateCommunity(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgCreateCommunity)

		wantErr string
	}{
		{name: "the valid message", change: func(*types.MsgCreateCommunity) {}},
		{name: "the longest name", change: func(m *types.MsgCreateCommunity) { m.Name = strings.Repeat("é", 32) }},
		{name: "no name", change: func(m *types.MsgCreateCommunity) { m.Name = "" }, wantErr: "name: expected 1 to 64 bytes, got 0"},
		{
			name: "a name too long", change: func(m *types.MsgCreateCommunity) { m.Name = strings.Repeat("é", 33) },
			wantErr: "name: expected 1 to 64 bytes, got 66",
		},
		{
			name: "a name that is no UTF-8", change: func(m *types.MsgCreateCommunity) { m.Name = "\xff" },
			wantErr: `name: expected UTF-8, got "\xff"`,
		},
		{
			name: "no epoch", change: func(m *types.MsgCreateCommunity) { m.EpochSeconds = 0 },
			wantErr: "epoch_seconds: expected a divisor of 86400, got 0",
		},
		{
			name: "an epoch that does not divide the day", change: func(m *types.MsgCreateCommunity) { m.EpochSeconds = 7 },
			wantErr: "epoch_seconds: expected a divisor of 86400, got 7",
		},
		{
			name: "an epoch of two days", change: func(m *types.MsgCreateCommunity) { m.EpochSeconds = 172_800 },
			wantErr: "epoch_seconds: expected a divisor of 86400, got 172800",
		},
		{
			name: "a grace too long", change: func(m *types.MsgCreateCommunity) { m.GraceSeconds = 604_801 },
			wantErr: "grace_seconds: expected 0 to 604800, got 604801",
		},
		{name: "no key", change: func(m *types.MsgCreateCommunity) { m.Key = 0 }, wantErr: "key: expected 1 to 3, got 0"},
		{name: "an unknown key", change: func(m *types.MsgCreateCommunity) { m.Key = -1 }, wantErr: "key: expected 1 to 3, got -1"},
		{name: "no residual", change: func(m *types.MsgCreateCommunity) { m.Residual = 0 }, wantErr: "residual: expected 1 to 2, got 0"},
		{
			name: "a denom that is none", change: func(m *types.MsgCreateCommunity) { m.PaymentDenom = "1" },
			wantErr: `payment_denom: expected a denom, got "1"`,
		},
		{
			name: "the highest price", change: func(m *types.MsgCreateCommunity) { m.PricePerKwh = types.MaxPricePerKWh },
		},
		{
			name: "a price that would overflow", change: func(m *types.MsgCreateCommunity) { m.PricePerKwh = types.MaxPricePerKWh + 1 },
			wantErr: "price_per_kwh: expected 0 to 1099511627776, got 1099511627777",
		},
		{
			name: "one member", change: func(m *types.MsgCreateCommunity) { m.MaxMembers = 1 },
			wantErr: "max_members: expected 2 to 8388608, got 1",
		},
		{
			name: "too many members", change: func(m *types.MsgCreateCommunity) { m.MaxMembers = types.MaxMembers + 1 },
			wantErr: "max_members: expected 2 to 8388608, got 8388609",
		},
		{name: "the longest tolerance", change: func(m *types.MsgCreateCommunity) { m.BorderToleranceSeconds = 45 }},
		{
			name: "a tolerance longer than a twentieth of the epoch", change: func(m *types.MsgCreateCommunity) { m.BorderToleranceSeconds = 46 },
			wantErr: "border_tolerance_seconds: expected 0 to 45, a twentieth of the epoch of 900 seconds, got 46",
		},
		{name: "exact borders", change: func(m *types.MsgCreateCommunity) { m.ExactBorders = true }},
		{
			name:    "exact borders with a tolerance",
			change:  func(m *types.MsgCreateCommunity) { m.ExactBorders, m.BorderToleranceSeconds = true, 1 },
			wantErr: "exact_borders: expected a border_tolerance_seconds of 0 with it, got 1",
		},
		{
			name: "the largest total of static weights",
			change: func(m *types.MsgCreateCommunity) {
				m.Key, m.StaticTotalWeight = types.ALLOCATION_KEY_STATIC, types.MaxStaticTotalWeight
			},
		},
		{
			name: "a total of static weights that is too large",
			change: func(m *types.MsgCreateCommunity) {
				m.Key, m.StaticTotalWeight = types.ALLOCATION_KEY_STATIC, types.MaxStaticTotalWeight+1
			},
			wantErr: "static_total_weight: expected 0 to 36028797018963968, got 36028797018963969",
		},
		{
			name: "a total of static weights that do not count", change: func(m *types.MsgCreateCommunity) { m.StaticTotalWeight = 10 },
			wantErr: "static_total_weight: expected 0 with ALLOCATION_KEY_DYNAMIC, got 10",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := create()
			tc.change(msg)
			check(t, msg.Validate(), tc.wantErr)

			update := &types.MsgUpdateCommunity{
				Community: 1, Name: msg.Name, GraceSeconds: msg.GraceSeconds, Key: msg.Key, Residual: msg.Residual,
				PricePerKwh: msg.PricePerKwh, MaxMembers: msg.MaxMembers, BorderToleranceSeconds: msg.BorderToleranceSeconds,
				ExactBorders: msg.ExactBorders, StaticTotalWeight: msg.StaticTotalWeight,
			}
			for _, field := range []string{"epoch_seconds", "payment_denom", "border_tolerance_seconds"} {
				if strings.HasPrefix(tc.wantErr, field) {
					tc.wantErr = "" // what an update cannot change, or cannot check without the epoch
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
	tests := []struct {
		name string
		msg  interface{ Validate() error }

		wantErr string
	}{
		{name: "update of community 0", msg: &types.MsgUpdateCommunity{}, wantErr: "community: expected at least 1, got 0"},
		{name: "pause of community 0", msg: &types.MsgPauseCommunity{}, wantErr: "community: expected at least 1, got 0"},
		{name: "resume of community 0", msg: &types.MsgResumeCommunity{}, wantErr: "community: expected at least 1, got 0"},
		{name: "close of community 0", msg: &types.MsgCloseCommunity{}, wantErr: "community: expected at least 1, got 0"},
		{name: "offer of community 0", msg: &types.MsgTransferAdmin{}, wantErr: "community: expected at least 1, got 0"},
		{name: "acceptance of community 0", msg: &types.MsgAcceptAdmin{}, wantErr: "community: expected at least 1, got 0"},
		{name: "wish to join community 0", msg: &types.MsgJoinCommunity{Meter: 1}, wantErr: "community: expected at least 1, got 0"},
		{name: "wish of meter 0", msg: &types.MsgJoinCommunity{Community: 1}, wantErr: "meter: expected at least 1, got 0"},
		{
			name: "wish with a price too high", msg: &types.MsgJoinCommunity{Community: 1, Meter: 1, MaxPricePerKwh: 1<<40 + 1},
			wantErr: "max_price_per_kwh: expected 0 to 1099511627776, got 1099511627777",
		},
		{
			name: "highest price too high", msg: &types.MsgSetMaxPrice{Community: 1, MaxPricePerKwh: 1<<40 + 1},
			wantErr: "max_price_per_kwh: expected 0 to 1099511627776, got 1099511627777",
		},
		{name: "highest price in community 0", msg: &types.MsgSetMaxPrice{}, wantErr: "community: expected at least 1, got 0"},
		{name: "wish to join", msg: &types.MsgJoinCommunity{Community: 1, Meter: 1}},
		{name: "approval in community 0", msg: &types.MsgApproveMember{Meter: 1}, wantErr: "community: expected at least 1, got 0"},
		{name: "approval of meter 0", msg: &types.MsgApproveMember{Community: 1}, wantErr: "meter: expected at least 1, got 0"},
		{
			name: "approval with a weight too large", msg: &types.MsgApproveMember{Community: 1, Meter: 1, StaticWeight: 1 << 32},
			wantErr: "static_weight: expected 0 to 4294967295, got 4294967296",
		},
		{name: "leaving community 0", msg: &types.MsgLeaveCommunity{}, wantErr: "community: expected at least 1, got 0"},
		{
			name: "leaving from a slot that cannot be", msg: &types.MsgLeaveCommunity{Community: 1, Slot: types.MaxMembers},
			wantErr: "slot: expected 0 to 8388607, got 8388608",
		},
		{name: "removal in community 0", msg: &types.MsgRemoveMember{}, wantErr: "community: expected at least 1, got 0"},
		{name: "weight in community 0", msg: &types.MsgSetStaticWeight{}, wantErr: "community: expected at least 1, got 0"},
		{
			name: "weight too large", msg: &types.MsgSetStaticWeight{Community: 1, StaticWeight: 1 << 32},
			wantErr: "static_weight: expected 0 to 4294967295, got 4294967296",
		},
		{name: "deposit", msg: &types.MsgDeposit{Community: 1, Amount: one}},
		{name: "deposit in community 0", msg: &types.MsgDeposit{Amount: one}, wantErr: "community: expected at least 1, got 0"},
		{name: "deposit of nothing", msg: &types.MsgDeposit{Community: 1}, wantErr: `amount: expected a denom, got ""`},
		{
			name: "deposit without a number", msg: &types.MsgDeposit{Community: 1, Amount: coin(sdkmath.Int{})},
			wantErr: "amount: expected 1 to 4611686018427387904, got nothing",
		},
		{
			name: "deposit of less than nothing", msg: &types.MsgDeposit{Community: 1, Amount: coin(sdkmath.NewInt(-5))},
			wantErr: "amount: expected 1 to 4611686018427387904, got -5",
		},
		{
			name: "withdrawal of more than fits", msg: &types.MsgWithdraw{Community: 1, Amount: coin(sdkmath.NewIntFromUint64(1 << 63))},
			wantErr: "amount: expected 1 to 4611686018427387904, got 9223372036854775808",
		},
		{name: "withdrawal from community 0", msg: &types.MsgWithdraw{Amount: one}, wantErr: "community: expected at least 1, got 0"},
		{
			name: "compensation of nothing", msg: &types.MsgCompensateMember{Community: 1},
			wantErr: "energy_wh: expected at least 1, got 0",
		},
		{name: "compensation in community 0", msg: &types.MsgCompensateMember{}, wantErr: "community: expected at least 1, got 0"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) { check(t, tc.msg.Validate(), tc.wantErr) })
	}
}
