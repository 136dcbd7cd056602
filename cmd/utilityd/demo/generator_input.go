package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

const (
	plantDays = 60        // max days of a file
	eventDays = 14        // of the story beside the selling; after a shorter file nothing is delivered
	plantRate = 1_000_000 // max that the meter can plausibly measure, Wh per hour
)

// readGeneration takes the first days of a file of one meter. If that has one register, it counts what is delivered.
func readGeneration(path string, o fileOptions) (m measurements, err error) {
	if m, err = readMeasurements(path, o, "Wh", plantDays); err != nil {
		return m, err
	}
	if len(m.meters) > 1 {
		return m, fmt.Errorf("%s: expected one meter, got %s and %s", path, m.meters[0], m.meters[1])
	}
	for i := range m.records {
		if r := &m.records[i]; r.Single {
			r.Import, r.Export, r.Single = meterdata.Quantity{}, r.Import, false
		}
	}
	m.limit(plantRate, plantRate)
	return m, nil
}

// The generated plant: 5 kWp for two months.
const (
	plantSeed = 50
	plantPeak = 50 // units of 100 W
	plantName = "village-roof"
)

// newGeneration generates the days of a plant from start on.
func newGeneration(start time.Time) measurements {
	random := rand.New(rand.NewPCG(plantSeed, 1))
	m := measurements{meters: []string{plantName}, step: hour, behind: true}
	for day := range plantDays {
		clouds := 50 + random.Uint64N(51) // percent of a clear sky
		for clock, sun := range sunProfile {
			at := start.Unix() + int64(day)*secondsPerDay + int64(clock)*hour
			r := meterdata.Record{
				Line: len(m.records) + 1, Meter: plantName, Kind: meterdata.Amounts, Start: at, End: at + hour,
				Export: meterdata.Of(sun * plantPeak * clouds / 1_000),
			}
			if r.Export.IsZero() {
				r.Import = meterdata.Of(3) // what the inverter draws at night
			}
			m.records = append(m.records, r)
		}
	}
	m.limit(plantRate, plantRate)
	return m
}
