// Package story reads the language of scenario texts: commands with their arguments, and what is seen after them. Tests perform
// such texts on a chain of their own, `utilityd demo` performs the same ones for people.
//
//	energy.Deposit depositor=anna community=1 slot=0 amount=5000ueur
//	----
//	ok
//
// A command is a word, then arguments of the form key, key=value or key=(value, value), then lines of input until four dashes.
// The expected output ends at the first blank line. Lines that start with # are comments.
//
// A Language turns the arguments of a command into any message of the chain, by the descriptors of its protobuf files, and prints
// messages: names of people stand for addresses, serial numbers for meters, 12:15 for Unix seconds.
//
//	parse.go     texts and lines into commands
//	language.go  names and numbers as people write them
//	message.go   commands into messages
//	batch.go     messages by signer
//	query.go     queries
//	print.go     messages into text
package story
