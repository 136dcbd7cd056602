package types

import "github.com/utilityd/utilityd/x/internal/check"

// Bounds of the parameters; the defaults are in DefaultParams.
const (
	maxReadingsPerBatchCeiling  = 4_096
	maxGasPerReading            = 1_000_000
	maxMaxClockDriftSeconds     = 3_600
	minMaxReadingAgeSeconds     = 3_600
	maxMaxReadingAgeSeconds     = 31_536_000
	minVetoSeconds              = 3_600
	maxVetoSeconds              = 2_592_000
	minAcceptanceSeconds        = 3_600
	maxAcceptanceSeconds        = 7_776_000
	defaultVetoSeconds          = 48 * 3_600
	defaultAcceptanceSeconds    = 14 * 86_400
	defaultMaxReadingAge        = 7 * 86_400
	defaultGasPerReading        = 2_000
	defaultMaxReadingsPerBatch  = 1_024
	defaultMaxClockDriftSeconds = 60
)

// DefaultParams returns the parameters of a new chain.
func DefaultParams() Params {
	return Params{
		MaxReadingsPerBatch:  defaultMaxReadingsPerBatch,
		GasPerReading:        defaultGasPerReading,
		MaxClockDriftSeconds: defaultMaxClockDriftSeconds,
		MaxReadingAgeSeconds: defaultMaxReadingAge,
		VetoSeconds:          defaultVetoSeconds,
		AcceptanceSeconds:    defaultAcceptanceSeconds,
	}
}

// Validate checks each parameter against its range.
func (p Params) Validate() error {
	number := check.RangeOr(ErrInvalidParams)
	return check.All(
		number("max_readings_per_batch", uint64(p.MaxReadingsPerBatch), 1, maxReadingsPerBatchCeiling),
		number("gas_per_reading", p.GasPerReading, 1, maxGasPerReading),
		number("max_clock_drift_seconds", p.MaxClockDriftSeconds, 0, maxMaxClockDriftSeconds),
		number("max_reading_age_seconds", p.MaxReadingAgeSeconds, minMaxReadingAgeSeconds, maxMaxReadingAgeSeconds),
		number("veto_seconds", p.VetoSeconds, minVetoSeconds, maxVetoSeconds),
		number("acceptance_seconds", p.AcceptanceSeconds, minAcceptanceSeconds, maxAcceptanceSeconds),
	)
}

// MaxClockDrift is MaxClockDriftSeconds as a span of Unix seconds.
func (p Params) MaxClockDrift() int64 { return int64(p.MaxClockDriftSeconds) } //nolint:gosec // at most an hour

// MaxReadingAge is MaxReadingAgeSeconds as a span of Unix seconds.
func (p Params) MaxReadingAge() int64 { return int64(p.MaxReadingAgeSeconds) } //nolint:gosec // at most a year

// Veto is VetoSeconds as a span of Unix seconds.
func (p Params) Veto() int64 { return int64(p.VetoSeconds) } //nolint:gosec // at most 30 days

// Acceptance is AcceptanceSeconds as a span of Unix seconds.
func (p Params) Acceptance() int64 { return int64(p.AcceptanceSeconds) } //nolint:gosec // at most 90 days
