package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

const (
	plantDays = 60        // max days of a file
	plantRate = 1_000_000 // max that the meter can plausibly measure, Wh per hour
	eventDays = 14        // of the story beside the selling; after a shorter file nothing is delivered
	roof      = 1         // the number of the generator that is built; that of the mill, which is not, is 2
	backers   = 7         // of the mill
	oneSolar  = 1_000_000
)

// generatorStory is a village that has a generator built and sells its units.
type generatorStory struct {
	*stage

	input   measurements
	queries generatortypes.QueryClient
	sent    sent
	shown   map[string]any // the results
}

// financiers returns twenty people with money.
func financiers() (names []string) {
	for i := range 20 {
		names = append(names, fmt.Sprintf("financier-%02d", i+1))
	}
	return names
}

// newGeneratorStory takes the first days of a file of one meter. If that has one register, it counts deliveries.
func newGeneratorStory(file string, o fileOptions) (*generatorStory, error) {
	m, err := readMeasurements(file, o, "Wh", plantDays)
	if err != nil {
		return nil, err
	}
	if len(m.meters) > 1 {
		return nil, fmt.Errorf("%s: expected one meter, got %s and %s", file, m.meters[0], m.meters[1])
	}
	for i := range m.records {
		if r := &m.records[i]; r.Single {
			r.Import, r.Export, r.Single = meterdata.Quantity{}, r.Import, false
		}
	}
	m.limit(plantRate, plantRate)
	return &generatorStory{input: m}, nil
}

// run performs the story on a clock of its own and prints the results.
func (s *generatorStory) run(ctx context.Context, home string, out printer) (err error) {
	if s.stage, err = newStage(driven.Config{
		Home: home, Start: time.Unix(s.input.midnight()-40*secondsPerDay, 0),
		Names: append(financiers(), "school", "judge", "sunny", "rays", "glow", "kiosk", "farmer"),
	}, out); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.chain.Close()) }()
	s.queries, s.shown = generatortypes.NewQueryClient(s.client), map[string]any{"Days": s.input.days(), "Meter": s.input.meters[0]}
	for _, part := range []func(context.Context) error{s.build, s.sell, s.payOut} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return s.sent.verdict()
}

// installing returns what the text of the installation leaves open.
func (s *generatorStory) installing(now time.Time) map[string]any {
	opening := s.input.opening(s.input.meters[0])
	opening.Time = now.Unix()
	return map[string]any{"Meter": s.input.meters[0], "Rate": s.input.rate, "Digits": s.input.form.Digits, "Opening": opening}
}

// build has providers bid for a roof and a mill until each requester accepts one, people fund them, and the roof installed.
func (s *generatorStory) build(ctx context.Context) error {
	if _, err := s.chapter(ctx, "bids", s.shown); err != nil {
		return err
	}
	if _, err := s.chapter(ctx, "fund", financiers()); err != nil {
		return err
	}
	if _, err := s.play(ctx, "funded", nil); err != nil {
		return err
	}
	if _, err := s.chapter(ctx, "install", s.installing(s.clock.now().AddDate(0, 0, 18))); err != nil {
		return err
	}
	_, err := s.play(ctx, "installed", nil)
	return err
}

// newHouses makes the prepaid meters of three houses, whose codes the kiosk sells.
func newHouses() (houses [3]*voucher.Chain, err error) {
	for i := range houses {
		seed := make([]byte, voucher.SeedSize)
		copy(seed, fmt.Sprintf("the kiosk's seed of house %d", i+1))
		if houses[i], err = voucher.NewChain(seed, voucher.Meter{Generator: roof, Number: uint64(i + 1)}, 10_000, 24); err != nil {
			return houses, err
		}
	}
	return houses, nil
}

// sell lets days pass: the meter reports, the village buys, and codes go out by message.
func (s *generatorStory) sell(ctx context.Context) (err error) {
	start := (s.chain.Now().Unix()/secondsPerDay + 1) * secondsPerDay
	if err := s.chain.AdvanceTo(ctx, time.Unix(start, 0)); err != nil {
		return err
	}
	houses, err := newHouses()
	if err != nil {
		return err
	}
	if _, err := s.play(ctx, "kiosk", houses); err != nil {
		return err
	}
	c, err := s.newCourier(courierBatch, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Journal.Close()) }()
	var codes, direct, before uint64
	var spent [len(houses)]int
	for day := range max(s.input.days(), eventDays) {
		if err := s.chain.AdvanceTo(ctx, time.Unix(start+int64(day+1)*secondsPerDay, 0)); err != nil {
			return err
		}
		from := s.input.midnight() + int64(day)*secondsPerDay
		if err := c.bring(ctx, s.input.feed(s.input.during(from, from+secondsPerDay, start-s.input.midnight()))); err != nil {
			return err
		}
		res, err := s.queries.Generator(ctx, &generatortypes.QueryGeneratorRequest{Generator: roof})
		if err != nil {
			return err
		}
		units := res.Generator.DeliveredUnits - before
		before = res.Generator.DeliveredUnits
		sale := map[string]any{"Buyer": "kiosk", "Device": 0}
		if day%5 == 4 && units > 0 { // codes for the houses
			h := day / 5 % len(houses)
			units = min(units, 20)
			code, err := houses[h].Sell(int(units), spent[h])
			if err != nil {
				return err
			}
			sale = map[string]any{"Buyer": "farmer", "Device": h + 1, "Code": code}
			spent[h] += int(units)
			codes += units
		} else {
			direct += units
		}
		if sale["Units"] = units; units > 0 {
			_, err = s.play(ctx, "buy", sale)
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
	s.shown["Direct"], s.shown["Codes"], s.shown["Sent"] = direct, codes, s.sent
	s.shown["ProvedWh"] = s.input.tallies()[0].exported()
	_, err = s.chapter(ctx, "sold", s.shown)
	return err
}

// payOut refunds the backers of the mill, withdraws all that the chain owes to each account, and prints where the money is.
func (s *generatorStory) payOut(ctx context.Context) error {
	if _, err := s.chapter(ctx, "refund", financiers()[:backers]); err != nil {
		return err
	}
	withdrawals, err := s.chapter(ctx, "withdraw", nil)
	if err != nil {
		return err
	}
	var paid uint64
	for _, res := range withdrawals {
		paid += res.(*generatortypes.MsgWithdrawResponse).RevenueUsolar
	}
	s.shown["Owners"], s.shown["Paid"], s.shown["Checks"] = len(withdrawals), paid, s.checks
	_, err = s.play(ctx, "generator end", s.shown)
	return err
}
