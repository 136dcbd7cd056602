package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/types"
)

// manyOwners returns an active generator with that many owners besides Ann; all have voted, and Ann has 5,000 shares.
func manyOwners(t *testing.T, owners int) (f *fixture, id uint64) {
	t.Helper()
	f = newFixture(t)
	id = f.openBidding(kWhRequest())
	f.bid(bidMessage(id, "builder"), "builder")
	f.pass(7 * day)
	f.accept(id, "builder")
	f.pledge(id, "ann", 5_000)
	for i := range owners {
		f.bank.Fund(f.ctx, accountBytes(fmt.Sprint("owner", i)), ueur(1_000_000))
		_, err := f.msgs.Pledge(f.ctx, &types.MsgPledge{
			Financier: account(fmt.Sprint("owner", i)), Generator: id, Shares: 5_000 / uint64(owners),
		})
		require.NoError(t, err)
	}
	f.markInstalled(id)
	f.commission(id)
	for i := range owners {
		_, err := f.msgs.VotePrice(f.ctx, &types.MsgVotePrice{
			Owner: account(fmt.Sprint("owner", i)), Generator: id, Price: fifth,
		})
		require.NoError(t, err)
	}
	f.pass(day)
	f.bank.Fund(f.ctx, accountBytes("eve"), usolar(1_000_000_000))
	return f, id
}

// Requirement: running sums in O(1). No operation reads all owners: each costs the same gas, which counts every read and write,
// for 1 owner and for 5,000.
func TestCostsAreIndependentOfTheNumberOfOwners(t *testing.T) {
	costs := func(owners int) map[string]uint64 {
		f, id := manyOwners(t, owners)
		chain := f.register(id)
		gas := map[string]uint64{}
		once := func(name string, what func() error) {
			gas[name] = f.gas(func() { require.NoError(t, what()) })
		}
		once("vote", func() error {
			_, err := f.msgs.VotePrice(f.ctx, &types.MsgVotePrice{Owner: account("ann"), Generator: id, Price: fifth})
			return err
		})
		once("purchase", func() error {
			_, err := f.msgs.BuyUnits(f.ctx, &types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 100, MaxPrice: fifth})
			return err
		})
		once("voucher", func() error {
			_, err := f.msgs.BuyUnits(f.ctx, &types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 5, MaxPrice: fifth, Device: 7})
			return err
		})
		once("code", func() error {
			msg := revealMessage(id, f.code(chain, 5))
			_, err := f.msgs.RevealCode(f.ctx, &msg)
			return err
		})
		once("offer", func() error {
			msg := f.listMessage(id, 100, f.midnight(20))
			_, err := f.msgs.ListShares(f.ctx, &msg)
			return err
		})
		f.bank.Fund(f.ctx, accountBytes("eve"), ueur(1_000_000))
		once("lease", func() error {
			_, err := f.msgs.TakeListing(f.ctx, &types.MsgTakeListing{Taker: account("eve"), Generator: id, Listing: 1, Shares: 50})
			return err
		})
		once("withdrawal", func() error {
			_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Account: account("ann"), Generator: id})
			return err
		})
		f.at(f.now() + 20*day)
		once("ends of the offer and the lease", func() error { return f.work.EndBlock(f.ctx) })
		return gas
	}
	few, many := costs(1), costs(5_000)
	require.Len(t, few, 8)
	for name, alone := range few {
		require.InEpsilon(t, alone, many[name], 0.02, "%s: only the lengths of a few numbers differ", name)
	}
}

// Requirement: work is bounded. A code reads at most the 16 open vouchers of a device, and costs a small part of the gas of a
// block whatever it releases.
func TestTheCostOfACodeIsBounded(t *testing.T) {
	const blockGas = 100_000_000
	for _, steps := range []int{1, credit.Max - 1, credit.Max} {
		f := newFixture(t)
		id := f.village()
		chain := f.register(id)
		f.bank.Fund(f.ctx, accountBytes("eve"), usolar(1_000_000_000))
		for range credit.Max {
			f.buy(id, 1, 7)
		}
		gas := f.gas(func() {
			msg := revealMessage(id, f.code(chain, steps))
			resp, err := f.msgs.RevealCode(f.ctx, &msg)
			require.NoError(t, err)
			require.Len(t, resp.Vouchers, steps)
		})
		f.checkInvariants()
		require.Less(t, gas, uint64(blockGas/100))
	}
}

// A device has room for 16 open vouchers. One more is refused, until a code or the time makes room.
func TestADeviceHasRoomForSixteenVouchers(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	for range credit.Max {
		f.buy(id, 2, 7)
	}
	more := types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 1, MaxPrice: fifth, Device: 7}
	mustRefuse(f, f.msgs.BuyUnits, more, types.ErrTooManyVouchers)
	f.reveal(id, f.code(chain, 2))
	mustSend(f, f.msgs.BuyUnits, more)
	mustRefuse(f, f.msgs.BuyUnits, more, types.ErrTooManyVouchers)
	f.pass(voucherSeconds)
	mustSend(f, f.msgs.BuyUnits, more)
}
