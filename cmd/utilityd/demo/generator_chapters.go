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
func (s *generatorStory) bidding(ctx context.Context, out printer) error {
	request := generatortypes.MsgRequestGenerator{
		Requester: s.must(school), Arbiter: s.must(judge), Location: "roof of the school", CapacityW: 5_000,
		Reason: "light for the evening classes", UnitLabel: "kWh", UnitSize: 1_000, MaxPrice: 400_000, MaintenanceBps: 1_000,
		FreeUnitsPerDay: 2, PaymentDenom: coin(1).Denom, Deposit: solarDeposit,
	}
	first, err := ask[*generatortypes.MsgRequestGeneratorResponse](ctx, s.stage, school, &request)
	if err != nil {
		return err
	}
	request.Requester, request.Location, request.Reason, request.UnitLabel, request.UnitSize = s.must(glow), "weir of the brook", "flour", "hour", 1
	second, err := ask[*generatortypes.MsgRequestGeneratorResponse](ctx, s.stage, glow, &request)
	if err != nil {
		return err
	}
	s.solar, s.mill = first.Generator, second.Generator
	bid := func(provider string, generator, cost uint64, ceiling uint64) error {
		_, err := s.do(ctx, provider, &generatortypes.MsgPlaceBid{
			Provider: s.must(provider), Generator: generator, UnitType: "16 panels, 1 inverter", Cost: cost, InstallDays: 20, LifeDays: 3_650,
			PriceCeiling: ceiling, UpfrontBps: 3_000, Bond: cost / 2, InsuranceRef: "policy 4711",
		})
		return err
	}
	for _, b := range []struct {
		provider      string
		generator     uint64
		cost, ceiling uint64
	}{
		{rays, s.solar, solarCost + 900_000_000, solarCeiling},
		{sunny, s.solar, solarCost, solarCeiling},
		{glow, s.solar, solarCost - 500_000_000, 400_000},
		{sunny, s.mill, millCost, solarCeiling},
	} {
		if err := bid(b.provider, b.generator, b.cost, b.ceiling); err != nil {
			return err
		}
	}
	s.say(out, "bids", map[string]any{"generator": s.solar, "bids": 3}, "The school has three bids, the cheapest %s EUR, all with half of the cost as a bond.", euro(solarCost-500_000_000))
	if err := s.wait(ctx, 8); err != nil {
		return err
	}
	for i, requester := range []string{school, glow} {
		if _, err := s.do(ctx, requester, &generatortypes.MsgAcceptBid{
			Requester: s.must(requester), Generator: []uint64{s.solar, s.mill}[i], Provider: s.must(sunny),
		}); err != nil {
			return err
		}
	}
	for _, loser := range []string{rays, glow} {
		if _, err := s.do(ctx, loser, &generatortypes.MsgWithdrawBid{Provider: s.must(loser), Generator: s.solar}); err != nil {
			return err
		}
	}
	s.say(out, "accepted", map[string]any{"generator": s.solar, "cost": solarCost}, "The school takes the bid with the lower price ceiling, %s EUR; the others have their bonds back.", euro(solarCost))
	return nil
}

// funding: twenty people fund the roof in whole shares; the mill finds seven.
func (s *generatorStory) funding(ctx context.Context, out printer) error {
	names := financiers()
	for i, name := range names {
		res, err := ask[*generatortypes.MsgPledgeResponse](ctx, s.stage, name, &generatortypes.MsgPledge{
			Financier: s.must(name), Generator: s.solar, Shares: uint64(10_000 / len(names)),
		})
		if err != nil {
			return err
		}
		s.pledged += res.Paid.Amount.Uint64()
		if i < 7 {
			res, err := ask[*generatortypes.MsgPledgeResponse](ctx, s.stage, name, &generatortypes.MsgPledge{
				Financier: s.must(name), Generator: s.mill, Shares: 311,
			})
			if err != nil {
				return err
			}
			s.pledged += res.Paid.Amount.Uint64()
		}
	}
	view, err := s.queries.Generator(ctx, &generatortypes.QueryGeneratorRequest{Generator: s.solar})
	if err != nil {
		return err
	}
	s.say(out, "funded", map[string]any{"generator": s.solar, "shares": view.Generator.Generator.Shares}, "Twenty people hold %d shares of %s EUR each. %s",
		view.Generator.Generator.Shares, euro(view.Generator.Generator.SharePrice), view.Generator.Next)
	return nil
}

