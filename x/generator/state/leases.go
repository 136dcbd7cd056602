package state

import (
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// LeaseItem is the end of a lease: there is always one, waiting or parked.
func LeaseItem(l types.Lease) queue.Item {
	return item(l.Until, types.KindLease, l.Generator, l.Id)
}
