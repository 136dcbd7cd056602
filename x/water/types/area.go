package types

// IsClosed reports whether the area is closed for enrolment.
func (a Area) IsClosed() bool { return a.Status == AREA_STATUS_CLOSED }

// PeriodStart returns the start of a period, at most MaxTime.
func (a Area) PeriodStart(number uint64) int64 {
	first := uint64(a.CreatedAt) + a.EnrolmentSeconds //nolint:gosec // times are not below 0
	left := uint64(MaxTime) - min(first, uint64(MaxTime))
	if number-FirstPeriod > left/a.PeriodSeconds {
		return MaxTime
	}
	return int64(first + (number-FirstPeriod)*a.PeriodSeconds) //nolint:gosec // at most MaxTime
}

// PeriodEnd returns the end of a period, which is the start of the next one.
func (a Area) PeriodEnd(number uint64) int64 {
	if number == ^uint64(0) {
		return MaxTime
	}
	return a.PeriodStart(number + 1)
}

// PeriodAt returns the period that contains a moment: the first one before it has started.
func (a Area) PeriodAt(now int64) uint64 {
	return FirstPeriod + uint64(max(now-a.PeriodStart(FirstPeriod), 0))/a.PeriodSeconds //nolint:gosec // not below 0
}

// EnrolmentOpens returns the start of the enrolment of a period. The first one starts when the area is created.
func (a Area) EnrolmentOpens(number uint64) int64 {
	return a.PeriodStart(number) - int64(a.EnrolmentSeconds) //nolint:gosec // at most a year
}

// NextAuction returns the time of the first auction after a moment.
func (a Area) NextAuction(now int64) int64 {
	every := int64(a.AuctionSeconds) //nolint:gosec // at most a year
	return min(now-now%every+every, MaxTime)
}

// IsOpen reports whether the account is open.
func (a Account) IsOpen() bool { return a.ClosedAt == 0 }

// Consents reports whether a reading of a span that begins at from may spend, by its time. One that begins before the
// end of the consent and ends after it may: otherwise an owner could draw free water by renewing the consent late.
func (a Account) Consents(from int64) bool { return from >= a.ApprovedAt && a.ConsentsAt(from) }

// ConsentsAt reports whether the consent has not ended.
func (a Account) ConsentsAt(now int64) bool { return a.Until == 0 || now < a.Until }

// IsBounded reports whether the consent has a limit or an end.
func (a Account) IsBounded() bool { return a.LimitLitres != 0 || a.Until != 0 }

// SpendableLitres returns the rest of the limit of the meter.
func (a Account) SpendableLitres(spent uint64) uint64 {
	if a.LimitLitres == 0 {
		return ^uint64(0)
	}
	return a.LimitLitres - min(spent, a.LimitLitres)
}

// IsCurrent reports whether the source is active.
func (s Source) IsCurrent() bool { return s.Status == SOURCE_STATUS_ACTIVE }

// BindingSlot returns the slot in the binding of the meter of the source.
func (s Source) BindingSlot() uint64 { return SourceSlot | s.Id }

// SourceOf returns the number of the source in the slot of a binding, if any.
func SourceOf(slot uint64) (id uint64, isSource bool) {
	return slot &^ SourceSlot, slot&SourceSlot != 0
}

// ModuleLitres returns the balance that the module account must have of the area's token.
func (l Ledger) ModuleLitres() uint64 {
	return l.ReserveLitres + l.LifelineLitres + l.UnsettledLitres + l.EscrowLitres
}

// Total returns the balance that the module account must have for the area, of its payment denom.
func (p Purse) Total() uint64 {
	return p.Prepaid + p.Escrow + p.Pots + p.Stabilisation + p.Payable
}
