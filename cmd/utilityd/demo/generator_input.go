package demo

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// generation is what one generator delivered, by time.
type generation struct {
	meter string
	rows  []gateway.Row
	step  int64 // length of an interval, seconds
}

// plantDays is how many days of a file the story takes at most.
const plantDays = 60

// readGeneration takes the first days of a file of intervals of one meter.
func readGeneration(path string) (g generation, err error) {
	in, err := gateway.OpenInput(path)
	if err != nil {
		return g, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if in.Layout != gateway.Intervals {
		return g, fmt.Errorf("%s: expected the columns time,meter,consumed_wh,produced_wh", path)
	}
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return g, fmt.Errorf("%s: %w", path, err)
		}
		if g.meter == "" {
			g.meter = row.Device
		}
		if row.Device != g.meter {
			return g, fmt.Errorf("%s: line %d: expected the one meter %s, got %s", path, row.Line, g.meter, row.Device)
		}
		if len(g.rows) > 0 && row.Time >= g.rows[0].Time+plantDays*secondsPerDay {
			break
		}
		g.rows = append(g.rows, row)
	}
	if len(g.rows) < 2 {
		return g, fmt.Errorf("%s: expected at least two intervals", path)
	}
	g.step = g.rows[1].Time - g.rows[0].Time
	for i, row := range g.rows {
		if i > 0 {
			g.step = min(g.step, row.Time-g.rows[i-1].Time)
		}
	}
	if g.step <= 0 || secondsPerDay%g.step != 0 {
		return g, fmt.Errorf("%s: expected intervals of a whole part of a day, got %d s", path, g.step)
	}
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
	g := generation{meter: plantName, step: 3_600}
	for day := range plantDays {
		clouds := 50 + random.Uint64N(51) // percent of a clear sky
		for hour, sun := range sunProfile {
			row := gateway.Row{
				Line: len(g.rows) + 1, Device: g.meter, Time: start.Unix() + int64(day)*secondsPerDay + int64(hour)*3_600,
				Second: sun * plantPeak * clouds / 1_000,
			}
			if row.Second == 0 {
				row.First = 3 // what the inverter draws at night
			}
			g.rows = append(g.rows, row)
		}
	}
	return g
}

// first is the midnight before the first interval, Unix seconds.
func (g *generation) first() int64 { return g.rows[0].Time / secondsPerDay * secondsPerDay }

// days is how many days the rows span.
func (g *generation) days() int {
	return int((g.rows[len(g.rows)-1].Time-g.first())/secondsPerDay) + 1
}

// rowsOf returns the rows of a day, moved so that day 0 begins at start.
func (g *generation) rowsOf(day int, start int64) []gateway.Row {
	from := g.first() + int64(day)*secondsPerDay
	find := func(at int64) int {
		i, _ := slices.BinarySearchFunc(g.rows, at, func(r gateway.Row, at int64) int { return cmp.Compare(r.Time, at) })
		return i
	}
	out := slices.Clone(g.rows[find(from):find(from+secondsPerDay)])
	for i := range out {
		out[i].Time += start - g.first()
	}
	return out
}
