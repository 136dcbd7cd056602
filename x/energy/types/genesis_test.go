package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
)

func terms() types.Terms {
	return types.Terms{Key: types.ALLOCATION_KEY_DYNAMIC, Residual: types.RESIDUAL_GRID, GridSupplier: "grid"}
}

func staticTerms(total uint64) types.Terms {
	t := terms()
	t.Key, t.StaticTotalWeight = types.ALLOCATION_KEY_STATIC, total
	return t
}

func community(id, slots uint64) types.Community {
	return types.Community{
		Id: id, Admin: "mayor", Name: "Village", EpochSeconds: 900, PaymentDenom: "ueur", MaxMembers: 10, Slots: slots,
		Status: types.COMMUNITY_STATUS_ACTIVE,
	}
}

func member(community, slot uint64) types.MemberState {
	return types.MemberState{Member: types.Member{Community: community, Slot: slot, Meter: 7, Account: "alice"}}
}

// genesis is a valid state with something in every list.
func genesis() *types.GenesisState {
	return &types.GenesisState{
		Params:        types.DefaultParams(),
		NextCommunity: 3,
		Communities:   []types.Community{community(1, 2), community(2, 1)},
		Terms:         []types.CommunityTerms{{Community: 1, Terms: terms()}, {Community: 2, Terms: terms()}},
		Members:       []types.MemberState{member(1, 0), member(1, 1), member(2, 0)},
		Applications:  []types.Application{{Community: 1, Meter: 3, Owner: "bob"}, {Community: 2, Meter: 4, Owner: "bob"}},
		Intervals:     []types.IntervalState{{Community: 1, Epoch: 5}, {Community: 1, Epoch: 5, Slot: 1}},
		Settlements: []types.Settlement{
			{Community: 1, Epoch: 5, Status: types.SETTLEMENT_STATUS_SETTLED, Terms: terms()},
			{Community: 1, Epoch: 6, Status: types.SETTLEMENT_STATUS_OPEN},
		},
		Prefixes: []types.PrefixState{{Community: 1, Epoch: 5}, {Community: 1, Epoch: 5, Page: 1}},
		Cursors:  []types.Cursor{{Community: 1, Epoch: 6, Pass: 1}},
	}
}

