package work

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/utilityd/utilityd/x/internal/commands"
	"github.com/utilityd/utilityd/x/work/types"
)

// AutoCLIOptions returns the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return commands.Options(types.ModuleName, messages, queries)
}

var messages = []commands.Command{
	{
		RPC: "RetryWork", Args: "module record kind number",
		Short: "Retry block work that failed",
		Long: `Retry block work that failed, as "query work failed" lists it. Any account may send it: the work is done as if it
had not failed before, and fails again if it still cannot be done.`,
		Example: "energy 1 settle 1963632 --from alice",
	},
	{
		RPC: "UpdateParams", Args: "params", Proposal: true,
		Short:   "Propose other parameters; all of them must be given",
		Example: `'{"max_work_per_block":"24000"}' --title "Longer blocks" --deposit 10000000uutl --from alice`,
	},
}

var queries = []commands.Command{
	{RPC: "Params", Short: "The parameters"},
	{
		RPC:     "Pending",
		Short:   "Pending block work: of all modules, of one, or of one community, generator, meter or area",
		Example: "--module energy --record 1",
		Flags:   laneFlags,
	},
	{
		RPC:     "Failed",
		Short:   "Failed block work with its reasons: of all modules, of one, or of one community, generator, meter or area",
		Example: "--module water",
		Flags:   laneFlags,
	},
}

var laneFlags = commands.Flags{
	"module": {Usage: "Only work of this module: energy, generator, meterid or water"},
	"record": {Usage: "Only work of this community, generator, meter or area of the module"},
}
