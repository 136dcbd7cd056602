package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Work that fails is retried once it can be done; work that did not fail is not.
func TestRetryWork(t *testing.T) {
	f, id := eventful(t)
	retry := types.MsgRetryWork{Sender: account("anyone"), Kind: types.KindVoucher, Generator: id, Number: 2}
	refused(f, f.msgs.RetryWork, retry, types.ErrNotParked)
	f.bank.Block(accountBytes("eve"))
	f.pass(int64(f.params().VoucherSeconds))
	parked, err := f.keeper.ParkedItems(f.ctx)
	require.NoError(t, err)
	require.Len(t, parked, 1)
	before := f.balance("eve", types.SolarDenom)

	done(f, f.msgs.RetryWork, retry)
	f.endBlock()
	require.Equal(t, before, f.balance("eve", types.SolarDenom), "she still takes no money")
	f.bank.Unblock(accountBytes("eve"))
	done(f, f.msgs.RetryWork, retry)
	f.endBlock()

	require.Equal(t, before+5*int64((fifth*6_000+100_000*3_000)/9_000), f.balance("eve", types.SolarDenom))
	require.Len(t, events[*types.EventWorkRetried](f), 2)
}

func TestRetryWorkRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgRetryWork)

		wantErr error
	}{
		{name: "a signer that is no address", change: func(m *types.MsgRetryWork) { m.Sender = "anyone" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "work of no kind", change: func(m *types.MsgRetryWork) { m.Kind = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "work of a kind that there is not", change: func(m *types.MsgRetryWork) { m.Kind = 5 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "work about no voucher", change: func(m *types.MsgRetryWork) { m.Number = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "work about generator 0", change: func(m *types.MsgRetryWork) { m.Generator = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "work of another kind", change: func(m *types.MsgRetryWork) { m.Kind = types.KindLease }, wantErr: types.ErrNotParked},
		{name: "work about another voucher", change: func(m *types.MsgRetryWork) { m.Number = 3 }, wantErr: types.ErrNotParked},
		{name: "work of another generator", change: func(m *types.MsgRetryWork) { m.Generator = 1 }, wantErr: types.ErrNotParked},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, id := eventful(t)
			f.bank.Block(accountBytes("eve"))
			f.pass(int64(f.params().VoucherSeconds))
			msg := types.MsgRetryWork{Sender: account("anyone"), Kind: types.KindVoucher, Generator: id, Number: 2}
			tc.change(&msg)
			refused(f, f.msgs.RetryWork, msg, tc.wantErr)
		})
	}
}
