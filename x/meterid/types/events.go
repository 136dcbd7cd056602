package types

// One constructor for each event, so that a fact is told in the same way wherever it comes about.

// NewEventIssuerAuthorized reports that governance named or changed an issuer.
func NewEventIssuerAuthorized(i Issuer) *EventIssuerAuthorized {
	return &EventIssuerAuthorized{Address: i.Address, Name: i.Name}
}

// NewEventIssuerRevoked reports that an issuer certifies nothing new.
func NewEventIssuerRevoked(i Issuer) *EventIssuerRevoked {
	return &EventIssuerRevoked{Address: i.Address}
}

// NewEventParamsUpdated reports the new parameters.
func NewEventParamsUpdated(p Params) *EventParamsUpdated {
	return &EventParamsUpdated{Params: p}
}

// NewEventMeterRegistered reports that a device was certified.
func NewEventMeterRegistered(m Meter) *EventMeterRegistered {
	return &EventMeterRegistered{Meter: m.Id, Serial: m.Serial, Issuer: m.Issuer, Owner: m.Owner}
}

// NewEventMeterActivated reports that the owner accepted the meter.
func NewEventMeterActivated(meter uint64, opening Registers) *EventMeterActivated {
	return &EventMeterActivated{Meter: meter, Opening: opening}
}

// NewEventReadingsSubmitted sums up one batch.
func NewEventReadingsSubmitted(gateway string, r *MsgSubmitReadingsResponse) *EventReadingsSubmitted {
	return &EventReadingsSubmitted{
		Gateway:     gateway,
		Accepted:    r.Accepted,
		Duplicate:   r.Duplicate,
		Quarantined: r.Quarantined,
		Rejected:    r.Rejected,
	}
}

// NewEventReadingReleased reports that an issuer accepted a quarantined reading.
func NewEventReadingReleased(meter, importDelta, exportDelta uint64) *EventReadingReleased {
	return &EventReadingReleased{Meter: meter, ImportDelta: importDelta, ExportDelta: exportDelta}
}

// NewEventRegistersRebased reports other registers of a device, and what was counted up to then.
func NewEventRegistersRebased(m Meter, msg *MsgRebaseRegisters, counted *MsgRebaseRegistersResponse) *EventRegistersRebased {
	return &EventRegistersRebased{
		Meter:       m.Id,
		Owner:       m.Owner,
		Closing:     msg.Closing,
		Opening:     msg.Opening,
		ImportDelta: counted.ImportDelta,
		ExportDelta: counted.ExportDelta,
	}
}

// NewEventKeyRotationProposed reports that the issuer proposed a key.
func NewEventKeyRotationProposed(p PendingKey) *EventKeyRotationProposed {
	return &EventKeyRotationProposed{Meter: p.Meter, EffectiveAt: p.EffectiveAt}
}

// NewEventKeyRotated reports that a meter has a new key.
func NewEventKeyRotated(m Meter) *EventKeyRotated {
	return &EventKeyRotated{Meter: m.Id, KeyVersion: m.KeyVersion}
}

// NewEventKeyRotationVetoed reports that the owner refused a key.
func NewEventKeyRotationVetoed(meter uint64) *EventKeyRotationVetoed {
	return &EventKeyRotationVetoed{Meter: meter}
}

// NewEventReplacementProposed reports that an issuer proposed to exchange a device.
func NewEventReplacementProposed(p PendingReplacement) *EventReplacementProposed {
	return &EventReplacementProposed{Meter: p.Meter, NewMeter: p.NewMeter, ExpiresAt: p.ExpiresAt}
}

// NewEventMeterReplaced reports that a device was exchanged.
func NewEventMeterReplaced(meter, newMeter uint64) *EventMeterReplaced {
	return &EventMeterReplaced{Meter: meter, NewMeter: newMeter}
}

// NewEventTransferProposed reports that an issuer proposed a new owner.
func NewEventTransferProposed(p PendingTransfer) *EventTransferProposed {
	return &EventTransferProposed{Meter: p.Meter, NewOwner: p.NewOwner, ExpiresAt: p.ExpiresAt}
}

// NewEventMeterTransferred reports that a meter has a new owner.
func NewEventMeterTransferred(meter uint64, oldOwner, newOwner string) *EventMeterTransferred {
	return &EventMeterTransferred{Meter: meter, OldOwner: oldOwner, NewOwner: newOwner}
}

// NewEventMeterStatusChanged reports that a meter was suspended, resumed or retired.
func NewEventMeterStatusChanged(m Meter, reason string) *EventMeterStatusChanged {
	return &EventMeterStatusChanged{Meter: m.Id, Status: m.Status, Reason: reason}
}

// NewEventClaimAttested reports that an issuer attested something.
func NewEventClaimAttested(meter uint64, c Claim) *EventClaimAttested {
	return &EventClaimAttested{Meter: meter, Claim: c}
}

// NewEventClaimRevoked reports that a claim was removed.
func NewEventClaimRevoked(meter uint64, t ClaimType, validFrom int64) *EventClaimRevoked {
	return &EventClaimRevoked{Meter: meter, Type: t, ValidFrom: validFrom}
}

// NewEventDueItemParked reports that a piece of block work failed.
func NewEventDueItemParked(meter uint64, kind uint32, reason string) *EventDueItemParked {
	return &EventDueItemParked{Meter: meter, Kind: kind, Reason: reason}
}

// NewEventDueItemRetried reports that a piece of block work that had failed waits again.
func NewEventDueItemRetried(meter uint64, kind uint32) *EventDueItemRetried {
	return &EventDueItemRetried{Meter: meter, Kind: kind}
}
