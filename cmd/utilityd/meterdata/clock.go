package meterdata

import "errors"

// Errors that end an input. The texts name the option that helps.
var (
	ErrNoZone      = errors.New("expected a time with an offset, or the zone of the local clock (--zone Europe/Berlin)")
	ErrNewestFirst = errors.New("expected the oldest row first (--newest-first reads a file with the newest first)")
	errOldestFirst = errors.New("expected the newest row first because of --newest-first")
)

// Errors of a row that cannot be placed in time.
var (
	errNeverShown = errors.New("expected a local time that exists; the clocks went forward")
	errEndFirst   = errors.New("expected an end after the beginning, within 366 days")
)

// longest is the longest interval that is read.
const longest = 366 * day

// clock follows the times of one meter. When the clocks go back, local time alone cannot distinguish the repeated hour; the order of
// the rows can.
type clock struct {
	// last is the time of the last row, as its time column means it, and spacing what lay between the last two; 0 for none.
	last, spacing int64
}

// pick returns which of two moments with the same local time continues the rows of the meter: the one that is nearest to where
// the next row is due. If both are as near, the later one does unless the row repeats the last.
func (c *clock) pick(first, second, step int64) int64 {
	if step == 0 {
		step = c.spacing
	}
	switch due := c.last + step; {
	case first == second, c.last == 0, c.last > second+3*3_600, step == 0 && first > c.last:
		return first // nothing to choose, or nothing to go by
	case step == 0:
		return second
	case distance(first, due) < distance(second, due):
		return first
	case distance(first, due) == distance(second, due) && first >= c.last:
		return first
	default:
		return second
	}
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// follow notes the time of a row.
func (c *clock) follow(at int64) {
	if at > c.last && c.last != 0 {
		c.spacing = at - c.last
	}
	c.last = at
}

// begin returns the moment of the time column.
func (c *clock) begin(m moment, z *zone, step int64, isEnd bool) (int64, error) {
	if !m.local {
		return m.seconds, nil
	}
	if z == nil {
		return 0, ErrNoZone
	}
	first, second, ok := z.instants(m.seconds)
	if !ok && (first == 0 || !isEnd) {
		return 0, errNeverShown
	}
	return c.pick(first, second, step), nil
}

// endOf returns the end of an interval that has a column of its own, given the beginning as it stands in the row and as it is.
// An interval of an hour or less in the hour that comes twice has the length that its labels have.
func endOf(m, beginning moment, start int64, z *zone) (int64, error) {
	if !m.local {
		return m.seconds, nil
	}
	if z == nil {
		return 0, ErrNoZone
	}
	length := m.seconds - beginning.seconds
	if beginning.local && length > 0 && length <= 3_600 {
		if first, second, ok := z.instants(beginning.seconds); ok && first != second {
			return start + length, nil
		}
	}
	first, second, ok := z.instants(m.seconds)
	if !ok && first == 0 {
		return 0, errNeverShown
	}
	if first <= start {
		return second, nil
	}
	return first, nil
}
