package types

// NewEventKeyRotated reports that a meter has a new key.
func NewEventKeyRotated(m Meter) *EventKeyRotated {
	return &EventKeyRotated{Meter: m.Id, KeyVersion: m.KeyVersion}
}

// NewEventMeterStatusChanged reports that a meter was suspended, resumed or retired.
func NewEventMeterStatusChanged(m Meter, reason string) *EventMeterStatusChanged {
	return &EventMeterStatusChanged{Meter: m.Id, Status: m.Status, Reason: reason}
}

// NewEventDueItemParked reports that a piece of block work failed.
func NewEventDueItemParked(meter uint64, kind uint32, reason string) *EventDueItemParked {
	return &EventDueItemParked{Meter: meter, Kind: kind, Reason: reason}
}

// NewEventDueItemRetried reports that a piece of block work that had failed waits again.
func NewEventDueItemRetried(meter uint64, kind uint32) *EventDueItemRetried {
	return &EventDueItemRetried{Meter: meter, Kind: kind}
}
