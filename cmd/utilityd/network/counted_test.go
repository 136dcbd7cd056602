package network_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// requireCounted waits for the settlements and compares everything that the chain and the gateway count with the input.
func (v *village) requireCounted(t *testing.T, p people) {
	t.Helper()
	v.awaitSettlements(t, p)
	v.requireRegisters(t, p)
	v.requireSettlements(t, p)
	v.requireAcceptedOnce(t, p)
	v.requireJournal(t)
}

func (v *village) awaitSettlements(t *testing.T, p people) {
	t.Helper()
	work := worktypes.NewQueryClient(p.Context)
	until(t, "every epoch is settled", func() bool {
		failed, err := work.Failed(t.Context(), &worktypes.QueryFailedRequest{})
		require.NoError(t, err)
		require.Empty(t, failed.Items)
		pending, err := work.Pending(t.Context(), &worktypes.QueryPendingRequest{Module: energytypes.ModuleName})
		require.NoError(t, err)
		return !slices.ContainsFunc(pending.Items, func(it worktypes.Item) bool { return it.Kind == "settle" })
	})
}

// requireRegisters: the last registers of each meter are the sums of the input.
func (v *village) requireRegisters(t *testing.T, p people) {
	t.Helper()
	queries := meteridtypes.NewQueryClient(p.Context)
	for home, device := range v.devices {
		want := meteridtypes.Registers{Time: v.start + int64(len(v.intervals))*epochSeconds}
		for _, epoch := range v.intervals {
			want.ImportRegister += epoch[home].imported
			want.ExportRegister += epoch[home].exported
		}
		res, err := queries.Meter(t.Context(), &meteridtypes.QueryMeterRequest{Meter: device.Meter})
		require.NoError(t, err)
		require.Equal(t, &want, res.Registers, serial(home))
	}
}

// requireSettlements: every epoch has every interval of the input, and the sums over all epochs are those of the input.
func (v *village) requireSettlements(t *testing.T, p people) {
	t.Helper()
	queries := energytypes.NewQueryClient(p.Context)
	want := energytypes.Totals{Epochs: uint64(len(v.intervals))}
	for i, homes := range v.intervals {
		epoch := uint64(v.start/epochSeconds) + uint64(i)
		res, err := queries.Reports(t.Context(), &energytypes.QueryReportsRequest{Community: v.community, Epoch: epoch})
		require.NoError(t, err)
		require.Len(t, res.Reports, len(homes), "epoch %d", i)
		var supply, demand uint64
		for home, report := range res.Reports {
			got := amounts{report.Interval.ImportWh, report.Interval.ExportWh}
			require.Equal(t, homes[home], got, "epoch %d, %s", i, serial(home))
			supply += got.exported
			demand += got.imported
		}
		want.SupplyWh += supply
		want.DemandWh += demand
		want.NettedWh += min(supply, demand)
		want.FromGridWh += demand - min(supply, demand)
		want.ToGridWh += supply - min(supply, demand)
	}
	res, err := queries.Community(t.Context(), &energytypes.QueryCommunityRequest{Community: v.community})
	require.NoError(t, err)
	require.NotZero(t, res.Community.Totals.Collected)
	want.Collected = res.Community.Totals.Collected // rounded for each payer: the invariants watch it
	require.Equal(t, want, res.Community.Totals)
}

// requireInvariants audits a stopped node, and what it exports.
func requireInvariants(t testing.TB, dir string) {
	t.Helper()
	export := filepath.Join(t.TempDir(), "export.json")
	utilityd(t, "export", "--home", dir, "--output-document", export)
	for _, args := range [][]string{{"audit"}, {"audit", export}} {
		out := strings.TrimSpace(utilityd(t, append(args, "--home", dir)...))
		require.Contains(t, out, "energy: ")
		for _, line := range strings.Split(out, "\n") {
			require.True(t, strings.HasSuffix(line, ": ok"), line)
		}
	}
}
