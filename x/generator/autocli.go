package generator

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"
)

// AutoCLIOptions are the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Tx:    &autocliv1.ServiceCommandDescriptor{Service: "utility.generator.v1.Msg", RpcCommandOptions: txCommands()},
		Query: &autocliv1.ServiceCommandDescriptor{Service: "utility.generator.v1.Query", RpcCommandOptions: queryCommands()},
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

func tx(example string) string    { return version.AppName + " tx generator " + example }
func query(example string) string { return version.AppName + " query generator " + example }

func txCommands() []*autocliv1.RpcCommandOptions {
	commands := buildCommands()
	commands = append(commands, unitCommands()...)
	return append(commands, shareCommands()...)
}

func queryCommands() []*autocliv1.RpcCommandOptions {
	commands := generatorQueries()
	commands = append(commands, unitQueries()...)
	return append(commands, shareQueries()...)
}
