package demo

import (
	"context"

	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Money of the story: payments in millionths of a euro, prices in millionths of a SOLAR.
const (
	solarDeposit = 100_000_000
	solarCost    = 6_000_000_007 // does not divide by 10,000 shares
	solarCeiling = 300_000       // 0.30 SOLAR a kWh
	millCost     = 9_000_000_000
	oneSolar     = 1_000_000
	resalePrice  = 700_000 // EUR 0.70 a share
	leasePrice   = 20_000  // EUR 0.02 a share
	leaseDays    = 20
)

// bidding: two requests, three bids for the first and one for the second, each requester accepts one.
func (s *generatorStory) bidding(ctx context.Context, out printer) {
	request := generatortypes.MsgRequestGenerator{
		Requester: s.must(school), Arbiter: s.must(judge), Location: "roof of the school", CapacityW: 5_000,
		Reason: "light for the evening classes", UnitLabel: "kWh", UnitSize: 1_000, MaxPrice: 400_000, MaintenanceBps: 1_000,
		FreeUnitsPerDay: 2, PaymentDenom: coin(1).Denom, Deposit: solarDeposit,
	}
	s.solar = do[generatortypes.MsgRequestGeneratorResponse](ctx, s, school, &request).Generator
	request.Requester, request.Location, request.Reason, request.UnitLabel, request.UnitSize = s.must(glow), "weir of the brook", "flour", "hour", 1
	s.mill = do[generatortypes.MsgRequestGeneratorResponse](ctx, s, glow, &request).Generator
	for _, b := range []struct {
		provider                 string
		generator, cost, ceiling uint64
	}{
		{rays, s.solar, solarCost + 900_000_000, solarCeiling},
		{sunny, s.solar, solarCost, solarCeiling},
		{glow, s.solar, solarCost - 500_000_000, 400_000},
		{sunny, s.mill, millCost, solarCeiling},
	} {
		do[generatortypes.MsgPlaceBidResponse](ctx, s, b.provider, &generatortypes.MsgPlaceBid{
			Provider: s.must(b.provider), Generator: b.generator, UnitType: "16 panels, 1 inverter", Cost: b.cost, InstallDays: 20,
			LifeDays: 3_650, PriceCeiling: b.ceiling, UpfrontBps: 3_000, Bond: b.cost / 2, InsuranceRef: "policy 4711",
		})
	}
	s.say(out, "bids", map[string]any{"generator": s.solar, "bids": 3}, "The school has three bids, the cheapest %s EUR, all with half of the cost as a bond.", euro(solarCost-500_000_000))
	s.wait(ctx, 8)
	for i, requester := range []string{school, glow} {
		do[generatortypes.MsgAcceptBidResponse](ctx, s, requester, &generatortypes.MsgAcceptBid{
			Requester: s.must(requester), Generator: []uint64{s.solar, s.mill}[i], Provider: s.must(sunny),
		})
	}
	for _, loser := range []string{rays, glow} {
		do[generatortypes.MsgWithdrawBidResponse](ctx, s, loser, &generatortypes.MsgWithdrawBid{Provider: s.must(loser), Generator: s.solar})
	}
	s.say(out, "accepted", map[string]any{"generator": s.solar, "cost": solarCost}, "The school takes the bid with the lower price ceiling, %s EUR; the others have their bonds back.", euro(solarCost))
}

// funding: twenty people fund the roof in whole shares; the mill finds seven.
func (s *generatorStory) funding(ctx context.Context, out printer) {
	names := financiers()
	pledge := func(name string, generator uint64, shares int) {
		res := do[generatortypes.MsgPledgeResponse](ctx, s, name, &generatortypes.MsgPledge{
			Financier: s.must(name), Generator: generator, Shares: uint64(shares),
		})
		s.pledged += amount(res.Paid)
	}
	for i, name := range names {
		pledge(name, s.solar, 10_000/len(names))
		if i < 7 {
			pledge(name, s.mill, 311)
		}
	}
	view := lookUp(ctx, s, s.queries.Generator, &generatortypes.QueryGeneratorRequest{Generator: s.solar}).Generator
	s.say(out, "funded", map[string]any{"generator": s.solar, "shares": view.Generator.Shares}, "Twenty people hold %d shares of %s EUR each. %s",
		view.Generator.Shares, euro(view.Generator.SharePrice), view.Next)
}

// installing: the provider mounts the panels and a certified meter, and the school commissions them with a SOLAR.
func (s *generatorStory) installing(ctx context.Context, out printer) {
	s.wait(ctx, 18)
	if s.err == nil {
		s.devices, s.err = certify(ctx, s.people, []device{{
			name: s.input.meters[0], owner: sunny, medium: meteridtypes.MEDIUM_ELECTRICITY, direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			maxRate: s.input.rate, digits: s.input.digits,
		}})
	}
	meter, opening := s.devices[s.input.meters[0]].Meter, s.input.opening(s.input.meters[0])
	opening.Time = s.chain.Now().Unix()
	do[meteridtypes.MsgActivateMeterResponse](ctx, s, sunny, &meteridtypes.MsgActivateMeter{Owner: s.must(sunny), Meter: meter, Opening: opening})
	do[generatortypes.MsgMarkInstalledResponse](ctx, s, sunny, &generatortypes.MsgMarkInstalled{Installer: s.must(sunny), Generator: s.solar, Meter: meter})
	do[generatortypes.MsgCommissionResponse](ctx, s, school, &generatortypes.MsgCommission{
		Requester: s.must(school), Generator: s.solar, AmountUsolar: oneSolar,
	})
	prices := []uint64{150_000, 200_000, 280_000}
	for i, price := range prices {
		owner := financiers()[i]
		do[generatortypes.MsgVotePriceResponse](ctx, s, owner, &generatortypes.MsgVotePrice{Owner: s.must(owner), Generator: s.solar, Price: price})
	}
	price := lookUp(ctx, s, s.queries.Price, &generatortypes.QueryPriceRequest{Generator: s.solar})
	s.say(out, "price", map[string]any{"generator": s.solar, "price_usolar": price.Price, "explanation": price.Explanation},
		"Installed and commissioned. %d owners vote: %s", len(prices), price.Explanation)
}

// refunding: the month of the mill is over without enough pledges, and everybody takes back every unit.
func (s *generatorStory) refunding(ctx context.Context, out printer) {
	for _, name := range financiers()[:7] {
		s.refunded += amount(do[generatortypes.MsgClaimRefundResponse](ctx, s, name, &generatortypes.MsgClaimRefund{
			Financier: s.must(name), Generator: s.mill,
		}).Refund)
	}
	s.say(out, "refunded", map[string]any{"refunded": s.refunded}, "The mill found 7 financiers and not enough: all %s EUR went back, to the last millionth.", euro(s.refunded))
}

// payingOut: everybody who is owed something withdraws it.
func (s *generatorStory) payingOut(ctx context.Context, out printer) {
	owners := uint64(0)
	for _, name := range append(financiers(), sunny, farmer) {
		view := lookUp(ctx, s, s.queries.Holding, &generatortypes.QueryHoldingRequest{Generator: s.solar, Account: s.must(name)}).Holding
		if view.WithdrawableUsolar > 0 || view.Holding.Due > 0 {
			owners++
			s.paid += do[generatortypes.MsgWithdrawResponse](ctx, s, name, &generatortypes.MsgWithdraw{Account: s.must(name), Generator: s.solar}).RevenueUsolar
		}
	}
	s.say(out, "paid", map[string]any{"owners": owners, "paid_usolar": s.paid}, "%s withdraw %s SOLAR of revenue by stake; the provider has its cost and its bond.",
		count(owners, "account"), thousandths(s.paid/1_000))
}
