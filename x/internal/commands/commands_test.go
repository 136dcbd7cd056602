package commands_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"

	"github.com/utilityd/utilityd/x/internal/commands"
)

func TestOptionsFollowFromTheTable(t *testing.T) {
	type arg = autocliv1.PositionalArgDescriptor
	tests := []struct {
		name    string
		command commands.Command

		use     string
		example string
		args    []*arg
	}{
		{
			name:    "without arguments",
			command: commands.Command{RPC: "Params"},
			use:     "params", example: "utilityd tx water params",
		},
		{
			name:    "arguments are shown in kebab case",
			command: commands.Command{RPC: "MetersByOwner", Args: "area payment_denom", Example: "1 ueur --from alice"},
			use:     "meters-by-owner [area] [payment-denom]", example: "utilityd tx water meters-by-owner 1 ueur --from alice",
			args: []*arg{{ProtoField: "area"}, {ProtoField: "payment_denom"}},
		},
		{
			name:    "an acronym is one word",
			command: commands.Command{RPC: "DIDDocument"},
			use:     "did-document", example: "utilityd tx water did-document",
		},
		{
			name:    "an argument is shown by another name",
			command: commands.Command{RPC: "RotateKey", Args: "key-type=new_key.type"},
			use:     "rotate-key [key-type]", example: "utilityd tx water rotate-key",
			args: []*arg{{ProtoField: "new_key.type"}},
		},
		{
			name:    "an argument takes all that remain",
			command: commands.Command{RPC: "SubmitReadings", Args: "reading...=readings"},
			use:     "submit-readings [reading...]", example: "utilityd tx water submit-readings",
			args: []*arg{{ProtoField: "readings", Varargs: true}},
		},
		{
			name:    "a flag belongs to the usage",
			command: commands.Command{RPC: "DecideDispute", Args: "generator --commission"},
			use:     "decide-dispute [generator] --commission", example: "utilityd tx water decide-dispute",
			args: []*arg{{ProtoField: "generator"}},
		},
		{
			name:    "a proposal is called so",
			command: commands.Command{RPC: "UpdateParams", Args: "params", Proposal: true, Example: "{}"},
			use:     "update-params-proposal [params]", example: "utilityd tx water update-params-proposal {}",
			args: []*arg{{ProtoField: "params"}},
		},
	}
	name := version.AppName
	t.Cleanup(func() { version.AppName = name })
	version.AppName = "utilityd"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.command.Short, tt.command.Long = "short", "long"
			options := commands.Options("water", []commands.Command{tt.command}, nil)
			require.Equal(t, "utility.water.v1.Msg", options.Tx.Service)
			require.Equal(t, "utility.water.v1.Query", options.Query.Service)
			require.Empty(t, options.Query.RpcCommandOptions)
			require.Equal(t, []*autocliv1.RpcCommandOptions{{
				RpcMethod: tt.command.RPC, Use: tt.use, Short: "short", Long: "long", Example: tt.example,
				PositionalArgs: tt.args, GovProposal: tt.command.Proposal,
			}}, options.Tx.RpcCommandOptions)
		})
	}
}

// Autocli writes into the flags that it gets: a table is not changed by that.
func TestFlagsOfATableStayAsTheyAre(t *testing.T) {
	table := []commands.Command{{RPC: "Silent", Flags: commands.Flags{"since": {Usage: "Unix seconds"}}}}
	commands.Options("meterid", nil, table).Query.RpcCommandOptions[0].FlagOptions["signer"] = &autocliv1.FlagOptions{Name: "from"}
	require.Equal(t, commands.Flags{"since": {Usage: "Unix seconds"}}, table[0].Flags)
}
