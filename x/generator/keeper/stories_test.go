package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// The example of the README: Eve buys by text message for device 7.
func TestTheDialogueOfTheReadme(t *testing.T) {
	f, s, d := newShop(t)
	require.Equal(t, "7693 6525 5734 6465 5451", s.chain.Anchor().Format())
	before, had := f.purseOf(s.generator), f.balance("eve", types.SolarDenom)

	five := s.sell(5)
	require.Equal(t, "5906 2564 4829 4608 0539", five)
	require.Equal(t, uint64(1_000_000), f.purseOf(s.generator).Vouchers)
	f.reveal(s.generator, five)
	require.Equal(t, []uint64{50_000, 95}, []uint64{
		f.purseOf(s.generator).MaintenanceUsolar - before.MaintenanceUsolar, f.purseOf(s.generator).Acc,
	})
	d.expectUnits(five, 5)

	three := s.sell(3)
	require.Equal(t, "3366 9034 6183 0200 7733", three)
	f.reveal(s.generator, three) // the message is lost, and what the chain shows too
	require.Equal(t, "33669034618302007733", f.deviceOf(s.generator).Device.Link)

	four := s.sell(4)
	require.Equal(t, "5728 4246 7650 4561 2537", four)
	f.reveal(s.generator, four)
	d.expectUnits(four, 7)
	d.expectError(three, voucher.ErrNoMatch)
	require.Equal(t, had-2_400_000, f.balance("eve", types.SolarDenom))

	s.sell(2)
	mustRefuse(f, f.msgs.RevealCode, revealMessage(s.generator, three), types.ErrCodeSpent)
	f.pass(voucherSeconds)
	require.Equal(t, int64(400_000), int64(events[*types.EventVoucherRefunded](f)[0].RefundUsolar))
	require.Equal(t, had-2_400_000, f.balance("eve", types.SolarDenom))
}

// The water mill of the README: its unit is an hour, 4,000 Wh at the shaft.
func TestTheWaterMillOfTheReadme(t *testing.T) {
	f := newFixture(t)
	msg := requestMessage()
	msg.UnitLabel, msg.UnitSize, msg.MaintenanceBps, msg.MaxPrice, msg.CapacityW = "hour", 4_000, 1_000, 1_000_000, 4_000
	msg.Deposit = 240_000_000
	id := f.openBidding(msg)
	bid := bidMessage(id, "builder")
	bid.UnitType, bid.Cost, bid.Bond, bid.PriceCeiling = "water wheel", 24_000_000_000, 10_000_000_000, 1_000_000
	f.bid(bid, "builder")
	f.pass(7 * day)
	f.accept(id, "builder")
	require.Equal(t, uint64(2_400_000), f.generatorOf(id).Generator.SharePrice)
	f.pledge(id, "ann", 6_000)
	f.pledge(id, "bob", 3_000)
	f.pledge(id, "cid", 1_000)
	meter := f.markInstalled(id)
	f.commission(id)

	f.vote(id, "ann", 500_000)
	f.vote(id, "bob", 800_000)
	require.Equal(t, "2 owners of 9,000 shares voted: floor(5,400,000,000 / 9,000) = 600,000 usolar per hour", f.priceOf(id).Explanation)

	f.bank.Fund(f.ctx, accountBytes("eve"), usolar(1_800_000))
	before := f.purseOf(id)
	require.Equal(t, uint64(1_800_000), f.buy(id, 3, 0).Cost)
	require.Equal(t, []uint64{180_000, 162}, []uint64{f.purseOf(id).MaintenanceUsolar - before.MaintenanceUsolar, f.purseOf(id).Acc})
	require.Equal(t, uint64(162_000), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("cid"), Generator: id}).RevenueUsolar)

	f.apply(exported(id, meter, 14_500, f.now()+900))
	require.Equal(t, uint64(3), f.generatorOf(id).DeliveredUnits)
	require.Empty(t, events[*types.EventUnitsExceeded](f))
	f.apply(exported(id, meter, 2_000, f.now()+1_800))
	require.Equal(t, []*types.EventUnitsExceeded{{Generator: id, DeliveredUnits: 4, SoldUnits: 3, ExcessUnits: 1}},
		events[*types.EventUnitsExceeded](f))
}
