package demo

import (
	"cmp"
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
	roof      = 1         // the number of the generator that the school asks for; that of the mill, which is not built, is 2
	barn      = 3         // that of the barn, which dies
	barnMeter = "barn"
	testRun   = 12_000 // what proves roof or barn: a tenth of a day at 5 kW, Wh
	barnWh    = 50_000 // all that the barn delivers
	backers   = 7      // of the mill
	oneSolar  = 1_000_000
)

// generatorStory is a village that has a generator built and sells its units.
type generatorStory struct {
	*stage

	input    measurements
	courier  *courier
	measured map[string]int64 // the end of the last record of a meter before the file begins, Unix seconds
	queries  generatortypes.QueryClient
	sent     sent
	shown    map[string]any // the results
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
		Home: home, Start: time.Unix(s.input.midnight()-70*secondsPerDay, 0),
		Names: append(financiers(), "school", "sunny", "rays", "glow", "kiosk", "farmer"),
	}, out); err != nil {
		return err
	}
	defer func() {
		if s.courier != nil {
			err = errors.Join(err, s.courier.Journal.Close())
		}
		err = errors.Join(err, s.chain.Close())
	}()
	s.queries, s.shown = generatortypes.NewQueryClient(s.client), map[string]any{"Days": s.input.days(), "Meter": s.input.meters[0]}
	for _, part := range []func(context.Context) error{s.build, s.prove, s.sell, s.payOut} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return s.sent.verdict()
}

// installing returns what the text of the installation leaves open. Registers begin before those of the file by what the test run adds.
func (s *generatorStory) installing(now time.Time) map[string]any {
	opening := s.input.opening(s.input.meters[0])
	opening.Time = now.Unix()
	if s.input.records[0].Kind == meterdata.Registers {
		if opening.ExportRegister < testRun {
			opening.ExportRegister += s.input.form.Modulus()
		}
		opening.ExportRegister -= testRun
	}
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
	_, err := s.chapter(ctx, "install", s.installing(s.clock.now().AddDate(0, 0, 18)))
	return err
}

// prove lets roof and barn make their test runs. The roof is confirmed; the barn is disputed by a hostile requester, and the arbiter
// sleeps. Then both are on trial.
func (s *generatorStory) prove(ctx context.Context) (err error) {
	s.measured = map[string]int64{}
	if s.courier, err = s.newCourier(courierBatch, 0); err != nil {
		return err
	}
	registers := s.input.opening(s.input.meters[0])
	if err := s.measure(ctx, s.input.records[0].Kind, s.input.meters[0], testRun, registers.ExportRegister); err != nil {
		return err
	}
	if err := s.measure(ctx, meterdata.Amounts, barnMeter, testRun, 0); err != nil {
		return err
	}
	for _, then := range []struct {
		chapter string
		days    int
	}{{"respond", 13}, {"trial", 18}, {"asleep", 0}} {
		if _, err := s.play(ctx, then.chapter, s.shown); err != nil {
			return err
		}
		if err := s.chain.AdvanceTo(ctx, s.chain.Now().AddDate(0, 0, then.days)); err != nil {
			return err
		}
	}
	return nil
}

// measure lets a meter export some Wh in a day, after an hour in which it counts nothing: spans count from the binding on. A meter of
// registers shows some at the end.
func (s *generatorStory) measure(ctx context.Context, kind meterdata.Kind, meter string, amount, shown uint64) error {
	from := s.chain.Now().Unix()
	end := from + secondsPerDay
	if err := s.chain.AdvanceTo(ctx, time.Unix(end, 0)); err != nil {
		return err
	}
	records := []meterdata.Record{
		{Meter: meter, Kind: kind, Start: cmp.Or(s.measured[meter], from), End: from + hour},
		{Meter: meter, Kind: kind, Start: from + hour, End: end, Export: meterdata.Of(amount)},
	}
	if kind == meterdata.Registers {
		before := shown - amount
		if shown < amount {
			before += s.input.form.Modulus()
		}
		for i, export := range []uint64{before, shown} {
			records[i].Start, records[i].Import, records[i].Export = 0, s.input.records[0].Import, meterdata.Of(export)
		}
	}
	s.measured[meter] = end
	return s.courier.bring(ctx, &measurements{records: records})
}

// rest lets a meter of amounts measure nothing from its last record until now, so that its file follows without a gap.
func (s *generatorStory) rest(ctx context.Context, meter string) error {
	if s.input.records[0].Kind == meterdata.Registers {
		return nil
	}
	return s.courier.bring(ctx, &measurements{records: []meterdata.Record{
		{Meter: meter, Kind: meterdata.Amounts, Start: s.measured[meter], End: s.chain.Now().Unix()},
	}})
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
	if err := s.measure(ctx, meterdata.Amounts, barnMeter, barnWh, 0); err != nil {
		return err
	}
	start := (s.chain.Now().Unix()/secondsPerDay + 1) * secondsPerDay
	if err := s.chain.AdvanceTo(ctx, time.Unix(start, 0)); err != nil {
		return err
	}
	if err := s.rest(ctx, s.input.meters[0]); err != nil {
		return err
	}
	s.courier.named, s.courier.faults = nil, 0 // test runs do not simply count, as the text says
	ours := s.courier.Rows().Taken
	houses, err := newHouses()
	if err != nil {
		return err
	}
	if _, err := s.play(ctx, "kiosk", houses); err != nil {
		return err
	}
	c := s.courier
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
			now := s.chain.Now().Unix() // near the beginning of a day
			midnight := now - now%secondsPerDay
			_, err = s.play(ctx, chapter, map[string]any{
				"InFiveDays": now + 5*secondsPerDay, "InTwentyDays": midnight + 20*secondsPerDay, "InThirtyDays": now + 30*secondsPerDay,
			})
		}
		if err != nil {
			return err
		}
	}
	s.sent = c.finish()
	s.sent.Rows.Taken -= ours // what remains are the rows of the file
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
	if _, err := s.chapter(ctx, "dead", financiers()); err != nil {
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
