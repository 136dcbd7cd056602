package types

// NewEventKeyRotated reports that a meter has a new key.
func NewEventKeyRotated(m Meter) *EventKeyRotated {
	return &EventKeyRotated{Meter: m.Id, KeyVersion: m.KeyVersion}
}

// NewEventMeterStatusChanged reports that a meter was suspended, resumed or retired.
func NewEventMeterStatusChanged(m Meter, reason string) *EventMeterStatusChanged {
	return &EventMeterStatusChanged{Meter: m.Id, Status: m.Status, Reason: reason}
}
