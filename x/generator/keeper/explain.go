package keeper

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/utilityd/utilityd/x/generator/life"
	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// formatTime returns a time in UTC for people.
func formatTime(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04:05 UTC")
}

// explainNext returns a sentence with the next possible actions and the effect of the deadline.
func explainNext(g types.Generator, purse types.Purse) string {
	until := formatTime(g.Deadline)
	switch g.Status {
	case types.GENERATOR_STATUS_OPEN_FOR_BIDS:
		if g.Bids == 0 {
			return fmt.Sprintf("Providers may bid until %s; without a bid the request expires then.", until)
		}
		return fmt.Sprintf("Providers may bid until %s; from then on the requester may accept one bid of now %d.", until, g.Bids)
	case types.GENERATOR_STATUS_AWAITING_ACCEPTANCE:
		return fmt.Sprintf("The requester may accept one of %d bids until %s; else the request expires.", g.Bids, until)
	case types.GENERATOR_STATUS_FUNDING:
		return fmt.Sprintf("%d of %d shares can be pledged for %s each until %s; else all pledges are refunded.",
			g.SharesLeft(), types.TotalShares, market.PaymentCoin(g, g.SharePrice), until)
	case types.GENERATOR_STATUS_PENDING_INSTALL:
		return fmt.Sprintf("The provider promised to install until %s and has to until %s; else all pledges are refunded.",
			formatTime(life.PromisedAt(g)), until)
	case types.GENERATOR_STATUS_INSTALLED:
		return explainInstalled(g, purse, until)
	case types.GENERATOR_STATUS_ON_TRIAL:
		return fmt.Sprintf("Anyone may buy units. %s of %s %s are delivered, which paid the provider %s of %s; the rest is paid as they are "+
			"delivered until %s, and what is not earned then is refunded.", groupDigits(min(g.DeliveredUnits(purse), g.Bid.AcceptanceUnits)),
			groupDigits(g.Bid.AcceptanceUnits), g.Request.UnitLabel, market.PaymentCoin(g, purse.Paid), market.PaymentCoin(g, g.Bid.Cost), until)
	case types.GENERATOR_STATUS_ACTIVE:
		return explainActive(g, purse, until)
	case types.GENERATOR_STATUS_REFUNDING, types.GENERATOR_STATUS_DEFAULTED:
		if g.Shares == 0 {
			return "All pledges are refunded."
		}
		return fmt.Sprintf("Holders of %d shares may withdraw %s for each, without a time limit.",
			g.Shares, market.PaymentCoin(g, purse.RefundPerShare))
	case types.GENERATOR_STATUS_RETIRED:
		return "It no longer sells; owed money can be withdrawn without a time limit."
	default:
		return "Nothing follows; the bonds of bids can be taken back without a time limit."
	}
}

func explainActive(g types.Generator, purse types.Purse, until string) string {
	if !g.RetirementAnnounced() {
		return fmt.Sprintf("Anyone may buy units until %s, the end of its life.", until)
	}
	return fmt.Sprintf("Its owners announced to retire it at %s: it retires if at least %s shares vote for it then, now %s; else anyone may buy "+
		"units until %s, the end of its life.",
		until, groupDigits(types.RetirementShares), groupDigits(purse.RetireShares), formatTime(g.LifeUntil()))
}

func explainInstalled(g types.Generator, purse types.Purse, until string) string {
	proof := fmt.Sprintf("Its meter proved it at %s", formatTime(g.ProvedAt))
	if g.ProvedAt == 0 {
		proof = fmt.Sprintf("Its meter has to export %s until %s, of which it has %s; else pledges and bond are refunded",
			groupDigits(g.Proof), until, groupDigits(g.Tested))
	}
	switch {
	case g.IsDisputed():
		return fmt.Sprintf("%s. The arbiter decides about the dispute until %s; silence of the arbiter commissions it if it is proved.", proof, until)
	case g.ConfirmedAt > 0:
		return fmt.Sprintf("%s, and the requester confirmed it. It is commissioned at %s unless owners of more than half of the shares object; "+
			"those of %d do.", proof, until, purse.Objecting)
	default:
		return fmt.Sprintf("%s. The requester may confirm or dispute it until %s, and owners may object, as those of %d shares do; "+
			"silence commissions it if it is proved.", proof, until, purse.Objecting)
	}
}

