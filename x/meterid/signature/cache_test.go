package signature_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

func TestDigestDistinguishesBatches(t *testing.T) {
	base := []signature.Job{
		{Scheme: 1, Key: []byte("key"), Message: []byte("message"), Signature: []byte("signature")},
		{Scheme: 1, Key: []byte("key"), Message: []byte("message"), Signature: []byte("other")},
	}
	tests := []struct {
		name string
		jobs []signature.Job
	}{
		{name: "no job"},
		{name: "an empty job", jobs: []signature.Job{{}}},
		{name: "two empty jobs", jobs: []signature.Job{{}, {}}},
		{name: "the batch", jobs: base},
		{name: "the batch in another order", jobs: []signature.Job{base[1], base[0]}},
		{name: "the first job alone", jobs: base[:1]},
		{name: "the first job twice", jobs: []signature.Job{base[0], base[0]}},
		{
			name: "another scheme",
			jobs: []signature.Job{{Scheme: 2, Key: []byte("key"), Message: []byte("message"), Signature: []byte("signature")}},
		},
		{
			name: "key and message divided elsewhere",
			jobs: []signature.Job{{Scheme: 1, Key: []byte("ke"), Message: []byte("ymessage"), Signature: []byte("signature")}},
		},
		{
			name: "message and signature divided elsewhere",
			jobs: []signature.Job{{Scheme: 1, Key: []byte("key"), Message: []byte("messages"), Signature: []byte("ignature")}},
		},
		{
			name: "all in the key",
			jobs: []signature.Job{{Scheme: 1, Key: []byte("keymessagesignature")}},
		},
		{
			name: "a message longer than what is hashed at once",
			jobs: []signature.Job{{Scheme: 1, Message: bytes.Repeat([]byte{1}, 20_000)}},
		},
		{
			name: "a message longer by one byte",
			jobs: []signature.Job{{Scheme: 1, Message: bytes.Repeat([]byte{1}, 20_001)}},
		},
	}
	seen := make(map[[32]byte]string)
	for _, tt := range tests {
		digest := signature.Digest(tt.jobs)
		if other, ok := seen[digest]; ok {
			t.Errorf("expected different digests, got the same for %q and %q", tt.name, other)
		}
		if again := signature.Digest(slices.Clone(tt.jobs)); again != digest {
			t.Errorf("%s: expected %x again, got %x", tt.name, digest, again)
		}
		seen[digest] = tt.name
	}
}

func TestCacheForgetsTheOldest(t *testing.T) {
	digest := func(b byte) [32]byte { return [32]byte{b} }
	cache := signature.NewCache(3)
	for b := byte(1); b <= 5; b++ {
		cache.Remember(digest(b), []bool{b%2 == 0, true})
	}
	cache.Remember(digest(5), []bool{true, true}) // Known: changes nothing, and nothing is forgotten for it.
	if got := cache.Len(); got != 3 {
		t.Errorf("expected 3 batches, got %d", got)
	}
	for b := byte(1); b <= 5; b++ {
		got, ok := cache.Lookup(digest(b))
		if want := b > 2; ok != want {
			t.Errorf("batch %d: expected remembered %t, got %t", b, want, ok)
		}
		if want := []bool{b%2 == 0, true}; ok && !slices.Equal(got, want) {
			t.Errorf("batch %d: expected %v, got %v", b, want, got)
		}
	}
}

func TestCacheAnswersAsVerify(t *testing.T) {
	tests := []struct {
		name string
		size int

		wantKept int
	}{
		{name: "a cache of many", size: 100, wantKept: 4},
		{name: "a cache of one", size: 1, wantKept: 1},
		{name: "a cache of none", size: 0, wantKept: 0},
		{name: "a cache of less than none", size: -1, wantKept: 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cache := signature.NewCache(tt.size)
			for range 2 {
				for _, n := range []int{0, 1, 2, 70} {
					jobs, want := mixedJobs(t, n, func(i int) bool { return i == 1 })
					for range 2 {
						got := cache.Verify(jobs)
						if !slices.Equal(got, want) {
							t.Fatalf("%d jobs: expected %v, got %v", n, want, got)
						}
						// A caller may change its result: other callers do not see that.
						for i := range got {
							got[i] = !got[i]
						}
					}
				}
			}
			if got := cache.Len(); got != tt.wantKept {
				t.Errorf("expected %d batches, got %d", tt.wantKept, got)
			}
		})
	}
}

// What is remembered is the verdict of Verify and not asked again: a false memory shows.
func TestCacheDoesNotVerifyTwice(t *testing.T) {
	jobs, _ := mixedJobs(t, 2, func(int) bool { return true })
	cache := signature.NewCache(1)
	cache.Remember(signature.Digest(jobs), []bool{true, false})
	if got := cache.Verify(jobs); !slices.Equal(got, []bool{true, false}) {
		t.Errorf("expected what was remembered, got %v", got)
	}
}

func TestCacheIsSafeForConcurrentUse(t *testing.T) {
	cache := signature.NewCache(2)
	var wait sync.WaitGroup
	for n := range 4 {
		jobs, want := mixedJobs(t, n+1, func(i int) bool { return i == n })
		wait.Go(func() {
			for range 20 {
				if got := cache.Verify(jobs); !slices.Equal(got, want) {
					t.Errorf("expected %v, got %v", want, got)
				}
			}
		})
	}
	wait.Wait()
}
