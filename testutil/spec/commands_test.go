package spec

import (
	"testing"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"

	"github.com/utilityd/utilityd/testutil/golden"
	"github.com/utilityd/utilityd/x/energy"
	"github.com/utilityd/utilityd/x/generator"
	"github.com/utilityd/utilityd/x/meterid"
	"github.com/utilityd/utilityd/x/water"
	"github.com/utilityd/utilityd/x/work"
)

// The commands of a module stand in a golden file with every name, argument, text and example: scripts rely on them.
func TestCommandsAreThoseOfTheGoldenFile(t *testing.T) {
	name := version.AppName
	t.Cleanup(func() { version.AppName = name })
	version.AppName = "utilityd"
	modules := []AppModule{meterid.AppModule{}, energy.AppModule{}, water.AppModule{}, work.AppModule{}, generator.AppModule{}}
	options := make(map[string]*autocliv1.ModuleOptions, len(modules))
	for _, m := range modules {
		options[m.Name()] = m.AutoCLIOptions()
	}
	golden.JSON(t, "testdata/commands.json", options)
}
