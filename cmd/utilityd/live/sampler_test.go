package live_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// register is a value of a meter at a second; the second is the register too.
func register(meter string, end int64) meterdata.Record {
	return meterdata.Record{Line: 7, Meter: meter, Kind: meterdata.Registers, End: end, Import: meterdata.Of(uint64(end))}
}

// TestSamplerTakesOneReadingABorder has a step of 100 s and a tolerance of 10 s. An event is the second of a value, "tick" with the
// time of the clock, or "resume" with the time of the last reading, or the end of the input; => shows the readings that it brings.
func TestSamplerTakesOneReadingABorder(t *testing.T) {
	tests := []struct {
		name   string
		events string
	}{
		{"the last value before a border counts when the next one comes", "750; 780; 798; 801 => 798; 899; 902 => 899"},
		{"a value at a border counts at once, and the one before it does not", "750; 799; 800 => 800; 801; 899; 900 => 900"},
		{"when nothing comes behind the border the clock decides, after the tolerance", "750; 798; tick 800; tick 810; tick 811 => 798; tick 911"},
		{"a value that was in flight counts if it comes in time", "750; 798; tick 805; 800 => 800; tick 811"},
		{"a value that was in flight too long is dropped", "750; 798; tick 811 => 798; 800; 805; tick 880; 900 => 900"},
		{"the first value of all counts for the border before it within the tolerance", "710 => 710; 711; 798; 801 => 798"},
		{"the first value of all beyond the tolerance counts for the next border", "711; 801 => 711"},
		{"a meter that reports once a step, a little late, has a reading each time", "705 => 705; 805 => 805; 906 => 906; 1005 => 1005"},
		{"a meter that reports once a step, far from the borders, too", "750; 850 => 750; 950 => 850; tick 1011 => 950"},
		{"after a gap one reading is taken for the border before it and one for that behind", "750; 1105 => 750 1105; 1106; 1201 => 1106"},
		{"after a gap no border in it gets a reading", "750; 1150 => 750; 1201 => 1150"},
		{"the same time again is dropped", "750; 750; 798; 798; 800 => 800; 800"},
		{"a clock that goes back is refused, and goes on where it was", "750; 745 => refused; 798; 700 => refused; 802 => 798; 801 => refused"},
		{"a value far ahead of the clock is refused and forgotten", "tick 750; 750; 9999 => refused; 811 => refused; 798; 801 => 798"},
		{"after a restart the border of the last reading has its one", "resume 700; 705; 798; 801 => 798"},
		{"after a restart a border without reading gets the first value in time", "resume 600; 709 => 709; 798; 801 => 798"},
		{"after a restart a border without reading gets none from a value too late", "resume 600; 711; 801 => 711"},
		{"a reading a little late before the restart counts for the border before it", "resume 705; 798; 801 => 798"},
		{"a reading before its border counts for that border after the restart", "resume 698; 699; 705; 798; 801 => 798"},
		{"values older than the last reading are refused after a restart", "resume 705; 704 => refused; 705; 706; 801 => 706"},
		{"a value within the tolerance of its border counts at the end of the input", "750; 798; 801 => 798; 891; end => 891"},
		{"a value far from its border is left to the next input", "750; 798; 801 => 798; 880; end"},
		{"a meter without a reading is named at the end of the input", "750; end => refused"},
		{"an older last reading changes nothing", "resume 705; resume 300; 706; 801 => 706"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			s, err := live.NewSampler(100*time.Second, 10*time.Second)
			require.NoError(t, err)
			var seen []string
			for event := range strings.SplitSeq(tc.events, "; ") {
				event, _, _ = strings.Cut(event, " => ")
				seen = append(seen, event+outcome(t, s, event))
			}
			require.Equal(t, tc.events, strings.Join(seen, "; "))
		})
	}
}

