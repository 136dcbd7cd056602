package types

// Reasons for the end of a record.
const (
	ReasonRemoved     = "removed"
	ReasonRetired     = "retired"
	ReasonClosed      = "closed"
	ReasonTransferred = "transferred"
)

// NewEventSourceRemoved reports the end of a source, with the capacity of the area without it.
func NewEventSourceRemoved(s Source, reason string, capacity uint64) *EventSourceRemoved {
	return &EventSourceRemoved{Area: s.Area, Source: s.Id, Reason: reason, CapacityLitres: capacity}
}

// NewEventAccountClosed reports that a household moved out.
func NewEventAccountClosed(a Account, reason string, returned, debt uint64) *EventAccountClosed {
	return &EventAccountClosed{Area: a.Area, Slot: a.Slot, Reason: reason, ReturnedLitres: returned, DebtLitres: debt}
}

// NewEventOrderPlaced reports that an order rests in the book.
func NewEventOrderPlaced(o Order) *EventOrderPlaced { return &EventOrderPlaced{Order: o} }
