// Package network holds no code, only tests of utilityd as its users run it: processes that talk over sockets and that are
// killed without a warning.
package network
