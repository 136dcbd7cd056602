package settlement

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// pageCache holds the stored pages that the passes of one block have read, by number, so that a later pass reads no store.
// Only the last pass writes, each page once. A settlement that continues in another block reads its pages again, with the
// same result.
type pageCache struct {
	intervals, seats, wallets [][]byte // nil if not read
}

func newPageCache(count uint64) pageCache {
	return pageCache{
		intervals: make([][]byte, count),
		seats:     make([][]byte, count),
		wallets:   make([][]byte, count),
	}
}

// readPage decodes a page, from the store only if the cache does not have it.
func readPage[P, V any](ctx context.Context, m pages.Map[P, V], p P, page uint64, read [][]byte, pg *pages.Page) error {
	if read[page] == nil {
		bz, err := m.Stored(ctx, p, page)
		if err != nil {
			return err
		}
		read[page] = bz
	}
	return m.Decode(page, read[page], pg)
}
