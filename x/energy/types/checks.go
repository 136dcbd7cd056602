package types

import "github.com/utilityd/utilityd/x/internal/check"

// Checks of single fields, which messages and genesis share.

func checkCommunityNumber(id uint64) error { return check.Min("community", id, FirstCommunity) }

func checkMeterNumber(id uint64) error { return check.Min("meter", id, 1) }

func checkPlace(community, slot uint64) error {
	return check.All(checkCommunityNumber(community), check.Range("slot", slot, 0, MaxMembers-1))
}

func checkEpochSeconds(seconds uint64) error {
	if seconds == 0 || seconds > MaxEpochSeconds || MaxEpochSeconds%seconds != 0 {
		return check.Invalid("epoch_seconds: expected a divisor of %d, got %d", MaxEpochSeconds, seconds)
	}
	return nil
}

func checkGrace(seconds uint64) error {
	return check.Range("grace_seconds", seconds, 0, MaxGraceSeconds)
}

func checkKey(k AllocationKey) error { return check.Enum("key", AllocationKey_name, k) }

func checkResidual(r Residual) error { return check.Enum("residual", Residual_name, r) }

func checkPrice(price uint64) error {
	return check.Range("price_per_kwh", price, 0, MaxPricePerKWh)
}

func checkMaxPrice(price uint64) error {
	return check.Range("max_price_per_kwh", price, 0, MaxPricePerKWh)
}

// CheckBorderTolerance checks that a tolerance is at most a twentieth of the epoch.
func CheckBorderTolerance(seconds, epochSeconds uint64) error {
	if limit := epochSeconds / minTolerancesInEpoch; seconds > limit {
		return check.Invalid("border_tolerance_seconds: expected 0 to %d, a twentieth of the epoch of %d seconds, got %d", limit, epochSeconds, seconds)
	}
	return nil
}

// checkExactBorders refuses a tolerance together with exact borders.
func checkExactBorders(exact bool, seconds uint64) error {
	if exact && seconds > 0 {
		return check.Invalid("exact_borders: expected a border_tolerance_seconds of 0 with it, got %d", seconds)
	}
	return nil
}

// checkStaticTotal checks the total of the static weights, which other keys do not use.
func checkStaticTotal(total uint64, k AllocationKey) error {
	if total > 0 && k != ALLOCATION_KEY_STATIC {
		return check.Invalid("static_total_weight: expected 0 with %s, got %d", k, total)
	}
	return check.Range("static_total_weight", total, 0, MaxStaticTotalWeight)
}

func checkStaticWeight(weight uint64) error {
	return check.Range("static_weight", weight, 0, MaxStaticWeight)
}
