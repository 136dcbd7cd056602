// Package scenario runs the stories under testdata/scenarios: text files that a utility engineer can read.
// A story is a list of commands, each followed by four dashes and what is seen:
//
//	# two homes share one roof
//	report epoch=1
//	home 1: export 200
//	home 2: import 100
//	----
//	2 accepted
//
//	settle epoch=1
//	----
//	netted 100 Wh
//
// Arguments are key=value, or key=(value, value), or a bare word. Lines between the command and the dashes are its input.
// Lines that start with # are comments. What is seen ends at the first blank line; where it contains blank
// lines it stands between two pairs of dashes.
//
// `go test -rewrite` writes what is seen into the files. The format and the parser are those of
// github.com/cockroachdb/datadriven; what is added here is that an argument or an input that
// the handler did not read is an error, so that a slip of the pen does not pass for a default.
package scenario
