package types

// IsClosed reports whether the area is closed for enrolment.
func (a Area) IsClosed() bool { return a.Status == AREA_STATUS_CLOSED }

// PeriodStart returns the start of a period, at most MaxTime. The enrolment of the first one opens as long after the creation as it takes, so
// that sources can be named that are paid from the first period on.
func (a Area) PeriodStart(number uint64) int64 {
	first := uint64(a.CreatedAt) + 2*a.EnrolmentSeconds //nolint:gosec // times are not below 0
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

// NextPeriod returns the first period that starts after a moment.
func (a Area) NextPeriod(now int64) uint64 {
	first := a.PeriodStart(FirstPeriod)
	if now < first {
		return FirstPeriod
	}
	return FirstPeriod + 1 + uint64(now-first)/a.PeriodSeconds //nolint:gosec // not below 0
}

// EnrolmentOpens returns the start of the enrolment of a period.
func (a Area) EnrolmentOpens(number uint64) int64 {
	return a.PeriodStart(number) - int64(a.EnrolmentSeconds) //nolint:gosec // at most a year
}

// NextAuction returns the time of the first auction after a moment.
func (a Area) NextAuction(now int64) int64 {
	every := int64(a.Terms.AuctionSeconds) //nolint:gosec // at most a year
	return min(now-now%every+every, MaxTime)
}

// IsOpen reports whether the account is open.
func (a Account) IsOpen() bool { return a.ClosedAt == 0 }

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

// IsClosed reports whether the source has closed.
func (s Source) IsClosed() bool { return s.Status == SOURCE_STATUS_CLOSED }

// Served returns the seconds of a period in which the source was active.
func (s Source) Served(p Period) uint64 {
	end := p.EndsAt
	if s.EndedAt != 0 {
		end = min(end, s.EndedAt)
	}
	return uint64(max(end-p.StartsAt, 0)) //nolint:gosec // not below 0
}

// Losable returns the litres that the source stored and has not lost yet.
func (s Source) Losable() uint64 { return s.StoredLitres - min(s.LostLitres, s.StoredLitres) }

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
	return p.Prepaid + p.Escrow + p.Pots + p.Refunds + p.Payable
}
