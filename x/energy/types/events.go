package types

// Reasons for the end of a membership.
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
