package signature_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

// mixedJobs are jobs of all schemes in turn; spoil says which of them are bad.
func mixedJobs(t testing.TB, n int, spoil func(i int) bool) (jobs []signature.Job, want []bool) {
	t.Helper()
	schemes := signature.Schemes()
	for i := range n {
		seed := [32]byte{31: 1}
		binary.BigEndian.PutUint32(seed[8:], uint32(i))
		j := job(t, schemes[i%len(schemes)], seed, fmt.Appendf(nil, "reading %d", i))
		if spoil(i) {
			j.Signature[5] ^= 1
		}
		jobs, want = append(jobs, j), append(want, !spoil(i))
	}
	return jobs, want
}

func TestVerifyAnswersInOrder(t *testing.T) {
	tests := []struct {
		name  string
		jobs  int
		cores int
		bad   []int
	}{
		{name: "no job", jobs: 0, cores: 2},
		{name: "one good job", jobs: 1, cores: 2},
		{name: "one bad job", jobs: 1, cores: 2, bad: []int{0}},
		{name: "as many jobs as one share holds", jobs: 32, cores: 4, bad: []int{31}},
		{name: "one job more than one share holds", jobs: 33, cores: 4, bad: []int{32}},
		{name: "good jobs of all schemes", jobs: 300, cores: 2},
		{name: "bad jobs of all schemes", jobs: 300, cores: 2, bad: []int{0, 1, 2, 150, 297, 298, 299}},
		{name: "more cores than shares", jobs: 100, cores: 64, bad: []int{3, 50}},
		{name: "one core", jobs: 100, cores: 1, bad: []int{3, 50}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(tt.cores))
			jobs, want := mixedJobs(t, tt.jobs, func(i int) bool { return slices.Contains(tt.bad, i) })
			got := signature.Verify(jobs)
			if len(got) != len(jobs) || !slices.Equal(got, want) {
				t.Errorf("expected %v, got %v", want, got)
			}
			for i := range jobs {
				if one := signature.VerifyOne(jobs[i]); one != want[i] {
					t.Errorf("expected %t of job %d alone, got %t", want[i], i, one)
				}
			}
		})
	}
}

func TestJobsThatCannotBeTrue(t *testing.T) {
	good := job(t, signature.Ed25519, deviceSecret, []byte("reading"))
	tests := []struct {
		name string
		job  signature.Job
	}{
		{name: "nothing", job: signature.Job{}},
		{name: "scheme 0", job: signature.Job{Key: good.Key, Message: good.Message, Signature: good.Signature}},
		{name: "scheme 4", job: signature.Job{Scheme: 4, Key: good.Key, Message: good.Message, Signature: good.Signature}},
		{name: "another scheme", job: signature.Job{Scheme: signature.Secp256k1, Key: good.Key, Message: good.Message, Signature: good.Signature}},
		{name: "no key", job: signature.Job{Scheme: good.Scheme, Message: good.Message, Signature: good.Signature}},
		{name: "a short key", job: signature.Job{Scheme: good.Scheme, Key: good.Key[1:], Message: good.Message, Signature: good.Signature}},
		{name: "no signature", job: signature.Job{Scheme: good.Scheme, Key: good.Key, Message: good.Message}},
		{name: "a long signature", job: signature.Job{Scheme: good.Scheme, Key: good.Key, Message: good.Message, Signature: append(bytes.Clone(good.Signature), 0)}},
		{name: "a key that is no point", job: signature.Job{Scheme: good.Scheme, Key: unhex(t, "0200000000000000000000000000000000000000000000000000000000000000"), Message: good.Message, Signature: good.Signature}},
		{name: "a key of P-256 that is no point", job: signature.Job{Scheme: signature.Secp256r1, Key: append([]byte{2}, unhex(t, "0000000000000000000000000000000000000000000000000000000000000001")...), Message: good.Message, Signature: bytes.Repeat([]byte{1}, 64)}},
		{name: "a key of secp256k1 that is no point", job: signature.Job{Scheme: signature.Secp256k1, Key: append([]byte{2}, unhex(t, "0000000000000000000000000000000000000000000000000000000000000005")...), Message: good.Message, Signature: bytes.Repeat([]byte{1}, 64)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if signature.VerifyOne(tt.job) {
				t.Error("expected a refusal alone")
			}
			// The good neighbours are not disturbed.
			got := signature.Verify([]signature.Job{good, tt.job, good})
			if want := []bool{true, false, true}; !slices.Equal(got, want) {
				t.Errorf("expected %v, got %v", want, got)
			}
		})
	}
}

