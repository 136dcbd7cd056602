package app_test

import (
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/fixture"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// bound is a parameter as the page of its module describes it.
type bound struct {
	name            string
	lowest, highest *big.Int
}

// bounds reads the table of parameters in the README of a module, which its tests compare with the code.
func bounds(t *testing.T, readme string) []bound {
	t.Helper()
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	_, chapter, found := strings.Cut(string(text), "\n## Parameters\n")
	require.True(t, found, readme)
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	var all []bound
	for line := range strings.Lines(chapter) {
		cells := strings.Split(line, "|")
		if len(cells) < 8 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		b := bound{name: strings.Trim(cells[1], " `")}
		var fine [2]bool
		b.lowest, fine[0] = new(big.Int).SetString(strings.TrimSpace(cells[4]), 10)
		b.highest, fine[1] = new(big.Int).SetString(strings.TrimSpace(cells[5]), 10)
		require.Equal(t, [2]bool{true, true}, fine, line)
		all = append(all, b)
	}
	require.NotEmpty(t, all, readme)
	return all
}

// round is what goes on in a module over and over. It may be refused, and must not fail in another way.
type round struct {
	world func(t *testing.T) *fixture.World
	// usual are parameters with which nothing is refused.
	usual map[string]any
	// goesOn is one round; it returns what was refused.
	goesOn func(t *testing.T, w *fixture.World) (refused []string)
	// ends checks what has become of all rounds, years later.
	ends func(t *testing.T, w *fixture.World, rounds uint64)
}

func rounds() map[string]round {
	return map[string]round{
		worktypes.ModuleName:      {world: newVillage, goesOn: villageRound, ends: villageEnds},
		meteridtypes.ModuleName:   {world: newVillage, goesOn: villageRound, ends: villageEnds},
		energytypes.ModuleName:    {world: newVillage, goesOn: villageRound, ends: villageEnds},
		watertypes.ModuleName:     {world: newBasin, goesOn: basinRound, ends: basinEnds},
		generatortypes.ModuleName: {world: newWorkshop, usual: shortest, goesOn: workshopRound, ends: workshopEnds},
	}
}

// Governance may set each parameter to the lowest and to the highest that the page of its module allows, and all of
// them together, and the chain goes on to measure, to settle and to trade. Beyond that it is refused (pitfalls, class 16).
func TestTheChainGoesOnAtTheBoundsOfEachParameter(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "x", "*", "README.md"))
	require.NoError(t, err)
	for _, page := range pages {
		module := filepath.Base(filepath.Dir(page))
		t.Run(module, func(t *testing.T) {
			r, ok := rounds()[module]
			require.True(t, ok, "expected what goes on in each module")
			w := r.world(t)
			require.Empty(t, change(w, module, r.usual))
			require.Empty(t, r.goesOn(t, w))
			usual := w.Params(module)
			all := bounds(t, page)
			require.Len(t, all, len(usual))

			count := uint64(1)
			try := func(changes map[string]any) {
				t.Helper()
				count++
				params := maps.Clone(usual)
				maps.Copy(params, changes)
				require.Empty(t, w.Govern(w.UpdateParams(module, params)), "%v", changes)
				r.goesOn(t, w)
				require.Empty(t, failed(t, w.Chain), "%v", changes)
			}
			lowest, highest := map[string]any{}, map[string]any{}
			for _, b := range all {
				lowest[b.name], highest[b.name] = another(usual[b.name], b.lowest), another(usual[b.name], b.highest)
				try(map[string]any{b.name: lowest[b.name]})
				try(map[string]any{b.name: highest[b.name]})

				beyond := []*big.Int{new(big.Int).Add(b.highest, big.NewInt(1))}
				if b.lowest.Sign() > 0 { // they are unsigned
					beyond = append(beyond, new(big.Int).Sub(b.lowest, big.NewInt(1)))
				}
				for _, value := range beyond {
					require.Contains(t, change(w, module, map[string]any{b.name: another(usual[b.name], value)}), b.name, "%s", value)
				}
			}
			try(lowest)
			try(highest)

			for range 5 {
				w.Advance(365 * 24 * time.Hour) // the longest of all times
			}
			require.Empty(t, failed(t, w.Chain))
			r.ends(t, w, count)
		})
	}
}

