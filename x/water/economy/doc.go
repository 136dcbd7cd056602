// Package economy tests the economics.
package economy
