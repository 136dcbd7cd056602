package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/ledger"
)

// What is bought is held above the cap until it is drawn or sold, and drawn first.
func TestBoughtLitresCountBesideTheCap(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(300)
	area.join(1, 1)
	area.start()
	area.inflow(200) // each has 100 of at most 150
	require.True(t, area.offer(0, 50))
	require.Equal(t, uint64(50), area.trade(1, 50))
	area.inflow(100)
	require.Equal(t, []uint64{100, 200}, area.balances(), "the allotment comes on top")
	require.Zero(t, area.ledger.Wants(area.accounts[1]), "but no other purchase")

	area.consume(1, 20)
	require.Equal(t, uint64(30), area.accounts[1].Bought)
	area.inflow(20)
	require.Equal(t, uint64(180), area.balances()[1], "what was drawn is beside the cap no more")

	require.True(t, area.offer(1, 170))
	require.Equal(t, uint64(30), area.accounts[1].Bought, "not sold yet")
	sold, err := area.accounts[1].Sell(170)
	require.NoError(t, err)
	require.Equal(t, uint64(10), sold.Bought, "not more than what is left")
	_, err = sold.Sell(1)
	require.ErrorIs(t, err, ledger.ErrSum)
}

// What was bought can be sold only by a subscriber.
func TestNobodyLivesFromTradeAlone(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(1_000)
	area.join(1, 1)
	area.open(1)
	area.start()
	area.inflow(1_000)
	require.True(t, area.offer(0, 300))
	require.Equal(t, uint64(300), area.trade(2, 300))
	require.Zero(t, area.ledger.Sellable(area.accounts[2]))
	require.False(t, area.offer(2, 1))

	area.start() // nobody subscribes to it
	require.Equal(t, uint64(200), area.ledger.Sellable(area.accounts[0]), "what was allotted stays its own")
	require.True(t, area.offer(0, 200))
	area.cancel(0)
	require.Equal(t, uint64(200), area.ledger.Sellable(area.accounts[0]))
}