// explainBond returns a sentence with the state of the bond and the event that releases it.
func explainBond(g types.Generator, purse types.Purse) string {
	if g.Bid == nil {
		if purse.BidBonds == 0 {
			return "No bond is held."
		}
		held := market.PaymentCoin(g, purse.BidBonds)
		if g.Status == types.GENERATOR_STATUS_AWAITING_ACCEPTANCE {
			return fmt.Sprintf("%s in bonds of bids are held until %s, or until a bid is accepted.", held, formatTime(g.Deadline))
		}
		return fmt.Sprintf("%s in bonds of bids are held; each goes back when its provider withdraws the bid.", held)
	}
	bond := market.PaymentCoin(g, g.Bid.Bond)
	switch g.Status {
	case types.GENERATOR_STATUS_FUNDING:
		return fmt.Sprintf("The bond of %s is held and goes back at %s if the funding fails, else at the end of the trial.",
			bond, formatTime(g.Deadline))
	case types.GENERATOR_STATUS_PENDING_INSTALL:
		return fmt.Sprintf("The bond of %s is held until the end of the trial; it goes to the shares if nothing is installed until %s.",
			bond, formatTime(g.Deadline))
	case types.GENERATOR_STATUS_INSTALLED:
		return fmt.Sprintf("The bond of %s is held until the end of the trial; it goes to the shares if the installation is not proved.", bond)
	case types.GENERATOR_STATUS_ON_TRIAL:
		return fmt.Sprintf("The bond of %s is held until the end of the trial at %s or before; it returns what was paid and is not earned by then.",
			bond, formatTime(g.Deadline))
	case types.GENERATOR_STATUS_DEFAULTED:
		return fmt.Sprintf("The bond of %s went into the refunds of %s for each share.", bond, market.PaymentCoin(g, purse.RefundPerShare))
	case types.GENERATOR_STATUS_REFUNDING:
		return fmt.Sprintf("The bond of %s was released to the provider.", bond)
	default:
		return fmt.Sprintf("The bond of %s was released to the provider at the end of the trial, less what was paid and not earned.", bond)
	}
}

// explainPrice returns a sentence with the votes behind the price, and with the price of today if the votes have changed it for tomorrow.
func explainPrice(g types.Generator, purse types.Purse, voters, today uint64) string {
	price, next := state.PriceOn(purse, today), state.NextPrice(purse)
	votes := explainVotes(g, purse, voters)
	if price == next {
		return votes
	}
	now := fmt.Sprintf("%s usolar per %s", groupDigits(price), g.Request.UnitLabel)
	if price == 0 {
		now = "free"
	}
	return fmt.Sprintf("%s; from %s on, and %s until then", votes, formatTime(state.DayStart(today+1)), now)
}

// explainVotes returns a sentence with the votes and their price.
func explainVotes(g types.Generator, purse types.Purse, voters uint64) string {
	free := fmt.Sprintf("free, up to %s %s a day for each account", groupDigits(g.Request.FreeUnitsPerDay), g.Request.UnitLabel)
	if purse.VoteShares == 0 {
		return "no owner has voted: " + free
	}
	owners := "owners"
	if voters == 1 {
		owners = "owner"
	}
	mean := fmt.Sprintf("%s %s of %s shares voted: floor(%s / %s) = %s usolar per %s", groupDigits(voters), owners,
		groupDigits(purse.VoteShares), groupDigits(purse.VoteSum), groupDigits(purse.VoteShares), groupDigits(state.NextPrice(purse)), g.Request.UnitLabel)
	if state.NextPrice(purse) == 0 {
		return mean + ", so units are " + free
	}
	return mean
}

// groupDigits returns a number with separators: 1,234,567.
func groupDigits(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}
