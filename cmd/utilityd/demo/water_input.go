package demo

import (
	"cmp"
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
	firmShare  uint64 // percent of the demand that a firm source brings
}

// waterHome is a household with one meter.
type waterHome struct {
	Name     string
	Persons  int
	Opening  uint64 // register before the first row, litres
	BuyBelow uint64 // balance below which it buys, litres
	Daily    uint64 // litres that each person draws on a day, rounded down
	gain     uint64 // litres drawn in a cycle
}

// reservoir is a source: litres captured on each day, below 0 for what was let out beside the pipe. A firm one is a well that no drought
// touches: it brings the same on each day, and its tank holds what it brings in firmDays.
type reservoir struct {
	Name     string
	Class    string
	Capacity uint64
	days     []int64
}

// readWater takes the supply and the demand from files and scales the supply to the homes, of whose demand a firm source brings
// firmShare percent. A home is a meter; how many people live there is not in the data: one to five in turn.
func readWater(supply, demand string, days int, firmShare uint64, o fileOptions) (w waterInput, err error) {
	w.firmShare = firmShare
	if w.demand, err = readMeasurements(demand, o, "l", 0); err != nil {
		return w, err
	}
	if err := w.demand.checkOwners(demand); err != nil {
		return w, err
	}
	w.demand.limit(maxLitresPerHour, maxLitresPerHour)
	w.cycle = int64(w.demand.days()) * secondsPerDay
	for i, t := range w.demand.tallies() {
		name, gain, persons := w.demand.meters[i], t.imported(), 1+i%5
		daily := gain / uint64(w.demand.days())
		w.homes = append(w.homes, waterHome{
			Name: name, Persons: persons, Opening: w.demand.opening(name).ImportRegister, gain: gain,
			BuyBelow: max(1, buyBelowDays*daily), Daily: daily / uint64(persons),
		})
	}
	dams, err := w.readDams(supply, days)
	if err != nil {
		return w, fmt.Errorf("%s: %w", supply, err)
	}
	if err := w.scale(dams); err != nil {
		return w, fmt.Errorf("%s: %w", supply, err)
	}
	return w, nil
}

// dam is a reservoir as a file has it, cubic metres.
type dam struct {
	name          string
	capacity      uint64
	stored, drawn []uint64 // by day
}

// readDams takes days of time,reservoir,storage_m3,diverted_m3, all of them if days is 0, and the stated capacities from
// capacity.csv beside the file. The capacity of a reservoir that is not listed there is its highest level. If the file does not say what
// was diverted to the homes, it is what was released: released_m3.
func (w *waterInput) readDams(path string, days int) (dams []*dam, err error) {
	stated := map[string]uint64{}
	capacities, err := readRows(filepath.Join(filepath.Dir(path), "capacity.csv"), "reservoir", "capacity_m3")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, row := range capacities {
		if stated[row[0]], err = strconv.ParseUint(row[1], 10, 40); err != nil {
			return nil, err
		}
	}
	rows, err := readRows(path, "time", "reservoir", "storage_m3", "diverted_m3")
	if errors.Is(err, errNoColumn) {
		var missing error
		if rows, missing = readRows(path, "time", "reservoir", "storage_m3", "released_m3"); missing == nil {
			err = nil
		}
	}
	if err != nil {
		return nil, err
	}
	for line, row := range rows {
		at, err := time.Parse(time.RFC3339, row[0])
		stored, storedErr := strconv.ParseUint(row[2], 10, 40)
		drawn, drawnErr := strconv.ParseUint(cmp.Or(row[3], "0"), 10, 40) // not known: taken as nothing
		if err := errors.Join(err, storedErr, drawnErr); err != nil {
			return nil, fmt.Errorf("line %d: expected a day such as 1999-12-01T00:00:00Z, whole cubic metres in storage_m3, "+
				"and in diverted_m3 unless it is empty: %w", line+2, err)
		}
		if line == 0 {
			w.start = at.Unix()
		}
		day := int((at.Unix() - w.start) / secondsPerDay)
		if days > 0 && day >= days {
			break
		}
		i := slices.IndexFunc(dams, func(d *dam) bool { return d.name == row[1] })
		if i < 0 {
			i, dams = len(dams), append(dams, &dam{name: row[1]})
		}
		d := dams[i]
		if day != len(d.stored) {
			return nil, fmt.Errorf("line %d: expected one row of %s for each day, in order", line+2, d.name)
		}
		d.stored, d.drawn, d.capacity = append(d.stored, stored), append(d.drawn, drawn), max(d.capacity, stored)
	}
	for _, d := range dams {
		d.capacity = cmp.Or(stated[d.name], d.capacity)
		if len(d.stored) < 2 || len(d.stored) != len(dams[0].stored) {
			return nil, fmt.Errorf("expected at least two days, and as many rows of %s as of %s", d.name, dams[0].name)
		}
	}
	return dams, nil
}

