package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

const voucherSeconds = 72 * 3_600 // a voucher waits for its code

func TestAVoucherWithoutACodeIsRefunded(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.register(id)
	had, before := f.balance("eve", types.SolarDenom), f.purseOf(id)
	refundAt := f.buy(id, 5, 7).RefundAt

	f.at(refundAt - 1)
	f.endBlock()
	require.Equal(t, types.VOUCHER_STATUS_OPEN, f.voucherOf(id, 1).Voucher.Status)
	f.at(refundAt)
	f.endBlock()
	v := f.voucherOf(id, 1).Voucher
	require.Equal(t, types.VOUCHER_STATUS_REFUNDED, v.Status)
	require.Equal(t, refundAt+voucherSeconds, v.DueAt)
	require.Equal(t, had, f.balance("eve", types.SolarDenom), "to the last unit")
	require.Equal(t, before, f.purseOf(id))
	require.Zero(t, f.deviceOf(id).Device.OpenVouchers)
	require.Equal(t, []*types.EventVoucherRefunded{{Generator: id, Voucher: 1, Buyer: account("eve"), RefundUsolar: 1_000_000, Device: 7}},
		events[*types.EventVoucherRefunded](f))

	f.pass(voucherSeconds)
	_, err := f.queries.Voucher(f.ctx, &types.QueryVoucherRequest{Generator: id, Voucher: 1})
	require.ErrorIs(t, err, types.ErrVoucherNotFound, "its record goes after as long again")
	require.Equal(t, had, f.balance("eve", types.SolarDenom))
}

// In the block of the refund the code counts: messages come before the end of the block.
func TestACodeInTheBlockOfTheRefundCounts(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.at(f.buy(id, 5, 7).RefundAt)
	f.reveal(id, f.code(chain, 5))
	left := f.balance("eve", types.SolarDenom)
	f.endBlock()
	require.Equal(t, left, f.balance("eve", types.SolarDenom))
	require.Empty(t, events[*types.EventVoucherRefunded](f))
	_, err := f.queries.Voucher(f.ctx, &types.QueryVoucherRequest{Generator: id, Voucher: 1})
	require.ErrorIs(t, err, types.ErrVoucherNotFound)
}

func TestAfterARefundTheChainGoesOnWhereItWas(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 5, 7)
	f.pass(voucherSeconds)
	f.buy(id, 3, 7)
	resp := f.reveal(id, f.code(chain, 8)) // the vendor sold 5 and 3
	require.Equal(t, []uint64{8, 3}, []uint64{resp.Steps, resp.Units})
	d := f.deviceOf(id).Device
	require.Equal(t, []uint64{8, 3, 5}, []uint64{d.Steps, d.ReleasedUnits, d.ExcessUnits})
}

func TestARefundThatFailsCanBeRevealedAndTriedAgain(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 3, 7)
	f.buy(id, 5, 7)
	f.bank.Block(accountBytes("eve"))
	f.pass(voucherSeconds)
	require.Len(t, events[*worktypes.EventWorkFailed](f), 2)
	require.Equal(t, types.VOUCHER_STATUS_OPEN, f.voucherOf(id, 1).Voucher.Status)
	require.Equal(t, uint64(1_600_000), f.purseOf(id).Vouchers, "the money is still there")

	f.reveal(id, f.code(chain, 3))
	require.Equal(t, types.VOUCHER_STATUS_RELEASED, f.voucherOf(id, 1).Voucher.Status)
	require.Equal(t, uint64(1_000_000), f.purseOf(id).Vouchers)
}

func TestTheRefundOfAFreeVoucherGivesNoQuotaBack(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newOnTrial(kWhRequest())
	f.register(id)
	f.setParams(func(p *types.Params) { p.VoucherSeconds = 60 })
	f.buy(id, freeADay, 7)
	f.pass(60)
	require.Equal(t, types.VOUCHER_STATUS_REFUNDED, f.voucherOf(id, 1).Voucher.Status)
	require.Zero(t, f.purseOf(id).FreeUnits)
	mustRefuse(f, f.msgs.BuyUnits, types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 1}, types.ErrQuotaUsed)
}

