package keeper_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/utilityd/utilityd/x/generator/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// fullFixture returns a chain with an entry in every list of the state: an open bid, an active generator with votes, vouchers
// of all kinds, free units, a listing, a lease and a claim, and one that refunds.
func fullFixture(t *testing.T) (f *fixture, id uint64) {
	t.Helper()
	f = newFixture(t)
	failed := f.newWithStatus(types.GENERATOR_STATUS_REFUNDING)
	free, _ := f.newOnTrial(kWhRequest())
	f.buy(free, 2, 0)
	id = f.village()
	open := f.requested()
	f.bid(bidMessage(open, "rival"), "rival")
	f.vote(id, "bob", 100_000)
	chain := f.register(id)
	f.buy(id, 20, 7)
	f.reveal(id, f.code(chain, 20))
	f.buy(id, 5, 7)
	f.buy(id, 100, 0)
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 400, 0))
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 300, f.midnight(20)))
	f.take(id, 2, "eve", 200)
	mustSend(f, f.msgs.ClaimMaintenance, types.MsgClaimMaintenance{
		Requester: account("mayor"), Generator: id, Recipient: account("smith"), Amount: usolar(1), Purpose: "oil",
	})
	mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("bob"), Generator: id})
	require.Equal(t, []uint64{1, 2, 3, 4}, []uint64{failed, free, id, open})
	return f, id
}

func TestExportOfImportIsTheIdentity(t *testing.T) {
	f, _ := fullFixture(t)
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())
	for name, length := range map[string]int{
		"generators": len(exported.Generators), "bids": len(exported.Bids), "providers": len(exported.Providers),
		"holdings": len(exported.Holdings), "quotas": len(exported.Quotas), "devices": len(exported.Devices),
		"vouchers": len(exported.Vouchers), "listings": len(exported.Listings), "leases": len(exported.Leases),
		"claims": len(exported.MaintenanceClaims), "pending": len(f.work.Pending(f.ctx)),
	} {
		require.NotZero(t, length, name)
	}
	work := f.work.Export(f.ctx)
	it := work.Pending[0]
	work.Failed = append(work.Failed, worktypes.FailedItem{Item: it, Reason: "a reason", FailedAt: f.now()})
	work.Pending = work.Pending[1:]

	other := emptyTwinWith(t, f, work)
	require.NoError(t, other.keeper.InitGenesis(other.ctx, *exported))
	again, err := other.keeper.ExportGenesis(other.ctx)

	require.NoError(t, err)
	require.Equal(t, exported, again)
	other.checkInvariants()

	require.NoError(t, other.work.Retry(other.ctx, it.Module, it.Record, it.Kind, it.Number))
	require.Equal(t, f.state(), other.state(), "the retried state is the same")
}

// Lists of accounts are exported in the order of their text, not of the bytes that are their keys.
func TestAnExportIsSorted(t *testing.T) {
	f := pagedFixture(t)
	free, _ := f.newOnTrial(kWhRequest())
	for _, name := range []string{"ann", "bob", "cid", "dora", "eve"} {
		mustSend(f, f.msgs.BuyUnits, types.MsgBuyUnits{Buyer: account(name), Generator: free, Units: 1})
	}
	exported := f.checkExport()
	for name, length := range map[string]int{
		"bids": len(exported.Bids), "providers": len(exported.Providers), "holdings": len(exported.Holdings), "quotas": len(exported.Quotas),
	} {
		require.GreaterOrEqual(t, length, 3, name)
	}
}

// checkExport checks that the state is a valid genesis whose import is the same state.
func (f *fixture) checkExport() *types.GenesisState {
	f.t.Helper()
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(f.t, err)
	other := emptyTwin(f.t, f)
	require.NoError(f.t, other.keeper.InitGenesis(other.ctx, *exported))
	other.checkInvariants()
	require.Equal(f.t, f.state(), other.state())
	return exported
}

func TestInitGenesisRefusesAnInvalidState(t *testing.T) {
	f := emptyFixture(t)
	require.ErrorIs(t, f.keeper.InitGenesis(f.ctx, types.GenesisState{Params: types.DefaultParams()}), types.ErrInvalidGenesis)
}

// An address in another spelling would be another account in comparisons, and money due to an invalid one could never be paid: both
// are refused, in every field.
func TestInitGenesisRefusesEveryInvalidAddress(t *testing.T) {
	f, _ := fullFixture(t)
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	text := string(cdc.MustMarshalJSON(exported))
	places := regexp.MustCompile(`utility1[0-9a-z]{38}`).FindAllStringIndex(text, -1)
	require.Greater(t, len(places), 30)
	for _, tc := range []struct {
		name   string
		spoilt func(address string) string
	}{
		{name: "in capitals", spoilt: strings.ToUpper},
		{name: "with a letter less", spoilt: func(a string) string { return a[:len(a)-1] }},
		{name: "of another chain", spoilt: func(a string) string { return strings.Replace(a, "utility1", "cosmos1", 1) }},
		{name: "none", spoilt: func(string) string { return "" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, place := range places {
				var g types.GenesisState
				cdc.MustUnmarshalJSON([]byte(text[:place[0]]+tc.spoilt(text[place[0]:place[1]])+text[place[1]:]), &g)
				other := emptyTwin(t, f)
				require.ErrorIs(t, other.keeper.InitGenesis(other.ctx, g), types.ErrInvalidGenesis, text[max(0, place[0]-30):place[1]])
			}
		})
	}
}
