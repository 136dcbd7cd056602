package types

import (
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
)

// Bounds of the parameters.
const (
	minSeconds        = 60
	maxSeconds        = 31_536_000
	maxVoucherSeconds = 2_592_000
	maxGasPerHash     = 1_000_000
	maxTrialHours     = 87_600
	minNoticeSeconds  = 86_400
)

// Defaults of the parameters: a week, two weeks, a month of 30 days, 72 hours, 90 days, a whole SOLAR, a tenth and a hundredth of
// the cost, a day, and 100 hours, which a roof in the sun needs a month for.
const (
	defaultWeek       = 604_800
	defaultFortnight  = 1_209_600
	defaultMonth      = 2_592_000
	defaultVoucher    = 259_200
	defaultListing    = 7_776_000
	defaultCommission = 1_000_000
	defaultGasPerHash = 100
	defaultBondBps    = 1_000
	defaultDepositBps = 100
	defaultProof      = 86_400
	defaultTrialHours = 100
)

// DefaultParams returns the parameters of a new chain.
func DefaultParams() Params {
	return Params{
		BiddingSeconds:      defaultWeek,
		AcceptanceSeconds:   defaultWeek,
		FundingSeconds:      defaultMonth,
		InstallGraceSeconds: defaultFortnight,
		ResponseSeconds:     defaultFortnight,
		DecisionSeconds:     defaultMonth,
		VoucherSeconds:      defaultVoucher,
		MaxListingSeconds:   defaultListing,
		MinCommissionUsolar: defaultCommission,
		GasPerHash:          defaultGasPerHash,
		MinBondBps:          defaultBondBps,
		MinDepositBps:       defaultDepositBps,
		ProofSeconds:        defaultProof,
		MinAcceptanceHours:  defaultTrialHours,

		RetirementNoticeSeconds: defaultMonth,
	}
}

// Validate checks each parameter against its range.
func (p Params) Validate() error {
	number := check.RangeOr(ErrInvalidParams)
	return check.All(
		number("bidding_seconds", p.BiddingSeconds, minSeconds, maxSeconds),
		number("acceptance_seconds", p.AcceptanceSeconds, minSeconds, maxSeconds),
		number("funding_seconds", p.FundingSeconds, minSeconds, maxSeconds),
		number("install_grace_seconds", p.InstallGraceSeconds, 0, maxSeconds),
		number("response_seconds", p.ResponseSeconds, minSeconds, maxSeconds),
		number("decision_seconds", p.DecisionSeconds, minSeconds, maxSeconds),
		number("voucher_seconds", p.VoucherSeconds, minSeconds, maxVoucherSeconds),
		number("max_listing_seconds", p.MaxListingSeconds, minSeconds, maxSeconds),
		number("min_commission_usolar", p.MinCommissionUsolar, 1, MaxAmount),
		number("gas_per_hash", p.GasPerHash, 1, maxGasPerHash),
		number("min_bond_bps", uint64(p.MinBondBps), 0, BasisPoints),
		number("min_deposit_bps", uint64(p.MinDepositBps), 0, BasisPoints),
		number("proof_seconds", p.ProofSeconds, minSeconds, maxSeconds),
		number("min_acceptance_hours", uint64(p.MinAcceptanceHours), 1, maxTrialHours),
		p.checkArbiters(),
		number("retirement_notice_seconds", p.RetirementNoticeSeconds, minNoticeSeconds, maxSeconds),
	)
}

// checkArbiters checks that the list is sorted, so that no account is in it twice. The keeper checks the addresses.
func (p Params) checkArbiters() error {
	if len(p.Arbiters) > MaxArbiters {
		return ErrInvalidParams.Wrapf("arbiters: expected at most %d, got %d", MaxArbiters, len(p.Arbiters))
	}
	for i, arbiter := range p.Arbiters {
		if i > 0 && arbiter <= p.Arbiters[i-1] {
			return ErrInvalidParams.Wrapf("arbiters: expected sorted accounts, each once, got %s after %s", arbiter, p.Arbiters[i-1])
		}
	}
	return nil
}

// IsArbiter reports whether an account may be an arbiter.
func (p Params) IsArbiter(account string) bool { return slices.Contains(p.Arbiters, account) }

// Seconds returns a parameter as a span of Unix seconds.
func Seconds(seconds uint64) int64 { return int64(seconds) } //nolint:gosec // at most a year by Validate

// Days returns a number of days as a span of Unix seconds.
func Days(days uint32) int64 { return int64(days) * SecondsPerDay }
