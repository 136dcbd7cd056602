package types

// Reasons for a change of status.
const (
	// ReasonNoBid: the bidding is over without a bid.
	ReasonNoBid = "no_bid"
	// ReasonBidsClosed: the bidding is over and there are bids.
	ReasonBidsClosed = "bids_closed"
	// ReasonNotAccepted: the requester accepted no bid in time.
	ReasonNotAccepted = "not_accepted"
	// ReasonAccepted: the requester accepted a bid.
	ReasonAccepted = "accepted"
	// ReasonFunded: the last share was pledged.
	ReasonFunded = "funded"
	// ReasonNotFunded: not all shares were pledged in time.
	ReasonNotFunded = "not_funded"
	// ReasonMarkedInstalled: the provider declared it installed.
	ReasonMarkedInstalled = "marked_installed"
	// ReasonNotInstalled: the provider did not declare it installed in time.
	ReasonNotInstalled = "not_installed"
	// ReasonProved: its meter proved the installation, and no dispute is open.
	ReasonProved = "proved"
	// ReasonNotProved: its meter did not prove the installation in time.
	ReasonNotProved = "not_proved"
	// ReasonUndecided: its meter proved the installation, and the arbiter did not decide the dispute in time.
	ReasonUndecided = "undecided"
	// ReasonUpheld: the arbiter upheld the dispute about a proved installation.
	ReasonUpheld = "upheld"
	// ReasonDelivered: all acceptance units were delivered.
	ReasonDelivered = "delivered"
	// ReasonTrialOver: the time of the trial ended before.
	ReasonTrialOver = "trial_over"
	// ReasonEndOfLife: the life promised by the bid is over.
	ReasonEndOfLife = "end_of_life"
	// ReasonByOwners: three quarters of the shares voted for it, when it was announced and at its time.
	ReasonByOwners = "by_owners"
)

// Reasons for money due besides revenue.
const (
	// DueDeposit is the requester's deposit, returned or paid to the provider.
	DueDeposit = "deposit"
	// DueBond is the provider's bond, or the rest of it.
	DueBond = "bond"
	// DueUpfront is the part of the cost that is paid when the funding is complete.
	DueUpfront = "upfront"
	// DueCommission is the part of the cost that is paid when it is commissioned.
	DueCommission = "commission"
	// DueDelivery is the part of the cost that delivered units have earned.
	DueDelivery = "delivery"
	// DueRemainder is the remainder of a refund divided by 10,000 shares: below 10,000 base units, due to the requester.
	DueRemainder = "remainder"
)

// Reasons for the end of an offer.
const (
	ReasonCanceled = "canceled"
	ReasonExpired  = "expired"
)

// NewEventMeterBound reports the generator's new meter; 0 for none.
func NewEventMeterBound(g Generator) *EventMeterBound {
	return &EventMeterBound{Generator: g.Id, Meter: g.Meter}
}
