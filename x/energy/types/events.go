package types

// Why a membership ended.
const (
	ReasonLeft        = "left"
	ReasonRemoved     = "removed"
	ReasonTransferred = "transferred"
	ReasonRetired     = "retired"
)

// NewEventCommunityStatusChanged reports that a community was paused, resumed or closed.
func NewEventCommunityStatusChanged(c Community, fromEpoch uint64) *EventCommunityStatusChanged {
	return &EventCommunityStatusChanged{Community: c.Id, Status: c.Status, FromEpoch: fromEpoch}
}

// NewEventWorkParked reports that a piece of block work failed.
func NewEventWorkParked(p ParkedItem) *EventWorkParked {
	return &EventWorkParked{Parked: p}
}

// NewEventSettlementRetried reports that parked work is back in the queue.
func NewEventSettlementRetried(community, epoch uint64) *EventSettlementRetried {
	return &EventSettlementRetried{Community: community, Epoch: epoch}
}
