package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Work that fails is retried once it can be done; work that did not fail is not.
func TestRetryWork(t *testing.T) {
	f, id := eventful(t)
	retry := types.MsgRetryWork{Sender: account("anyone"), Kind: types.KindVoucher, Generator: id, Number: 2}
	refused(f, f.msgs.RetryWork, retry, types.ErrNotParked)
	f.bank.blocked[string(accountBytes("eve"))] = true
	f.pass(int64(f.params().VoucherSeconds))
	parked, err := f.keeper.ParkedItems(f.ctx)
	require.NoError(t, err)
	require.Len(t, parked, 1)
	before := f.balance("eve", types.SolarDenom)

	done(f, f.msgs.RetryWork, retry)
	f.endBlock()
	require.Equal(t, before, f.balance("eve", types.SolarDenom), "she still takes no money")
	delete(f.bank.blocked, string(accountBytes("eve")))
	done(f, f.msgs.RetryWork, retry)
	f.endBlock()

	require.Equal(t, before+5*int64((fifth*6_000+100_000*3_000)/9_000), f.balance("eve", types.SolarDenom))
	require.Len(t, events[*types.EventWorkRetried](f), 2)
}
