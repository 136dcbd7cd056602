package water_test

import (
	"testing"

	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
)

// Stories on the whole application; testutil/fixture has the commands.
func TestStories(t *testing.T) {
	scenario.Each(t, "testdata/scenarios", func(t *testing.T) scenario.Handler { return fixture.New(t).Handle })
}