// outcome plays one event and draws the readings that it brings.
func outcome(t *testing.T, s *live.Sampler, event string) string {
	t.Helper()
	var due []meterdata.Record
	var refused *meterdata.RowError
	var at int64
	if n, err := fmt.Sscanf(event, "tick %d", &at); n == 1 && err == nil {
		due = s.Tick(time.Unix(at, 0))
	} else if n, err := fmt.Sscanf(event, "resume %d", &at); n == 1 && err == nil {
		s.Resume("flat", at)
	} else if event == "end" {
		var named []*meterdata.RowError
		if due, named = s.End(); len(named) > 0 {
			refused = named[0]
		}
	} else {
		_, err := fmt.Sscanf(event, "%d", &at)
		require.NoError(t, err)
		due, refused = s.Offer(register("flat", at))
	}
	if refused != nil {
		require.Equal(t, 7, refused.Line)
		require.Equal(t, "flat", refused.Meter)
		return " => refused"
	}
	drawn := ""
	for _, r := range due {
		require.Equal(t, register("flat", r.End), r, "a reading is a value as it came")
		drawn += fmt.Sprintf(" %d", r.End)
	}
	if drawn != "" {
		drawn = " =>" + drawn
	}
	return drawn
}

func TestSamplerReasonsNameTheTimes(t *testing.T) {
	s, err := live.NewSampler(15*time.Minute, time.Minute)
	require.NoError(t, err)
	s.Tick(time.Unix(1_795_172_400, 0))
	_, refused := s.Offer(register("flat", 3_155_760_000))
	require.EqualError(t, refused, "line 7, meter flat: expected a time at most 60 s ahead of this machine's clock, got 2070-01-01T00:00:00Z")
	_, refused = s.Offer(register("flat", 1_795_172_400))
	require.Nil(t, refused)
	_, refused = s.Offer(register("flat", 1_795_172_399))
	require.EqualError(t, refused, "line 7, meter flat: expected a clock that does not go back, got 2026-11-20T10:59:59Z after 2026-11-20T11:00:00Z")
}

func TestSamplerPassesAmountsThrough(t *testing.T) {
	s, err := live.NewSampler(100*time.Second, 0)
	require.NoError(t, err)
	amounts := meterdata.Record{Meter: "flat", Kind: meterdata.Amounts, Start: 100, End: 200, Import: meterdata.Of(5)}
	for range 2 {
		due, refused := s.Offer(amounts)
		require.Nil(t, refused)
		require.Equal(t, []meterdata.Record{amounts}, due)
	}
}

func TestSamplerKeepsMetersApartAndSortsThem(t *testing.T) {
	s, err := live.NewSampler(100*time.Second, 10*time.Second)
	require.NoError(t, err)
	for _, meter := range []string{"c", "a", "b"} {
		due, refused := s.Offer(register(meter, 750))
		require.Nil(t, refused)
		require.Empty(t, due)
	}
	_, refused := s.Offer(register("b", 740+1))
	require.NotNil(t, refused, "its clock went back")
	due, _ := s.Offer(register("c", 801))
	require.Equal(t, []meterdata.Record{register("c", 750)}, due)
	require.Equal(t, []meterdata.Record{register("a", 750), register("b", 750)}, s.Tick(time.Unix(811, 0)))
}