// another is a parameter with another value: of a coin, with another amount; of a list of accounts, with so many.
func another(usual any, value *big.Int) any {
	if accounts, ok := usual.([]any); ok {
		for i := range value.Int64() {
			if i >= int64(len(accounts)) {
				accounts = append(accounts[:i:i], chain.NewAccount(fmt.Sprint("one more ", i)).String())
			}
		}
		accounts = slices.Clone(accounts[:value.Int64()])
		slices.SortFunc(accounts, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
		return accounts
	}
	if coin, ok := usual.(map[string]any); ok {
		return map[string]any{"denom": coin["denom"], "amount": value.String()}
	}
	return value.String()
}

// change sets some parameters of a module by governance, in the form of proto JSON, and returns the reason of a failure.
func change(w *fixture.World, module string, changes map[string]any) (failed string) {
	params := w.Params(module)
	maps.Copy(params, changes)
	return w.Govern(w.UpdateParams(module, params))
}

// villageRound is a quarter of an hour of the village.
func villageRound(t *testing.T, w *fixture.World) []string {
	t.Helper()
	end := reportQuarter(t, w)
	w.BlockAt(dueOf(t, w, end))
	require.NotEqual(t, energytypes.SETTLEMENT_STATUS_FAILED, settlement(t, w, epochEnding(end)).Status)
	return nil
}

func villageEnds(t *testing.T, w *fixture.World, rounds uint64) {
	t.Helper()
	village, err := energytypes.NewQueryClient(w.Conn()).Community(t.Context(), &energytypes.QueryCommunityRequest{Community: 1})
	require.NoError(t, err)
	require.Equal(t, rounds, village.Community.Totals.Epochs, "epochs settled")
}

// try runs a block of messages that may be refused: by our modules, or for lack of money or gas.
func try(t *testing.T, w *fixture.World, stages ...stage) (refused []string) {
	t.Helper()
	txs := make([][]byte, len(stages))
	for i, s := range stages {
		txs[i] = w.Sign(w.Account(s.who), []sdk.Msg{s.msg})
	}
	for i, res := range w.Block(txs...).TxResults {
		require.NotEqual(t, errorsmod.UndefinedCodespace, res.Codespace, "%T: %s", stages[i].msg, res.Log)
		if res.Code != 0 {
			refused = append(refused, res.Log)
		}
	}
	return refused
}

// basinRound is as long as a period of the basin: all households drink, some trade, others come and go.
func basinRound(t *testing.T, w *fixture.World) (refused []string) {
	t.Helper()
	next := w.Now().Add(2_600_001 * time.Second)
	w.Advance(time.Hour)
	drink(t, w)
	anna, ben, dora, mayor := w.Account("anna"), w.Account("ben"), w.Account("dora"), w.Account("mayor")
	state := waters(w)
	refused = try(t, w,
		stage{who: "anna", msg: renewal(anna, true)},
		stage{who: "ben", msg: renewal(ben, true)},
		stage{who: "anna", msg: order(anna, watertypes.ORDER_SIDE_SELL, 2, 3)},
		stage{who: "ben", msg: order(ben, watertypes.ORDER_SIDE_BUY, 5, 4)},
		stage{who: "dora", msg: &watertypes.MsgApproveMeter{Owner: dora.String(), Area: 1, Meter: must(w.Meter("tap-d"))}},
		stage{who: "carla", msg: order(w.Account("carla"), watertypes.ORDER_SIDE_SELL, 3, 1)},
		stage{who: "mayor", msg: &watertypes.MsgProposeSource{
			Admin: mayor.String(), Area: 1, Meter: must(w.Meter("spring")), Class: watertypes.SOURCE_CLASS_FIRM, CapacityLitres: 1,
		}},
		stage{who: "mayor", msg: &watertypes.MsgCreateArea{
			Admin: mayor.String(), Name: "Another", PaymentDenom: "ueur", PeriodSeconds: 86_400, EnrolmentSeconds: 86_400,
			LifelineDaysCap: 1, LifelineReserveDays: 1, ValvePolicy: watertypes.VALVE_POLICY_CLOSE, AuctionSeconds: 60,
		}},
	)
	w.Advance(time.Hour)
	refused = append(refused, try(t, w,
		stage{who: "dora", msg: &watertypes.MsgCloseAccount{Owner: dora.String(), Area: 1}},
		stage{who: "mayor", msg: &watertypes.MsgRemoveSource{Signer: mayor.String(), Area: 1, Source: uint64(len(state.Sources)) + 1}},
		stage{who: "mayor", msg: &watertypes.MsgCloseArea{Admin: mayor.String(), Area: state.NextArea}},
	)...)
	w.BlockAt(next)
	return refused
}

func basinEnds(t *testing.T, w *fixture.World, rounds uint64) {
	t.Helper()
	found, err := watertypes.NewQueryClient(w.Conn()).Area(t.Context(), &watertypes.QueryAreaRequest{Area: 1})
	require.NoError(t, err)
	auctions, err := watertypes.NewQueryClient(w.Conn()).Auctions(t.Context(), &watertypes.QueryAuctionsRequest{Area: 1})
	require.NoError(t, err)
	require.NotEmpty(t, auctions.Auctions)
	require.GreaterOrEqual(t, auctions.Auctions[len(auctions.Auctions)-1].Number, rounds)
	require.GreaterOrEqual(t, found.Ledger.Period, rounds)
}

// shortest are the times of a generator that pass by themselves, as short as they can be.
var shortest = map[string]any{
	"bidding_seconds": "60", "acceptance_seconds": "60", "funding_seconds": "60", "install_grace_seconds": "0",
	"response_seconds": "60", "decision_seconds": "60", "retirement_notice_seconds": "86400",
}

// workshopRound is the life of a generator, whose owners retire it as soon as they can.
func workshopRound(t *testing.T, w *fixture.World) []string {
	t.Helper()
	state := generators(w)
	id := state.NextGenerator
	all := life(w, id)
	refused := try(t, w, all[0](), all[1]()) // a request and a bid
	w.Advance(time.Minute)
	refused = append(refused, try(t, w, all[2](), all[3](), all[4](), all[5]())...)
	refused = append(refused, try(t, w, all[6]())...) // readings begin when the meter is bound
	refused = append(refused, try(t, w, all[7]())...)
	ann, bob := w.Account("ann").String(), w.Account("bob").String()
	refused = append(refused, try(t, w, all[8](),
		stage{who: "ann", msg: &generatortypes.MsgVotePrice{Owner: ann, Generator: id, Price: 250}},
	)...)
	w.Advance(24 * time.Hour)
	refused = append(refused, try(t, w, all[9]())...)
	refused = append(refused, try(t, w, all[10]())...)
	refused = append(refused, try(t, w, trade(w, id, state.NextListing)...)...)
	w.Advance(time.Hour)
	refused = append(refused, try(t, w,
		stage{who: "ann", msg: &generatortypes.MsgVoteRetirement{Owner: ann, Generator: id}},
		stage{who: "bob", msg: &generatortypes.MsgVoteRetirement{Owner: bob, Generator: id}},
	)...)
	for _, g := range generators(w).Generators {
		if g.Generator.Status == active {
			w.BlockAt(time.Unix(g.Generator.Deadline, 0)) // the next round needs its meter
		}
	}
	return refused
}

func workshopEnds(t *testing.T, w *fixture.World, rounds uint64) {
	t.Helper()
	state := generators(w)
	require.EqualValues(t, rounds-2, len(state.Generators), "without arbiters there are no requests")
	for _, g := range state.Generators {
		require.True(t, g.Generator.Status.IsFinal(), "%v", g.Generator)
	}
	require.Empty(t, workOf(w).Pending)
}
