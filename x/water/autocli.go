package water

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"
)

// AutoCLIOptions are the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Tx:    &autocliv1.ServiceCommandDescriptor{Service: "utility.water.v1.Msg", RpcCommandOptions: txCommands()},
		Query: &autocliv1.ServiceCommandDescriptor{Service: "utility.water.v1.Query", RpcCommandOptions: queryCommands()},
	}
}

const exampleAccount = "utility1qyqszqgpqyqszqgpqyqszqgpqyqszqgp06lyel"

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	described := make([]*autocliv1.PositionalArgDescriptor, len(fields))
	for i, f := range fields {
		described[i] = &autocliv1.PositionalArgDescriptor{ProtoField: f}
	}
	return described
}

func tx(example string) string    { return version.AppName + " tx water " + example }
func query(example string) string { return version.AppName + " query water " + example }

func txCommands() []*autocliv1.RpcCommandOptions {
	return append(append(areaCommands(), sourceCommands()...), append(householdCommands(), tradeCommands()...)...)
}

func queryCommands() []*autocliv1.RpcCommandOptions {
	return append(append(areaQueries(), householdQueries()...), tradeQueries()...)
}
