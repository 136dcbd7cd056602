package signature

import "sync"

// Cache stores the verdicts of whole batches, so that a batch verified when it entered the mempool is not verified
// again when it is delivered. It is a memo: the verdicts are those of Verify, cached or not.
//
// It holds a fixed number of batches; a new one evicts the oldest. It is safe for concurrent use.
type Cache struct {
	mutex sync.Mutex
	// verdicts has exactly the digests in ring.
	verdicts map[[32]byte][]bool
	ring     [][32]byte
	// oldest is the place in the ring that the next batch takes, once the ring is full.
	oldest int
	size   int
}

// NewCache returns a cache of size batches. With size 0 or less it caches nothing.
func NewCache(size int) *Cache {
	return &Cache{verdicts: make(map[[32]byte][]bool), size: max(size, 0)}
}

// Verify verifies all jobs as the function Verify does, from the cache if possible, and caches the verdicts. The caller may
// change the result.
func (c *Cache) Verify(jobs []Job) []bool {
	digest := Digest(jobs)
	if verdicts, ok := c.Lookup(digest); ok {
		return verdicts
	}
	verdicts := Verify(jobs)
	c.Remember(digest, verdicts)
	return verdicts
}

// Lookup returns the cached verdicts of the batch with this digest, if any.
func (c *Cache) Lookup(digest [32]byte) (verdicts []bool, ok bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	known, ok := c.verdicts[digest]
	return append([]bool(nil), known...), ok
}

// Remember stores the verdicts of the batch with this digest. They must be those of Verify.
func (c *Cache) Remember(digest [32]byte, verdicts []bool) {
	if c.size == 0 {
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if _, ok := c.verdicts[digest]; ok {
		return
	}
	if len(c.ring) < c.size {
		c.ring = append(c.ring, digest)
	} else {
		delete(c.verdicts, c.ring[c.oldest])
		c.ring[c.oldest] = digest
		c.oldest = (c.oldest + 1) % c.size
	}
	c.verdicts[digest] = append([]bool(nil), verdicts...)
}

// Len returns the number of cached batches.
func (c *Cache) Len() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return len(c.ring)
}
