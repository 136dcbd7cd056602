package demo

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// story is what is replayed: rows of intervals, by time.
type story struct {
	homes []string // in the order of their first rows
	rows  []gateway.Row
	step  int64 // length of an interval, seconds
	next  int
}

// sums is what the input says of a home, Wh.
type sums struct{ consumed, produced, ownUse uint64 }

func (s sums) plus(o sums) sums {
	return sums{s.consumed + o.consumed, s.produced + o.produced, s.ownUse + o.ownUse}
}

// Next implements gateway.Source.
func (s *story) Next() (gateway.Row, error) {
	if s.next == len(s.rows) {
		return gateway.Row{}, io.EOF
	}
	s.next++
	return s.rows[s.next-1], nil
}

// readStory takes the first days of a file of intervals.
func readStory(path string, days int) (s story, err error) {
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
		if len(s.rows) > 0 {
			first, last := s.rows[0].Time, s.rows[len(s.rows)-1].Time
			if row.Time >= first+int64(days)*int64(24*time.Hour/time.Second) {
				break
			}
			if row.Time > last && (s.step == 0 || row.Time-last < s.step) {
				s.step = row.Time - last
			}
		}
		if !slices.Contains(s.homes, row.Device) {
			s.homes = append(s.homes, row.Device)
		}
		s.rows = append(s.rows, row)
	}
	if s.step == 0 {
		return s, fmt.Errorf("%s: expected rows of at least two intervals", path)
	}
	if len(s.homes) < 2 {
		return s, fmt.Errorf("%s: expected at least two meters, a community of one has nobody to share with", path)
	}
	return s, nil
}

// span is the start of the first interval and the end of the last one, Unix seconds.
func (s *story) span() (start, end int64) {
	return s.rows[0].Time, s.rows[len(s.rows)-1].Time + s.step
}

// input sums up what the file says of each home.
func (s *story) input() []sums {
	out := make([]sums, len(s.homes))
	for _, row := range s.rows {
		i := slices.Index(s.homes, row.Device)
		out[i] = out[i].plus(sums{row.First, row.Second, min(row.First, row.Second)})
	}
	return out
}
