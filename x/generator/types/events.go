package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// One constructor for each event, so that a fact is told in the same way wherever it comes about.

// Why a generator went on in its life.
const (
	// ReasonNoBid: the bidding is over and nobody bid.
	ReasonNoBid = "no_bid"
	// ReasonBidsClosed: the bidding is over and there are bids.
	ReasonBidsClosed = "bids_closed"
	// ReasonNotAccepted: the requester accepted none in time.
	ReasonNotAccepted = "not_accepted"
	// ReasonAccepted: the requester accepted a bid.
	ReasonAccepted = "accepted"
	// ReasonFunded: the last share was pledged.
	ReasonFunded = "funded"
	// ReasonNotFunded: not all shares were pledged in time.
	ReasonNotFunded = "not_funded"
	// ReasonMarkedInstalled: the provider says that it stands.
	ReasonMarkedInstalled = "marked_installed"
	// ReasonNotInstalled: the provider did not say so in time.
	ReasonNotInstalled = "not_installed"
	// ReasonByRequester: the requester commissioned it.
	ReasonByRequester = "by_requester"
	// ReasonByReading: the requester was silent and its meter was not.
	ReasonByReading = "by_reading"
	// ReasonByArbiter: the arbiter decided.
	ReasonByArbiter = "by_arbiter"
	// ReasonUndecided: the arbiter did not decide in time.
	ReasonUndecided = "undecided"
	// ReasonEndOfLife: the life promised by the bid is over.
	ReasonEndOfLife = "end_of_life"
	// ReasonByMajority: an owner of more than half of the shares retired it.
	ReasonByMajority = "by_majority"
)

// What can be withdrawn besides revenue.
const (
	// DueDeposit is the requester's deposit, back or for the provider.
	DueDeposit = "deposit"
	// DueBond is the provider's bond, or what is left of it.
	DueBond = "bond"
	// DueUpfront is the part of the cost that is paid when funded.
	DueUpfront = "upfront"
	// DueCost is the rest of the cost, paid when commissioned.
	DueCost = "cost"
	// DueRemainder is what cannot be divided by 10,000 shares when a bond is: below 10,000 base units, the requester's.
	DueRemainder = "remainder"
)

// Why an offer ended.
const (
	ReasonCanceled = "canceled"
	ReasonExpired  = "expired"
)

// NewEventGeneratorRequested reports that bids are asked for.
func NewEventGeneratorRequested(g Generator) *EventGeneratorRequested {
	return &EventGeneratorRequested{
		Generator: g.Id, Requester: g.Request.Requester, Arbiter: g.Request.Arbiter, BidsUntil: g.Deadline,
	}
}

// NewEventBidPlaced reports a bid.
func NewEventBidPlaced(b Bid) *EventBidPlaced { return &EventBidPlaced{Bid: b} }

// NewEventBidWithdrawn reports that a bid was taken back.
func NewEventBidWithdrawn(b Bid, bond sdk.Coin) *EventBidWithdrawn {
	return &EventBidWithdrawn{Generator: b.Generator, Provider: b.Provider, Bond: bond}
}

// NewEventBidAccepted tells which bid was chosen.
func NewEventBidAccepted(g Generator) *EventBidAccepted {
	return &EventBidAccepted{Generator: g.Id, Provider: g.Provider(), SharePrice: g.SharePrice, FundingUntil: g.Deadline}
}

// NewEventSharesPledged reports a pledge. What is left counts also when it is 0 and the status has gone on.
func NewEventSharesPledged(g Generator, financier string, shares uint64, paid sdk.Coin) *EventSharesPledged {
	return &EventSharesPledged{
		Generator: g.Id, Financier: financier, Shares: shares, Paid: paid, SharesLeft: TotalShares - g.Shares,
	}
}

// NewEventStatusChanged tells where a generator stands now.
func NewEventStatusChanged(g Generator, reason string) *EventStatusChanged {
	return &EventStatusChanged{Generator: g.Id, Status: g.Status, Reason: reason, Deadline: g.Deadline}
}

// NewEventRefundPaid reports a refund.
func NewEventRefundPaid(generator uint64, financier string, shares uint64, refund sdk.Coin, left uint64) *EventRefundPaid {
	return &EventRefundPaid{Generator: generator, Financier: financier, Shares: shares, Refund: refund, Left: left}
}

// NewEventMeterBound tells which meter is the generator's own, or that it has none any more.
func NewEventMeterBound(g Generator) *EventMeterBound {
	return &EventMeterBound{Generator: g.Id, Meter: g.Meter}
}

// NewEventInstallationProved reports that its meter has reported.
func NewEventInstallationProved(g Generator) *EventInstallationProved {
	return &EventInstallationProved{Generator: g.Id, Meter: g.Meter, ProvedAt: g.ProvedAt}
}

// NewEventDisputeRaised reports that the arbiter is asked. The generator is in dispute.
func NewEventDisputeRaised(g Generator) *EventDisputeRaised {
	return &EventDisputeRaised{
		Generator: g.Id, BySilence: g.Dispute.BySilence, Reason: g.Dispute.Reason, DecideUntil: g.Deadline,
	}
}

// NewEventDisputeDecided reports what the arbiter decided.
func NewEventDisputeDecided(g Generator, commission bool) *EventDisputeDecided {
	return &EventDisputeDecided{Generator: g.Id, Arbiter: g.Request.Arbiter, Commission: commission}
}