// installing: the provider mounts the panels and a certified meter, and the school commissions them with a SOLAR.
func (s *generatorStory) installing(ctx context.Context, out printer) (err error) {
	if err := s.wait(ctx, 18); err != nil {
		return err
	}
	s.devices, err = certify(ctx, s.people, []device{{
		name: s.input.meter, owner: sunny, medium: meteridtypes.MEDIUM_ELECTRICITY, direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
		maxRate: s.input.rate, digits: s.input.digits,
	}})
	if err != nil {
		return err
	}
	meter := s.devices[s.input.meter].Meter
	opening := s.input.opening(s.input.meter)
	opening.Time = s.chain.Now().Unix()
	if _, err := s.do(ctx, sunny,
		&meteridtypes.MsgActivateMeter{Owner: s.must(sunny), Meter: meter, Opening: opening},
		&generatortypes.MsgMarkInstalled{Installer: s.must(sunny), Generator: s.solar, Meter: meter}); err != nil {
		return err
	}
	if _, err := s.do(ctx, school, &generatortypes.MsgCommission{
		Requester: s.must(school), Generator: s.solar, AmountUsolar: oneSolar,
	}); err != nil {
		return err
	}
	var votes []string
	for i, price := range []uint64{150_000, 200_000, 280_000} {
		owner := financiers()[i]
		if _, err := s.do(ctx, owner, &generatortypes.MsgVotePrice{Owner: s.must(owner), Generator: s.solar, Price: price}); err != nil {
			return err
		}
		votes = append(votes, owner)
	}
	price, err := s.queries.Price(ctx, &generatortypes.QueryPriceRequest{Generator: s.solar})
	if err != nil {
		return err
	}
	s.say(out, "price", map[string]any{"generator": s.solar, "price_usolar": price.Price, "explanation": price.Explanation},
		"Installed and commissioned. %d owners vote: %s", len(votes), price.Explanation)
	return nil
}

// refunding: the month of the mill is over without enough pledges, and everybody takes back every unit.
func (s *generatorStory) refunding(ctx context.Context, out printer) error {
	for _, name := range financiers()[:7] {
		res, err := ask[*generatortypes.MsgClaimRefundResponse](ctx, s.stage, name, &generatortypes.MsgClaimRefund{
			Financier: s.must(name), Generator: s.mill,
		})
		if err != nil {
			return err
		}
		s.refunded += res.Refund.Amount.Uint64()
	}
	s.say(out, "refunded", map[string]any{"refunded": s.refunded}, "The mill found 7 financiers and not enough: all %s EUR went back, to the last millionth.", euro(s.refunded))
	return nil
}

// payingOut: everybody who is owed something withdraws it.
func (s *generatorStory) payingOut(ctx context.Context, out printer) error {
	var names []string
	for _, name := range append(financiers(), sunny, farmer) {
		res, err := s.queries.Holding(ctx, &generatortypes.QueryHoldingRequest{Generator: s.solar, Account: s.must(name)})
		if err != nil {
			return err
		}
		if res.Holding.WithdrawableUsolar > 0 || res.Holding.Holding.Due > 0 {
			names = append(names, name)
		}
	}
	for _, name := range names {
		res, err := ask[*generatortypes.MsgWithdrawResponse](ctx, s.stage, name, &generatortypes.MsgWithdraw{Account: s.must(name), Generator: s.solar})
		if err != nil {
			return err
		}
		s.paid += res.RevenueUsolar
	}
	s.say(out, "paid", map[string]any{"owners": len(names), "paid_usolar": s.paid}, "%s withdraw %s SOLAR of revenue by stake; the provider has its cost and its bond.",
		count(uint64(len(names)), "account"), thousandths(s.paid/1_000))
	return nil
}
