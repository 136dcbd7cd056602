package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// One constructor for each event, so that a fact is told in the same way wherever it comes about.

// Why a membership ended.
const (
	ReasonLeft        = "left"
	ReasonRemoved     = "removed"
	ReasonTransferred = "transferred"
	ReasonRetired     = "retired"
)

// NewEventCommunityCreated reports that a community was opened.
func NewEventCommunityCreated(c Community) *EventCommunityCreated {
	return &EventCommunityCreated{Community: c.Id, Admin: c.Admin}
}

// NewEventCommunityUpdated reports the terms to come.
func NewEventCommunityUpdated(community uint64, t Terms) *EventCommunityUpdated {
	return &EventCommunityUpdated{Community: community, Terms: t}
}

// NewEventCommunityStatusChanged reports that a community was paused, resumed or closed.
func NewEventCommunityStatusChanged(c Community, fromEpoch uint64) *EventCommunityStatusChanged {
	return &EventCommunityStatusChanged{Community: c.Id, Status: c.Status, FromEpoch: fromEpoch}
}

// NewEventAdminTransferred tells who is admin now.
func NewEventAdminTransferred(c Community) *EventAdminTransferred {
	return &EventAdminTransferred{Community: c.Id, Admin: c.Admin}
}

// NewEventMemberApplied reports a wish to join.
func NewEventMemberApplied(a Application) *EventMemberApplied {
	return &EventMemberApplied{Community: a.Community, Meter: a.Meter, Owner: a.Owner}
}

// NewEventMemberApproved reports that a member got a slot.
func NewEventMemberApproved(m Member, fromEpoch uint64) *EventMemberApproved {
	return &EventMemberApproved{Community: m.Community, Slot: m.Slot, Meter: m.Meter, FromEpoch: fromEpoch}
}

// NewEventMemberLeft reports that a membership ends.
func NewEventMemberLeft(community, slot, toEpoch uint64, reason string) *EventMemberLeft {
	return &EventMemberLeft{Community: community, Slot: slot, ToEpoch: toEpoch, Reason: reason}
}

// NewEventStaticWeightSet reports that a weight changes.
func NewEventStaticWeightSet(community, slot uint64, s Seat) *EventStaticWeightSet {
	return &EventStaticWeightSet{Community: community, Slot: slot, StaticWeight: s.StaticWeight, FromEpoch: s.WeightFromEpoch}
}

// NewEventWalletDeposited reports that money came in.
func NewEventWalletDeposited(community, slot uint64, amount sdk.Coin, prepaid uint64) *EventWalletDeposited {
	return &EventWalletDeposited{Community: community, Slot: slot, Amount: amount, Prepaid: prepaid}
}

// NewEventWalletWithdrawn reports that money went out.
func NewEventWalletWithdrawn(community, slot uint64, amount sdk.Coin, prepaid uint64) *EventWalletWithdrawn {
	return &EventWalletWithdrawn{Community: community, Slot: slot, Amount: amount, Prepaid: prepaid}
}

// NewEventMemberCompensated reports that the grid supplier covered a deficit.
func NewEventMemberCompensated(community, slot, energyWh uint64, carryWh int64) *EventMemberCompensated {
	return &EventMemberCompensated{Community: community, Slot: slot, EnergyWh: energyWh, CarryWh: carryWh}
}

// NewEventGridEnergyBooked sums up the readings of a batch that are never netted.
func NewEventGridEnergyBooked(community, readings, importWh, exportWh uint64) *EventGridEnergyBooked {
	return &EventGridEnergyBooked{Community: community, Readings: readings, ImportWh: importWh, ExportWh: exportWh}
}

// NewEventEpochSettled announces a settlement.
func NewEventEpochSettled(s Settlement) *EventEpochSettled {
	return &EventEpochSettled{Settlement: s}
}

// NewEventWorkParked reports that a piece of block work failed.
func NewEventWorkParked(p ParkedItem) *EventWorkParked {
	return &EventWorkParked{Parked: p}
}

// NewEventSettlementRetried reports that parked work is back in the queue.
func NewEventSettlementRetried(community, epoch uint64) *EventSettlementRetried {
	return &EventSettlementRetried{Community: community, Epoch: epoch}
}

// NewEventParamsUpdated reports the new parameters.
func NewEventParamsUpdated(p Params) *EventParamsUpdated {
	return &EventParamsUpdated{Params: p}
}
