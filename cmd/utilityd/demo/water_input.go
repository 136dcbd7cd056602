package demo

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
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
		return w, err
	}
	if err := w.scale(levels); err != nil {
		return w, fmt.Errorf("%s: %w", supply, err)
	}
	return w, nil
}

// readDemand takes a home from each meter. How many people live there is not in the data: one to five in turn.
func (w *waterInput) readDemand(path string, o fileOptions) (err error) {
	if w.demand, err = readMeasurements(path, o, "l", 0); err != nil {
		return err
	}
	if err := w.demand.checkOwners(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	w.demand.limit(mostLitresPerHour, mostLitresPerHour)
	w.cycle = int64(w.demand.days()) * secondsPerDay
	for i, t := range w.demand.tallies() {
		name := w.demand.meters[i]
		w.homes = append(w.homes, waterHome{
			name: name, persons: uint32(1 + i%5), gain: t.imported().Whole, opening: w.demand.opening(name).ImportRegister,
		})
	}
	return nil
}

// level is the row of a day in a file of reservoirs.
type level struct{ stored, drawn uint64 } // cubic metres

type levels struct {
	start      int64
	names      []string
	capacities map[string]uint64
	days       []map[string]level
}

// readLevels takes days of time,reservoir,storage_m3,diverted_m3, all of them if days is 0, and the stated capacities from
// capacity.csv beside the file. The capacity of a reservoir that is not listed there is its highest level.
func readLevels(path string, days int) (out levels, err error) {
	out.capacities = map[string]uint64{}
	err = eachRow(path, []string{"time", "reservoir", "storage_m3", "diverted_m3"}, func(row []string) error {
		at, err := time.Parse(time.RFC3339, row[0])
		if err != nil {
			return fmt.Errorf("expected a day such as 1999-12-01T00:00:00Z, got %q", row[0])
		}
		if len(out.days) == 0 {
			out.start = at.Unix()
		}
		day := int((at.Unix() - out.start) / secondsPerDay)
		if days > 0 && day >= days {
			return io.EOF
		}
		if day == len(out.days) {
			out.days = append(out.days, map[string]level{})
		}
		if day != len(out.days)-1 {
			return errors.New("expected days in order and without gaps")
		}
		stored, err := strconv.ParseUint(row[2], 10, 40)
		drawn, drawnErr := strconv.ParseUint(cmp.Or(row[3], "0"), 10, 40) // not known: taken as nothing
		if err := errors.Join(err, drawnErr); err != nil {
			return fmt.Errorf("expected whole cubic metres in storage_m3, and in diverted_m3 unless it is empty: %w", err)
		}
		if !slices.Contains(out.names, row[1]) {
			out.names = append(out.names, row[1])
		}
		out.days[day][row[1]] = level{stored, drawn}
		out.capacities[row[1]] = max(out.capacities[row[1]], stored)
		return nil
	})
	if err == nil && len(out.days) < 2 {
		err = fmt.Errorf("%s: expected at least two days", path)
	}
	stated := filepath.Join(filepath.Dir(path), "capacity.csv")
	if _, missing := os.Stat(stated); err != nil || errors.Is(missing, fs.ErrNotExist) {
		return out, err
	}
	return out, eachRow(stated, []string{"reservoir", "capacity_m3"}, func(row []string) (err error) {
		if slices.Contains(out.names, row[0]) {
			out.capacities[row[0]], err = strconv.ParseUint(row[1], 10, 40)
		}
		return err
	})
}

// eachRow visits the named columns of a CSV file until visit returns io.EOF.
func eachRow(path string, names []string, visit func(row []string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	all, err := csv.NewReader(f).ReadAll()
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	places := make([]int, len(names))
	for i, name := range names {
		if places[i] = slices.Index(append(all, nil)[0], name); places[i] < 0 {
			return fmt.Errorf("%s: expected a column %s", path, name)
		}
	}
	for line, cells := range all[1:] {
		row := make([]string, len(names))
		for i, p := range places {
			row[i] = cells[p]
		}
		if err := visit(row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: line %d: %w", path, line+2, err)
		}
	}
	return nil
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
		drawn, count(len(l.names), "reservoir"), count(len(l.days), "day"), litres, count(len(w.homes), "home"),
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

// rowsOf returns the rows of the demand that fall into a day of the story, moved to it; after a cycle they come again, with the
// registers going on.
func (w *waterInput) rowsOf(day int) []meterdata.Record {
	gains := make(map[string]uint64, len(w.homes))
	for _, home := range w.homes {
		gains[home.name] = home.gain
	}
	from := int64(day) * secondsPerDay
	cycle, within := uint64(from/w.cycle), w.demand.midnight()+from%w.cycle
	out := w.demand.during(within, within+secondsPerDay, w.start+from-within)
	for i := range out {
		if r := &out[i]; r.Kind == meterdata.Registers {
			r.Import.Whole = w.demand.goneOn(r.Import.Whole, cycle*gains[r.Meter])
		}
	}
	return out
}