func TestGenesis(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)

		wantErr string
	}{
		{name: "the valid state", change: func(*types.GenesisState) {}},
		{name: "the state of a new chain", change: func(g *types.GenesisState) { *g = *types.DefaultGenesis() }},
		{
			name: "no next number", change: func(g *types.GenesisState) { g.NextCommunity = 0 },
			wantErr: "next_community: expected at least 1, got 0",
		},
		{
			name: "a number that will be given again", change: func(g *types.GenesisState) { g.NextCommunity = 2 },
			wantErr: "communities, entry 1: id: expected 1 to 1, got 2",
		},
		{
			name: "a community twice", change: func(g *types.GenesisState) { g.Communities[1].Id = 1 },
			wantErr: "communities: expected ascending order and no entry twice, got entry 1 out of order",
		},
		{
			name: "a community without an admin", change: func(g *types.GenesisState) { g.Communities[0].Admin = "" },
			wantErr: "admin: expected an address, got none",
		},
		{
			name: "a community without a name", change: func(g *types.GenesisState) { g.Communities[0].Name = "" },
			wantErr: "name: expected 1 to 64 bytes, got 0",
		},
		{
			name: "a community without an epoch", change: func(g *types.GenesisState) { g.Communities[0].EpochSeconds = 0 },
			wantErr: "epoch_seconds: expected a divisor of 86400, got 0",
		},
		{
			name: "a grace too long", change: func(g *types.GenesisState) { g.Terms[0].Terms.GraceSeconds = 1 << 40 },
			wantErr: "grace_seconds: expected 0 to 604800",
		},
		{
			name: "a community without a denom", change: func(g *types.GenesisState) { g.Communities[0].PaymentDenom = "" },
			wantErr: "payment_denom: expected a denom",
		},
		{
			name: "a community without room", change: func(g *types.GenesisState) { g.Communities[0].MaxMembers = 0 },
			wantErr: "max_members: expected 2 to 8388608, got 0",
		},
		{
			name: "more slots than room", change: func(g *types.GenesisState) { g.Communities[0].Slots = 11 },
			wantErr: "slots: expected 0 to 10, got 11",
		},
		{
			name: "more money than fits", change: func(g *types.GenesisState) { g.Communities[0].Prepaid = 1<<62 + 1 },
			wantErr: "prepaid: expected 0 to 4611686018427387904",
		},
		{
			name: "a community without a status", change: func(g *types.GenesisState) { g.Communities[0].Status = 0 },
			wantErr: "status: expected 1 to 3, got 0",
		},
		{
			name: "an open community with an end", change: func(g *types.GenesisState) { g.Communities[0].ClosedFromEpoch = 9 },
			wantErr: "closed_from_epoch: expected one above 0 if and only if closed",
		},
		{
			name: "terms of an unknown community", change: func(g *types.GenesisState) { g.Terms[1].Community = 9 },
			wantErr: "terms, entry 1: expected the number of a community, got 9",
		},
		{
			name: "a community without terms", change: func(g *types.GenesisState) { g.Terms = g.Terms[:1] },
			wantErr: "terms: expected some for each of 2 communities, got them for 1",
		},
		{
			name: "terms without a key", change: func(g *types.GenesisState) { g.Terms[0].Terms.Key = 0 },
			wantErr: "key: expected 1 to 3, got 0",
		},
		{
			name: "terms without a residual", change: func(g *types.GenesisState) { g.Terms[0].Terms.Residual = 9 },
			wantErr: "residual: expected 1 to 2, got 9",
		},
		{
			name: "terms without a grid supplier", change: func(g *types.GenesisState) { g.Terms[0].Terms.GridSupplier = "" },
			wantErr: "grid_supplier: expected an address, got none",
		},
		{
			name: "a price too high", change: func(g *types.GenesisState) { g.Terms[0].Terms.PricePerKwh = 1 << 41 },
			wantErr: "price_per_kwh: expected 0 to 1099511627776",
		},
		{
			name: "a tolerance too long", change: func(g *types.GenesisState) { g.Terms[1].Terms.BorderToleranceSeconds = 46 },
			wantErr: "terms, entry 1: border_tolerance_seconds: expected 0 to 45, a twentieth of the epoch of 900 seconds, got 46",
		},
		{
			name:   "a total of static weights too large",
			change: func(g *types.GenesisState) { g.Terms[0].Terms = staticTerms(types.MaxStaticTotalWeight + 1) },

			wantErr: "static_total_weight: expected 0 to 36028797018963968",
		},
		{
			name:   "the largest total of static weights",
			change: func(g *types.GenesisState) { g.Terms[0].Terms = staticTerms(types.MaxStaticTotalWeight) },
		},
		{
			name: "a total of static weights that do not count", change: func(g *types.GenesisState) { g.Terms[0].Terms.StaticTotalWeight = 1 },
			wantErr: "static_total_weight: expected 0 with ALLOCATION_KEY_DYNAMIC, got 1",
		},
		{
			name: "a slot without a member", change: func(g *types.GenesisState) { g.Members = g.Members[:2] },
			wantErr: "members: expected one for each of 3 slots, got 2",
		},
		{
			name: "a member in a slot that was not given", change: func(g *types.GenesisState) { g.Members[1].Member.Slot = 5 },
			wantErr: "members, entry 1: community 1: expected a slot below 2, got 5",
		},
		{
			name: "a member without a meter", change: func(g *types.GenesisState) { g.Members[0].Member.Meter = 0 },
			wantErr: "meter: expected at least 1, got 0",
		},
		{
			name: "a member without an account", change: func(g *types.GenesisState) { g.Members[0].Member.Account = "" },
			wantErr: "account: expected an address, got none",
		},
		{
			name: "a weight too large", change: func(g *types.GenesisState) { g.Members[0].Seat.PreviousWeight = 1 << 32 },
			wantErr: "static_weight: expected 0 to 4294967295",
		},
		{
			name: "a wallet too full", change: func(g *types.GenesisState) { g.Members[0].Wallet.Prepaid = 1 << 63 },
			wantErr: "prepaid: expected 0 to 4611686018427387904",
		},
		{
			name: "a whole base unit carried", change: func(g *types.GenesisState) { g.Members[0].Wallet.CarryMilli = 1_000 },
			wantErr: "carry_milli: expected 0 to 999, got 1000",
		},
		{
			name: "a balance too large", change: func(g *types.GenesisState) { g.Members[0].Wallet.CarryWh = -1 << 40 },
			wantErr: "carry_wh: expected -1099511627775 to 1099511627775, got -1099511627776",
		},
		{
			name: "an application to an unknown community", change: func(g *types.GenesisState) { g.Applications[0].Community = 9 },
			wantErr: "applications, entry 0: expected the number of a community, got 9",
		},
		{
			name: "an application without a meter", change: func(g *types.GenesisState) { g.Applications[0].Meter = 0 },
			wantErr: "meter: expected at least 1, got 0",
		},
		{
			name: "an application without an owner", change: func(g *types.GenesisState) { g.Applications[0].Owner = "" },
			wantErr: "owner: expected an address, got none",
		},
		{
			name: "an application before time began", change: func(g *types.GenesisState) { g.Applications[0].AppliedAt = -1 },
			wantErr: "applied_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "a report of an unknown slot", change: func(g *types.GenesisState) { g.Intervals[1].Slot = 2 },
			wantErr: "intervals, entry 1: community 1: expected a slot below 2, got 2",
		},
		{
			name: "a report of too much import", change: func(g *types.GenesisState) { g.Intervals[0].Interval.ImportWh = 1 << 40 },
			wantErr: "import_wh: expected 0 to 1099511627775, got 1099511627776",
		},
		{
			name: "a report of too much export", change: func(g *types.GenesisState) { g.Intervals[0].Interval.ExportWh = 1 << 40 },
			wantErr: "export_wh: expected 0 to 1099511627775, got 1099511627776",
		},
		{
			name: "a report that carries too much", change: func(g *types.GenesisState) { g.Intervals[0].Interval.CarriedWh = 1 << 40 },
			wantErr: "carried_wh: expected -1099511627775 to 1099511627775, got 1099511627776",
		},
		{
			name: "a report with a weight too large", change: func(g *types.GenesisState) { g.Intervals[0].Interval.StaticWeight = 1 << 32 },
			wantErr: "static_weight: expected 0 to 4294967295, got 4294967296",
		},
		{
			name: "a report after more weights than a page has", change: func(g *types.GenesisState) { g.Intervals[0].Interval.WeightBefore = 1 << 39 },
			wantErr: "weight_before: expected 0 to 545460846465, got 549755813888",
		},
		{
			name: "a settlement of an unknown community", change: func(g *types.GenesisState) { g.Settlements[1].Community = 9 },
			wantErr: "settlements, entry 1: expected the number of a community, got 9",
		},
		{
			name: "a settlement without a status", change: func(g *types.GenesisState) { g.Settlements[1].Status = 0 },
			wantErr: "status: expected 1 to 4, got 0",
		},
		{
			name: "a settlement due before time began", change: func(g *types.GenesisState) { g.Settlements[1].DueAt = -1 },
			wantErr: "due_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "a settlement done after time ended", change: func(g *types.GenesisState) { g.Settlements[1].SettledAt = 1 << 60 },
			wantErr: "settled_at: expected 0 to 253402300799",
		},
		{
			name: "a settlement by no terms", change: func(g *types.GenesisState) { g.Settlements[0].Terms.Key = 0 },
			wantErr: "settlements, entry 0: key: expected 1 to 3, got 0",
		},
		{
			name: "a settlement by terms with a tolerance too long",
			change: func(g *types.GenesisState) {
				g.Settlements[0].Terms.BorderToleranceSeconds = 46
			},
			wantErr: "settlements, entry 0: border_tolerance_seconds: expected 0 to 45",
		},
		{
			name: "sums of an unknown community", change: func(g *types.GenesisState) { g.Prefixes[1].Community = 9 },
			wantErr: "prefixes, entry 1: expected the number of a community, got 9",
		},
		{
			name: "sums before a page beyond all", change: func(g *types.GenesisState) { g.Prefixes[1].Page = 1 << 24 },
			wantErr: "page: expected 0 to 8388608",
		},
		{
			name: "a cursor of an unknown community", change: func(g *types.GenesisState) { g.Cursors[0].Community = 9 },
			wantErr: "cursors, entry 0: expected the number of a community, got 9",
		},
		{
			name: "a cursor in no pass", change: func(g *types.GenesisState) { g.Cursors[0].Pass = 5 },
			wantErr: "pass: expected 1 to 4, got 5",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			g := genesis()
			tc.change(g)
			err := g.Validate()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}
