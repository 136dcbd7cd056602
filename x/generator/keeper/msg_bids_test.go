package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestPlaceBid(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	f.bid(bidMessage(id, "builder"), "builder")
	cheap := bidMessage(id, "other")
	cheap.UpfrontBps, cheap.CommissionBps, cheap.Bond, cheap.PriceCeiling = 0, 0, 123_433, 300_000
	f.bid(cheap, "other")

	g := f.generatorOf(id)
	require.Equal(t, uint64(2), g.Generator.Bids)
	require.Equal(t, types.Purse{Deposit: deposit, BidBonds: bond + 123_433}, g.Purse)
	require.Zero(t, f.balance("builder", "ueur"))

	want := types.Bid{
		Generator: id, Provider: account("builder"), UnitType: "solar", Cost: cost, InstallDays: 30, LifeDays: 3_650,
		PriceCeiling: 250_000, UpfrontBps: 3_333, CommissionBps: 500, Bond: bond, AcceptanceUnits: acceptance, TrialDays: 90,
		InsuranceRef: "policy 7", PlacedAt: noon,
	}
	placed := events[*types.EventBidPlaced](f)
	require.Len(t, placed, 2)
	require.Equal(t, want, placed[0].Bid)
}

func TestPlaceBidRefuses(t *testing.T) {
	tests := []struct {
		name     string
		provider string
		change   func(*types.MsgPlaceBid)

		wantErr error
	}{
		{name: "the requester", provider: "mayor", wantErr: types.ErrRolesMixed},
		{name: "the arbiter", provider: "judge", wantErr: types.ErrRolesMixed},
		{name: "a second bid of a provider", provider: "first", wantErr: types.ErrBidExists},
		{name: "a provider without the bond", provider: "poor", wantErr: sdkerrors.ErrInsufficientFunds},
		{
			name: "a generator that does not exist", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.Generator = 2 },

			wantErr: types.ErrGeneratorNotFound,
		},
		{
			name: "a ceiling above the requested one", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.PriceCeiling = 300_001 },

			wantErr: types.ErrCeilingTooHigh,
		},
		{
			name: "a ceiling of 0", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.PriceCeiling = 0 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a bond below what is paid before delivery", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.Bond = advance - 1 },

			wantErr: types.ErrBondTooSmall,
		},
		{
			name: "a bond below a tenth of the cost", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.UpfrontBps, m.CommissionBps, m.Bond = 0, 0, 123_432 },

			wantErr: types.ErrBondTooSmall,
		},
		{
			name: "a cost above a hundred times the deposit", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.UpfrontBps, m.CommissionBps, m.Cost, m.Bond = 0, 0, 5_000_001, 500_001 },

			wantErr: types.ErrDepositTooSmall,
		},
		{
			name: "acceptance units of less than 100 hours", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.AcceptanceUnits = acceptance - 1 },

			wantErr: types.ErrTrialTooSmall,
		},
		{
			name: "no acceptance units", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.AcceptanceUnits = 0 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a trial longer than the life", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.LifeDays = 89 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "more than half of the cost at commissioning", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.CommissionBps = 5_001 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "more than the cost before delivery", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.UpfrontBps, m.CommissionBps = 9_501, 500 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a cost of 0", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.Cost = 0 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "a bond beyond all bounds", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.Bond = types.MaxAmount + 1 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "an invalid address", provider: "builder",
			change: func(m *types.MsgPlaceBid) { m.Provider = "builder" },

			wantErr: sdkerrors.ErrInvalidAddress,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.requested()
			f.bid(bidMessage(id, "first"), "first")
			for _, name := range []string{"mayor", "judge", "first", "builder"} {
				f.bank.Fund(f.ctx, accountBytes(name), ueur(bond))
			}
			msg := bidMessage(id, tc.provider)
			if tc.change != nil {
				tc.change(&msg)
			}
			mustRefuse(f, f.msgs.PlaceBid, msg, tc.wantErr)
		})
	}
}

// A bid in the block in which the week ends counts.
func TestABidInTheBlockOfTheDeadlineCounts(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	f.at(noon + 7*day)
	f.bid(bidMessage(id, "builder"), "builder")
	f.endBlock()
	require.Equal(t, types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, f.status(id))

	f.bank.Fund(f.ctx, accountBytes("late"), ueur(bond))
	mustRefuse(f, f.msgs.PlaceBid, bidMessage(id, "late"), types.ErrWrongStatus)
}

func TestBondsOfAllBidsFitTheirBucket(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	msg := bidMessage(id, "")
	msg.Bond = types.MaxAmount
	for i := range 15 {
		name := fmt.Sprint("builder", i)
		msg.Provider = account(name)
		f.bid(msg, name)
	}
	f.bank.Fund(f.ctx, accountBytes("sixteenth"), coin("ueur", types.MaxAmount))
	msg.Provider = account("sixteenth")
	mustRefuse(f, f.msgs.PlaceBid, msg, types.ErrAmountTooLarge)
}

