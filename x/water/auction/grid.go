package auction

// Level is the place of a price on the grid, from 1; 0 is none. The grid has the prices of at most three significant digits: 1 to 999 at
// their own level, then 1,000, 1,010, 1,020 and so on. Levels are in the order of their prices.
type Level uint64

const (
	// MaxPrice is the maximum limit: the highest price of the grid below 2^40.
	MaxPrice Price = 1_090_000_000_000

	// MaxLevel is its level.
	MaxLevel Level = 9_109

	plain   = 999 // the last price that is its own level
	smaller = 100 // the smallest number of three digits
	step    = 900 // levels of one power of ten
)

// Floor returns the highest level at or below a price; 0 for a price of 0.
func Floor(p Price) Level {
	p = min(p, MaxPrice)
	var exponent Level
	for p > plain {
		p /= 10
		exponent++
	}
	if exponent == 0 {
		return Level(p)
	}
	return plain + 1 + (exponent-1)*step + Level(p) - smaller
}

// Ceil returns the lowest level at or above a price, at most MaxLevel.
func Ceil(p Price) Level {
	l := Floor(p)
	if l.Price() < p && l < MaxLevel {
		l++
	}
	return l
}

// LevelOf returns the level of a price of the grid; 0 for any other number.
func LevelOf(p Price) Level {
	if l := Floor(p); l.Price() == p {
		return l
	}
	return 0
}

// Price returns the price of a level.
func (l Level) Price() Price {
	if l <= plain {
		return Price(l)
	}
	l -= plain + 1
	p := Price(smaller + l%step)
	for range l/step + 1 {
		p *= 10
	}
	return p
}

// Follow returns the reference of the next auction: the level of a target price, but at least half and at most twice the reference before.
// It is rounded down to the grid, in favour of the buyers.
func Follow(reference Level, target Price) Level {
	p := reference.Price()
	return max(min(max(Floor(target), Ceil((p+1)/2)), Floor(2*p)), 1)
}
