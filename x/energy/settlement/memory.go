package settlement

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// memory is what the passes of one block have read: the stored pages by number, so that a later pass needs no store. Only the
// share pass writes, each page once, and it is the last. A settlement that goes on in another block reads its pages again,
// with the same result.
type memory struct {
	intervals, seats, wallets [][]byte // nil where nothing was read
}

func newMemory(count uint64) memory {
	return memory{
		intervals: make([][]byte, count),
		seats:     make([][]byte, count),
		wallets:   make([][]byte, count),
	}
}

// load decodes a page, from the store only if it is not among those read before.
func load[P, V any](ctx context.Context, m pages.Map[P, V], p P, page uint64, read [][]byte, pg *pages.Page) error {
	if read[page] == nil {
		bz, err := m.Stored(ctx, p, page)
		if err != nil {
			return err
		}
		read[page] = bz
	}
	return m.Decode(page, read[page], pg)
}
