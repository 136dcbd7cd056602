package gateway

import "context"

// Watch lets tests watch blocks without a node.
type Watch struct{ w *watch }

// NewWatch looks for the hashes in the blocks after a height.
func NewWatch(node blocks, height int64, hashes ...string) Watch {
	w := newWatch(node)
	w.height = height
	for _, hash := range hashes {
		w.flight[hash] = true
	}
	return Watch{w}
}

// Committed is what the sender calls.
func (w Watch) Committed(ctx context.Context) ([]Commitment, error) { return w.w.committed(ctx) }

// Restart is what a sender in trouble calls.
func (w Watch) Restart(ctx context.Context) error { return w.w.restart(ctx) }

// Look adds a hash to look for.
func (w Watch) Look(hash string) { w.w.flight[hash] = true }
