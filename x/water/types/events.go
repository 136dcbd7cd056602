package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// One constructor for each event, so that a fact is told in the same way wherever it comes about.

// Why something ended.
const (
	ReasonRemoved     = "removed"
	ReasonRetired     = "retired"
	ReasonClosed      = "closed"
	ReasonTransferred = "transferred"
	ReasonCancelled   = "cancelled"
	ReasonReplaced    = "replaced"
	ReasonEvicted     = "evicted"
)

// NewEventAreaCreated reports that an area was created.
func NewEventAreaCreated(a Area) *EventAreaCreated {
	return &EventAreaCreated{Area: a.Id, Admin: a.Admin, Denom: a.Denom}
}

// NewEventAreaUpdated reports the terms from now on.
func NewEventAreaUpdated(a Area) *EventAreaUpdated { return &EventAreaUpdated{Area: a} }

// NewEventAreaClosed reports that nobody enrols any more.
func NewEventAreaClosed(area uint64) *EventAreaClosed { return &EventAreaClosed{Area: area} }

// NewEventAdminTransferred tells who is admin now.
func NewEventAdminTransferred(a Area) *EventAdminTransferred {
	return &EventAdminTransferred{Area: a.Id, Admin: a.Admin}
}

// NewEventSourceProposed reports an offer.
func NewEventSourceProposed(s Source) *EventSourceProposed {
	return &EventSourceProposed{
		Area: s.Area, Source: s.Id, Meter: s.Meter, CapacityLitres: s.CapacityLitres, Remuneration: s.Remuneration,
	}
}

// NewEventSourceAccepted reports that a source counts, and the capacity of the area with it.
func NewEventSourceAccepted(s Source, capacity uint64) *EventSourceAccepted {
	return &EventSourceAccepted{
		Area: s.Area, Source: s.Id, Producer: s.Producer, FromPeriod: s.FromPeriod, CapacityLitres: capacity,
	}
}

// NewEventSourceRemoved reports that a source ended, and the capacity of the area without it.
func NewEventSourceRemoved(s Source, reason string, capacity uint64) *EventSourceRemoved {
	return &EventSourceRemoved{Area: s.Area, Source: s.Id, Reason: reason, CapacityLitres: capacity}
}

// NewEventSourceTransferred tells who is paid from now on.
func NewEventSourceTransferred(s Source) *EventSourceTransferred {
	return &EventSourceTransferred{Area: s.Area, Source: s.Id, Producer: s.Producer}
}

// NewEventOverflowMeasured reports inflow that did not fit.
func NewEventOverflowMeasured(area, source, litres uint64) *EventOverflowMeasured {
	return &EventOverflowMeasured{Area: area, Source: source, OverflowLitres: litres}
}

// NewEventLossReported reports a loss, and what the ledger says with it.
func NewEventLossReported(s Source, litres uint64, l Ledger, evidence []byte) *EventLossReported {
	return &EventLossReported{
		Area: s.Area, Source: s.Id, LostLitres: litres, DeficitLitres: l.DeficitLitres, EvidenceHash: evidence,
	}
}

// NewEventMeterApproved reports what an owner agreed to.
func NewEventMeterApproved(a Account) *EventMeterApproved {
	return &EventMeterApproved{
		Area: a.Area, Slot: a.Slot, Owner: a.Owner, Meter: a.Meter, LimitLitres: a.LimitLitres, Until: a.Until,
	}
}

// NewEventAccountClosed reports that a household moved out.
func NewEventAccountClosed(a Account, reason string, returned, forgiven uint64) *EventAccountClosed {
	return &EventAccountClosed{Area: a.Area, Slot: a.Slot, Reason: reason, ReturnedLitres: returned, ForgivenLitres: forgiven}
}

// NewEventMeterReplaced reports that another device measures, or none.
func NewEventMeterReplaced(area, before, after uint64) *EventMeterReplaced {
	return &EventMeterReplaced{Area: area, Meter: before, NewMeter: after}
}

// NewEventSubscribed reports that a household takes part in a period.
func NewEventSubscribed(a Account, period, persons uint64, fee sdk.Coin, byPolicy bool) *EventSubscribed {
	return &EventSubscribed{Area: a.Area, Slot: a.Slot, Period: period, Persons: persons, Fee: fee, ByPolicy: byPolicy}
}

