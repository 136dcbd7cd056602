package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

const (
	eventDays = 14      // of the story beside the selling; after a shorter file nothing is delivered
	mostPrice = 300_000 // that the village pays, usolar per kWh
)

// house has a prepaid meter, whose codes the kiosk sells.
type house struct {
	Number uint64
	Anchor string

	chain *voucher.Chain
	spent int
}

// newHouses makes the prepaid meters of three houses.
func newHouses() (out []*house, err error) {
	for number := uint64(1); number <= 3; number++ {
		seed := make([]byte, voucher.SeedSize)
		copy(seed, fmt.Sprintf("the kiosk's seed of house %d", number))
		chain, err := voucher.NewChain(seed, number, 10_000, 24)
		if err != nil {
			return nil, err
		}
		out = append(out, &house{Number: number, Anchor: chain.Anchor().String(), chain: chain})
	}
	return out, nil
}

// sell: every day the meter reports and the village buys; codes go out by message; one vendor stays silent.
func (s *generatorStory) sell(ctx context.Context) (err error) {
	start := s.chain.Now().Unix()/secondsPerDay*secondsPerDay + secondsPerDay
	if err := s.chain.AdvanceTo(ctx, time.Unix(start, 0)); err != nil {
		return err
	}
	houses, err := newHouses()
	if err != nil {
		return err
	}
	if _, err := s.play(ctx, "kiosk", map[string]any{"Houses": houses}); err != nil {
		return err
	}
	c, err := s.newCourier(ctx, filepath.Join(s.home, "gateway"), courierBatch, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.journal.Close()) }()
	var codes, direct uint64
	for day := range max(s.input.days(), eventDays) {
		if err := s.chain.AdvanceTo(ctx, time.Unix(start+int64(day+1)*secondsPerDay, 0)); err != nil {
			return err
		}
		from := s.input.midnight() + int64(day)*secondsPerDay
		records := s.input.during(from, from+secondsPerDay, start-s.input.midnight())
		if err := c.bring(ctx, s.input.feed(records)); err != nil {
			return err
		}
		before := s.delivered.exported().Whole / 1_000
		for _, r := range records {
			s.delivered.add(&s.input, r)
		}
		units := s.delivered.exported().Whole/1_000 - before
		switch {
		case units == 0:
		case day%5 == 4: // codes for the houses
			units = min(units, 20)
			err = s.sellCode(ctx, houses[day/5%len(houses)], units)
			codes += units
		default:
			err = s.buy(ctx, "kiosk", units, 0)
			direct += units
		}
		if chapter := map[int]string{8: "silent", 10: "resale", 12: "lease"}[day]; err == nil && chapter != "" {
			now := s.chain.Now().Unix()
			_, err = s.play(ctx, chapter, map[string]any{
				"InFiveDays": now + 5*secondsPerDay, "InTwentyDays": now + 20*secondsPerDay, "InThirtyDays": now + 30*secondsPerDay,
			})
		}
		if err != nil {
			return err
		}
	}
	s.sent = c.finish()
	s.say("sold", map[string]any{"direct_units": direct, "code_units": codes, "readings": s.sent.readings.Accepted},
		"In %s the meter proved %s kWh; the village bought %d kWh directly and %d kWh by codes of 24 digits.",
		count(s.input.days(), "day"), thousandths(s.delivered.exported().Whole), direct, codes)
	return nil
}

// sellCode: the farmer pays, and the vendor reveals the code that the meter in the house takes.
func (s *generatorStory) sellCode(ctx context.Context, h *house, units uint64) error {
	if err := s.buy(ctx, "farmer", units, h.Number); err != nil {
		return err
	}
	code, err := h.chain.Sell(int(units), h.spent)
	if err != nil {
		return err
	}
	h.spent += int(units)
	_, err = s.deliver(ctx, batch{"school", []sdk.Msg{&generatortypes.MsgRevealCode{
		Sender: s.must("school"), Generator: roof, Device: h.Number, Code: code.String(),
	}}})
	return err
}

// buy buys units. The money for the code of a device goes into escrow.
func (s *generatorStory) buy(ctx context.Context, buyer string, units, device uint64) error {
	_, err := s.deliver(ctx, batch{buyer, []sdk.Msg{&generatortypes.MsgBuyUnits{
		Buyer: s.must(buyer), Generator: roof, Units: units, MaxPrice: mostPrice, Device: device,
	}}})
	return err
}
