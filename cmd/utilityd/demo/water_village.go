package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// The generated area: two reservoirs over a year with a dry half, and homes that read their meters four times a day.
const (
	areaHomes     = 12
	areaSeed      = 1999
	areaDays      = 360
	areaStep      = 6 * time.Hour
	areaDemand    = 30  // days after which the demand repeats
	areaPerPerson = 120 // litres a day on average
	areaStorage   = 150 // days of demand that the reservoirs hold
	areaYear      = "1999-12-01T00:00:00Z"
	dryFrom       = 60  // first day of the drought
	dryTo         = 270 // first day after it
)

// useProfile is how much of a day's water is drawn in each quarter of it, percent.
var useProfile = [4]uint64{8, 34, 26, 32}

// newArea generates a year. The same seed gives the same rows on every machine.
func newArea() waterInput {
	random := rand.New(rand.NewPCG(areaSeed, 1))
	begin, err := time.Parse(time.RFC3339, areaYear)
	if err != nil {
		panic(err)
	}
	w := waterInput{
		start: begin.Unix(), cycle: areaDemand * secondsPerDay,
		scaling: fmt.Sprintf("generated: %d homes, reservoirs for %d days of their demand, hardly any rain from day %d to day %d",
			areaHomes, areaStorage, dryFrom, dryTo),
	}
	registers := make([]uint64, areaHomes)
	appetite := make([]uint64, areaHomes)
	var persons uint64
	for i := range areaHomes {
		home := waterHome{name: fmt.Sprintf("house-%02d", i+1), persons: uint32(1 + i%5)}
		persons += uint64(home.persons)
		appetite[i] = 50 + random.Uint64N(101) // percent of the average
		w.homes, w.demand.meters = append(w.homes, home), append(w.demand.meters, home.name)
	}
	for step := range areaDemand * int(24*time.Hour/areaStep) {
		at := w.start + int64(step)*int64(areaStep/time.Second) + int64(areaStep/time.Second)/2
		for i := range w.homes {
			mood := 60 + random.Uint64N(81) // percent
			registers[i] += uint64(w.homes[i].persons) * areaPerPerson * useProfile[step%4] * appetite[i] * mood / 1_000_000
			w.demand.records = append(w.demand.records, meterdata.Record{
				Line: len(w.demand.records) + 1, Meter: w.homes[i].name, Kind: meterdata.Registers, Litres: true, End: at, Import: meterdata.Of(registers[i]),
			})
		}
	}
	for i := range w.homes {
		w.homes[i].gain, w.homes[i].opening = registers[i], w.demand.records[i].Import.Whole
	}
	w.demand.limit(mostLitresPerHour, mostLitresPerHour)
	daily := int64(persons * areaPerPerson)
	for k, share := range []int64{3, 2} { // fifths of the storage
		r := reservoir{name: fmt.Sprintf("reservoir-%d", k+1), capacity: uint64(daily * areaStorage * share / 5)}
		for day := range areaDays {
			rain := daily * share / 5 * int64(60+random.IntN(121)) / 100
			switch {
			case day == 0:
				rain += int64(r.capacity) * 7 / 10 // what was there before
			case day >= dryFrom && day < dryTo:
				rain = rain*45/100 - daily*share/100 // evaporation
			default:
				rain = rain * 5 / 4
			}
			r.days = append(r.days, rain)
		}
		w.reservoirs = append(w.reservoirs, r)
	}
	return w
}
