package signature

import (
	"runtime"
	"sync"
)

// minShare is the minimum number of jobs of a goroutine: below it, splitting costs more than it gains.
const minShare = 32

// Verify verifies all jobs, in their order: the result at i is VerifyOne(jobs[i]). Jobs are not modified.
//
// The work is split evenly over the processors. Ed25519 jobs of one share are checked by one equation; if it fails,
// that share is checked one by one.
func Verify(jobs []Job) []bool {
	verdicts := make([]bool, len(jobs))
	verifySplit(jobs, verdicts, runtime.GOMAXPROCS(0))
	return verdicts
}

// verifySplit verifies in at most n shares. ECDSA jobs cost several times an Ed25519 job, so that each kind is distributed
// evenly by itself.
func verifySplit(jobs []Job, verdicts []bool, n int) {
	if limit := (len(jobs) + minShare - 1) / minShare; n > limit {
		n = limit
	}
	if n <= 1 {
		verifyShare(jobs, verdicts, 0, 1)
		return
	}
	var wait sync.WaitGroup
	for share := 1; share < n; share++ {
		wait.Add(1)
		//nodet:allow shares write to disjoint verdicts, and a verdict depends on its job alone
		go func() {
			defer wait.Done()
			verifyShare(jobs, verdicts, share, n)
		}()
	}
	verifyShare(jobs, verdicts, 0, n)
	wait.Wait()
}

// verifyShare verifies every n-th job of each kind, beginning with the share-th: verdicts of other shares are not touched.
func verifyShare(jobs []Job, verdicts []bool, share, n int) {
	var (
		batch     = newEd25519Batch(len(jobs)/n + 1)
		eds, ecds int
	)
	for i := range jobs {
		job := &jobs[i]
		if !job.wellFormed() {
			continue // The verdict is false already.
		}
		if job.Scheme == Ed25519 {
			if eds%n == share {
				batch.add(i, job)
			}
			eds++
			continue
		}
		if ecds%n == share {
			verdicts[i] = VerifyOne(*job)
		}
		ecds++
	}
	batch.verify(verdicts)
}
