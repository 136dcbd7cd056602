// Package state is what the analyzer is tried on.
package state

import (
	"context"
	"crypto/rand"  // want `import of crypto/rand: randomness`
	"hash/maphash" // want `import of hash/maphash: a hash that differs`
	"maps"
	"math"
	mathrand "math/rand" // want `import of math/rand: randomness`
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

type balances map[string]uint64

type ratio float64 // want `floating point`

func sum(m balances) (total uint64) {
	for _, v := range m { // want `range over a map`
		total += v
	}
	return total
}

func list(m balances, xs []string, n int) {
	for range xs {
	}
	for range n {
	}
	for range maps.Keys(m) { // want `maps.Keys: the order of a map`
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		_ = m[key]
	}
	_ = slices.Collect(maps.Values(m)) // want `maps.Values: the order of a map`
}

func clock(then time.Time) bool {
	limit := then.Add(3 * time.Second)
	_ = time.Unix(0, 0).Before(limit)
	_ = time.Since(then)            // want `time.Since: the clock of this machine`
	return time.Now().Before(limit) // want `time.Now: the clock of this machine`
}

func read(f func() time.Time) time.Time { return f() }

var passed = read(time.Now) // want `time.Now: the clock of this machine`

func numbers(a, b uint64) uint64 {
	const million uint64 = 1e6
	share := float64(a) / float64(b) // want `floating point`
	return a*million + uint64(share) // want `floating point`
}

func root(a int) int {
	return int(math.Sqrt(float64(a))) // want `floating point`
}

func parallel(done, stop chan struct{}) {
	go close(done) // want `goroutine`
	select {       // want `select`
	case <-done:
	case <-stop:
	}
}

type team struct {
	sync.WaitGroup
}

func started(ctx context.Context, done chan struct{}) {
	var wait sync.WaitGroup
	wait.Go(func() {}) // want `goroutine`
	wait.Wait()
	(&team{}).Go(func() {}) // want `goroutine`
	start := wait.Go        // want `goroutine`
	start(func() {})

	group, _ := errgroup.WithContext(ctx)
	group.Go(func() error { return nil }) // want `goroutine`
	_ = group.TryGo(func() error {        // want `goroutine`
		return nil
	})
	_ = context.AfterFunc(ctx, func() { close(done) }) // want `goroutine`

	wait.Go(func() {}) //nodet:allow the result is not used
}

func random() {
	_, _ = rand.Read(nil)
	_ = mathrand.Int()
	_ = maphash.MakeSeed()
}

func exempt(m balances, done chan struct{}) (total uint64) {
	//nodet:allow a sum does not depend on the order
	for _, v := range m {
		total += v
	}
	go close(done) //nodet:allow the result is not used
	return total
}

func badlyExempt(m balances) {
	/* want `expected a reason` */ //nodet:allow
	for range m {                  // want `range over a map`
	}
	/* want `exempts nothing` */ //nodet:allow there is nothing here to allow
	_ = m
}
