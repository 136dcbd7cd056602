package demo

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// intervals are what homes used and produced, by time.
type intervals struct {
	homes []string // in the order of their first rows
	rows  []gateway.Row
	step  int64 // length of an interval, seconds
}

// sums is what the input says of a home, Wh.
type sums struct{ consumed, produced, ownUse uint64 }

func (s sums) plus(o sums) sums {
	return sums{s.consumed + o.consumed, s.produced + o.produced, s.ownUse + o.ownUse}
}

// readIntervals takes the first days of a file.
func readIntervals(path string, days int) (s intervals, err error) {
	in, err := gateway.OpenInput(path)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if in.Layout != gateway.Intervals {
		return s, fmt.Errorf("%s: expected the columns time,meter,consumed_wh,produced_wh", path)
	}
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, fmt.Errorf("%s: %w", path, err)
		}
		s.rows = append(s.rows, row)
	}
	slices.SortStableFunc(s.rows, func(a, b gateway.Row) int { return cmp.Compare(a.Time, b.Time) })
	s.keep(days)
	if err := s.check(); err != nil {
		return s, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// keep leaves the first days of the rows, and finds the homes and the step in them.
func (s *intervals) keep(days int) {
	for i, row := range s.rows {
		if row.Time >= s.rows[0].Time+int64(days)*secondsPerDay {
			s.rows = s.rows[:i]
			break
		}
		if i > 0 {
			if step := row.Time - s.rows[i-1].Time; step > 0 && (s.step == 0 || step < s.step) {
				s.step = step
			}
		}
		if !slices.Contains(s.homes, row.Device) {
			s.homes = append(s.homes, row.Device)
		}
	}
}

// homeNames are fit for keys and serial numbers.
var homeNames = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// check says what no community can be made of.
func (s *intervals) check() error {
	if s.step == 0 {
		return errors.New("expected rows of at least two intervals")
	}
	// The chain's default for the shortest epoch; every epoch is a whole part of a day.
	if shortest := energytypes.DefaultParams().MinEpochSeconds; s.step < int64(shortest) || secondsPerDay%s.step != 0 {
		return fmt.Errorf("expected intervals of a whole part of a day and of %d s or more, got %d s", shortest, s.step)
	}
	last := make(map[string]int64, len(s.homes))
	for _, row := range s.rows {
		if (row.Time-s.rows[0].Time)%s.step != 0 {
			return fmt.Errorf("line %d: expected a time that lies whole intervals of %d s after the first one", row.Line, s.step)
		}
		if at, seen := last[row.Device]; seen && at == row.Time {
			return fmt.Errorf("line %d: expected one row of %s for an interval, got two", row.Line, row.Device)
		}
		last[row.Device] = row.Time
	}
	if len(s.homes) < 2 {
		return errors.New("expected at least two meters, a community of one has nobody to share with")
	}
	for _, name := range s.homes {
		if !homeNames.MatchString(name) || slices.Contains(devnet.Names(), name) {
			return fmt.Errorf("expected a meter's name of letters, digits and . _ - that is no account of a devnet, got %q", name)
		}
	}
	return nil
}

// span is the start of the first interval and the end of the last one, Unix seconds.
func (s *intervals) span() (start, end int64) {
	return s.rows[0].Time, s.rows[len(s.rows)-1].Time + s.step
}

// sums adds up what the input says of each home.
func (s *intervals) sums() []sums {
	slot := make(map[string]int, len(s.homes))
	for i, name := range s.homes {
		slot[name] = i
	}
	out := make([]sums, len(s.homes))
	for _, row := range s.rows {
		i := slot[row.Device]
		out[i] = out[i].plus(sums{row.First, row.Second, min(row.First, row.Second)})
	}
	return out
}

// largest is the most that a register advances in an interval, Wh.
func (s *intervals) largest() (wh uint64) {
	for _, row := range s.rows {
		wh = max(wh, row.First, row.Second)
	}
	return wh
}

// source yields the rows.
func (s *intervals) source() gateway.Source { return &rows{s.rows} }

type rows struct{ left []gateway.Row }

// Next takes the first row that is left.
func (r *rows) Next() (gateway.Row, error) {
	if len(r.left) == 0 {
		return gateway.Row{}, io.EOF
	}
	row := r.left[0]
	r.left = r.left[1:]
	return row, nil
}
