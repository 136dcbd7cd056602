package state

import (
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// LeaseItem returns the block work at the end of a lease. Every lease has it, pending or failed.
func LeaseItem(l types.Lease) queue.Item {
	return workItem(l.Until, types.KindLease, l.Generator, l.Id)
}
