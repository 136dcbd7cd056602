package books

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/utilityd/utilityd/x/water/types"
)

// Explain says why the valve of a household is as it is, and what opens it or keeps it open. The household is settled; the valve
// is as it is stored, as of the last time when the household was touched.
func (b *Books) Explain(ctx context.Context, s *Seat, view types.AccountView, v *types.Valve) (string, error) {
	a, h := view.Account, view.Holding
	switch {
	case !a.IsOpen():
		return fmt.Sprintf("The household moved out at %s. MsgApproveMeter opens the account again.", clock(a.ClosedAt)), nil
	case v == nil:
		return "The account has no meter: nothing is drawn. MsgApproveMeter gives it another one.", nil
	}

	var text strings.Builder
	switch v.Reason {
	case types.VALVE_REASON_UNSPECIFIED:
		fmt.Fprintf(&text, "The valve is open: %d litres may be drawn, %d of them lifeline", v.LitresLeft, h.LifelineLitres)
		if view.DaysLeftCenti > 0 {
			fmt.Fprintf(&text, ", %d.%02d days at own use", view.DaysLeftCenti/100, view.DaysLeftCenti%100)
		}
		text.WriteString(".")
	case types.VALVE_REASON_NO_CONSENT:
		fmt.Fprintf(&text, "The valve is closed: %s. MsgApproveMeter for meter %d opens it.", consentEnded(a, h, b.Now), a.Meter)
		return text.String(), nil
	case types.VALVE_REASON_OVERDRAFT:
		fmt.Fprintf(&text, "The valve is %s: no litre is left, and %d litres more were drawn than there were.", stateOf(v), h.OverdraftLitres)
	default:
		fmt.Fprintf(&text, "The valve is %s: no litre is left.", stateOf(v))
	}
	if v.State != types.VALVE_STATE_OPEN {
		b.explainOpening(&text, view)
	}
	if err := b.explainPeriods(ctx, &text, s); err != nil {
		return "", err
	}
	return text.String(), nil
}

// explainOpening says what opens a valve behind which there was nothing left.
func (b *Books) explainOpening(text *strings.Builder, view types.AccountView) {
	if view.LitresLeft > 0 {
		fmt.Fprintf(text, " %d litres have come since: the next reading or MsgSettleAccount opens it.", view.LitresLeft)
		return
	}
	text.WriteString(" It opens with what is allotted or bought")
	if view.Holding.OverdraftLitres > 0 {
		text.WriteString(" beyond that")
	}
	inPeriod := b.Water.Period > 0 && view.Holding.Period == b.Water.Period
	if inPeriod && b.Area.LifelineLitresPerPersonDay > 0 {
		fmt.Fprintf(text, ", and with the next lifeline at %s as far as the reserve goes", clock(b.DayFrom(b.Now+1)))
	}
	text.WriteString(".")
}

// explainPeriods says in which period the household takes part, and when it can subscribe.
func (b *Books) explainPeriods(ctx context.Context, text *strings.Builder, s *Seat) error {
	h := s.Household
	switch {
	case b.Water.Period == 0:
		text.WriteString(" No period runs yet.")
	case h.Period == b.Water.Period:
		fmt.Fprintf(text, " It takes part in period %d with %d %s.", h.Period-1, h.Persons, persons(h.Persons))
	default:
		fmt.Fprintf(text, " It takes no part in period %d: nothing is allotted to it.", b.Water.Period-1)
	}
	p, err := b.Enrolling(ctx)
	switch {
	case errors.Is(err, types.ErrAreaClosed):
		text.WriteString(" The area is closed: nobody can subscribe any more.")
	case errors.Is(err, types.ErrNotEnrolling):
		number := b.counters.Now.Periods
		fmt.Fprintf(text, " Enrolment of period %d opens at %s.", number, clock(b.Area.EnrolmentOpens(number)))
	case err != nil:
		return err
	case h.NextPeriod == p.Number+1:
		fmt.Fprintf(text, " It has subscribed to period %d, which starts at %s.", p.Number, clock(p.StartsAt))
	default:
		fmt.Fprintf(text, " Period %d can be subscribed to until %s.", p.Number, clock(p.StartsAt))
	}
	return nil
}

func persons(n uint64) string {
	if n == 1 {
		return "person"
	}
	return "persons"
}

func consentEnded(a types.Account, h types.Holding, now int64) string {
	if !a.ConsentsAt(now) {
		return fmt.Sprintf("the owner's consent ended at %s", clock(a.Until))
	}
	return fmt.Sprintf("%d litres of the %d that the owner consented to are drawn", h.SpentLitres, a.LimitLitres)
}

func stateOf(v *types.Valve) string {
	if v.State == types.VALVE_STATE_RESTRICTED {
		return "restricted"
	}
	return "closed"
}

// clock is a time as people read it.
func clock(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) }