func TestOpenVouchersAreInTheirOrder(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.register(id)
	eight := registerMessage(id, f.chainOf(id, 8, 1_000, 20))
	eight.Device = 8
	mustSend(f, f.msgs.RegisterDevice, eight)
	for _, purchase := range []struct{ units, device uint64 }{{500, 7}, {1, 8}, {400, 7}, {2, 8}, {100, 7}, {1, 7}} {
		f.bank.Fund(f.ctx, accountBytes("eve"), usolar(100_000_000))
		f.buy(id, purchase.units, purchase.device)
	}
	list := func(page *query.PageRequest) *types.QueryOpenVouchersResponse {
		resp, err := f.queries.OpenVouchers(f.ctx, &types.QueryOpenVouchersRequest{Generator: id, Device: 7, Pagination: page})
		require.NoError(t, err)
		return resp
	}
	ids := func(vouchers []types.Voucher) (ids []uint64) {
		for _, v := range vouchers {
			ids = append(ids, v.Id)
		}
		return ids
	}
	require.Equal(t, []uint64{1, 3, 5, 6}, ids(list(nil).Vouchers))
	first := list(&query.PageRequest{Limit: 3})
	require.Equal(t, []uint64{1, 3, 5}, ids(first.Vouchers))
	require.Equal(t, []uint64{6}, ids(list(&query.PageRequest{Key: first.Pagination.NextKey}).Vouchers))

	for voucher, want := range map[uint64]uint64{1: 1_001, 2: 1, 3: 501, 4: 3, 5: 101, 6: 1} {
		require.Equal(t, want, f.voucherOf(id, voucher).StepsNeeded, "the smallest are released first: voucher %d", voucher)
	}
	require.Equal(t, uint64(1_001), f.deviceOf(id).StepsNeeded)
	for _, req := range []*types.QueryOpenVouchersRequest{{Generator: 9, Device: 7}, {Generator: id, Device: 9}} {
		_, err := f.queries.OpenVouchers(f.ctx, req)
		require.Error(t, err)
	}
	_, err := f.queries.Voucher(f.ctx, &types.QueryVoucherRequest{Generator: 9, Voucher: 1})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
	_, err = f.queries.MaintenanceClaim(f.ctx, &types.QueryMaintenanceClaimRequest{Generator: 9})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
}

// The steps that a query returns release the voucher, and one fewer does not, in whatever codes they come.
func TestStepsNeededAreEnough(t *testing.T) {
	tests := []struct {
		name string
		buy  []uint64

		want []uint64
	}{
		{name: "a small one before", buy: []uint64{1, 500, 2}, want: []uint64{1, 503, 3}},
		{name: "large ones", buy: []uint64{500, 500, 1}, want: []uint64{501, 1_001, 1}},
		{name: "many small ones", buy: []uint64{2, 200, 200, 100, 1}, want: []uint64{3, 303, 503, 103, 1}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			for i, want := range tc.want {
				f := newFixture(t)
				id := f.village()
				chain := f.registerChain(id, 2_000)
				for _, each := range tc.buy {
					f.bank.Fund(f.ctx, accountBytes("eve"), usolar(100_000_000))
					f.buy(id, each, 7)
				}
				status := func() types.VoucherStatus { return f.voucherOf(id, uint64(i+1)).Voucher.Status }
				require.Equal(t, want, f.voucherOf(id, uint64(i+1)).StepsNeeded)
				if want > 1 {
					f.reveal(id, f.code(chain, int(want)/2))
					require.Equal(t, want-want/2, f.voucherOf(id, uint64(i+1)).StepsNeeded)
				}
				if want > 2 {
					f.reveal(id, f.code(chain, int(want)-1))
				}
				require.Equal(t, types.VOUCHER_STATUS_OPEN, status())
				f.reveal(id, f.code(chain, int(want)))
				require.Equal(t, types.VOUCHER_STATUS_RELEASED, status())
			}
		})
	}
}

// Links of a chain are not reserved for the first buyer: of several vouchers for the same links the greatest cannot be released,
// holds up nobody, and loses nothing.
func TestTheLastLinksAreSoldOnce(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.registerChain(id, 10)
	had := f.balance("eve", types.SolarDenom)
	f.buy(id, 8, 7)
	f.buy(id, 8, 7)
	f.reveal(id, f.code(chain, 8))
	f.pass(1)
	f.buy(id, 2, 7)
	require.Equal(t, []uint64{3}, f.reveal(id, f.code(chain, 10)).Vouchers)

	f.pass(voucherSeconds - 1)

	require.Equal(t, uint64(2), events[*types.EventVoucherRefunded](f)[0].Voucher)
	require.Equal(t, had-10*int64(fifth), f.balance("eve", types.SolarDenom))
}
