package generator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/spec"
	"github.com/utilityd/utilityd/x/generator"
	"github.com/utilityd/utilityd/x/generator/invariants"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// The README is the specification of the module; the rest of the tests here compare what only this module has.
func TestSpecification(t *testing.T) {
	var names []string
	for _, i := range invariants.Of(nil) {
		names = append(names, i.Name)
	}
	spec.Check(t, spec.Module{
		App: generator.AppModule{},
		Chapters: []string{
			"Words", "Life", "Shares, revenue and votes", "Its own meter", "Codes", "State", "Messages", "Block work", "Invariants",
			"Parameters", "Events", "Errors", "Queries and commands", "Worked examples", "Who could cheat, and why it does not pay", "Cost",
			"What it does not do",
		},
		Messages:   types.Messages(),
		Params:     types.DefaultParams(),
		Invariants: names,
		Kinds:      types.KindNames,
		Malformed:  `{"next_generator":"x"}`,

		ErrInvalidParams: types.ErrInvalidParams,
	})
}

// The numbers of the worked example come from the package that divides money.
func TestReadmeExample(t *testing.T) {
	rows := spec.Read(t, "README.md").Table(t, "Worked examples")
	upfront, err := pricing.Upfront(59_993, 3_000)
	require.NoError(t, err)
	advance, err := pricing.Upfront(59_993, 4_000)
	require.NoError(t, err)
	earned := func(units uint64) uint64 {
		part, err := pricing.Earned(59_993, units, 500)
		require.NoError(t, err)
		return part
	}
	var votes pricing.Tally
	for _, vote := range []struct {
		price  pricing.Price
		shares uint64
	}{{200, 6_000}, {101, 4_000}} {
		votes, err = votes.Vote(vote.price, vote.shares)
		require.NoError(t, err)
	}
	price, voted := votes.Price()
	require.True(t, voted)
	cost, err := pricing.Purchase(price, 1_001, 160)
	require.NoError(t, err)
	maintenance, owners, err := pricing.Split(cost, 1_000)
	require.NoError(t, err)
	for i, want := range []uint64{
		upfront, advance, earned(100), earned(300), (59_993 - earned(300)) / types.TotalShares, 59_993 + 30_000, uint64(price), cost, maintenance, owners / types.TotalShares, owners % types.TotalShares,
	} {
		require.Equal(t, fmt.Sprint(want), strings.ReplaceAll(rows[i][2], ",", ""), rows[i][0])
	}
	require.Equal(t, uint64(6), pricing.SharePrice(59_993))
	require.Equal(t, uint64(7), pricing.Surplus(59_993))
}

// The life of a generator in the README is the one that the keeper allows, and the line above it is a part of it.
func TestReadmeLife(t *testing.T) {
	name := func(s types.GeneratorStatus) string {
		if s == types.GENERATOR_STATUS_UNSPECIFIED {
			return ""
		}
		return strings.TrimPrefix(s.String(), "GENERATOR_STATUS_")
	}
	var want [][]string
	next := map[string]bool{}
	for _, l := range types.Transitions {
		want = append(want, []string{name(l.From), name(l.To), l.Reason})
		next[name(l.From)+" ▶ "+name(l.To)] = true
	}
	readme := spec.Read(t, "README.md")
	var got [][]string
	for _, row := range readme.Table(t, "Life")[:len(want)] {
		got = append(got, []string{row[0], row[2], row[3]})
	}
	require.Equal(t, want, got)

	_, line, _ := strings.Cut(readme.Chapter(t, "Life"), "```\n")
	line, _, _ = strings.Cut(line, "\n")
	statuses := strings.Split(line, " ▶ ")
	require.Len(t, statuses, 8)
	for i := range statuses[1:] {
		require.True(t, next[statuses[i]+" ▶ "+statuses[i+1]], statuses[i:i+2])
	}
}