func TestSamplerRefusesSettingsThatMakeNoSense(t *testing.T) {
	tests := []struct {
		name            string
		step, tolerance time.Duration
		wantErr         string
	}{
		{"no step", 0, 0, "expected a step of whole seconds, got 0s"},
		{"a part of a second", 1500 * time.Millisecond, 0, "expected a step of whole seconds, got 1.5s"},
		{"a tolerance as long as the step", time.Minute, time.Minute, "expected a tolerance of whole seconds below the step of 1m0s, got 1m0s"},
		{"a negative tolerance", time.Minute, -time.Second, "expected a tolerance of whole seconds below the step"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := live.NewSampler(tc.step, tc.tolerance)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}

// slowSampler is the slow twin: it keeps every value of a meter and looks at every border from the first on, each time.
type slowSampler struct {
	step, tolerance int64
	now             int64
	values          []int64
	used            map[int64]bool  // values that are readings
	taken           map[int64]int64 // border → reading
	decided         int64           // the greatest border with a reading; at first one before all
}

func newSlowSampler(step, tolerance int64) *slowSampler {
	return &slowSampler{step: step, tolerance: tolerance, now: -1, used: map[int64]bool{}, taken: map[int64]int64{}, decided: -step}
}

func (s *slowSampler) offer(at int64) (due []int64) {
	if s.now >= 0 && at > s.now+60 || len(s.values) > 0 && at <= s.values[len(s.values)-1] {
		return nil
	}
	s.values = append(s.values, at)
	return s.decide(func(border int64) bool { return border <= at }, at)
}

func (s *slowSampler) tick(now int64) (due []int64) {
	s.now = now
	return s.decide(func(border int64) bool { return now > border+s.tolerance }, now)
}

// decide gives each border that is complete, and has no reading, the last value of its step, else the first within the tolerance.
func (s *slowSampler) decide(complete func(int64) bool, end int64) (due []int64) {
	for border := s.decided + s.step; border <= end; border += s.step {
		if !complete(border) {
			continue
		}
		best := int64(-1)
		for _, v := range s.values {
			if v > border-s.step && v <= border && !s.used[v] {
				best = v
			}
		}
		for i := len(s.values) - 1; best < 0 && i >= 0; i-- {
			first := i == 0 || s.values[i-1] <= border
			if v := s.values[i]; first && v > border && v <= border+s.tolerance && !s.used[v] {
				best = v
			}
		}
		if best >= 0 {
			s.taken[border], s.used[best], s.decided = best, true, border
			due = append(due, best)
		}
	}
	return due
}

func TestSamplerAgreesWithItsSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.Int64Range(1, 60).Draw(t, "step")
		tolerance := rapid.Int64Range(0, step-1).Draw(t, "tolerance")
		s, err := live.NewSampler(time.Duration(step)*time.Second, time.Duration(tolerance)*time.Second)
		require.NoError(t, err)
		slow := map[string]*slowSampler{"a": newSlowSampler(step, tolerance), "b": newSlowSampler(step, tolerance)}
		clock := rapid.Int64Range(step, 3*step).Draw(t, "begin")
		readings := map[string]int{}
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			clock += rapid.SampledFrom([]int64{0, 1, 1, 1, 2, step / 2, step - 1, step, 3 * step}).Draw(t, "passed")
			var got []meterdata.Record
			want := map[string][]int64{}
			if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
				got = s.Tick(time.Unix(clock, 0))
				want["a"], want["b"] = slow["a"].tick(clock), slow["b"].tick(clock)
			} else {
				meter := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "meter")
				at := max(1, clock+rapid.SampledFrom([]int64{0, 0, 0, -1, -5, -step, 59, 61, 1_000_000}).Draw(t, "skew"))
				got, _ = s.Offer(register(meter, at))
				want[meter] = slow[meter].offer(at)
			}
			ends := map[string][]int64{}
			for _, r := range got {
				require.Equal(t, register(r.Meter, r.End), r, "a reading is a value as it came")
				ends[r.Meter] = append(ends[r.Meter], r.End)
				readings[r.Meter]++
			}
			require.Equal(t, want["a"], ends["a"])
			require.Equal(t, want["b"], ends["b"])
		}
		for meter, n := range readings {
			require.Len(t, slow[meter].taken, n, "one reading a border at most")
		}
	})
}

// TestSamplerAfterARestartTakesNoBorderTwice restarts between any two values that come every second.
func TestSamplerAfterARestartTakesNoBorderTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.Int64Range(2, 30).Draw(t, "step")
		tolerance := rapid.Int64Range(0, step-1).Draw(t, "tolerance")
		begin := rapid.Int64Range(1, 2*step).Draw(t, "begin")
		restarts := rapid.SliceOfN(rapid.Int64Range(begin, begin+10*step), 0, 4).Draw(t, "restarts")
		fresh := func() *live.Sampler {
			s, err := live.NewSampler(time.Duration(step)*time.Second, time.Duration(tolerance)*time.Second)
			require.NoError(t, err)
			return s
		}
		s := fresh()
		var last int64
		borders := map[int64]int64{}
		for at := begin; at < begin+10*step; at++ {
			for _, r := range restarts {
				if r == at {
					if s = fresh(); last > 0 {
						s.Resume("flat", last)
					}
				}
			}
			due, refused := s.Offer(register("flat", at))
			require.Nil(t, refused)
			for _, r := range due {
				border := r.End // values come every second, so all but the first reading lie on their borders or behind them
				border -= border % step
				require.NotContains(t, borders, border)
				borders[border], last = r.End, r.End
			}
		}
		for border := begin + step - begin%step; border+step < begin+10*step; border += step {
			require.Contains(t, borders, border, "values every second leave no border without reading")
		}
	})
}

func BenchmarkSamplerOffer(b *testing.B) {
	s, err := live.NewSampler(15*time.Minute, time.Minute)
	require.NoError(b, err)
	r := register("flat", 1)
	for b.Loop() {
		r.End++
		if _, refused := s.Offer(r); refused != nil {
			b.Fatal(refused)
		}
	}
}
