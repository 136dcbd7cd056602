package keeper

import (
	"fmt"
	"strings"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// explain returns a sentence that explains the result of a member, with all numbers needed to recompute it.
func explain(s types.Settlement, netted bool, i types.Interval, p netting.Prefix, side netting.Side, why netting.Why) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Export %d Wh less import %d Wh", i.ExportWh, i.ImportWh)
	if i.CarriedWh != 0 {
		fmt.Fprintf(&b, " and %+d Wh carried", i.CarriedWh)
	}
	fmt.Fprintf(&b, " is %+d Wh", i.PositionWh())
	if i.WithheldWh > 0 {
		fmt.Fprintf(&b, ", of which %d Wh %s", i.WithheldWh, whyWithheld(i, netted))
	}
	b.WriteString("; ")
	b.WriteString(explainShare(s, p, side, why))
	fmt.Fprintf(&b, "; %+d Wh are left.", residual(i.PositionWh(), i.SharedWh))
	return b.String()
}

func whyWithheld(i types.Interval, netted bool) string {
	switch {
	case !netted:
		return "fall into a pause or after the end of the community"
	case i.PositionWh() > 0:
		return "were not renewable"
	default:
		return "were not paid for, because the money was short or the price above max_price_per_kwh"
	}
}

func explainShare(s types.Settlement, p netting.Prefix, side netting.Side, why netting.Why) string {
	did := "took"
	if side.Supply > 0 {
		did = "gave"
	}
	own := side.Supply + side.Demand
	switch why.Ground {
	case netting.InFull:
		return fmt.Sprintf("it %s all of its %d Wh, because the other side had more", did, own)
	case netting.ByCut:
		return fmt.Sprintf("it %s %d Wh: %s", did, why.Share, explainDivision(why))
	case netting.ByEntitlement:
		return fmt.Sprintf("it %s %d Wh, the lesser of its demand of %d Wh and its fixed part of %d Wh, by a static weight of %d in %d: %s",
			did, why.Share, own, why.High-why.Low, why.Own, why.Weight, explainDivision(why))
	case netting.ByPercent:
		greater, lesser := s.SupplyWh, s.DemandWh
		if side.Demand > 0 {
			greater, lesser = lesser, greater
		}
		return fmt.Sprintf("it %s %d Wh = floor(%d × p / 100) with p = floor(100 × %d / %d) whole percents",
			did, why.Share, lesser, own, greater)
	case netting.InTurn:
		before := p.Supply
		if side.Demand > 0 {
			before = p.Demand
		}
		return fmt.Sprintf("it %s %d Wh, first in, first served: of %d Wh, those before wanted %d Wh, and it had %d Wh",
			did, why.Share, s.NettedWh, before, own)
	default:
		return "it shared nothing"
	}
}

func explainDivision(w netting.Why) string {
	return fmt.Sprintf("floor((%d × %d + %d) / %d) - floor((%d × %d + %d) / %d) = %d - %d",
		w.Total, w.Prefix+w.Own, w.Offset, w.Weight, w.Total, w.Prefix, w.Offset, w.Weight, w.High, w.Low)
}
