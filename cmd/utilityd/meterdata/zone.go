package meterdata

import (
	"fmt"
	"math"
	"time"
	_ "time/tzdata" // zones on machines that have none, such as a small box beside a meter
)

// zone turns the times of a local clock into Unix seconds.
type zone struct {
	location *time.Location
	// offset holds for the Unix seconds in [from, to): the period of the last look-up.
	offset, from, to int64
}

// loadZone finds a zone by its name in the IANA database or as an offset such as +10:00.
func loadZone(name string) (*zone, error) {
	if name == "" {
		return nil, nil
	}
	if offset, ok := offsetOf([]byte(name)); ok {
		return &zone{location: time.FixedZone(name, int(offset))}, nil
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("expected a time zone such as Europe/Berlin or +10:00, got %q (--zone)", name)
	}
	return &zone{location: location}, nil
}

// at returns the offset that holds at a moment, and remembers how long it does.
func (z *zone) at(unix int64) int64 {
	if unix < z.from || unix >= z.to {
		t := time.Unix(unix, 0).In(z.location)
		_, offset := t.Zone()
		z.offset, z.from, z.to = int64(offset), math.MinInt64, math.MaxInt64
		start, end := t.ZoneBounds()
		if !start.IsZero() {
			z.from = start.Unix()
		}
		if !end.IsZero() {
			z.to = end.Unix()
		}
	}
	return z.offset
}

// instants returns when the local clock showed a time: twice while it is put back (two differ then), once on all other days.
// In the hour that is left out when it is put forward it never does (ok is false), and both are the moment of the change if the
// time is the one at which the hour would begin.
func (z *zone) instants(local int64) (first, second int64, ok bool) {
	if guess := local - z.offset; guess-day >= z.from && guess+day < z.to && z.from < z.to {
		return guess, guess, true
	}
	before, after := z.at(local-day), z.at(local+day)
	first, second = local-before, local-after
	firstOK, secondOK := z.at(first) == before, z.at(second) == after
	switch {
	case firstOK && secondOK:
		return first, second, true
	case firstOK:
		return first, first, true
	case secondOK:
		return second, second, true
	}
	z.at(first) // the clock is ahead already
	if change := z.from; change+before == local {
		return change, change, false
	}
	return 0, 0, false
}
