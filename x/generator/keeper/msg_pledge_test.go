package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestPledge(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	f.bank.Fund(f.ctx, accountBytes("ann"), ueur(124_007))

	resp := mustSend(f, f.msgs.Pledge, types.MsgPledge{Financier: account("ann"), Generator: id, Shares: 1_000})

	require.Equal(t, &types.MsgPledgeResponse{Paid: ueur(124_000), SharesLeft: 9_000}, resp)
	require.Equal(t, int64(7), f.balance("ann", "ueur"))
	require.Equal(t, types.Holding{Generator: id, Account: account("ann"), Shares: 1_000, Pledged: 124_000}, f.holdingOf(id, "ann"))
	require.Equal(t, types.Purse{Deposit: deposit, Bond: bond, Pledged: 124_000, Weight: 1_000}, f.purseOf(id))
	require.Equal(t, []*types.EventSharesPledged{{
		Generator: id, Financier: account("ann"), Shares: 1_000, Paid: ueur(124_000), SharesLeft: 9_000,
	}}, events[*types.EventSharesPledged](f))

	f.pledge(id, "ann", 1)
	require.Equal(t, uint64(1_001), f.holdingOf(id, "ann").Shares, "pledges of an account add up")
}

func TestPledgeRefuses(t *testing.T) {
	tests := []struct {
		name      string
		financier string
		generator uint64
		shares    uint64

		wantErr error
	}{
		{name: "no share", financier: account("ann"), generator: 1, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "more than there are", financier: account("ann"), generator: 1, shares: 10_001, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "more than are left", financier: account("ann"), generator: 1, shares: 9_001, wantErr: types.ErrNotEnoughShares},
		{name: "an account that cannot pay", financier: account("poor"), generator: 1, shares: 1, wantErr: sdkerrors.ErrInsufficientFunds},
		{name: "a generator that does not exist", financier: account("ann"), generator: 2, shares: 1, wantErr: types.ErrGeneratorNotFound},
		{name: "an invalid address", financier: "ann", generator: 1, shares: 1, wantErr: sdkerrors.ErrInvalidAddress},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.funding()
			f.pledge(id, "bob", 1_000)
			f.bank.Fund(f.ctx, accountBytes("ann"), ueur(10_000_000))
			mustRefuse(f, f.msgs.Pledge, types.MsgPledge{Financier: tc.financier, Generator: tc.generator, Shares: tc.shares}, tc.wantErr)
		})
	}
}

// Anyone may pledge, also provider, requester and arbiter. The last share credits the upfront part to the provider.
func TestTheLastShareFunds(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	f.pledge(id, "mayor", 9_000)
	f.pledge(id, "judge", 999)
	f.at(f.now() + 3*day)
	events[*types.EventStatusChanged](f)

	f.pledge(id, "builder", 1)

	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_PENDING_INSTALL, g.Status)
	require.Equal(t, f.now(), g.FundedAt)
	require.Equal(t, f.now()+44*day, g.Deadline, "30 days promised and two weeks of grace")
	require.Equal(t, types.Purse{
		Deposit: deposit, Bond: bond, Pledged: types.TotalShares*sharePrice - upfront, Due: upfront, Paid: upfront,
		Weight: types.TotalShares,
	}, f.purseOf(id))
	builder := f.holdingOf(id, "builder")
	require.Equal(t, uint64(1), builder.Shares, "the share and the upfront part are one holding")
	require.Equal(t, uint64(upfront), builder.Due)
	require.Equal(t, []*types.EventDueCredited{{
		Generator: id, Account: account("builder"), Reason: types.DueUpfront, Amount: ueur(upfront), Due: upfront,
	}}, events[*types.EventDueCredited](f))
}

// Two pledges for the last shares in one block: the first in the order of the block counts.
func TestOfTwoPledgesForTheLastSharesTheFirstCounts(t *testing.T) {
	tests := []struct {
		name  string
		first uint64 // of the last 100 shares

		wantErr error
		want    string
	}{
		{
			name: "some are left, but not enough", first: 60,

			wantErr: types.ErrNotEnoughShares,
			want:    "generator 1: expected 1 to 40, got 60: fewer shares are left",
		},
		{
			name: "none is left", first: 100,

			wantErr: types.ErrWrongStatus,
			want:    "generator 1: expected FUNDING, got PENDING_INSTALL: generator has the wrong status",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.funding()
			f.pledge(id, "bob", 9_900)
			f.pledge(id, "ann", tc.first)
			f.bank.Fund(f.ctx, accountBytes("cid"), ueur(1_000_000))
			msg := types.MsgPledge{Financier: account("cid"), Generator: id, Shares: 60}
			mustRefuse(f, f.msgs.Pledge, msg, tc.wantErr)
			_, err := f.msgs.Pledge(f.ctx, &msg)
			require.EqualError(t, err, tc.want)
			require.Equal(t, int64(1_000_000), f.balance("cid", "ueur"))
		})
	}
}

// The month ends with the end of the first block of its last second or later: the last share in that block funds.
func TestTheLastShareInTheBlockInWhichTheMonthEnds(t *testing.T) {
	tests := []struct {
		name   string
		late   int64 // after the end of the month, seconds
		shares uint64

		want types.GeneratorStatus
	}{
		{name: "the last share comes in the last second", shares: 4_000, want: types.GENERATOR_STATUS_PENDING_INSTALL},
		{name: "the first block after the month is late", late: 6, shares: 4_000, want: types.GENERATOR_STATUS_PENDING_INSTALL},
		{name: "one share is missing", shares: 3_999, want: types.GENERATOR_STATUS_REFUNDING},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.funding()
			f.pledge(id, "ann", 6_000)
			f.at(f.generatorOf(id).Generator.Deadline - 1)
			f.endBlock()
			require.Equal(t, types.GENERATOR_STATUS_FUNDING, f.status(id))
			f.at(f.now() + 1 + tc.late)
			f.pledge(id, "bob", tc.shares)
			f.endBlock()
			require.Equal(t, tc.want, f.status(id))
		})
	}
}

func TestAPledgeInTheBlockAfterTheMonthIsRefused(t *testing.T) {
	f := newFixture(t)
	id := f.newWithStatus(types.GENERATOR_STATUS_REFUNDING)
	f.bank.Fund(f.ctx, accountBytes("bob"), ueur(1_000_000))
	mustRefuse(f, f.msgs.Pledge, types.MsgPledge{Financier: account("bob"), Generator: id, Shares: 4_000}, types.ErrWrongStatus)
}
