package types

import "github.com/utilityd/utilityd/x/internal/check"

// Bounds of the parameters.
const (
	minMaxWorkPerBlock = 16
	maxMaxWorkPerBlock = 1_000_000
)

// defaultMaxWorkPerBlock bounds block work to a second on two slow cores, also if all of it is settlements of the smallest communities,
// which cost more a unit than a part of a large one. A community of a million members needs 7,813 units a pass.
const defaultMaxWorkPerBlock = 3_000

// DefaultParams returns the parameters of a new chain.
func DefaultParams() Params {
	return Params{MaxWorkPerBlock: defaultMaxWorkPerBlock}
}

// Validate checks each parameter against its range.
func (p Params) Validate() error {
	return check.RangeOr(ErrInvalidParams)("max_work_per_block", p.MaxWorkPerBlock, minMaxWorkPerBlock, maxMaxWorkPerBlock)
}
