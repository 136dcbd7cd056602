package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/app"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// energyStory is a community that shares its electricity for some days: what goes in, and what the chain made of it.
type energyStory struct {
	input   measurements
	tallies []tally
	shift   int64 // added to the times of the input, seconds

	set    neighbourhood
	result energyResult
}

// What a home can plausibly draw or give, Wh per hour: at least, and if its registers are all that is known.
const (
	leastRate    = 50_000
	registerRate = 1_000_000
)

const secondsPerDay = int64(24 * time.Hour / time.Second)

// lateWindowSeconds is how long an epoch of the past stays open after its first reading.
const lateWindowSeconds = 3

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
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s.tallies = s.input.tallies()
	// The first interval begins on a border of the epochs.
	start := (now.Unix() - s.input.end() + s.input.start()) / s.input.step * s.input.step
	s.shift = start - s.input.start()
	return s, nil
}

// check refuses what no community can be made of.
func (s *energyStory) check() error {
	// The chain's default for the shortest epoch; every epoch is a whole part of a day.
	if shortest, step := energytypes.DefaultParams().MinEpochSeconds, s.input.step; step < int64(shortest) || secondsPerDay%step != 0 {
		return fmt.Errorf("expected intervals of a whole part of a day and of %d s or more, got %d s", shortest, step)
	}
	return s.input.checkOwners()
}

// start is when the first interval begins on the chain, Unix seconds.
func (s *energyStory) start() int64 { return s.input.start() + s.shift }

// replayParams are those that a chain refuses the past by.
type replayParams struct {
	MaxReadingAgeSeconds, MaxBackdateSeconds, LateWindowSeconds, RetentionEpochs uint64
}

// params let the past be brought in a moment.
func (s *energyStory) params() replayParams {
	// A day for what the set-up takes and for the rest of the step, which is at most a day.
	reach := uint64(s.input.end() - s.input.start() + secondsPerDay + hour)
	return replayParams{
		MaxReadingAgeSeconds: reach,
		MaxBackdateSeconds:   reach,
		LateWindowSeconds:    lateWindowSeconds,
		RetentionEpochs:      max(energytypes.DefaultParams().RetentionEpochs, reach/uint64(s.input.step)),
	}
}

// genesis sets them.
func (s *energyStory) genesis(cdc codec.JSONCodec, genesis app.Genesis) error {
	p := s.params()
	var meterid meteridtypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[meteridtypes.ModuleName], &meterid); err != nil {
		return err
	}
	meterid.Params.MaxReadingAgeSeconds = p.MaxReadingAgeSeconds
	var energy energytypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[energytypes.ModuleName], &energy); err != nil {
		return err
	}
	energy.Params.MaxBackdateSeconds = p.MaxBackdateSeconds
	energy.Params.LateWindowSeconds = p.LateWindowSeconds
	energy.Params.RetentionEpochs = p.RetentionEpochs
	genesis[meteridtypes.ModuleName] = cdc.MustMarshalJSON(&meterid)
	genesis[energytypes.ModuleName] = cdc.MustMarshalJSON(&energy)
	return nil
}

// tell lets it happen and prints what the chain says.
func (s *energyStory) tell(ctx context.Context, p people, home string, out printer) (err error) {
	s.announce(out)
	if s.set, err = s.setUp(ctx, p, home); err != nil {
		return fmt.Errorf("set up the community: %w", err)
	}
	s.announceSetUp(out)
	sent, err := s.replay(ctx, p, filepath.Join(home, "gateway"), out)
	if err != nil {
		return fmt.Errorf("bring the readings: %w", err)
	}
	began := time.Now()
	if err := awaitSettlements(ctx, p); err != nil {
		return err
	}
	if s.result, err = collect(ctx, p, s.set.community); err != nil {
		return err
	}
	s.result.sent = sent
	s.announceSettlements(out, time.Since(began))
	s.print(out)
	return nil
}

// replay brings all records through a gateway. A batch holds whole epochs: none waits for the next block, in which it might be late.
func (s *energyStory) replay(ctx context.Context, p people, dir string, out printer) (r sent, err error) {
	homes := len(s.input.meters)
	c, err := p.newCourier(ctx, dir, s.set.devices, max(courierBatch/homes, 1)*homes, s.shift, out)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, c.journal.Close()) }()
	began := time.Now()
	if err := c.bring(ctx, s.input.feed(s.input.afterOpenings(), s.input.refused)); err != nil {
		return r, err
	}
	r = sent{readings: c.journal.Counts, rows: c.pump.Rows, took: time.Since(began), blocks: uint64(len(c.heights))}
	c.explain()
	s.announceReadings(out, r)
	return r, nil
}
