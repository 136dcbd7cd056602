package meterdata

import (
	"fmt"
	"time"
	_ "time/tzdata" // meters write local time, and a gateway may run where no zones are installed
)

// WallClock returns the moments at which clocks of a zone show a local time, Unix seconds. The two differ in the hour that comes
// twice in autumn; an hour that spring leaves out is an error. The zone of wall is ignored.
func WallClock(wall time.Time, zone *time.Location) (earliest, latest int64, err error) {
	const day = 86_400
	east := func(unix int64) int64 { return eastOf(time.Unix(unix, 0).In(zone)) }
	shown := wall.Unix() + eastOf(wall)
	before, after := east(shown-day), east(shown+day) // clocks are changed once in two days at most
	first, second := shown-before, shown-after
	firstHolds, secondHolds := east(first) == before, east(second) == after
	switch {
	case firstHolds && secondHolds:
		return first, second, nil
	case firstHolds:
		return first, first, nil
	case secondHolds:
		return second, second, nil
	}
	return 0, 0, fmt.Errorf("expected a local time that exists in %s, got %s", zone, wall.Format("2006-01-02 15:04:05"))
}

// seasons returns the offsets of winter time and summer time of a zone in a year, in seconds east of Greenwich.
func seasons(year int, zone *time.Location) (winter, summer int64) {
	january := eastOf(time.Date(year, time.January, 1, 12, 0, 0, 0, zone))
	july := eastOf(time.Date(year, time.July, 1, 12, 0, 0, 0, zone))
	return min(january, july), max(january, july)
}

func eastOf(t time.Time) int64 {
	_, offset := t.Zone()
	return int64(offset)
}
