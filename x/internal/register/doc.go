// Package register registers the messages of a module. The service descriptor, which is generated from the proto files, names
// them and their order, and the option amino.name of a message is its name on hardware wallets: no list has to be kept in Go.
//
// All functions panic on a descriptor that the proto registry does not contain. They run at start-up.
package register
