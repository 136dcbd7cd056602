// Package nodet refuses, in state code, what two validators could do differently: iterating over a Go map,
// reading the clock, randomness, floating point, goroutines and select.
//
// An exemption is a comment on the line of the finding or on the line above it, with the reason for which the result
// is the same everywhere:
//
//	//nodet:allow each goroutine writes its own element; the order cannot be seen
//
// An exemption without a reason, or one that exempts nothing, is itself a finding.
//
// The analyzer sees one package at a time and does not follow calls: what a library does inside is not its
// business. archtest runs it over all state packages.
package nodet
