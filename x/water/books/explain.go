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
		return "The account has no meter: nothing is drawn.", nil
	}

	var text strings.Builder
	switch v.Reason {
	case types.VALVE_REASON_UNSPECIFIED:
		fmt.Fprintf(&text, "The valve is open: %d litres may be drawn, %d of them lifeline", v.LitresLeft, h.LifelineLitres)
		if view.DaysLeftCenti > 0 {
			fmt.Fprintf(&text, ", %d.%02d days at own use", view.DaysLeftCenti/100, view.DaysLeftCenti%100)
		}
		text.WriteString(".")
	case types.VALVE_REASON_CLOSING:
		fmt.Fprintf(&text, "The valve is closed: the owner announced at %s to move out. After the next reading MsgCloseAccount ends the account; "+
			"MsgApproveMeter for meter %d keeps it.", formatTime(a.ClosingAt), a.Meter)
		return text.String(), nil
	case types.VALVE_REASON_NO_CONSENT:
		fmt.Fprintf(&text, "The valve is closed: %s. MsgApproveMeter for meter %d opens it.", explainConsent(a, h, b.Now), a.Meter)
		return text.String(), nil
	case types.VALVE_REASON_OVERDRAFT:
		fmt.Fprintf(&text, "The valve is %s: no litre is left, and %d litres more were drawn than there were.", stateOf(v), h.OverdraftLitres)
	case types.VALVE_REASON_ALLOCATION:
		fmt.Fprintf(&text, "The valve is %s: the stock holds no more than reserve and lifelines.", stateOf(v))
	default:
		fmt.Fprintf(&text, "The valve is %s: no litre is left.", stateOf(v))
	}
	if v.State != types.VALVE_STATE_OPEN {
		b.explainOpening(&text, view)
	}
	b.explainShare(&text)
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
	if b.Terms.Lifeline > 0 {
		fmt.Fprintf(text, ", and with the next lifeline at %s as far as the reserve goes", formatTime(b.DayStartFrom(b.Now+1)))
	}
	text.WriteString(".")
}

// explainShare explains what everybody in the area may draw now.
func (b *Books) explainShare(text *strings.Builder) {
	if b.Terms.Lifeline > 0 {
		fmt.Fprintf(text, " Each person is sure of %d litres at the next lifeline.", b.Water.Ration(b.Terms))
	}
	if ppm := b.Water.Allocation().Of(types.Ppm); ppm < types.Ppm {
		fmt.Fprintf(text, " %d.%d %% of tokens may be drawn now.", ppm/10_000, ppm/1_000%10)
	}
}

// explainPeriods explains in which periods the household takes part, and what it can do.
func (b *Books) explainPeriods(ctx context.Context, text *strings.Builder, s *Seat) error {
	h := s.Household
	switch {
	case b.Water.Period == 0:
		text.WriteString(" No period runs yet.")
	case h.Begun:
		fmt.Fprintf(text, " It takes part in period %d with %d %s.", b.Water.Period, h.Now.Persons, persons(h.Now.Persons))
	default:
		fmt.Fprintf(text, " It takes no part in period %d: it has its lifeline and can buy.", b.Water.Period)
	}
	next := b.FirstComing()
	switch {
	case b.Area.IsClosed():
		text.WriteString(" The area is closed.")
	case h.Through() >= next:
		fmt.Fprintf(text, " It has subscribed through period %d.", h.Through())
	default:
		o, err := b.QuoteSubscription(ctx, s, 1)
		if errors.Is(err, types.ErrSubscribed) {
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(text, " Period %d can be subscribed to for %s until %s.", next, b.Coin(o.Fee), formatTime(b.Area.PeriodStart(next)))
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
	return fmt.Sprintf("the %d litres that the owner consented to are drawn, %d in all", a.LimitLitres, h.SpentLitres)
}

func stateOf(v *types.Valve) string {
	if v.State == types.VALVE_STATE_RESTRICTED {
		return "restricted"
	}
	return "closed"
}

// formatTime returns a time in RFC 3339.
func formatTime(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) }
