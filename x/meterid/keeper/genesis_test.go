package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// busyFixture has something of everything: all states, claims, a quarantine, proposals, keys that wait and work that failed.
func busyFixture(t testing.TB) *fixture {
	t.Helper()
	f := newFixture(t)
	f.revokedIssuer("revoked")
	f.registered("S1")
	f.suspended("S2")
	f.retired("S3")
	f.failed("S4")
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(-48 * 3_600e9))
	goes, comes := f.bound("S5"), f.registered("S6")
	_, err := f.msgs.ReplaceMeter(f.ctx, replacement(goes, comes))
	require.NoError(t, err)
	moves := f.active("S7")
	_, err = f.msgs.TransferMeter(f.ctx, transfer(moves))
	require.NoError(t, err)
	f.consented(moves)
	_, err = f.msgs.AttestClaim(f.ctx, attestation(moves))
	require.NoError(t, err)
	_, err = f.msgs.AttestClaim(f.ctx, &types.MsgAttestClaim{
		Issuer: account("issuer"), Meter: moves, Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 4, ValidFrom: noon + 7, ValidUntil: noon + day,
	})
	require.NoError(t, err)
	_, err = f.msgs.RotateKey(f.ctx, rotationByIssuer("S7", moves))
	require.NoError(t, err)
	f.quarantined("S8")
	f.sound()
	return f
}

func TestExportOfImportIsTheIdentity(t *testing.T) {
	busy := busyFixture(t)
	g := busy.export()
	for name, n := range map[string]int{
		"issuers": len(g.Issuers), "meters": len(g.Meters), "registers": len(g.Registers), "quarantine": len(g.Quarantine),
		"pending keys": len(g.PendingKeys), "transfers": len(g.PendingTransfers), "replacements": len(g.PendingReplacements),
		"pending": len(busy.work.Export(busy.ctx).Pending), "failed": len(busy.work.Export(busy.ctx).Failed),
	} {
		require.NotZero(t, n, name)
	}
	require.NoError(t, g.Validate())

	fresh := emptyFixture(t)
	require.NoError(t, fresh.work.InitGenesis(fresh.ctx, *busy.work.Export(busy.ctx)))
	require.NoError(t, fresh.keeper.InitGenesis(fresh.ctx, *g))
	require.Equal(t, g, fresh.export())
	fresh.ctx = fresh.ctx.WithBlockTime(busy.ctx.BlockTime())
	fresh.sound()

	// It goes on like the original.
	for _, f := range []*fixture{busy, fresh} {
		f.later(48 * hour)
		require.NoError(t, f.work.EndBlock(f.ctx))
		_, err := f.msgs.ReleaseReading(f.ctx, f.releasing(8))
		require.NoError(t, err)
		f.registered("S9")
	}
	require.Equal(t, busy.export(), fresh.export())
}

func TestDefaultGenesisIsImported(t *testing.T) {
	f := emptyFixture(t)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *types.DefaultGenesis()))
	require.Equal(t, types.DefaultGenesis(), f.export())
	f.sound()
}

// What only the codec of the chain can see.
func TestImportIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)
	}{
		{name: "with an issuer that is no address", change: func(g *types.GenesisState) {
			g.Issuers[1].Address = "invalid"
		}},
		{name: "with an issuer in capitals", change: func(g *types.GenesisState) {
			g.Issuers[1].Address = "UTILITY1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGP06LYEL"
		}},
		{name: "with an owner that is no address", change: func(g *types.GenesisState) { g.Meters[0].Owner = "" }},
		{name: "with a claim without an issuer", change: func(g *types.GenesisState) { g.Meters[6].Claims[0].Issuer = "x" }},
		{name: "with a new owner that is no address", change: func(g *types.GenesisState) { g.PendingTransfers[0].NewOwner = "x" }},
		{name: "with a module that takes no readings", change: func(g *types.GenesisState) { g.Meters[4].Binding.Module = "gas" }},
		{name: "with parameters out of range", change: func(g *types.GenesisState) { g.Params.MaxReadingsPerBatch = 0 }},
	}
	g := busyFixture(t).export()
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := emptyFixture(t)
			spoiled := copyOf(t, g)
			tc.change(spoiled)
			require.Error(t, f.keeper.InitGenesis(f.ctx, *spoiled))
		})
	}
}

func copyOf(t testing.TB, g *types.GenesisState) *types.GenesisState {
	t.Helper()
	bz, err := g.Marshal()
	require.NoError(t, err)
	other := &types.GenesisState{}
	require.NoError(t, other.Unmarshal(bz))
	return other
}
