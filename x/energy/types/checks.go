package types

import "github.com/utilityd/utilityd/x/internal/check"

// Checks of single fields, which messages and genesis share.

func checkCommunityNumber(id uint64) error { return check.AtLeast("community", id, FirstCommunity) }

func checkMeterNumber(id uint64) error { return check.AtLeast("meter", id, 1) }

func checkPlace(community, slot uint64) error {
	return check.All(checkCommunityNumber(community), check.Number("slot", slot, 0, MaxMembers-1))
}

func checkEpochSeconds(seconds uint64) error {
	if seconds == 0 || seconds > MaxEpochSeconds || MaxEpochSeconds%seconds != 0 {
		return check.Invalid("epoch_seconds: expected a divisor of %d, got %d", MaxEpochSeconds, seconds)
	}
	return nil
}

func checkGrace(seconds uint64) error {
	return check.Number("grace_seconds", seconds, 0, MaxGraceSeconds)
}

func checkKey(k AllocationKey) error { return check.Enum("key", AllocationKey_name, k) }

func checkResidual(r Residual) error { return check.Enum("residual", Residual_name, r) }

func checkPrice(price uint64) error {
	return check.Number("price_per_kwh", price, 0, MaxPricePerKWh)
}

func checkStaticWeight(weight uint64) error {
	return check.Number("static_weight", weight, 0, MaxStaticWeight)
}
