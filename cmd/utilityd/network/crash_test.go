package network_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The gateway is killed at several moments of a replay, and so is the node: nothing is lost, and nothing counts twice.
func TestNeitherAKilledGatewayNorAKilledNodeLosesOrDoublesAReading(t *testing.T) {
	t.Parallel()
	dir, node, p := startDevnet(t, lateSeconds)
	v := newVillage(t, 96)
	v.settle(t, p)
	start := func() *process { return v.startReplay(t, dir) }

	// As soon as readings are signed, before any of them was sent or while the first are.
	gateway := start()
	until(t, "readings are signed", func() bool { _, open := v.counted(); return open > 0 })
	gateway.kill()
	// With batches in flight, three times: the answers to them are missed.
	for _, part := range []int{1, 150, 300} {
		gateway = start()
		until(t, "readings are answered", func() bool { return v.answered() >= part })
		gateway.kill()
	}
	require.Less(t, v.answered(), v.readings(), "the gateway was done before it was killed")

	// The node loses its mempool, and the gateway continues.
	gateway = start()
	until(t, "readings are answered", func() bool { return v.answered() >= 450 })
	node.kill()
	require.Less(t, v.answered(), v.readings(), "the gateway was done before the node was killed")
	node = launch(t, "devnet", "--home", dir)
	gateway.mustEnd(t, 2*time.Minute)

	v.requireCounted(t, p)
	node.stop(t)
	requireInvariants(t, dir)
}
