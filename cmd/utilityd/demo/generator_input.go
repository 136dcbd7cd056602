package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// generation is what one generator delivered, by time.
type generation struct {
	measurements
	meter string
}

// plantDays is how many days of a file the story takes at most.
const plantDays = 60

// plantRate is what the meter of a generator can plausibly measure, Wh per hour.
const plantRate = 1_000_000

// readGeneration takes the first days of a file of one meter. Its only register is that of what it delivers.
func readGeneration(path string, o fileOptions) (g generation, err error) {
	if g.measurements, err = readMeasurements(path, o, "Wh", plantDays); err != nil {
		return g, err
	}
	if g.meter = g.meters[0]; len(g.meters) > 1 {
		return g, fmt.Errorf("%s: expected one meter, got %s and %s", path, g.meter, g.meters[1])
	}
	for i := range g.records {
		if r := &g.records[i]; r.Single {
			r.Import, r.Export, r.Single = meterdata.Quantity{}, r.Import, false
		}
	}
	g.limit(plantRate, plantRate)
	return g, nil
}

// The generated plant: 5 kWp for two months.
const (
	plantSeed = 50
	plantPeak = 50 // units of 100 W
	plantName = "village-roof"
)

// newGeneration generates the days of a plant from start on.
func newGeneration(start time.Time) generation {
	random := rand.New(rand.NewPCG(plantSeed, 1))
	g := generation{meter: plantName, measurements: measurements{step: hour, behind: true}}
	for day := range plantDays {
		clouds := 50 + random.Uint64N(51) // percent of a clear sky
		for clock, sun := range sunProfile {
			at := start.Unix() + int64(day)*secondsPerDay + int64(clock)*hour
			r := meterdata.Record{
				Line: len(g.records) + 1, Meter: g.meter, Kind: meterdata.Amounts, Start: at, End: at + hour,
				Export: meterdata.Of(sun * plantPeak * clouds / 1_000),
			}
			if r.Export.IsZero() {
				r.Import = meterdata.Of(3) // what the inverter draws at night
			}
			g.records = append(g.records, r)
		}
	}
	g.limit(plantRate, plantRate)
	return g
}

// midnight is the one before the first record, Unix seconds.
func (g *generation) midnight() int64 { return moment(&g.records[0]) / secondsPerDay * secondsPerDay }

// days is how many days the records span.
func (g *generation) days() int {
	return int((moment(&g.records[len(g.records)-1])-g.midnight())/secondsPerDay) + 1
}

// recordsOf returns the records of a day, moved so that day 0 begins at start.
func (g *generation) recordsOf(day int, start int64) []meterdata.Record {
	from := g.midnight() + int64(day)*secondsPerDay
	return g.during(from, from+secondsPerDay, start-g.midnight())
}
