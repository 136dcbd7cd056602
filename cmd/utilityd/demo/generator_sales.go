package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// seller is a prepaid meter in a house, whose codes the kiosk sells.
type seller struct {
	chain  *voucher.Chain
	number uint64
	spent  int
}

// selling: every day the meter reports and the village buys; codes go out by message; one vendor stays silent.
func (s *generatorStory) selling(ctx context.Context, out printer) {
	start := s.chain.Now().Unix()/secondsPerDay*secondsPerDay + secondsPerDay
	s.until(ctx, time.Unix(start, 0))
	houses := s.openKiosk(ctx)
	if s.err != nil {
		return
	}
	var c *courier
	if c, s.err = s.newCourier(ctx, filepath.Join(s.home, "gateway"), s.devices, courierBatch, 0, out); s.err != nil {
		return
	}
	defer func() { s.err = errors.Join(s.err, c.journal.Close()) }()
	var codes, direct uint64
	for day := 0; day < max(s.input.days(), eventDays) && s.err == nil; day++ {
		s.until(ctx, time.Unix(start+int64(day+1)*secondsPerDay, 0))
		from := s.input.midnight() + int64(day)*secondsPerDay
		records := s.input.during(from, from+secondsPerDay, start-s.input.midnight())
		if s.err = errors.Join(s.err, c.bring(ctx, s.input.feed(records))); s.err != nil {
			return
		}
		units := s.unitsOf(records)
		switch {
		case units == 0:
		case day%5 == 4: // codes for the houses
			s.sellCode(ctx, houses[day/5%len(houses)], min(units, 20))
			codes += min(units, 20)
		default:
			s.buy(ctx, kiosk, units, 0)
			direct += units
		}
		s.event(ctx, day, out)
	}
	s.readings, s.rows = c.journal.Counts, c.pump.Rows
	c.explain()
	s.say(out, "sold", map[string]any{"direct_units": direct, "code_units": codes, "readings": s.readings.Accepted},
		"In %s the meter proved %s kWh; the village bought %d kWh directly and %d kWh by codes of 24 digits.",
		count(uint64(s.input.days()), "day"), thousandths(s.delivered.exported().Whole), direct, codes)
}

// unitsOf is how many whole units a day delivered that were not counted before.
func (s *generatorStory) unitsOf(records []meterdata.Record) uint64 {
	before := s.delivered.exported().Whole
	for _, r := range records {
		s.delivered.add(&s.input, r)
	}
	return s.delivered.exported().Whole/1_000 - before/1_000
}

// openKiosk registers the prepaid meters of three houses. The seeds stay with the vendor.
func (s *generatorStory) openKiosk(ctx context.Context) (out []*seller) {
	const length, digits = 10_000, 24
	for number := uint64(1); number <= 3; number++ {
		seed := make([]byte, voucher.SeedSize)
		copy(seed, fmt.Sprintf("the kiosk's seed of house %d", number))
		chain, err := voucher.NewChain(seed, number, length, digits)
		if err != nil {
			s.err = errors.Join(s.err, err)
			return nil
		}
		do[generatortypes.MsgRegisterDeviceResponse](ctx, s, school, &generatortypes.MsgRegisterDevice{
			Vendor: s.must(school), Generator: s.solar, Number: number, Digits: digits, Length: length, Anchor: chain.Anchor().String(),
		})
		out = append(out, &seller{chain: chain, number: number})
	}
	return out
}

// sellCode: the farmer pays, and the vendor reveals the code that the meter in the house takes.
func (s *generatorStory) sellCode(ctx context.Context, house *seller, units uint64) {
	s.buy(ctx, farmer, units, house.number)
	code, err := house.chain.Sell(int(units), house.spent)
	if err != nil {
		s.err = errors.Join(s.err, err)
		return
	}
	house.spent += int(units)
	do[generatortypes.MsgRevealCodeResponse](ctx, s, school, &generatortypes.MsgRevealCode{
		Sender: s.must(school), Generator: s.solar, Device: house.number, Code: code.String(),
	})
}

// buy buys units. The money for the code of a device goes into escrow.
func (s *generatorStory) buy(ctx context.Context, buyer string, units, device uint64) {
	do[generatortypes.MsgBuyUnitsResponse](ctx, s, buyer, &generatortypes.MsgBuyUnits{
		Buyer: s.must(buyer), Generator: s.solar, Units: units, MaxPrice: solarCeiling, Device: device,
	})
}

// offer lists shares of an owner, which somebody else takes, and returns what was paid.
func (s *generatorStory) offer(ctx context.Context, owner, taker string, taken uint64, msg generatortypes.MsgListShares) uint64 {
	msg.Owner, msg.Generator = s.must(owner), s.solar
	listing := do[generatortypes.MsgListSharesResponse](ctx, s, owner, &msg).Listing
	return amount(do[generatortypes.MsgTakeListingResponse](ctx, s, taker, &generatortypes.MsgTakeListing{
		Taker: s.must(taker), Generator: s.solar, Listing: listing, Shares: taken,
	}).Paid)
}

// event is what happens on some days besides the selling.
func (s *generatorStory) event(ctx context.Context, day int, out printer) {
	names, now := financiers(), s.chain.Now().Unix()
	switch day {
	case 8: // a vendor who stays silent
		s.buy(ctx, farmer, 7, 3)
		s.say(out, "silent", map[string]any{"units": 7}, "The farmer orders 7 kWh for house 3 and the vendor stays silent: after 72 hours the money is back.")
	case 10: // resale
		paid := s.offer(ctx, names[0], names[1], 120, generatortypes.MsgListShares{Shares: 200, PricePerShare: resalePrice, ExpiresAt: now + 30*secondsPerDay})
		s.say(out, "resale", map[string]any{"shares": 120, "paid": paid}, "%s lists 200 shares, %s buys 120 of them for %s EUR; the vote goes with the shares.",
			names[0], names[1], euro(paid))
	case 12: // a future
		until := now + leaseDays*secondsPerDay
		paid := s.offer(ctx, names[2], farmer, 300, generatortypes.MsgListShares{
			Shares: 300, PricePerShare: leasePrice, ExpiresAt: now + 5*secondsPerDay, LeaseUntil: until,
		})
		s.say(out, "lease", map[string]any{"shares": 300, "paid": paid, "until": until}, "The farmer pays %s EUR now for the revenue of 300 shares of %s for %d days.",
			euro(paid), names[2], leaseDays)
	}
}