// A message without bytes can be signed; the chain never asks for one, but nothing depends on it.
func TestEmptyMessage(t *testing.T) {
	for _, scheme := range signature.Schemes() {
		if !signature.VerifyOne(job(t, scheme, deviceSecret, nil)) {
			t.Errorf("%s: expected a good signature over no bytes", scheme)
		}
	}
}

// Among so many keys some share a place in a memo and drive each other out: verdicts stay right, also when a good key
// comes after a bad one and when it comes again.
func TestVerdictsDoNotDependOnWhatIsRemembered(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Ed25519, signature.Secp256r1} {
		var (
			jobs []signature.Job
			want []bool
		)
		for i := range 800 {
			seed := [32]byte{31: 1}
			binary.BigEndian.PutUint32(seed[8:], uint32(i))
			jobs = append(jobs, job(t, scheme, seed, []byte("reading")))
			want = append(want, true)
		}
		for round := range 10 {
			if got := signature.Verify(jobs); !slices.Equal(got, want) {
				t.Fatalf("%s, round %d: expected all good", scheme, round)
			}
		}
		// Every signature with the key of its neighbour.
		keys := jobs[0].Key
		for i := range jobs {
			next := keys
			if i+1 < len(jobs) {
				next = jobs[i+1].Key
			}
			jobs[i].Key, want[i] = next, false
		}
		if got := signature.Verify(jobs); !slices.Equal(got, want) {
			t.Fatalf("%s: expected all bad", scheme)
		}
	}
}

func TestVerifyChangesNoJob(t *testing.T) {
	jobs, _ := mixedJobs(t, 40, func(i int) bool { return i == 20 })
	before := signature.Digest(jobs)
	signature.Verify(jobs)
	if after := signature.Digest(jobs); after != before {
		t.Errorf("expected the jobs of digest %x, got %x", before, after)
	}
}

// FuzzVerify: a verdict in a batch is the verdict alone, whatever the neighbours, the split and the bytes; and where the
// strict rule of the standard library accepts an Ed25519 signature, ours does.
func FuzzVerify(f *testing.F) {
	for _, scheme := range signature.Schemes() {
		j := job(f, scheme, deviceSecret, []byte("reading"))
		f.Add(byte(scheme), j.Key, j.Message, j.Signature, byte(0))
		f.Add(byte(scheme), j.Key, []byte("other"), j.Signature, byte(77))
	}
	j := job(f, signature.Ed25519, deviceSecret, []byte("reading"))
	f.Add(byte(1), unhex(f, orderEight), j.Message, make([]byte, 64), byte(3))
	f.Add(byte(1), append([]byte{1}, make([]byte, 31)...), j.Message, append([]byte{1}, make([]byte, 63)...), byte(3))
	// Enough for two shares; without a bad one, so that the equation of the batch decides unless the probe is bad.
	var neighbours []signature.Job
	for i := range byte(33) {
		neighbours = append(neighbours, job(f, signature.Ed25519, [32]byte{i}, []byte("neighbour")))
	}

	f.Fuzz(func(t *testing.T, scheme byte, key, message, sig []byte, at byte) {
		probe := signature.Job{Scheme: signature.Scheme(scheme), Key: key, Message: message, Signature: sig}
		alone := signature.VerifyOne(probe)
		if again := signature.VerifyOne(probe); again != alone {
			t.Fatalf("expected %t again, got %t", alone, again)
		}
		place := int(at) % (len(neighbours) + 1)
		jobs := slices.Insert(slices.Clone(neighbours), place, probe)
		want := slices.Repeat([]bool{true}, len(jobs))
		want[place] = alone
		for cores := 1; cores <= 2; cores++ {
			old := runtime.GOMAXPROCS(cores)
			got := signature.Verify(jobs)
			runtime.GOMAXPROCS(old)
			if !slices.Equal(got, want) {
				t.Fatalf("%d cores, job %d: expected %v, got %v", cores, place, want, got)
			}
		}
		if probe.Scheme == signature.Ed25519 && len(key) == 32 && ed25519.Verify(key, message, sig) && !alone {
			t.Fatal("expected what crypto/ed25519 accepts to be accepted")
		}
	})
}
