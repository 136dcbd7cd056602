// Package archtest keeps the architecture: who may import whom (policy.txt), and that state code is
// deterministic (package nodet). `go test ./testutil/archtest` checks the whole repository.
package archtest
