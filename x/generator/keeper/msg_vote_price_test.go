package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestThePriceIsTheMeanOfTheVotes(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newOnTrial(kWhRequest())
	require.Equal(t, &types.QueryPriceResponse{
		PriceCeiling: ceiling, FreeUnitsPerDay: freeADay, UnitLabel: "kWh", NextPriceAt: f.midnight(1),
		Explanation: "no owner has voted: free, up to 5 kWh a day for each account",
	}, f.priceOf(id))

	steps := []struct {
		name  string
		owner string
		price uint64
		clear bool

		want    uint64
		wantWhy string
	}{
		{
			name:  "one of ten thousand shares alone sets the price, up to the ceiling",
			owner: "cid", price: ceiling,

			want:    ceiling,
			wantWhy: "1 owner of 1,000 shares voted: floor(300,000,000 / 1,000) = 300,000 usolar per kWh",
		},
		{
			name:  "the more shares the more a vote counts",
			owner: "ann", price: 100_000,

			want:    128_571,
			wantWhy: "2 owners of 7,000 shares voted: floor(900,000,000 / 7,000) = 128,571 usolar per kWh",
		},
		{
			name:  "a second vote takes the place of the first",
			owner: "cid", price: 0,

			want:    85_714,
			wantWhy: "2 owners of 7,000 shares voted: floor(600,000,000 / 7,000) = 85,714 usolar per kWh",
		},
		{
			name:  "the same vote again changes nothing",
			owner: "cid", price: 0,

			want:    85_714,
			wantWhy: "2 owners of 7,000 shares voted: floor(600,000,000 / 7,000) = 85,714 usolar per kWh",
		},
		{
			name:  "a cleared vote no longer counts",
			owner: "cid", clear: true,

			want:    100_000,
			wantWhy: "1 owner of 6,000 shares voted: floor(600,000,000 / 6,000) = 100,000 usolar per kWh",
		},
		{
			name:  "a mean below one is free",
			owner: "ann", price: 0,

			want:    0,
			wantWhy: "1 owner of 6,000 shares voted: floor(0 / 6,000) = 0 usolar per kWh, so units are free, up to 5 kWh a day for each account",
		},
		{
			name:  "without a vote units are free",
			owner: "ann", clear: true,

			want:    0,
			wantWhy: "no owner has voted: free, up to 5 kWh a day for each account",
		},
	}
	for _, step := range steps {
		resp := mustSend(f, f.msgs.VotePrice, types.MsgVotePrice{
			Owner: account(step.owner), Generator: id, Price: step.price, Clear: step.clear,
		})
		require.Equal(t, step.want, resp.NextPrice, step.name)
		require.Equal(t, step.want, f.priceOf(id).NextPrice, step.name)
		f.pass(day)
		got := f.priceOf(id)
		require.Equal(t, step.want, got.Price, step.name)
		require.Equal(t, step.wantWhy, got.Explanation, step.name)
	}
	emitted := events[*types.EventPriceVoted](f)
	require.Len(t, emitted, len(steps))
	require.Equal(t, &types.EventPriceVoted{Generator: id, Owner: account("ann"), Shares: 6_000, Vote: 100_000, Price: ceiling, NextPrice: 128_571}, emitted[1])
	require.Equal(t, &types.EventPriceVoted{Generator: id, Owner: account("cid"), Price: 85_714, NextPrice: 100_000}, emitted[4])
}

func TestOwnersVoteBeforeItSells(t *testing.T) {
	f := newFixture(t)
	id := f.funded(kWhRequest())
	f.vote(id, "ann", 1)
	require.Equal(t, uint64(1), f.priceOf(id).Price)
}

func TestVotesOfAllOwnersAreListed(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.vote(id, "cid", 7)
	resp, err := f.queries.Votes(f.ctx, &types.QueryVotesRequest{Generator: id})
	require.NoError(t, err)
	prices := map[string]uint64{}
	for _, h := range resp.Holdings {
		prices[h.Account] = h.Vote.Price
	}
	require.Equal(t, map[string]uint64{account("ann"): fifth, account("cid"): 7}, prices)
	_, err = f.queries.Votes(f.ctx, &types.QueryVotesRequest{Generator: 9})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
	_, err = f.queries.Price(f.ctx, &types.QueryPriceRequest{Generator: 9})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
}

func TestVotePriceRefuses(t *testing.T) {
	tests := []struct {
		name   string
		stage  string
		change func(*types.MsgVotePrice)

		wantErr error
	}{
		{name: "a signer with an invalid address", change: func(m *types.MsgVotePrice) { m.Owner = "ann" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgVotePrice) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "generator 0", change: func(m *types.MsgVotePrice) { m.Generator = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an account without shares", change: func(m *types.MsgVotePrice) { m.Owner = account("eve") }, wantErr: types.ErrNotOwner},
		{name: "an account that is only owed money", change: func(m *types.MsgVotePrice) { m.Owner = account("builder") }, wantErr: types.ErrNotOwner},
		{name: "one above the ceiling", change: func(m *types.MsgVotePrice) { m.Price = ceiling + 1 }, wantErr: types.ErrVoteTooHigh},
		{name: "the highest price there is", change: func(m *types.MsgVotePrice) { m.Price = types.MaxPrice }, wantErr: types.ErrVoteTooHigh},
		{name: "a price beyond all prices", change: func(m *types.MsgVotePrice) { m.Price = types.MaxPrice + 1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "clearing without a vote", change: func(m *types.MsgVotePrice) { m.Price, m.Clear = 0, true }, wantErr: types.ErrNoVote},
		{name: "clearing with a price", change: func(m *types.MsgVotePrice) { m.Clear = true }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a retired generator", stage: "retired", wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			if tc.stage == "retired" {
				f.retire(id)
			}
			msg := types.MsgVotePrice{Owner: account("bob"), Generator: id, Price: ceiling}
			if tc.change != nil {
				tc.change(&msg)
			}
			mustRefuse(f, f.msgs.VotePrice, msg, tc.wantErr)
		})
	}
}

func TestVotesAreRefusedBeforeTheFundingIsComplete(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	mustRefuse(f, f.msgs.VotePrice, types.MsgVotePrice{Owner: account("ann"), Generator: id, Price: 1}, types.ErrWrongStatus)
	require.Zero(t, f.priceOf(id).PriceCeiling)
}