// NewEventCommissionPaid reports what the requester sent.
func NewEventCommissionPaid(g Generator, amountUsolar uint64) *EventCommissionPaid {
	return &EventCommissionPaid{Generator: g.Id, Requester: g.Request.Requester, AmountUsolar: amountUsolar}
}

// NewEventPriceVoted reports a vote that was set, or taken back, and of the price that came out.
func NewEventPriceVoted(h Holding, price uint64) *EventPriceVoted {
	e := &EventPriceVoted{Generator: h.Generator, Owner: h.Account, Price: price}
	if h.Vote != nil {
		e.Shares, e.Vote = h.Shares, h.Vote.Price
	}
	return e
}

// NewEventUnitsBought reports a purchase that was paid at once.
func NewEventUnitsBought(generator uint64, buyer string, units, cost uint64) *EventUnitsBought {
	return &EventUnitsBought{Generator: generator, Buyer: buyer, Units: units, Cost: cost}
}

// NewEventVoucherBought reports a purchase whose money waits for a code.
func NewEventVoucherBought(v Voucher) *EventUnitsBought {
	return &EventUnitsBought{
		Generator: v.Generator, Buyer: v.Buyer, Units: v.Units, Cost: v.Cost, Device: v.Device, Voucher: v.Id, RefundAt: v.DueAt,
	}
}

// NewEventCodeRevealed reports what a code released. The code is the current link of the device.
func NewEventCodeRevealed(d Device, steps uint64, vouchers []uint64, units, releasedUsolar uint64) *EventCodeRevealed {
	return &EventCodeRevealed{
		Generator: d.Generator, Device: d.Number, Code: d.Link, Steps: steps, Vouchers: vouchers, Units: units,
		ReleasedUsolar: releasedUsolar,
	}
}

// NewEventVoucherRefunded reports that no code came in time.
func NewEventVoucherRefunded(v Voucher) *EventVoucherRefunded {
	return &EventVoucherRefunded{Generator: v.Generator, Voucher: v.Id, Buyer: v.Buyer, RefundUsolar: v.Cost}
}

// NewEventUnitsExceeded reports that more was delivered than sold and free.
func NewEventUnitsExceeded(g Generator, b Books) *EventUnitsExceeded {
	return &EventUnitsExceeded{
		Generator: g.Id, DeliveredUnits: g.DeliveredUnits(b), SoldUnits: b.SoldUnits + b.FreeUnits, ExcessUnits: b.ExcessUnits,
	}
}

// NewEventWithdrawn reports what an account took out.
func NewEventWithdrawn(generator uint64, account string, revenueUsolar, due uint64) *EventWithdrawn {
	return &EventWithdrawn{Generator: generator, Account: account, RevenueUsolar: revenueUsolar, Due: due}
}

// NewEventDueCredited reports that an account can withdraw more.
func NewEventDueCredited(h Holding, reason string, amount sdk.Coin) *EventDueCredited {
	return &EventDueCredited{Generator: h.Generator, Account: h.Account, Reason: reason, Amount: amount, Due: h.Due}
}

// NewEventMaintenanceClaimed reports a claim.
func NewEventMaintenanceClaimed(c MaintenanceClaim) *EventMaintenanceClaimed {
	return &EventMaintenanceClaimed{Claim: c}
}

// NewEventMaintenanceReleased reports that a claim was paid or refused.
func NewEventMaintenanceReleased(c MaintenanceClaim, refused bool) *EventMaintenanceReleased {
	return &EventMaintenanceReleased{Claim: c, Refused: refused}
}

// NewEventDeviceRegistered reports that a device takes codes. It has not spent any.
func NewEventDeviceRegistered(d Device) *EventDeviceRegistered {
	return &EventDeviceRegistered{
		Generator: d.Generator, Number: d.Number, Vendor: d.Vendor, Anchor: d.Link, Length: d.Length,
	}
}

// NewEventSharesListed reports an offer.
func NewEventSharesListed(l Listing) *EventSharesListed { return &EventSharesListed{Listing: l} }

// NewEventListingTaken reports that offered shares were bought or leased. The listing is as it is afterwards.
func NewEventListingTaken(l Listing, taker string, shares uint64, paid sdk.Coin, lease uint64) *EventListingTaken {
	return &EventListingTaken{
		Generator: l.Generator, Listing: l.Id, Owner: l.Owner, Taker: taker, Shares: shares, Paid: paid,
		SharesLeft: l.Shares, Lease: lease,
	}
}

// NewEventListingEnded reports that what is left of an offer is free again.
func NewEventListingEnded(l Listing, reason string) *EventListingEnded {
	return &EventListingEnded{Generator: l.Generator, Listing: l.Id, Shares: l.Shares, Reason: reason}
}

// NewEventLeaseEnded reports that revenue goes to the owner again.
func NewEventLeaseEnded(l Lease) *EventLeaseEnded { return &EventLeaseEnded{Lease: l} }

// NewEventWorkParked reports that a piece of block work failed.
func NewEventWorkParked(p ParkedItem) *EventWorkParked { return &EventWorkParked{Parked: p} }

// NewEventWorkRetried reports that parked work is back in the queue.
func NewEventWorkRetried(it DueItem) *EventWorkRetried { return &EventWorkRetried{Item: it} }

// NewEventParamsUpdated reports the new parameters.
func NewEventParamsUpdated(p Params) *EventParamsUpdated { return &EventParamsUpdated{Params: p} }
