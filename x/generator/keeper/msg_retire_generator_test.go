package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestRetireGenerator(t *testing.T) {
	tests := []struct {
		name   string
		sender string
		shares uint64 // of Ann; Bob has the rest

		wantReason string
		wantErr    error
	}{
		{name: "the arbiter", sender: account("judge"), shares: 5_000, wantReason: types.ReasonByArbiter},
		{name: "an owner of more than half", sender: account("ann"), shares: 5_001, wantReason: types.ReasonByMajority},
		{name: "an owner of all", sender: account("ann"), shares: 10_000, wantReason: types.ReasonByMajority},
		{name: "an owner of half", sender: account("ann"), shares: 5_000, wantErr: types.ErrNotOwner},
		{name: "the requester", sender: account("mayor"), shares: 5_000, wantErr: types.ErrNotOwner},
		{name: "the provider", sender: account("builder"), shares: 5_000, wantErr: types.ErrNotOwner},
		{name: "an invalid address", sender: "judge", shares: 5_000, wantErr: sdkerrors.ErrInvalidAddress},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.funding()
			f.pledge(id, "ann", tc.shares)
			if rest := types.TotalShares - tc.shares; rest > 0 {
				f.pledge(id, "bob", rest)
			}
			meter := f.markInstalled(id)
			f.commission(id)
			f.reasons()
			before := f.purseOf(id)
			msg := types.MsgRetireGenerator{Sender: tc.sender, Generator: id}
			if tc.wantErr != nil {
				mustRefuse(f, f.msgs.RetireGenerator, msg, tc.wantErr)
				return
			}

			mustSend(f, f.msgs.RetireGenerator, msg)

			require.Equal(t, []string{tc.wantReason}, f.reasons())
			g := f.generatorOf(id).Generator
			require.Equal(t, types.GENERATOR_STATUS_RETIRED, g.Status)
			require.Equal(t, f.now(), g.ClosedAt)
			require.Zero(t, g.Deadline)
			require.Zero(t, g.Meter)
			require.False(t, f.meters.Get(f.ctx, meter).IsBound(), "the meter is free for another use")
			require.Equal(t, before, f.purseOf(id), "no money moves")
			require.Equal(t, uint64(cost+bond), f.withdrawDue(id, "builder"), "what is owed stays owed")
			mustRefuse(f, f.msgs.RetireGenerator, msg, types.ErrWrongStatus)
		})
	}
}

func TestRetireGeneratorNeedsOne(t *testing.T) {
	f := newFixture(t)
	mustRefuse(f, f.msgs.RetireGenerator, types.MsgRetireGenerator{Sender: account("judge"), Generator: 1}, types.ErrGeneratorNotFound)
	mustRefuse(f, f.msgs.RetireGenerator, types.MsgRetireGenerator{Sender: account("judge")}, sdkerrors.ErrInvalidRequest)
}
