// Package app puts the chain together: which modules there are, in which order they run, what a
// transaction must pass and what a block may hold. No domain rule lives here.
//
// The files follow the life of a node: encoding and keys, keepers, modules and their order, the
// ante handler, proposals, genesis, services, export.
package app
