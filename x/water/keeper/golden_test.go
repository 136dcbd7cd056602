package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

// The example of the original: two subscribers pay a fee of 1 each, a mint of 100 gives each of them 50, one of 30 makes that
// 65, and the only producer receives 2.
func TestGoldenExample(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 1_000, 2)
	alice, bob := f.household(area, "alice", 0), f.household(area, "bob", 0)
	require.Equal(t, ueur(1), f.subscribe(area, "alice").Fee)
	require.Equal(t, ueur(1), f.subscribe(area, "bob").Fee)
	f.pass(start(1))

	f.at(start(1) + hour)
	f.send(f.produced(area, source, 100))
	require.Equal(t, uint64(50), f.settle(area, "alice").BalanceLitres)
	require.Equal(t, uint64(50), f.settle(area, "bob").BalanceLitres)

	f.at(start(1) + 2*hour)
	f.send(f.produced(area, source, 30))
	require.Equal(t, uint64(65), f.settle(area, "alice").BalanceLitres)
	require.Equal(t, uint64(65), f.settle(area, "bob").BalanceLitres)
	require.Equal(t, uint64(65), f.balance(area, "alice"))
	require.Equal(t, uint64(65), f.valveOf(f.accountOf(area, alice).Meter).LitresLeft)
	require.Equal(t, uint64(65), f.valveOf(f.accountOf(area, bob).Meter).LitresLeft)

	f.pass(start(1) + period)
	resp, err := f.msgs.Collect(f.ctx, &types.MsgCollect{Producer: account("producer"), Area: area})
	require.NoError(t, err)
	require.Equal(t, ueur(2), resp.Amount)
	require.Equal(t, uint64(130), f.periodOf(area, 1).MintedLitres)
	f.checkInvariants()
}
