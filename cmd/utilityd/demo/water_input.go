package demo

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// waterInput is what flows into an area and what its homes draw.
type waterInput struct {
	homes      []waterHome
	reservoirs []reservoir
	start      int64 // midnight of the first day, Unix seconds
	demand     measurements
	cycle      int64  // after how many seconds the rows of the demand repeat
	scaling    string // how the supply was made to fit the homes
}

// waterHome is a household with one meter.
type waterHome struct {
	name    string
	persons uint32
	opening uint64 // register before the first row, litres
	gain    uint64 // litres drawn in a cycle
}

// reservoir is a source: litres captured on each day, below 0 for what was let out beside the pipe.
type reservoir struct {
	name     string
	capacity uint64
	days     []int64
}

// readWater takes the supply and the demand from files and scales the supply to the homes.
func readWater(supply, demand string, days int, o fileOptions) (w waterInput, err error) {
	if err := w.readDemand(demand, o); err != nil {
		return w, err
	}
	levels, err := readLevels(supply, days)
	if err != nil {
		return w, fmt.Errorf("%s: %w", supply, err)
	}
	if err := w.scale(levels); err != nil {
		return w, fmt.Errorf("%s: %w", supply, err)
	}
	return w, nil
}

// readDemand reads registers of water meters, or what they measured.
func (w *waterInput) readDemand(path string, o fileOptions) (err error) {
	if w.demand, err = readMeasurements(path, o, "l", 0); err != nil {
		return err
	}
	if err := w.demand.checkOwners(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if len(w.demand.records) < 2 {
		return fmt.Errorf("%s: expected registers of at least two moments, or amounts of two intervals", path)
	}
	w.demand.limit(mostLitresPerHour, mostLitresPerHour)
	w.findHomes()
	return nil
}

// findHomes takes a home from each meter. How many people live there is not in the data: one to five in turn.
func (w *waterInput) findHomes() {
	for i, t := range w.demand.tallies() {
		w.homes = append(w.homes, waterHome{
			name: w.demand.meters[i], persons: uint32(1 + i%5), gain: t.imported().Whole, opening: w.demand.opening(w.demand.meters[i]).ImportRegister,
		})
	}
	w.cycle = ((moment(&w.demand.records[len(w.demand.records)-1])-w.firstDay())/secondsPerDay + 1) * secondsPerDay
}

// level is what a file of reservoirs says of a day.
type level struct{ stored, drawn uint64 } // cubic metres

type levels struct {
	start      int64
	names      []string
	capacities map[string]uint64
	days       []map[string]level
}

// readLevels takes days of time,reservoir,storage_m3,diverted_m3 and the capacities from capacity.csv beside the file; 0 days are all.
func readLevels(path string, days int) (out levels, err error) {
	rows, err := readColumns(path, "time", "reservoir", "storage_m3", "diverted_m3")
	if err != nil {
		return out, err
	}
	out.capacities = map[string]uint64{}
	for i, row := range rows {
		at, err := time.Parse(time.RFC3339, row[0])
		if err != nil {
			return out, fmt.Errorf("line %d: expected a day such as 1999-12-01T00:00:00Z, got %q", i+2, row[0])
		}
		if i == 0 {
			out.start = at.Unix()
		}
		day := int((at.Unix() - out.start) / secondsPerDay)
		if days > 0 && day >= days {
			break
		}
		if day != len(out.days) && day != len(out.days)-1 {
			return out, fmt.Errorf("line %d: expected days in order and without gaps", i+2)
		}
		if day == len(out.days) {
			out.days = append(out.days, map[string]level{})
		}
		stored, err := strconv.ParseUint(row[2], 10, 40)
		if err != nil {
			return out, fmt.Errorf("line %d: storage_m3: expected a whole number, got %q", i+2, row[2])
		}
		drawn, err := strconv.ParseUint(row[3], 10, 40)
		if err != nil && row[3] != "" { // empty: not known, taken as nothing
			return out, fmt.Errorf("line %d: diverted_m3: expected a whole number or nothing, got %q", i+2, row[3])
		}
		if !slices.Contains(out.names, row[1]) {
			out.names = append(out.names, row[1])
		}
		out.days[day][row[1]] = level{stored, drawn}
		out.capacities[row[1]] = max(out.capacities[row[1]], stored)
	}
	if len(out.days) < 2 {
		return out, errors.New("expected at least two days")
	}
	return out, out.readCapacities(filepath.Join(filepath.Dir(path), "capacity.csv"))
}

// readCapacities takes the stated capacities; a reservoir that is not listed has held no more than its highest level.
func (l *levels) readCapacities(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	rows, err := readColumns(path, "reservoir", "capacity_m3")
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i, row := range rows {
		capacity, err := strconv.ParseUint(row[1], 10, 40)
		if err != nil {
			return fmt.Errorf("%s: line %d: expected a whole number, got %q", path, i+2, row[1])
		}
		if slices.Contains(l.names, row[0]) {
			l.capacities[row[0]] = capacity
		}
	}
	return nil
}

// readColumns reads the named columns of a CSV file.
func readColumns(path string, names ...string) (rows [][]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	places := make([]int, len(names))
	for i, name := range names {
		if len(all) > 0 {
			places[i] = slices.Index(all[0], name)
		}
		if len(all) == 0 || places[i] < 0 {
			return nil, fmt.Errorf("expected a column %s", name)
		}
	}
	for _, record := range all[1:] {
		row := make([]string, len(names))
		for i, p := range places {
			row[i] = record[p]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// scale makes the supply as large as the homes are: over all days what was drawn from the reservoirs becomes what the homes draw.
// Levels and running totals are scaled and not their differences, so nothing is lost by rounding down.
func (w *waterInput) scale(l levels) error {
	var drawn uint64
	for _, day := range l.days {
		for _, name := range l.names {
			drawn += day[name].drawn
		}
	}
	var perCycle uint64
	for _, home := range w.homes {
		perCycle += home.gain
	}
	litres := perCycle * uint64(len(l.days)) / uint64(w.cycle/secondsPerDay)
	if drawn == 0 || litres == 0 {
		return errors.New("expected water to be drawn from the reservoirs and in the homes")
	}
	var held uint64
	for _, name := range l.names {
		held = max(held, l.capacities[name])
	}
	if max(held, drawn) > math.MaxUint64/litres {
		return errors.New("the volumes are too large to be scaled exactly")
	}
	scaled := func(m3 uint64) int64 { return int64(m3 * litres / drawn) }
	w.start = l.start
	w.scaling = fmt.Sprintf("%d m3 drawn from %s in %s become the %d litres that %s draw: 1 litre stands for %d.%03d m3",
		drawn, count(uint64(len(l.names)), "reservoir"), count(uint64(len(l.days)), "day"), litres, count(uint64(len(w.homes)), "home"),
		drawn/litres, drawn%litres*1_000/litres)
	for _, name := range l.names {
		r := reservoir{name: name, capacity: uint64(scaled(l.capacities[name]))}
		var before, total level
		for _, day := range l.days {
			now, ok := day[name]
			if !ok {
				return fmt.Errorf("expected a row of %s for each day", name)
			}
			drawnBefore := total.drawn
			total.drawn += now.drawn
			r.days = append(r.days, scaled(now.stored)-scaled(before.stored)+scaled(total.drawn)-scaled(drawnBefore))
			before = now
		}
		w.reservoirs = append(w.reservoirs, r)
	}
	return nil
}

// firstDay is the midnight before the first row of the demand, Unix seconds.
func (w *waterInput) firstDay() int64 {
	return moment(&w.demand.records[0]) / secondsPerDay * secondsPerDay
}

// rowsOf returns the rows of the demand that fall into a day of the story, moved to it; after a cycle they come again, with the
// registers going on.
func (w *waterInput) rowsOf(day int) []meterdata.Record {
	gains := make(map[string]uint64, len(w.homes))
	for _, home := range w.homes {
		gains[home.name] = home.gain
	}
	from := int64(day) * secondsPerDay
	cycle, within := uint64(from/w.cycle), w.firstDay()+from%w.cycle
	out := w.demand.during(within, within+secondsPerDay, w.start+from-within)
	for i := range out {
		if r := &out[i]; r.Kind == meterdata.Registers {
			r.Import.Whole = w.demand.goneOn(r.Import.Whole, cycle*gains[r.Meter])
		}
	}
	return out
}
