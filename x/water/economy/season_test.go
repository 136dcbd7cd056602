package economy_test

import (
	"math/rand/v2"

	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/ledger"
)

// terms are what an admin announces for the periods that have not opened.
type terms struct {
	water         ledger.Terms
	fee           uint64 // for each person and period
	base          uint64 // price of a litre when the lake is full
	remunerations []uint64
}

// plant is a source: the water that really comes, and leaks, by day.
type plant struct {
	firm     bool
	capacity uint64
	brings   []uint64
}

// home is a household: the persons, the litres that they need by day, and the limits that it means.
type home struct {
	persons  uint64
	needs    []uint64
	maxPrice auction.Level // for which it buys
	minPrice auction.Level // for which it sells
	maxFee   uint64
	thrift   uint64 // days of need that it keeps
}

// season is all that does not depend on how anybody behaves. Both runs of a season read the same one.
type season struct {
	days, period int // length, and that of a period
	terms        terms
	homes        []home
	plants       []plant
	leakPpm      uint64 // of the lake, a day
	filled       uint64 // litres at the beginning
}

const (
	enrolment = 5      // days before a period in which it opens
	keepDays  = 7      // of own use that a seller keeps
	maxFactor = 100    // of the base price
	maxLoss   = 50_000 // ppm of the stock that producers may report in a period without the admin
	purse     = 1 << 40
	dead      = 1 // the source that brings nothing in some seasons, and whose producer is the one that lies
)

// draw makes the season of a seed: 45 to 75 days of rain and drought, 8 to 12 households, one or two sources with a lake, and a firm one in
// two of three seasons.
func draw(seed uint64) *season {
	r := rand.New(rand.NewPCG(seed, 1))
	s := &season{period: 15 + r.IntN(11)}
	s.days = min(s.period*(3+r.IntN(2)), 75)
	base := 10 + r.Uint64N(90)
	s.terms = terms{
		water: ledger.Terms{Lifeline: 30 + r.Uint64N(31), CapDays: 1 + r.Uint64N(4), ReserveDays: 1 + r.Uint64N(10)},
		base:  base, fee: r.Uint64N(40 * base),
	}
	weather := make([]uint64, s.days)
	for d := range weather {
		weather[d] = 70 + r.Uint64N(80)
	}
	var persons uint64
	for range 8 + r.IntN(5) {
		h := home{
			persons: 1 + r.Uint64N(5), maxPrice: auction.Floor(auction.Price(base * (3 + r.Uint64N(10)))),
			minPrice: auction.Floor(auction.Price(base * (5 + r.Uint64N(10)) / 10)), thrift: 8 + r.Uint64N(8), maxFee: 2 * s.terms.fee,
		}
		each := 60 + r.Uint64N(140)
		for d := range s.days {
			h.needs = append(h.needs, h.persons*each*weather[d]/100)
		}
		persons += h.persons
		s.homes = append(s.homes, h)
	}
	s.drawPlants(r, persons)
	return s
}

func (s *season) drawPlants(r *rand.Rand, persons uint64) {
	lakes := 2
	s.leakPpm = r.Uint64N(6_000)
	rains := make([]uint64, s.days) // percent of the mean
	wet, from, to := true, r.IntN(s.days), 0
	to = from + 10 + r.IntN(50) // drought
	for d := range rains {
		if r.IntN(4) == 0 {
			wet = !wet
		}
		switch {
		case from <= d && d < to:
			rains[d] = r.Uint64N(5)
		case wet:
			rains[d] = 100 + r.Uint64N(200)
		default:
			rains[d] = r.Uint64N(30)
		}
	}
	for i := range lakes {
		p := plant{capacity: persons * (700 + r.Uint64N(3_000)), brings: make([]uint64, s.days)}
		if mean := persons * (30 + r.Uint64N(70)); i != dead || r.IntN(3) > 0 {
			for d := range rains {
				p.brings[d] = mean * rains[d] / 100
			}
		}
		s.filled += p.capacity * r.Uint64N(100) / 100
		s.plants = append(s.plants, p)
	}
	if r.IntN(3) > 0 {
		p := plant{firm: true, capacity: persons * 100, brings: make([]uint64, s.days)}
		each := s.terms.water.Lifeline * (50 + r.Uint64N(80)) / 100
		for d := range p.brings {
			p.brings[d] = persons * each
		}
		s.plants = append(s.plants, p)
	}
	for range s.plants {
		s.terms.remunerations = append(s.terms.remunerations, r.Uint64N(1+s.terms.fee*persons/2))
	}
}

func (s *season) hasFirm() bool { return s.plants[len(s.plants)-1].firm }