// NewEventRenewalFailed reports that the prepaid money did not suffice.
func NewEventRenewalFailed(a Account, period uint64, fee sdk.Coin) *EventRenewalFailed {
	return &EventRenewalFailed{Area: a.Area, Slot: a.Slot, Period: period, Fee: fee, Prepaid: a.Prepaid}
}

// NewEventPolicySet reports the instructions from now on.
func NewEventPolicySet(a Account) *EventPolicySet {
	return &EventPolicySet{Area: a.Area, Slot: a.Slot, Policy: a.Policy}
}

// NewEventPrepaidDeposited reports that money came in.
func NewEventPrepaidDeposited(a Account, amount sdk.Coin) *EventPrepaidDeposited {
	return &EventPrepaidDeposited{Area: a.Area, Slot: a.Slot, Amount: amount, Prepaid: a.Prepaid}
}

// NewEventPrepaidWithdrawn reports that money went out.
func NewEventPrepaidWithdrawn(a Account, amount sdk.Coin) *EventPrepaidWithdrawn {
	return &EventPrepaidWithdrawn{Area: a.Area, Slot: a.Slot, Amount: amount, Prepaid: a.Prepaid}
}

// NewEventOrderPlaced reports that an order rests in the book.
func NewEventOrderPlaced(o Order) *EventOrderPlaced { return &EventOrderPlaced{Order: o} }

// NewEventOrderRemoved reports that an order is gone although it was not filled.
func NewEventOrderRemoved(o Order, reason string) *EventOrderRemoved {
	return &EventOrderRemoved{Order: o, Reason: reason}
}

// NewEventOrderFilled reports what an order got in an auction, and with its litres what still rests.
func NewEventOrderFilled(o Order, auction, litres uint64, value sdk.Coin) *EventOrderFilled {
	return &EventOrderFilled{
		Area: o.Area, Side: o.Side, Slot: o.Slot, Auction: auction, Litres: litres, Value: value, RestLitres: o.Litres,
	}
}

// NewEventAuctionHeld announces an auction.
func NewEventAuctionHeld(a Auction) *EventAuctionHeld { return &EventAuctionHeld{Auction: a} }

// NewEventEnrolmentOpened reports that owners can subscribe.
func NewEventEnrolmentOpened(p Period) *EventEnrolmentOpened {
	return &EventEnrolmentOpened{Area: p.Area, Period: p.Number, StartsAt: p.StartsAt, FeePerPerson: p.FeePerPerson}
}

// NewEventPeriodStarted reports that a period runs, and what it found.
func NewEventPeriodStarted(p Period, carried uint64) *EventPeriodStarted {
	return &EventPeriodStarted{Area: p.Area, Period: p.Number, Persons: p.Persons, CarriedLitres: carried}
}

// NewEventLifelineAllotted reports the lifeline of a day.
func NewEventLifelineAllotted(l Ledger, allotted uint64) *EventLifelineAllotted {
	return &EventLifelineAllotted{
		Area: l.Area, Persons: l.Lifeline.Persons, AllottedLitres: allotted, ReserveLitres: l.ReserveLitres,
	}
}

// NewEventValveChanged reports what a valve has to do now.
func NewEventValveChanged(v Valve) *EventValveChanged { return &EventValveChanged{Valve: v} }

// NewEventRemunerationCollected reports that a producer was paid.
func NewEventRemunerationCollected(p Payable, amount sdk.Coin) *EventRemunerationCollected {
	return &EventRemunerationCollected{Area: p.Area, Producer: p.Producer, Amount: amount}
}

// NewEventWorkParked reports that a piece of block work failed.
func NewEventWorkParked(p ParkedItem) *EventWorkParked { return &EventWorkParked{Parked: p} }

// NewEventWorkRetried reports that failed work is back in the queue.
func NewEventWorkRetried(it DueItem) *EventWorkRetried { return &EventWorkRetried{Item: it} }

// NewEventParamsUpdated reports the new parameters.
func NewEventParamsUpdated(p Params) *EventParamsUpdated { return &EventParamsUpdated{Params: p} }
