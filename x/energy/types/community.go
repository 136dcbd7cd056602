package types

// EpochAt returns the epoch of length seconds that contains a moment: epoch n is [n·length, (n+1)·length).
func (c Community) EpochAt(t int64) uint64 {
	if t < 0 {
		return 0
	}
	return uint64(t) / c.EpochSeconds
}

// EpochAfterNotice returns the first epoch for which terms or weights can be announced now.
func (c Community) EpochAfterNotice(now int64, p Params) uint64 { return c.EpochAt(now+p.Notice()) + 1 }

// EpochStart returns the first second of an epoch; MaxTime for epochs beyond.
func (c Community) EpochStart(epoch uint64) int64 {
	if last := uint64(MaxTime) / c.EpochSeconds; epoch > last {
		return MaxTime
	}
	return int64(epoch * c.EpochSeconds) //nolint:gosec // at most MaxTime
}

// EpochEnd returns the first second after an epoch.
func (c Community) EpochEnd(epoch uint64) int64 {
	if epoch == ^uint64(0) {
		return MaxTime
	}
	return c.EpochStart(epoch + 1)
}

// Span returns the length of some epochs in seconds, at most MaxTime.
func (c Community) Span(epochs uint64) int64 { return c.EpochStart(epochs) }

// IsClosedIn reports whether the community no longer exists in the epoch.
func (c Community) IsClosedIn(epoch uint64) bool {
	return c.Status == COMMUNITY_STATUS_CLOSED && epoch >= c.ClosedFromEpoch
}

// IsActiveIn reports whether the seat takes part in the epoch.
func (s Seat) IsActiveIn(epoch uint64) bool {
	return s.FromEpoch <= epoch && (s.ToEpoch == 0 || epoch < s.ToEpoch)
}

// WeightIn returns the static weight of the epoch.
func (s Seat) WeightIn(epoch uint64) uint64 {
	if epoch < s.WeightFromEpoch {
		return s.PreviousWeight
	}
	return s.StaticWeight
}

// Spendable returns the money that buys community energy at a price: none above the highest price of the wallet.
func (w Wallet) Spendable(pricePerKWh uint64) uint64 {
	if pricePerKWh > w.MaxPricePerKwh {
		return 0
	}
	return w.Prepaid
}

// IsUnsettled reports whether the settlement is pending, in progress or failed.
func (s Settlement) IsUnsettled() bool { return s.Status != SETTLEMENT_STATUS_SETTLED }

// PositionWh returns the surplus (above 0) or deficit (below 0) of the member in the epoch.
func (i Interval) PositionWh() int64 {
	return int64(i.ExportWh) - int64(i.ImportWh) + i.CarriedWh //nolint:gosec // all at most netting.MaxEnergy
}
