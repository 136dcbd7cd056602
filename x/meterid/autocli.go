package meterid

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"
)

// AutoCLIOptions are the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Tx:    &autocliv1.ServiceCommandDescriptor{Service: "utility.meterid.v1.Msg", RpcCommandOptions: txCommands()},
		Query: &autocliv1.ServiceCommandDescriptor{Service: "utility.meterid.v1.Query", RpcCommandOptions: queryCommands()},
	}
}

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	described := make([]*autocliv1.PositionalArgDescriptor, len(fields))
	for i, f := range fields {
		described[i] = &autocliv1.PositionalArgDescriptor{ProtoField: f}
	}
	return described
}

// several lets the last argument be given many times.
func several(described []*autocliv1.PositionalArgDescriptor) []*autocliv1.PositionalArgDescriptor {
	described[len(described)-1].Varargs = true
	return described
}

func tx(example string) string    { return version.AppName + " tx meterid " + example }
func query(example string) string { return version.AppName + " query meterid " + example }

func queryCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Params",
			Use:       "params",
			Short:     "The parameters of meters and readings",
			Example:   query("params"),
		},
		{
			RpcMethod:      "Issuer",
			Use:            "issuer [address]",
			Short:          "A certification body",
			Example:        query("issuer " + exampleAccount),
			PositionalArgs: args("address"),
		},
		{
			RpcMethod: "Issuers",
			Use:       "issuers",
			Short:     "All certification bodies",
			Example:   query("issuers --page-limit 20"),
		},
		{
			RpcMethod:      "Meter",
			Use:            "meter [number]",
			Short:          "A meter, its last registers and what is pending for it",
			Example:        query("meter 7"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod: "Meters",
			Use:       "meters",
			Short:     "All meters with their last registers, by number",
			Example:   query("meters --page-limit 100"),
		},
		{
			RpcMethod:      "MetersByOwner",
			Use:            "meters-by-owner [owner]",
			Short:          "The meters of an owner with their last registers",
			Example:        query("meters-by-owner " + exampleAccount),
			PositionalArgs: args("owner"),
		},
		{
			RpcMethod:      "MeterBySerial",
			Use:            "meter-by-serial [issuer] [serial]",
			Short:          "The meter with a serial number of an issuer",
			Example:        query("meter-by-serial " + exampleAccount + " 1EMH0012345678"),
			PositionalArgs: args("issuer", "serial"),
		},
		{
			RpcMethod:      "DIDDocument",
			Use:            "did-document [did]",
			Short:          "The DID document of a meter",
			Example:        query("did-document did:utility:utility-1:7"),
			PositionalArgs: args("did"),
		},
		{
			RpcMethod: "Quarantine",
			Use:       "quarantine",
			Short:     "Implausible readings that wait for their issuer",
			Example:   query("quarantine"),
		},
		{
			RpcMethod: "Silent",
			Use:       "silent",
			Short:     "Active meters that have reported nothing since a time: of an owner, of a record of a module, or of all",
			Example:   query("silent --since 1767225600 --module energy --ref 1"),
			FlagOptions: map[string]*autocliv1.FlagOptions{
				"since":  {Usage: "Unix seconds: meters whose last accepted reading is older"},
				"owner":  {Usage: "Only meters of this owner"},
				"module": {Usage: "Only meters that this module counts: energy, water or generator; --ref says which record of it"},
				"ref":    {Usage: "Number of the community, area or generator"},
			},
		},
		{
			RpcMethod: "Due",
			Use:       "due",
			Short:     "Block work that waits, and block work that failed",
			Example:   query("due"),
		},
	}
}
