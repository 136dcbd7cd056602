package keeper_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain makes the drawn cases the same in every run; -rapid.seed draws others and -rapid.checks more.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.seed", "20260101"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
