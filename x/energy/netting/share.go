package netting

import "github.com/utilityd/utilityd/x/internal/apportion"

// MatchPage returns the sum of Partial over a page and advances p as Partial does.
func (r *Rule) MatchPage(p *Prefix, pg *Page) (part uint64) {
	switch r.key {
	case Static:
		part = entitle(r.takes, p.Weight, pg, nil)
	case Percent:
		n := len(pg.Supply)
		demand := pg.Demand[:n]
		for i, supply := range pg.Supply {
			part += r.percent(Side{Supply: supply, Demand: demand[i]})
		}
	case Dynamic: // nothing to be found
	}
	p.passPage(pg)
	return part
}

// SharePage computes Give and Take of a page, as Next does for one member, and advances p.
func (r *Rule) SharePage(p *Prefix, pg *Page) {
	switch {
	case r.idle || !r.known:
		clear(pg.Give)
		clear(pg.Take)
	case r.key == Dynamic:
		p.Given = cutColumn(r.gives, p.Supply, p.Given, pg.Supply, pg.Give)
		p.Taken = cutColumn(r.takes, p.Demand, p.Taken, pg.Demand, pg.Take)
	case r.key == Static:
		p.Given = cutColumn(r.gives, p.Supply, p.Given, pg.Supply, pg.Give)
		p.Taken += entitle(r.takes, p.Weight, pg, pg.Take)
	default:
		n := len(pg.Supply)
		demand, weight, give, take := pg.Demand[:n], pg.Weight[:n], pg.Give[:n], pg.Take[:n]
		for i, supply := range pg.Supply {
			give[i], take[i] = r.Next(p, Side{Supply: supply, Demand: demand[i], Weight: weight[i]})
		}
		return
	}
	p.passPage(pg)
}

// passPage advances p over the sides of a page.
func (p *Prefix) passPage(pg *Page) {
	p.Supply, _ = sumColumn(p.Supply, pg.Supply)
	p.Demand, _ = sumColumn(p.Demand, pg.Demand)
	p.Weight, _ = sumColumn(p.Weight, pg.Weight)
}

// cutColumn computes the shares of d that fall to weights, after prefix weights that have cut units. It returns the cut
// behind them. It divides also for weights of 0, which costs less than mispredicted branches.
func cutColumn(d apportion.Division, prefix, cut uint64, weights, shares []uint64) uint64 {
	shares = shares[:len(weights)]
	if d.Total() == d.Weight() { // the scarce side: each has its own amount
		copy(shares, weights)
		sum, _ := sumColumn(cut, weights)
		return sum
	}
	for i, w := range weights {
		prefix += w
		next := d.Cut(prefix)
		shares[i] = next - cut
		cut = next
	}
	return cut
}

// entitle computes Take of a page with STATIC, after prefix weights, and returns the sum. Parts continue
// through members without a demand. It writes the column only if there is one.
func entitle(d apportion.Division, prefix uint64, pg *Page, take []uint64) (sum uint64) {
	n := len(pg.Weight)
	demand := pg.Demand[:n]
	cut := d.Cut(prefix)
	for i, w := range pg.Weight {
		prefix += w
		next := d.Cut(prefix)
		part := min(next-cut, demand[i])
		if take != nil {
			take[i] = part
		}
		sum += part
		cut = next
	}
	return sum
}
