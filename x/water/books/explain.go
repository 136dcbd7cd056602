package books

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/utilityd/utilityd/x/water/types"
)

// Explain explains the state of the valve of a household, and what opens it or keeps it open. The household is settled; the valve is the
// stored one, of the last touch.
func (b *Books) Explain(ctx context.Context, s *Seat, view types.AccountView, v *types.Valve) (string, error) {
	a, h := view.Account, view.Holding
	switch {
	case !a.IsOpen():
		return fmt.Sprintf("The household moved out at %s. MsgApproveMeter opens the account again.", formatTime(a.ClosedAt)), nil
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
		fmt.Fprintf(&text, "The valve is closed: %s. MsgApproveMeter for meter %d opens it.", explainConsent(a, h, b.Now), a.Meter)
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

// explainOpening explains what opens the valve of a household without water.
func (b *Books) explainOpening(text *strings.Builder, view types.AccountView) {
	if view.LitresLeft > 0 {
		fmt.Fprintf(text, " %d litres have come since: the next reading or MsgSettleAccount opens it.", view.LitresLeft)
		return
	}
	text.WriteString(" It opens with the next allotment or purchase")
	if view.Holding.OverdraftLitres > 0 {
		text.WriteString(" above the overdraft")
	}
	inPeriod := b.Water.Period > 0 && view.Holding.Period == b.Water.Period
	if inPeriod && b.Area.LifelineLitresPerPersonDay > 0 {
		fmt.Fprintf(text, ", and with the next lifeline at %s as far as the reserve goes", formatTime(b.DayStartFrom(b.Now+1)))
	}
	text.WriteString(".")
}

// explainPeriods explains in which period the household takes part, and when it can subscribe.
func (b *Books) explainPeriods(ctx context.Context, text *strings.Builder, s *Seat) error {
	h := s.Household
	switch {
	case b.Water.Period == 0:
		text.WriteString(" No period runs yet.")
	case h.Period == b.Water.Period:
		fmt.Fprintf(text, " It takes part in period %d with %d %s.", h.Period, h.Persons, persons(h.Persons))
	default:
		fmt.Fprintf(text, " It takes no part in period %d: nothing is allotted to it.", b.Water.Period)
	}
	p, err := b.EnrollingPeriod(ctx)
	switch {
	case errors.Is(err, types.ErrAreaClosed):
		text.WriteString(" The area is closed for enrolment.")
	case errors.Is(err, types.ErrNotEnrolling):
		number := b.counters.Now.Periods + 1
		fmt.Fprintf(text, " Enrolment of period %d opens at %s.", number, formatTime(b.Area.EnrolmentOpens(number)))
	case err != nil:
		return err
	case h.NextPeriod == p.Number:
		fmt.Fprintf(text, " It has subscribed to period %d, which starts at %s.", p.Number, formatTime(p.StartsAt))
	default:
		fmt.Fprintf(text, " Period %d can be subscribed to until %s.", p.Number, formatTime(p.StartsAt))
	}
	return nil
}

func persons(n uint64) string {
	if n == 1 {
		return "person"
	}
	return "persons"
}

func explainConsent(a types.Account, h types.Holding, now int64) string {
	if !a.ConsentsAt(now) {
		return fmt.Sprintf("the owner's consent ended at %s", formatTime(a.Until))
	}
	return fmt.Sprintf("%d litres of the %d that the owner consented to are drawn", h.SpentLitres, a.LimitLitres)
}

func stateOf(v *types.Valve) string {
	if v.State == types.VALVE_STATE_RESTRICTED {
		return "restricted"
	}
	return "closed"
}

// formatTime returns a time in RFC 3339.
func formatTime(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) }
