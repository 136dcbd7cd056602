package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// The generated village: homes with the habits of a weekday, most of them with a roof that produces.
const (
	villageHomes = 12
	villageSeed  = 2026
	villageStep  = 15 * time.Minute
)

// loadProfile is what a home draws in each hour of a day, Wh: a small base at night, a peak at breakfast and a larger one in
// the evening.
var loadProfile = [24]uint64{
	180, 160, 150, 150, 160, 210, 380, 520, 430, 340, 310, 330,
	420, 390, 330, 310, 360, 520, 710, 780, 690, 540, 380, 250,
}

// sunProfile is what one kWp of roof gives in each hour of a clear spring day, Wh.
var sunProfile = [24]uint64{
	0, 0, 0, 0, 0, 0, 30, 140, 310, 480, 620, 710,
	740, 720, 650, 520, 360, 190, 60, 10, 0, 0, 0, 0,
}

// roofs are the peak powers in units of 100 W, by home.
var roofs = [villageHomes]uint64{50, 0, 40, 62, 0, 45, 0, 80, 55, 0, 40, 30}

// newVillage generates days from start on. The same arguments give the same rows on every machine: integers and a seeded
// generator only.
func newVillage(start time.Time, days int) measurements {
	random := rand.New(rand.NewPCG(villageSeed, uint64(days)))
	s := measurements{step: int64(villageStep / time.Second), behind: true}
	for home := range villageHomes {
		s.meters = append(s.meters, fmt.Sprintf("home-%02d", home+1))
	}
	perHour := uint64(time.Hour / villageStep)
	for step := range days * int(24*time.Hour/villageStep) {
		at := start.Add(time.Duration(step) * villageStep)
		hour := at.UTC().Hour()
		clouds := 60 + random.Uint64N(41) // percent of a clear sky
		for home, name := range s.meters {
			appetite := 40 + random.Uint64N(121) // percent of the profile
			s.records = append(s.records, meterdata.Record{
				Line: len(s.records) + 1, Meter: name, Kind: meterdata.Amounts, Start: at.Unix(), End: at.Unix() + s.step,
				Import: meterdata.Of(loadProfile[hour] * appetite / (100 * perHour)),
				Export: meterdata.Of(sunProfile[hour] * roofs[home] * clouds / (1000 * perHour)),
			})
		}
	}
	return s
}
