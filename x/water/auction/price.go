package auction

// Range is the prices from Low to High, both included.
type Range struct {
	Low, High Price
}

// clamp returns the price of the range that is closest to p.
func (r Range) clamp(p Price) Price { return min(max(p, r.Low), r.High) }

// Why is the derivation of a price. All is 0 if nothing can be traded.
type Why struct {
	Price  Price
	Volume Litres // the greatest of all prices

	Marginal  Range // the prices with that volume: from the last seller's limit to the last buyer's
	Balanced  Range // those of them where demand and supply differ least
	Reference Price // what the price is as close to as possible: the caller's, or the middle of Marginal

	Demand Litres // of the buyers who accept the price
	Supply Litres // of the sellers who accept the price
}

// Explanation is how a price was found, with the demand and the supply to redo it by hand.
type Explanation struct {
	Why
	Demand []Step // highest limit first
	Supply []Step // lowest limit first
}

// Explain finds the price that Clear finds, and shows the steps of demand and supply. Reference 0 means none.
func Explain(orders []Order, reference Price) (Explanation, error) {
	if err := check(orders); err != nil {
		return Explanation{}, err
	}
	buys, sells := rank(orders, Buy), rank(orders, Sell)
	return Explanation{
		Why:    find(buys.steps, sells.steps, reference),
		Demand: buys.steps,
		Supply: sells.steps,
	}, nil
}

// find applies the three rules in their order.
func find(demand, supply []Step, reference Price) Why {
	w := match(demand, supply)
	if w.Volume == 0 {
		return w
	}
	w.Balanced = balance(demand, supply, w.Marginal)
	w.Reference = reference
	if reference == 0 {
		w.Reference = w.Marginal.Low + (w.Marginal.High-w.Marginal.Low)/2
	}
	w.Price = w.Balanced.clamp(w.Reference)
	w.Demand = demand[last(demand, Buy, w.Price)].Total
	w.Supply = supply[last(supply, Sell, w.Price)].Total
	return w
}

// match pairs the best buyer with the best seller as long as the one bids what the other asks. What they trade is the
// greatest volume of any price, and the prices with that volume are those that the last pair accepts.
func match(demand, supply []Step) Why {
	var w Why
	for i, j := 0, 0; i < len(demand) && j < len(supply) && demand[i].Limit >= supply[j].Limit; {
		bought, sold := demand[i].Total, supply[j].Total
		w.Volume = min(bought, sold)
		w.Marginal = Range{Low: supply[j].Limit, High: demand[i].Limit}
		if bought <= sold {
			i++
		}
		if sold <= bought {
			j++
		}
	}
	return w
}

// balance returns the prices of a range of traded prices where demand and supply differ least. From price to price demand
// falls or stays and supply rises or stays, so that the difference first falls and then rises: these prices are a range.
func balance(demand, supply []Step, within Range) Range {
	// The last steps that accept the lowest price. Both exist, for the range lies between a buyer and a seller.
	i, j := last(demand, Buy, within.Low), last(supply, Sell, within.Low)
	best := Range{}
	var smallest Litres
	for low := within.Low; low <= within.High; {
		// Up to high no order leaves or joins.
		high := min(within.High, demand[i].Limit)
		if j+1 < len(supply) {
			high = min(high, supply[j+1].Limit-1)
		}
		gap := max(demand[i].Total, supply[j].Total) - min(demand[i].Total, supply[j].Total)
		switch {
		case best == Range{} || gap < smallest:
			best, smallest = Range{Low: low, High: high}, gap
		case gap == smallest:
			best.High = high
		default:
			return best
		}

		low = high + 1
		if demand[i].Limit < low {
			i--
		}
		if j+1 < len(supply) && supply[j+1].Limit == low {
			j++
		}
	}
	return best
}

// last returns the index of the last step that accepts a price. Some step does: the price is traded.
func last(steps []Step, which Side, p Price) int {
	low, high := 0, len(steps)
	for low < high {
		middle := (low + high) / 2
		if (Order{Side: which, Limit: steps[middle].Limit}).Accepts(p) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low - 1
}
