package meterdata

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// probed is the maximum number of rows that are read ahead of a file.
const probed = 10_000

// probe refuses a file whose newest row comes first, before a row of it is used, and goes back to its beginning. A stream cannot
// be probed; there the second row of a meter reveals the order.
func probe(f *os.File, o Options) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || o.Reverse {
		return nil
	}
	var newestFirst error
	if in, err := Open(f, o); err == nil { // Open itself reports other errors
		for range probed {
			_, err := in.Next()
			if errors.Is(err, ErrNewestFirst) {
				newestFirst = err
			}
			if row := (*RowError)(nil); err != nil && !errors.As(err, &row) {
				break
			}
			if t, ok := in.reader.(*table); ok && t.ordered {
				break
			}
		}
	}
	_, err = f.Seek(0, io.SeekStart)
	return errors.Join(newestFirst, err)
}

// GuessStep returns the most frequent distance between the times of two rows of a meter, the shorter one if two are as frequent. From
// two minutes up it is rounded to whole minutes, because clocks drift by seconds.
func GuessStep(path string, o Options) (time.Duration, error) {
	o.Step = time.Second
	in, err := OpenFile(path, o)
	if err != nil {
		return 0, err
	}
	counts, last := map[int64]int{}, map[string]int64{}
	var unreadable error
	rows := 0
	for range probed {
		r, err := in.Next()
		if row := (*RowError)(nil); errors.As(err, &row) {
			rows++
			continue
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				unreadable = err
			}
			break
		}
		rows++
		if before := last[r.Meter]; before != 0 && r.End > before {
			step := r.End - before
			if step >= 120 {
				step = (step + 30) / 60 * 60
			}
			counts[step]++
		}
		last[r.Meter] = r.End
	}
	var steps []int64
	for step := range counts {
		steps = append(steps, step)
	}
	slices.SortFunc(steps, func(a, b int64) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return int(a - b)
	})
	if err := in.Close(); err != nil {
		return 0, err
	}
	if rows == 0 && unreadable == nil {
		unreadable = errors.New("expected rows, got none")
	}
	if len(steps) == 0 && unreadable != nil {
		return 0, fmt.Errorf("%s: %w", path, unreadable)
	}
	if len(steps) == 0 || steps[0] > longest {
		return 0, fmt.Errorf("%s: %w", path, ErrNoStep)
	}
	return time.Duration(steps[0]) * time.Second, nil
}
