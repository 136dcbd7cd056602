package signature_test

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"syscall"
	"testing"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

const benchBatch = 1024

// benchJobs are batches of readings: batch b has the keys of b alone.
func benchJobs(b *testing.B, scheme signature.Scheme, batches, size int) [][]signature.Job {
	b.Helper()
	all := make([][]signature.Job, batches)
	for n := range all {
		for i := range size {
			seed := [32]byte{31: 1}
			binary.BigEndian.PutUint64(seed[8:], uint64(n*size+i+1))
			all[n] = append(all[n], job(b, scheme, seed, []byte(fmt.Sprintf("a reading of 70 bytes or so, as they are in the field, number %7d", i))))
		}
	}
	return all
}

// measure runs what verifies size readings and reports processor time for each: unlike wall time it hardly depends on
// what else the machine does.
func measure(b *testing.B, size int, run func()) {
	b.Helper()
	b.ReportAllocs()
	run()
	before := processorTime(b)
	for b.Loop() {
		run()
	}
	each := float64(processorTime(b)-before) / float64(b.N) / float64(size)
	b.ReportMetric(each, "cpu-ns/reading")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/reading")
}

func processorTime(b *testing.B) int64 {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return use.Utime.Nano() + use.Stime.Nano()
}

func verifyAll(b *testing.B, batches [][]signature.Job, verify func([]signature.Job) []bool) {
	b.Helper()
	i := 0
	measure(b, len(batches[0]), func() {
		for _, ok := range verify(batches[i%len(batches)]) {
			if !ok {
				b.Fatal("expected good signatures")
			}
		}
		i++
	})
}

// The limit: what the library needs for one batch on one core, with keys as they come and with keys expanded before.
func BenchmarkLibrary(b *testing.B) {
	options := &ed25519.Options{Verify: ed25519.VerifyOptionsZIP_215}
	jobs := benchJobs(b, signature.Ed25519, 1, benchBatch)[0]
	expanded := make([]*ed25519.ExpandedPublicKey, len(jobs))
	for i, j := range jobs {
		expanded[i], _ = ed25519.NewExpandedPublicKey(j.Key)
	}
	b.Run("batch of 1024", func(b *testing.B) {
		measure(b, len(jobs), func() {
			v := ed25519.NewBatchVerifierWithCapacity(len(jobs))
			for _, j := range jobs {
				v.AddWithOptions(j.Key, j.Message, j.Signature, options)
			}
			if !v.VerifyBatchOnly(nil) {
				b.Fatal("expected good signatures")
			}
		})
	})
	b.Run("batch of 1024, expanded keys", func(b *testing.B) {
		measure(b, len(jobs), func() {
			v := ed25519.NewBatchVerifierWithCapacity(len(jobs))
			for i, j := range jobs {
				v.AddExpandedWithOptions(expanded[i], j.Message, j.Signature, options)
			}
			if !v.VerifyBatchOnly(nil) {
				b.Fatal("expected good signatures")
			}
		})
	})
}

func BenchmarkVerify(b *testing.B) {
	known := benchJobs(b, signature.Ed25519, 4, benchBatch)
	for _, cores := range []int{1, runtime.NumCPU()} {
		b.Run(fmt.Sprintf("1024 ed25519, known keys, %d cores", cores), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
			verifyAll(b, known, signature.Verify)
		})
	}
	b.Run("1024 ed25519, one bad", func(b *testing.B) {
		jobs := append([]signature.Job(nil), known[0]...)
		jobs[500].Message = []byte("something else")
		measure(b, len(jobs), func() {
			if signature.Verify(jobs)[500] {
				b.Fatal("expected a bad signature")
			}
		})
	})
	for _, scheme := range []signature.Scheme{signature.Secp256k1, signature.Secp256r1} {
		jobs := benchJobs(b, scheme, 1, 128)
		b.Run("128 "+scheme.String()+", 1 core", func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			verifyAll(b, jobs, signature.Verify)
		})
	}
}

// Twice as many devices as the memo has places report in turn.
func BenchmarkVerifyManyDevices(b *testing.B) {
	if testing.Short() {
		b.Skip("making 262,144 keys takes 20 seconds")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	verifyAll(b, benchJobs(b, signature.Ed25519, 256, benchBatch), signature.Verify)
}

func BenchmarkVerifyOne(b *testing.B) {
	for _, scheme := range signature.Schemes() {
		one := benchJobs(b, scheme, 1, 1)[0][0]
		b.Run(scheme.String(), func(b *testing.B) {
			measure(b, 1, func() { signature.VerifyOne(one) })
		})
	}
}

func BenchmarkDigest(b *testing.B) {
	jobs := benchJobs(b, signature.Ed25519, 1, benchBatch)[0]
	measure(b, len(jobs), func() { signature.Digest(jobs) })
}

func BenchmarkCacheHit(b *testing.B) {
	batches := benchJobs(b, signature.Ed25519, 1, benchBatch)
	cache := signature.NewCache(4096)
	cache.Verify(batches[0])
	verifyAll(b, batches, cache.Verify)
}
