package types

import "context"

// Totals are what the registers of a meter have counted in all, Wh or litres. The difference of two totals of a meter is what
// it measured between them, whatever its registers showed: they are modulo 2^64, and subtracting them is right all the same.
type Totals struct {
	Import, Export uint64
}

// AcceptedReading is what a meter has proved: the amounts of one span of time.
type AcceptedReading struct {
	// Meter is the number of the meter.
	Meter uint64
	// Owner is its owner's address.
	Owner string
	// Ref and Slot are those of the binding.
	Ref, Slot uint64
	// From and To are the span (From, To] in Unix seconds: the time of the reading before, and of this one.
	From, To int64
	// Import and Export are the amounts of the span in Wh or litres, at most MaxDelta.
	Import, Export uint64
	// ImportRegister and ExportRegister are what the device shows, in steps. They may start anew; Import and Export do not.
	ImportRegister, ExportRegister uint64
	// BeforeBinding reports whether the span begins before the meter was bound.
	BeforeBinding bool
	// Renewable reports whether the TECHNOLOGY claim that counts at To says renewable.
	Renewable bool
	// Remark says how the module counted the reading, if not in the usual way. The sink sets it.
	Remark ReadingRemark
}

// Sink is a module that counts readings. It must not refuse a true reading: an error fails the whole message, and is
// meant for broken state only.
type Sink interface {
	// ApplyReadings takes the accepted readings of one batch, by (Ref, To, Slot) and then in order of arrival. A meter may
	// occur several times. It is called once for each batch. It may set the Remark of each element, which the gateway gets.
	ApplyReadings(ctx context.Context, readings []AcceptedReading) error
	// MeterTransferred reports whether the meter has a new owner. What it measured for the old one has been applied.
	MeterTransferred(ctx context.Context, before, after Meter) error
	// MeterReplaced reports whether the binding has moved from one device to another. What the old one measured has been applied.
	MeterReplaced(ctx context.Context, before, after Meter) error
	// MeterRetired reports whether the meter is about to be retired. It is still bound; meterid ends the binding after the call.
	MeterRetired(ctx context.Context, meter Meter) error
}

// Watcher is a sink that keeps requests for meters which it does not count yet, such as applications.
type Watcher interface {
	// MeterTaken drops the requests for a meter that was bound, got another owner or was retired: they are void.
	MeterTaken(ctx context.Context, meter uint64) error
}
