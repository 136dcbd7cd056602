package ledger

import "math/bits"

const (
	// Week is the span over which own use is averaged, seconds.
	Week = 604_800

	// MaxDailyUse is the largest average, millilitres a day.
	MaxDailyUse = 1 << 60

	// milliDay times litres by seconds is millilitres by days.
	milliDay = 86_400 * 1_000

	// MilliPerLitre is the number of millilitres in a litre.
	MilliPerLitre = 1_000
)

// Measure returns the account with the average own use after a reading of litres in a span of seconds. Each reading counts for
// its part of a week, the average before for the rest; the first one, and one of a week or more, for all of it.
func (a Account) Measure(litres, seconds uint64) Account {
	if seconds == 0 {
		return a
	}
	first := !a.Measured
	a.Measured = true
	hi, lo := bits.Mul64(litres, milliDay)
	weight := seconds
	if !first && seconds < Week {
		weight = Week
		oldHi, oldLo := bits.Mul64(a.DailyUse, Week-seconds)
		var carry uint64
		lo, carry = bits.Add64(lo, oldLo, 0)
		hi += oldHi + carry // below 2²⁷ + 2²⁰
	}
	if hi >= weight {
		a.DailyUse = MaxDailyUse
		return a
	}
	average, _ := bits.Div64(hi, lo, weight)
	a.DailyUse = min(average, MaxDailyUse)
	return a
}

// OwnUse returns what the household uses in so many days, litres, rounded up.
func (a Account) OwnUse(days uint64) uint64 {
	hi, lo := bits.Mul64(a.DailyUse, days)
	lo, carry := bits.Add64(lo, MilliPerLitre-1, 0)
	if hi += carry; hi >= MilliPerLitre {
		return ^uint64(0)
	}
	litres, _ := bits.Div64(hi, lo, MilliPerLitre)
	return litres
}

// DaysLeft returns the time for which the litres left last at own use, in hundredths of a day, rounded down. It is 0 for a household that has
// used nothing yet.
func (a Account) DaysLeft() uint64 {
	if a.DailyUse == 0 {
		return 0
	}
	hi, lo := bits.Mul64(a.Left(), 100*MilliPerLitre)
	if hi >= a.DailyUse {
		return ^uint64(0)
	}
	days, _ := bits.Div64(hi, lo, a.DailyUse)
	return days
}
