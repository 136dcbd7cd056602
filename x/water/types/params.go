package types

import (
	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
)

// Bounds of the parameters.
const (
	maxAuctionRetention = 100_000
	maxMaxPriceFactor   = 1_000_000
)

// Defaults of the parameters.
const (
	defaultMaxAccounts         = 1 << 20
	defaultMaxSources          = 64
	defaultMinPeriodSeconds    = 86_400
	defaultMinEnrolmentSeconds = 86_400
	defaultAuctionRetention    = 365
	defaultMaxPriceFactor      = 100
	// defaultMaxLossPpm is a twentieth of the stock.
	defaultMaxLossPpm = 50_000
	// defaultAreaFee is 100 UTL, so that a flood of areas is expensive.
	defaultAreaFee      = 100_000_000
	defaultAreaFeeDenom = "uutl"
)

// DefaultParams returns the parameters of a new chain.
func DefaultParams() Params {
	return Params{
		MaxAccounts:         defaultMaxAccounts,
		MaxSources:          defaultMaxSources,
		MinPeriodSeconds:    defaultMinPeriodSeconds,
		MinEnrolmentSeconds: defaultMinEnrolmentSeconds,
		MaxLossPpm:          defaultMaxLossPpm,
		AuctionRetention:    defaultAuctionRetention,
		MaxPriceFactor:      defaultMaxPriceFactor,
		AreaFee:             sdk.NewCoin(defaultAreaFeeDenom, sdkmath.NewInt(defaultAreaFee)),
	}
}

// Validate checks each parameter against its range.
func (p Params) Validate() error {
	number := check.RangeOr(ErrInvalidParams)
	return check.All(
		number("max_accounts", p.MaxAccounts, 1, MaxAccounts),
		number("max_sources", p.MaxSources, 1, MaxSources),
		number("min_period_seconds", p.MinPeriodSeconds, MinPeriodSeconds, MaxPeriodSeconds),
		number("min_enrolment_seconds", p.MinEnrolmentSeconds, 1, MaxPeriodSeconds),
		number("max_loss_ppm", p.MaxLossPpm, 0, Ppm),
		number("auction_retention", p.AuctionRetention, 1, maxAuctionRetention),
		number("max_price_factor", p.MaxPriceFactor, 1, maxMaxPriceFactor),
		p.checkAreaFee(),
	)
}

func (p Params) checkAreaFee() error {
	if err := sdk.ValidateDenom(p.AreaFee.Denom); err != nil || IsWaterDenom(p.AreaFee.Denom) {
		return ErrInvalidParams.Wrapf("area_fee: expected a denom that can be sent, got %q", p.AreaFee.Denom)
	}
	switch fee := p.AreaFee.Amount; {
	case fee.IsNil():
		return ErrInvalidParams.Wrapf("area_fee: expected 0 to %d, got nothing", MaxMoney)
	case fee.IsNegative() || !fee.IsUint64() || fee.Uint64() > MaxMoney:
		return ErrInvalidParams.Wrapf("area_fee: expected 0 to %d, got %s", MaxMoney, fee)
	}
	return nil
}
