package types

// A meter is read near the end of an epoch, hardly ever at its last second. These functions define which readings are reports
// of an epoch nevertheless.

// EpochOf returns the epoch that a span (from, to] belongs to, and whether the span is a report of it; tolerance is that of an
// epoch's terms. A span that lies in one epoch is a report of it, whatever the tolerance. A span that crosses a border belongs
// to the epoch that ended last, if it ends no later after it than that epoch tolerates, else to the epoch in which it ends. It is
// a report if it begins no earlier than that epoch tolerates. So a span that lies around one border belongs to the epoch before.
//
// Tolerances are below half an epoch, so a span is a report of one epoch at most. Of two spans in a row the second never
// belongs to an earlier epoch than the first.
func (c Community) EpochOf(
	from, to int64, tolerance func(epoch uint64) (seconds int64, err error),
) (epoch uint64, reports bool, err error) {
	epoch = c.EpochAt(to - 1)
	start := c.EpochStart(epoch)
	if from >= start || epoch == 0 {
		return epoch, from >= start, nil
	}
	tolerated, err := tolerance(epoch - 1)
	if err != nil {
		return 0, false, err
	}
	if to <= start+tolerated {
		epoch--
	} else if tolerated, err = tolerance(epoch); err != nil {
		return 0, false, err
	}
	return epoch, from >= c.EpochStart(epoch)-tolerated, nil
}

// BorderTolerance is BorderToleranceSeconds as a span of Unix seconds.
func (t Terms) BorderTolerance() int64 { return int64(t.BorderToleranceSeconds) } //nolint:gosec // at most a part of a day

// Waits returns the time after its end in which an epoch with these terms stays open, seconds: the grace, and at least the
// delay that a report may have.
func (t Terms) Waits() int64 { return max(t.Grace(), t.BorderTolerance()) }

// Grace is GraceSeconds as a span of Unix seconds.
func (t Terms) Grace() int64 { return int64(t.GraceSeconds) } //nolint:gosec // at most MaxGraceSeconds

// BorderTolerance returns the tolerance of the first terms.
func (m *MsgCreateCommunity) BorderTolerance() uint64 {
	return borderTolerance(m.BorderToleranceSeconds, m.ExactBorders, m.EpochSeconds)
}

// BorderTolerance returns the tolerance of the next terms.
func (m *MsgUpdateCommunity) BorderTolerance(epochSeconds uint64) uint64 {
	return borderTolerance(m.BorderToleranceSeconds, m.ExactBorders, epochSeconds)
}

func borderTolerance(seconds uint64, exact bool, epochSeconds uint64) uint64 {
	if seconds == 0 && !exact {
		return epochSeconds / defaultTolerancesInEpoch
	}
	return seconds
}
