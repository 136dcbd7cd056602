package types

import "github.com/utilityd/utilityd/x/internal/check"

// Bounds of the parameters.
const (
	maxLateWindowSeconds  = 3_600
	maxMaxBackdateSeconds = 31_536_000
	maxRetentionEpochs    = 1_000_000
	minNoticeSeconds      = 60
	maxNoticeSeconds      = 31_536_000
)

// Defaults of the parameters.
const (
	defaultMaxMembers      = 1 << 20
	defaultMinEpochSeconds = 60
	defaultLateWindow      = 10
	defaultRetentionEpochs = 3_000
	defaultNotice          = 604_800
)

// DefaultParams returns the parameters of a new chain.
func DefaultParams() Params {
	return Params{
		MaxMembers:         defaultMaxMembers,
		MinEpochSeconds:    defaultMinEpochSeconds,
		LateWindowSeconds:  defaultLateWindow,
		MaxBackdateSeconds: 0,
		RetentionEpochs:    defaultRetentionEpochs,
		NoticeSeconds:      defaultNotice,
	}
}

// Validate checks each parameter against its range.
func (p Params) Validate() error {
	number := check.RangeOr(ErrInvalidParams)
	return check.All(
		number("max_members", p.MaxMembers, MinMembers, MaxMembers),
		number("min_epoch_seconds", p.MinEpochSeconds, 1, MaxEpochSeconds),
		number("late_window_seconds", p.LateWindowSeconds, 0, maxLateWindowSeconds),
		number("max_backdate_seconds", p.MaxBackdateSeconds, 0, maxMaxBackdateSeconds),
		number("retention_epochs", p.RetentionEpochs, 1, maxRetentionEpochs),
		number("notice_seconds", p.NoticeSeconds, minNoticeSeconds, maxNoticeSeconds),
	)
}

// LateWindow is LateWindowSeconds as a span of Unix seconds.
func (p Params) LateWindow() int64 { return int64(p.LateWindowSeconds) } //nolint:gosec // at most an hour

// MaxBackdate is MaxBackdateSeconds as a span of Unix seconds.
func (p Params) MaxBackdate() int64 { return int64(p.MaxBackdateSeconds) } //nolint:gosec // at most a year

// Notice is NoticeSeconds as a span of Unix seconds.
func (p Params) Notice() int64 { return int64(p.NoticeSeconds) } //nolint:gosec // at most a year
