package keeper_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestClaimRefund(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	f.pledge(id, "ann", 6_000)
	f.pledge(id, "bob", 3_999)
	f.pass(30 * day)
	require.Equal(t, types.GENERATOR_STATUS_REFUNDING, f.status(id))

	resp := f.claim(id, "ann")

	require.Equal(t, &types.MsgClaimRefundResponse{Shares: 6_000, Refund: ueur(744_000)}, resp)
	require.Equal(t, int64(744_000), f.balance("ann", "ueur"))
	require.Equal(t, types.Holding{Generator: id, Account: account("ann"), Pledged: 744_000, Refunded: 744_000}, f.holdingOf(id, "ann"))
	require.Equal(t, []*types.EventRefundPaid{{
		Generator: id, Financier: account("ann"), Shares: 6_000, Refund: ueur(744_000), Left: 495_876,
	}}, events[*types.EventRefundPaid](f))

	f.claim(id, "bob")
	require.Equal(t, uint64(1_239_876), f.purseOf(id).Refunded)
	require.Zero(t, f.purseOf(id).Pledged)
}

func TestClaimRefundRefuses(t *testing.T) {
	tests := []struct {
		name      string
		financier string
		generator uint64

		wantErr error
	}{
		{name: "an account that was refunded", financier: account("ann"), generator: 1, wantErr: types.ErrNothingToRefund},
		{name: "an account that did not pledge", financier: account("cid"), generator: 1, wantErr: types.ErrNothingToRefund},
		{name: "the provider, whose bond is due otherwise", financier: account("builder"), generator: 1, wantErr: types.ErrNothingToRefund},
		{name: "a generator that does not exist", financier: account("bob"), generator: 2, wantErr: types.ErrGeneratorNotFound},
		{name: "an invalid address", financier: "bob", generator: 1, wantErr: sdkerrors.ErrInvalidAddress},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.funding()
			f.pledge(id, "ann", 1)
			f.pledge(id, "bob", 1)
			f.pass(30 * day)
			f.claim(id, "ann")
			mustRefuse(f, f.msgs.ClaimRefund, types.MsgClaimRefund{Financier: tc.financier, Generator: tc.generator}, tc.wantErr)
		})
	}
}

// A refund costs the same whether one account pledged or a thousand.
func TestTheCostOfARefundIsIndependentOfTheNumberOfFinanciers(t *testing.T) {
	cost := func(financiers int) uint64 {
		f := newFixture(t)
		id := f.funding()
		f.pledge(id, "ann", 1)
		g := f.generatorOf(id).Generator
		for i := range financiers {
			name := fmt.Sprint("financier", i)
			f.bank.Fund(f.ctx, accountBytes(name), coin("ueur", g.SharePrice))
			_, err := f.msgs.Pledge(f.ctx, &types.MsgPledge{Financier: account(name), Generator: id, Shares: 1})
			require.NoError(t, err)
		}
		f.pass(30 * day)
		return f.gas(func() {
			_, err := f.msgs.ClaimRefund(f.ctx, &types.MsgClaimRefund{Financier: account("ann"), Generator: id})
			require.NoError(t, err)
		})
	}
	alone, many := cost(1), cost(1_000)
	require.InDelta(t, alone, many, 500, "only the lengths of a few numbers differ")
}

// When a project of any cost fails, every pledge is refunded in full, and in the end every base unit paid in has been paid out.
func TestRefundsToTheLastUnit(t *testing.T) {
	ways := []string{"not funded", "not installed", "rejected", "undecided", "undecided silence"}
	for seed := range int64(40) {
		rng := rand.New(rand.NewSource(seed))
		way := ways[seed%int64(len(ways))]
		t.Run(fmt.Sprintf("%s %d", way, seed), func(t *testing.T) {
			f := newFixture(t)
			id := f.requested()
			bid := bidMessage(id, "builder")
			bid.Cost = 1 + rng.Uint64()>>rng.Intn(64)%types.MaxAmount
			bid.UpfrontBps = uint32(rng.Intn(types.BasisPoints + 1))
			lowest, err := bid.Bid().Upfront()
			require.NoError(t, err)
			bid.Bond = lowest + (rng.Uint64()%(types.MaxAmount-lowest+1))>>rng.Intn(60)
			f.bid(bid, "builder")
			f.pass(7 * day)
			f.accept(id, "builder")

			all := f.pledgeAtRandom(rng, id, way == "not funded")
			f.failBy(way, id)

			g := f.generatorOf(id).Generator
			require.True(t, g.Status.Refunds())
			for _, p := range all {
				refund := f.claim(id, p.name).Refund.Amount.Uint64()
				require.GreaterOrEqual(t, refund, p.paid, "in full")
				if g.Status == types.GENERATOR_STATUS_REFUNDING {
					require.Equal(t, p.paid, refund, "and not more without a failure of the provider")
				}
			}
			for _, name := range []string{"mayor", "builder"} {
				if f.dueOf(id, name) > 0 {
					f.withdrawDue(id, name)
				}
			}
			require.Zero(t, f.held("ueur"), "nothing is left over")
		})
	}
}

// pledged is the payment of an account.
type pledged struct {
	name string
	paid uint64
}

// pledgeAtRandom pledges all shares, or all but one, by ten accounts in random parts.
func (f *fixture) pledgeAtRandom(rng *rand.Rand, id uint64, short bool) []pledged {
	f.t.Helper()
	total := types.TotalShares
	if short {
		total--
	}
	cuts := []uint64{0, total}
	for range 9 {
		cuts = append(cuts, rng.Uint64()%total)
	}
	slices.Sort(cuts)
	var all []pledged
	price := f.generatorOf(id).Generator.SharePrice
	for i := range 10 {
		shares := cuts[i+1] - cuts[i]
		if shares == 0 {
			continue
		}
		name := fmt.Sprint("financier", i)
		f.pledge(id, name, shares)
		all = append(all, pledged{name: name, paid: shares * price})
	}
	return all
}

// failBy makes a funding or a funded project fail.
func (f *fixture) failBy(way string, id uint64) {
	f.t.Helper()
	switch way {
	case "not funded":
		f.pass(30 * day)
	case "not installed":
		f.pass(44 * day)
	case "rejected":
		f.markInstalled(id)
		f.dispute(id)
		f.decide(id, false)
	case "undecided":
		f.markInstalled(id)
		f.dispute(id)
		f.pass(30 * day)
	case "undecided silence":
		f.markInstalled(id)
		f.pass(14 * day)
		f.pass(30 * day)
	}
}
