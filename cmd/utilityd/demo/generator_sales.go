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
	chain *voucher.Chain
	spent int
}

// selling: every day the meter reports and the village buys; codes go out by message; one vendor stays silent.
func (s *generatorStory) selling(ctx context.Context, out printer) (err error) {
	start := s.chain.Now().Unix()/secondsPerDay*secondsPerDay + secondsPerDay
	if err := s.chain.AdvanceTo(ctx, time.Unix(start, 0)); err != nil {
		return err
	}
	houses, err := s.openKiosk(ctx)
	if err != nil {
		return err
	}
	c, err := s.newCourier(ctx, filepath.Join(s.home, "gateway"), s.devices, courierBatch, 0, out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.journal.Close()) }()
	var codes, direct uint64
	for day := range s.input.days() {
		if err := s.chain.AdvanceTo(ctx, time.Unix(start+int64(day+1)*secondsPerDay, 0)); err != nil {
			return err
		}
		records := s.input.recordsOf(day, start)
		rows := s.input.feed(records, nil)
		if day == 0 {
			rows.refused = s.input.refused
		}
		if err := c.bring(ctx, rows); err != nil {
			return err
		}
		units := s.unitsOf(records)
		switch {
		case units == 0:
		case day%5 == 4: // codes for the houses
			if err := s.sellCode(ctx, uint64(day/5%len(houses)+1), houses[day/5%len(houses)], min(units, 20)); err != nil {
				return err
			}
			codes += min(units, 20)
		default:
			if _, err := s.do(ctx, kiosk, &generatortypes.MsgBuyUnits{
				Buyer: s.must(kiosk), Generator: s.solar, Units: units, MaxPrice: solarCeiling,
			}); err != nil {
				return err
			}
			direct += units
		}
		if err := s.event(ctx, day, out); err != nil {
			return err
		}
	}
	s.readings, s.rows = c.journal.Counts, c.pump.Rows
	c.explain()
	s.say(out, "sold", map[string]any{"direct_units": direct, "code_units": codes, "readings": s.readings.Accepted},
		"In %s the meter proved %s kWh; the village bought %d kWh directly and %d kWh by codes of 24 digits.",
		count(uint64(s.input.days()), "day"), thousandths(s.delivered.exported().Whole), direct, codes)
	return nil
}

// unitsOf is how many whole units a day delivered that were not counted before.
func (s *generatorStory) unitsOf(records []meterdata.Record) uint64 {
	before := s.delivered.exported().Whole
	for _, r := range records {
		s.delivered.add(&s.input.measurements, r)
	}
	return s.delivered.exported().Whole/1_000 - before/1_000
}

// openKiosk registers the prepaid meters of three houses. The seeds stay with the vendor.
func (s *generatorStory) openKiosk(ctx context.Context) ([]*seller, error) {
	const length, digits = 10_000, 24
	var out []*seller
	for number := uint64(1); number <= 3; number++ {
		seed := make([]byte, voucher.SeedSize)
		copy(seed, fmt.Sprintf("the kiosk's seed of house %d", number))
		chain, err := voucher.NewChain(seed, number, length, digits)
		if err != nil {
			return nil, err
		}
		if _, err := s.do(ctx, school, &generatortypes.MsgRegisterDevice{
			Vendor: s.must(school), Generator: s.solar, Number: number, Digits: digits, Length: length, Anchor: chain.Anchor().String(),
		}); err != nil {
			return nil, err
		}
		out = append(out, &seller{chain: chain})
	}
	return out, nil
}

// sellCode: the farmer pays, and the vendor reveals the code that the meter in the house takes.
func (s *generatorStory) sellCode(ctx context.Context, number uint64, house *seller, units uint64) error {
	if err := s.order(ctx, number, units); err != nil {
		return err
	}
	code, err := house.chain.Sell(int(units), house.spent)
	if err != nil {
		return err
	}
	house.spent += int(units)
	_, err = s.do(ctx, school, &generatortypes.MsgRevealCode{
		Sender: s.must(school), Generator: s.solar, Device: number, Code: code.String(),
	})
	return err
}

// order puts the money for a code into escrow.
func (s *generatorStory) order(ctx context.Context, number, units uint64) error {
	_, err := s.do(ctx, farmer, &generatortypes.MsgBuyUnits{
		Buyer: s.must(farmer), Generator: s.solar, Units: units, MaxPrice: solarCeiling, Device: number,
	})
	return err
}

// event is what happens on some days besides the selling.
func (s *generatorStory) event(ctx context.Context, day int, out printer) error {
	names := financiers()
	switch day {
	case 8: // a vendor who stays silent
		if err := s.order(ctx, 3, 7); err != nil {
			return err
		}
		s.say(out, "silent", map[string]any{"units": 7}, "The farmer orders 7 kWh for house 3 and the vendor stays silent: after 72 hours the money is back.")
	case 10: // resale
		listed, err := ask[*generatortypes.MsgListSharesResponse](ctx, s.stage, names[0], &generatortypes.MsgListShares{
			Owner: s.must(names[0]), Generator: s.solar, Shares: 200, PricePerShare: resalePrice, ExpiresAt: s.chain.Now().Unix() + 30*secondsPerDay,
		})
		if err != nil {
			return err
		}
		taken, err := ask[*generatortypes.MsgTakeListingResponse](ctx, s.stage, names[1], &generatortypes.MsgTakeListing{
			Taker: s.must(names[1]), Generator: s.solar, Listing: listed.Listing, Shares: 120,
		})
		if err != nil {
			return err
		}
		s.say(out, "resale", map[string]any{"shares": 120, "paid": taken.Paid.Amount.Uint64()}, "%s lists 200 shares, %s buys 120 of them for %s EUR; the vote goes with the shares.",
			names[0], names[1], euro(taken.Paid.Amount.Uint64()))
	case 12: // a future
		until := s.chain.Now().Unix() + leaseDays*secondsPerDay
		listed, err := ask[*generatortypes.MsgListSharesResponse](ctx, s.stage, names[2], &generatortypes.MsgListShares{
			Owner: s.must(names[2]), Generator: s.solar, Shares: 300, PricePerShare: leasePrice, ExpiresAt: s.chain.Now().Unix() + 5*secondsPerDay, LeaseUntil: until,
		})
		if err != nil {
			return err
		}
		taken, err := ask[*generatortypes.MsgTakeListingResponse](ctx, s.stage, farmer, &generatortypes.MsgTakeListing{
			Taker: s.must(farmer), Generator: s.solar, Listing: listed.Listing, Shares: 300,
		})
		if err != nil {
			return err
		}
		s.say(out, "lease", map[string]any{"shares": 300, "paid": taken.Paid.Amount.Uint64(), "until": until}, "The farmer pays %s EUR now for the revenue of 300 shares of %s for %d days.",
			euro(taken.Paid.Amount.Uint64()), names[2], leaseDays)
	}
	return nil
}