var errNoColumn = errors.New("expected a column")

// readRows returns the named columns of a CSV file.
func readRows(path string, names ...string) (rows [][]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	all, err := csv.NewReader(f).ReadAll()
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	for line, cells := range all {
		row := make([]string, len(names))
		for i, name := range names {
			at := slices.Index(all[0], name)
			if at < 0 {
				return nil, fmt.Errorf("%s: %w %s", filepath.Base(path), errNoColumn, name)
			}
			row[i] = cells[at]
		}
		if line > 0 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// scale makes the supply as large as the homes are: over all days what was drawn from the reservoirs becomes what the homes draw, but
// for the firm share. Levels and running totals are scaled and not their differences, so nothing is lost by rounding down.
func (w *waterInput) scale(dams []*dam) error {
	var drawn, held, demand uint64
	days := uint64(len(dams[0].drawn))
	for _, d := range dams {
		held = max(held, d.capacity)
		for _, m3 := range d.drawn {
			drawn += m3
		}
	}
	for _, home := range w.homes {
		demand += home.gain
	}
	demand = demand * days / uint64(w.cycle/secondsPerDay)
	firm := demand * w.firmShare / 100
	litres := demand - firm
	if drawn == 0 || litres == 0 {
		return errors.New("expected water to be drawn from the reservoirs and in the homes")
	}
	if max(held, drawn) > math.MaxUint64/litres {
		return errors.New("the volumes are too large to be scaled exactly")
	}
	w.scaling = fmt.Sprintf("%d m3 drawn from %s in %s become %d litres: 1 litre stands for %d.%03d m3. A firm source brings %d %% of the %d litres that %s draw",
		drawn, count(len(dams), "reservoir"), count(days, "day"), litres, drawn/litres, drawn%litres*1_000/litres,
		w.firmShare, demand, count(len(w.homes), "home"))
	scaled := func(m3 uint64) int64 { return int64(m3 * litres / drawn) }
	for _, d := range dams {
		r := reservoir{Name: d.name, Class: "DROUGHT_SENSITIVE", Capacity: uint64(scaled(d.capacity))}
		var stored, total uint64
		for day := range days {
			before := scaled(stored) + scaled(total)
			stored, total = d.stored[day], total+d.drawn[day]
			r.days = append(r.days, scaled(stored)+scaled(total)-before)
		}
		w.reservoirs = append(w.reservoirs, r)
	}
	if firm > 0 {
		r := reservoir{Name: firmSource, Class: "FIRM", Capacity: firm*firmDays/days + 1}
		for day := range days {
			r.days = append(r.days, int64((day+1)*firm/days-day*firm/days))
		}
		w.reservoirs = append(w.reservoirs, r)
	}
	return nil
}

// rowsOf returns the rows of the demand that fall into a day of the story, moved to it; after a cycle they come again, with the
// registers going on.
func (w *waterInput) rowsOf(day int) []meterdata.Record {
	from := int64(day) * secondsPerDay
	cycle, within := uint64(from/w.cycle), w.demand.midnight()+from%w.cycle
	out := w.demand.during(within, within+secondsPerDay, w.start+from-within)
	for i := range out {
		if r := &out[i]; r.Kind == meterdata.Registers {
			home := slices.IndexFunc(w.homes, func(h waterHome) bool { return h.Name == r.Meter })
			r.Import.Whole = w.demand.goneOn(r.Import.Whole, cycle*w.homes[home].gain)
		}
	}
	return out
}
