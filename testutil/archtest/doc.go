// Package archtest checks the architecture: the import policy (policy.txt), that state code is deterministic
// (package nodet), and that message handlers load, decide and apply in this order (handlers.go).
// `go test ./testutil/archtest` checks the whole repository.
package archtest
