package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// asMain makes the test binary behave like utilityd.
const asMain = "UTILITYD_TEST_AS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asMain) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// The devnet is stopped before the audit, which is the last block.
func TestTheReadmeCanBeFollowed(t *testing.T) {
	outputs := follow(t, chapter(t, "README.md", "By hand"))
	require.NotContains(t, outputs[len(outputs)-1], "broken")
}
