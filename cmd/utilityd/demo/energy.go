package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// energyStory is a community that shares its electricity for some days: what goes in, and what the chain made of it.
type energyStory struct {
	input   measurements
	tallies []tally
	shift   int64 // added to the times of the input, seconds

	devices   map[string]gateway.Device
	community uint64
	prepaid   uint64 // in each wallet, base units
	result    energyResult
}

const (
	// What a home can plausibly draw or give, Wh per hour: at least, and if its registers are all that is known.
	leastRate, registerRate = 50_000, 1_000_000
	// lateWindowSeconds is how long an epoch of the past stays open after its first reading.
	lateWindowSeconds = 3

	secondsPerDay = int64(24 * time.Hour / time.Second)
)

// newEnergyStory reads the file, or makes up a village, and moves it so that the last interval ends now.
func newEnergyStory(file string, days int, o fileOptions, now time.Time) (*energyStory, error) {
	s := &energyStory{}
	var err error
	if file == "" {
		midnight := now.Unix() / secondsPerDay * secondsPerDay
		s.input = newVillage(time.Unix(midnight-int64(days)*secondsPerDay, 0), days)
	} else if s.input, err = readMeasurements(file, o, "Wh", days); err != nil {
		return nil, err
	}
	s.input.limit(leastRate, registerRate)
	// The chain's default for the shortest epoch; every epoch is a whole part of a day.
	if shortest, step := energytypes.DefaultParams().MinEpochSeconds, s.input.step; step < int64(shortest) || secondsPerDay%step != 0 {
		return nil, fmt.Errorf("%s: expected intervals of a whole part of a day and of %d s or more, got %d s", file, shortest, step)
	}
	if err := s.input.checkOwners(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s.tallies = s.input.tallies()
	// The first interval begins on a border of the epochs.
	start := (now.Unix() - s.input.end() + s.input.start()) / s.input.step * s.input.step
	s.shift = start - s.input.start()
	return s, nil
}

// start is when the first interval begins on the chain, Unix seconds.
func (s *energyStory) start() int64 { return s.input.start() + s.shift }

// reach is how far the past is that the chain must take, seconds. A day is for the set-up and for the rest of the step.
func (s *energyStory) reach() uint64 {
	return uint64(s.input.end() - s.input.start() + secondsPerDay + hour)
}

// genesis lets the past be brought in a moment.
func (s *energyStory) genesis(cdc codec.JSONCodec, genesis app.Genesis) error {
	var meterid meteridtypes.GenesisState
	var energy energytypes.GenesisState
	if err := errors.Join(cdc.UnmarshalJSON(genesis[meteridtypes.ModuleName], &meterid), cdc.UnmarshalJSON(genesis[energytypes.ModuleName], &energy)); err != nil {
		return err
	}
	meterid.Params.MaxReadingAgeSeconds, energy.Params.MaxBackdateSeconds = s.reach(), s.reach()
	energy.Params.LateWindowSeconds = lateWindowSeconds
	energy.Params.RetentionEpochs = max(energy.Params.RetentionEpochs, s.reach()/uint64(s.input.step))
	genesis[meteridtypes.ModuleName], genesis[energytypes.ModuleName] = cdc.MustMarshalJSON(&meterid), cdc.MustMarshalJSON(&energy)
	return nil
}

// tell lets it happen and prints what the chain says.
func (s *energyStory) tell(ctx context.Context, p people, home string, out printer) (err error) {
	s.announce(out)
	if err := s.setUp(ctx, p, home); err != nil {
		return fmt.Errorf("set up the community: %w", err)
	}
	out.line("setup", map[string]any{
		"community": s.community, "price_per_kwh": pricePerKWh, "prepaid": s.prepaid,
	}, "Set-up", "%s certified by their issuer, activated by their owners; all join community %d: energy of others costs %s EUR per kWh, %s EUR in each wallet",
		count(uint64(len(s.input.meters)), "meter"), s.community, euro(pricePerKWh), euro(s.prepaid))
	sent, err := s.replay(ctx, p, filepath.Join(home, "gateway"), out)
	if err != nil {
		return fmt.Errorf("bring the readings: %w", err)
	}
	began := time.Now()
	if err := awaitSettlements(ctx, p); err != nil {
		return err
	}
	if s.result, err = collect(ctx, p, s.community); err != nil {
		return err
	}
	s.result.sent = sent
	epochs, took := s.result.community.Totals.Epochs, time.Since(began)
	out.line("settled", map[string]any{"epochs": epochs, "milliseconds": took.Milliseconds()},
		"Settled", "%s of %s, %s after the last reading", count(epochs, "epoch"), span(s.input.step), seconds(took))
	s.print(out)
	return nil
}

// replay brings all records through a gateway. A batch holds whole epochs: none waits for the next block, in which it might be late.
func (s *energyStory) replay(ctx context.Context, p people, dir string, out printer) (r sent, err error) {
	homes := len(s.input.meters)
	c, err := p.newCourier(ctx, dir, s.devices, max(courierBatch/homes, 1)*homes, s.shift, out)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, c.journal.Close()) }()
	began := time.Now()
	if err := c.bring(ctx, s.input.feed(s.input.afterOpenings())); err != nil {
		return r, err
	}
	r = sent{readings: c.journal.Counts, rows: c.pump.Rows, took: time.Since(began), blocks: uint64(len(c.heights))}
	c.explain()
	n := r.readings
	out.line("readings", map[string]any{
		"accepted": n.Accepted, "duplicate": n.Duplicate, "quarantined": n.Quarantined, "overtaken": n.Overtaken, "rejected": n.Rejected,
		"unnetted": n.Unnetted, "milliseconds": r.took.Milliseconds(), "blocks": r.blocks,
	}, "Readings", "%d signed, sent and committed in %s: %s", n.Done(), count(r.blocks, "block"), outcomes(n))
	return r, nil
}
