package types_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/work/types"
)

func valid() types.GenesisState {
	return types.GenesisState{
		Params: types.DefaultParams(),
		Pending: []types.Item{
			{Module: "energy", Record: 1, Kind: "settle", Number: 3, DueAt: 10},
			{Module: "energy", Record: 1, Kind: "prune", Number: 2, DueAt: 10},
			{Module: "water", Record: 1, Kind: "tick", DueAt: 5},
		},
		Failed: []types.FailedItem{
			{Item: types.Item{Module: "energy", Record: 1, Kind: "settle", Number: 1, DueAt: 4}, Reason: "no terms", FailedAt: 5},
			{Item: types.Item{Module: "energy", Record: 2, Kind: "settle", Number: 1, DueAt: 4}},
		},
		Turns: []types.Turn{
			{Module: "water", Record: 1, AtNs: 5}, {Module: "energy", Record: 1, AtNs: 7}, {Module: "energy", Record: 2, AtNs: 7, Spent: 3},
		},
	}
}

func TestGenesisValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)

		wantErr string
	}{
		{name: "a whole state", change: func(*types.GenesisState) {}},
		{name: "parameters out of range", change: func(g *types.GenesisState) { g.Params.MaxWorkPerBlock = 15 }, wantErr: "max_work_per_block: expected 16"},
		{name: "work of no module", change: func(g *types.GenesisState) { g.Pending[0].Module = "" }, wantErr: "pending: module: expected 1 to 32 bytes"},
		{name: "work of record 0", change: func(g *types.GenesisState) { g.Pending[0].Record = 0 }, wantErr: "record: expected at least 1"},
		{name: "work of no kind", change: func(g *types.GenesisState) { g.Pending[0].Kind = "" }, wantErr: "kind: expected 1 to 32 bytes"},
		{name: "work due before all time", change: func(g *types.GenesisState) { g.Pending[0].DueAt = -1 }, wantErr: "due_at: expected 0"},
		{name: "work out of order", change: func(g *types.GenesisState) { g.Pending[1].DueAt = 9 }, wantErr: "pending: expected each item once, ascending"},
		{name: "work twice", change: func(g *types.GenesisState) { g.Pending[1] = g.Pending[0] }, wantErr: "pending: expected each item once, ascending"},
		{name: "failed work of no module", change: func(g *types.GenesisState) { g.Failed[0].Item.Module = "" }, wantErr: "failed: module: expected"},
		{name: "work that failed before all time", change: func(g *types.GenesisState) { g.Failed[0].FailedAt = -1 }, wantErr: "failed_at: expected 0"},
		{name: "a reason too long", change: func(g *types.GenesisState) { g.Failed[0].Reason = strings.Repeat("x", 201) }, wantErr: "expected a reason of at most 200 bytes"},
		{name: "a reason that is no text", change: func(g *types.GenesisState) { g.Failed[0].Reason = "\xff" }, wantErr: "expected a reason of at most 200 bytes"},
		{name: "failed work out of order", change: func(g *types.GenesisState) { g.Failed[0].Item.Record = 3 }, wantErr: "failed: expected each item once, ascending"},
		{
			name: "failed work twice, at two times", change: func(g *types.GenesisState) {
				g.Failed[1].Item = g.Failed[0].Item
				g.Failed[1].Item.DueAt++
			},
			wantErr: "failed: expected each item once, ascending",
		},
		{name: "a turn of no module", change: func(g *types.GenesisState) { g.Turns[0].Module = "" }, wantErr: "turns: module: expected"},
		{name: "a turn before all time", change: func(g *types.GenesisState) { g.Turns[0].AtNs = math.MinInt64 }, wantErr: "at_ns: expected at least 0"},
		{name: "turns out of order", change: func(g *types.GenesisState) { g.Turns[0].AtNs = 8 }, wantErr: "turns: expected each record once, ascending"},
		{name: "two turns of a record", change: func(g *types.GenesisState) { g.Turns[2].Record = 1 }, wantErr: "turns: expected each record once, ascending"},
		{name: "pending work without a turn", change: func(g *types.GenesisState) { g.Turns = g.Turns[1:] }, wantErr: "turns: expected one of water 1, which has pending work"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			g := valid()
			tc.change(&g)
			err := g.Validate()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}
