package auction

import "fmt"

// Step is the litres of all orders of a side at one level.
type Step struct {
	Level  Level
	Litres Litres // at least 1
}

// Book is the orders of an auction, added up by level. The steps of each side have ascending levels.
type Book struct {
	Buys, Sells []Step
}

// Result is the price of a book and what trades at it. Without a trade it is zero.
type Result struct {
	Price     Level  // of all litres
	Low, High Level  // the levels from and to which the greatest volume trades
	Volume    Litres // bought and sold
	Demand    Litres // of all buyers that accept the price
	Supply    Litres // of all sellers that accept it
	Value     Money  // paid and received: volume · price
}

// Clear returns the price at which the most litres trade, the closest one to a reference. It reads each step once.
func Clear(b Book, reference Level) (Result, error) {
	demand, err := check(Buy, b.Buys)
	if err != nil {
		return Result{}, err
	}
	if _, err := check(Sell, b.Sells); err != nil {
		return Result{}, err
	}
	r := find(b, demand)
	if r.Volume == 0 {
		return Result{}, nil
	}
	r.Price = min(max(reference, r.Low), r.High)
	r.Demand, r.Supply = sum(Buy, b.Buys, r.Price), sum(Sell, b.Sells, r.Price)
	r.Value, err = worth(r.Volume, r.Price)
	return r, err
}

// check returns the litres of a side, whose steps must be in order.
func check(side Side, steps []Step) (all Litres, err error) {
	var last Level
	for _, s := range steps {
		switch {
		case s.Level <= last || s.Level > MaxLevel:
			return 0, fmt.Errorf("%w: expected to %s at level %d to %d, got %d", ErrBook, side, last+1, MaxLevel, s.Level)
		case s.Litres == 0 || s.Litres > MaxSideLitres-all:
			return 0, fmt.Errorf("%w: expected to %s 1 to %d litres at level %d, got %d", ErrTooMuch, side, MaxSideLitres-all, s.Level, s.Litres)
		}
		last = s.Level
		all += s.Litres
	}
	return all, nil
}

// find returns the levels with the greatest volume. From level to level the supply grows and the demand shrinks, so these levels have no
// gap, and they begin and end at levels that have orders: between two of those the volume is at most that of either.
func find(b Book, demand Litres) (r Result) {
	var supply Litres
	buys, sells := b.Buys, b.Sells
	for len(buys)+len(sells) > 0 {
		level := lowest(buys, sells)
		if len(sells) > 0 && sells[0].Level == level {
			supply += sells[0].Litres
			sells = sells[1:]
		}
		switch volume := min(demand, supply); {
		case volume > r.Volume:
			r.Volume, r.Low, r.High = volume, level, level
		case volume == r.Volume:
			r.High = level
		}
		if len(buys) > 0 && buys[0].Level == level {
			demand -= buys[0].Litres
			buys = buys[1:]
		}
	}
	return r
}

// lowest returns the lowest of the first levels.
func lowest(buys, sells []Step) Level {
	switch {
	case len(buys) == 0:
		return sells[0].Level
	case len(sells) == 0:
		return buys[0].Level
	default:
		return min(buys[0].Level, sells[0].Level)
	}
}

// sum returns the litres of a side that accept a price.
func sum(side Side, steps []Step, price Level) (all Litres) {
	for _, s := range steps {
		if side.accepts(s.Level, price) {
			all += s.Litres
		}
	}
	return all
}

// Bases returns, for each step of a side, the litres of its lower steps that accept the price. An order of the step needs it to know its
// place among all orders that share the volume.
func (r Result) Bases(side Side, steps []Step) []Litres {
	bases := make([]Litres, len(steps))
	var before Litres
	for i, s := range steps {
		bases[i] = before
		if side.accepts(s.Level, r.Price) {
			before += s.Litres
		}
	}
	return bases
}
