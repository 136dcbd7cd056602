package types

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

// NewEventMeterBound tells which meter is the generator's own, or that it has none any more.
func NewEventMeterBound(g Generator) *EventMeterBound {
	return &EventMeterBound{Generator: g.Id, Meter: g.Meter}
}
