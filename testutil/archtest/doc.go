// Package archtest checks the architecture: the import policy (policy.txt), and that state code is
// deterministic (package nodet). `go test ./testutil/archtest` checks the whole repository.
package archtest
