package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

// A hundred thousand requests are due in one block. Each block ends as many as its budget allows, oldest first, at the cost it would
// have without the others.
func TestAHundredThousandDeadlinesAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds to fill")
	}
	const budget = 1_000 // the default
	crowd := func(requests uint64) *fixture {
		f := newFixture(t)
		f.bank.Fund(f.ctx, accountBytes("mayor"), coin("ueur", requests*deposit))
		msg := requestMessage()
		f.commit(func() {
			for range requests {
				_, err := f.msgs.RequestGenerator(f.ctx, &msg)
				require.NoError(t, err)
			}
		})
		f.at(noon + 7*day)
		return f
	}
	block := func(f *fixture) (cost uint64) {
		f.commit(func() { cost = f.gas(func() { require.NoError(t, f.work.EndBlock(f.ctx)) }) })
		return cost
	}

	alone := block(crowd(budget))

	f := crowd(100_000)
	for n := range uint64(3) {
		cost := block(f)
		require.InEpsilon(t, alone, cost, 0.01, "gas counts every read and write")
		first, last := n*budget+1, (n+1)*budget
		require.Equal(t, types.GENERATOR_STATUS_EXPIRED, f.status(first))
		require.Equal(t, types.GENERATOR_STATUS_EXPIRED, f.status(last))
		require.Equal(t, types.GENERATOR_STATUS_OPEN_FOR_BIDS, f.status(last+1), "it waits for the next block")
		require.Equal(t, (n+1)*budget*deposit, f.dueOf(first, "mayor")+(last-1)*deposit)
	}

	f.bank.Fund(f.ctx, accountBytes("builder"), ueur(bond))
	msg := bidMessage(50_000, "builder")
	_, err := f.msgs.PlaceBid(f.ctx, &msg)
	require.NoError(t, err)
	block(f)
	require.Equal(t, uint64(1), f.generatorOf(50_000).Generator.Bids, "messages still act on pending ones")
}