func TestWithdrawBid(t *testing.T) {
	tests := []struct {
		name   string
		status types.GeneratorStatus

		wantBids uint64
		wantErr  error
	}{
		{name: "during the bidding, and it is no longer counted", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS, wantBids: 1},
		{name: "not while it can be accepted", status: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, wantErr: types.ErrWrongStatus},
		{name: "when another was accepted", status: types.GENERATOR_STATUS_FUNDING},
		{name: "when all is over", status: types.GENERATOR_STATUS_EXPIRED},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.requested()
			f.bid(bidMessage(id, "builder"), "builder")
			f.bid(bidMessage(id, "other"), "other")
			if tc.status != types.GENERATOR_STATUS_OPEN_FOR_BIDS {
				f.pass(7 * day)
			}
			if tc.status == types.GENERATOR_STATUS_FUNDING {
				f.accept(id, "builder")
			}
			if tc.status == types.GENERATOR_STATUS_EXPIRED {
				f.pass(7 * day)
			}
			require.Equal(t, tc.status, f.status(id))
			msg := types.MsgWithdrawBid{Provider: account("other"), Generator: id}
			if tc.wantErr != nil {
				mustRefuse(f, f.msgs.WithdrawBid, msg, tc.wantErr)
				return
			}

			resp := mustSend(f, f.msgs.WithdrawBid, msg)

			require.Equal(t, ueur(bond), resp.Bond)
			require.Equal(t, int64(bond), f.balance("other", "ueur"))
			require.Equal(t, tc.wantBids, f.generatorOf(id).Generator.Bids)
			require.Equal(t, []*types.EventBidWithdrawn{{Generator: id, Provider: account("other"), Bond: ueur(bond)}},
				events[*types.EventBidWithdrawn](f))
			mustRefuse(f, f.msgs.WithdrawBid, msg, types.ErrBidNotFound)
		})
	}
}

func TestTheAcceptedBidCannotBeWithdrawn(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	mustRefuse(f, f.msgs.WithdrawBid, types.MsgWithdrawBid{Provider: account("builder"), Generator: id}, types.ErrBidNotFound)
	mustRefuse(f, f.msgs.WithdrawBid, types.MsgWithdrawBid{Provider: account("builder"), Generator: 9}, types.ErrGeneratorNotFound)
	mustRefuse(f, f.msgs.WithdrawBid, types.MsgWithdrawBid{Provider: "builder", Generator: id}, sdkerrors.ErrInvalidAddress)
}

func TestWhenAllBidsAreWithdrawnTheRequestExpires(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	f.bid(bidMessage(id, "builder"), "builder")
	mustSend(f, f.msgs.WithdrawBid, types.MsgWithdrawBid{Provider: account("builder"), Generator: id})
	f.bid(bidMessage(id, "builder"), "builder")
	mustSend(f, f.msgs.WithdrawBid, types.MsgWithdrawBid{Provider: account("builder"), Generator: id})
	f.pass(7 * day)
	require.Equal(t, []string{types.ReasonNoBid}, f.reasons())
}

func TestAcceptBid(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	f.bid(bidMessage(id, "builder"), "builder")
	f.bid(bidMessage(id, "other"), "other")
	f.pass(7 * day)
	f.at(f.now() + 5)
	events[*types.EventStatusChanged](f)

	resp := mustSend(f, f.msgs.AcceptBid,
		types.MsgAcceptBid{Requester: account("mayor"), Generator: id, Provider: account("builder")})

	until := noon + 37*day + 5
	require.Equal(t, &types.MsgAcceptBidResponse{SharePrice: sharePrice, FundingUntil: until}, resp)
	g := f.generatorOf(id)
	require.Equal(t, types.GENERATOR_STATUS_FUNDING, g.Generator.Status)
	require.Equal(t, account("builder"), g.Generator.Provider())
	require.Equal(t, types.TotalShares, g.SharesLeft)
	require.Equal(t, types.Purse{Deposit: deposit, BidBonds: bond, Bond: bond}, g.Purse)
	require.Equal(t, types.ProviderRecord{Provider: account("builder"), OpenJobs: 1}, f.record("builder"))
	accepted := events[*types.EventBidAccepted](f)
	require.Equal(t, []*types.EventBidAccepted{{
		Generator: id, Provider: account("builder"), SharePrice: sharePrice, FundingUntil: until,
	}}, accepted)

	again := types.MsgAcceptBid{Requester: account("mayor"), Generator: id, Provider: account("other")}
	mustRefuse(f, f.msgs.AcceptBid, again, types.ErrWrongStatus)
}

func TestAcceptBidRefuses(t *testing.T) {
	tests := []struct {
		name                string
		requester, provider string
		generator           uint64

		wantErr error
	}{
		{name: "another", requester: account("arbiter"), provider: account("builder"), generator: 1, wantErr: types.ErrNotRequester},
		{name: "the provider", requester: account("builder"), provider: account("builder"), generator: 1, wantErr: types.ErrNotRequester},
		{name: "an account without a bid", requester: account("mayor"), provider: account("other"), generator: 1, wantErr: types.ErrBidNotFound},
		{name: "a generator that does not exist", requester: account("mayor"), provider: account("builder"), generator: 2, wantErr: types.ErrGeneratorNotFound},
		{name: "no number", requester: account("mayor"), provider: account("builder"), wantErr: sdkerrors.ErrInvalidRequest},
		{name: "no requester", provider: account("builder"), generator: 1, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "no provider", requester: account("mayor"), generator: 1, wantErr: sdkerrors.ErrInvalidAddress},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.awaiting()
			mustRefuse(f, f.msgs.AcceptBid,
				types.MsgAcceptBid{Requester: tc.requester, Generator: tc.generator, Provider: tc.provider}, tc.wantErr)
		})
	}
}
