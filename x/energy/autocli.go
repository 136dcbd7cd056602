package energy

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"
)

// AutoCLIOptions are the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Tx:    &autocliv1.ServiceCommandDescriptor{Service: "utility.energy.v1.Msg", RpcCommandOptions: txCommands()},
		Query: &autocliv1.ServiceCommandDescriptor{Service: "utility.energy.v1.Query", RpcCommandOptions: queryCommands()},
	}
}

func args(fields ...string) []*autocliv1.PositionalArgDescriptor {
	described := make([]*autocliv1.PositionalArgDescriptor, len(fields))
	for i, f := range fields {
		described[i] = &autocliv1.PositionalArgDescriptor{ProtoField: f}
	}
	return described
}

func tx(example string) string    { return version.AppName + " tx energy " + example }
func query(example string) string { return version.AppName + " query energy " + example }

func queryCommands() []*autocliv1.RpcCommandOptions {
	return append(communityQueries(), epochQueries()...)
}

func communityQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Params",
			Use:       "params",
			Short:     "The parameters of communities and settlements",
			Example:   query("params"),
		},
		{
			RpcMethod:      "Community",
			Use:            "community [number]",
			Short:          "A community, its terms now and from the next epoch on, and its totals",
			Long:           "Energy is in Wh, money in base units of the community's payment denom, times are Unix seconds; self-sufficiency is in millionths.",
			Example:        query("community 1"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod: "Communities",
			Use:       "communities",
			Short:     "All communities, by number",
			Example:   query("communities --page-limit 20"),
		},
		{
			RpcMethod:      "Members",
			Use:            "members [community]",
			Short:          "The members of a community, by slot",
			Example:        query("members 1 --page-limit 100"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod: "Member",
			Use:       "member [community] [slot]",
			Short:     "A member: its money, and its energy from and to the community and the grid",
			Long: "Energy is in Wh, money in base units of payment_denom. affordable_wh is how much community energy the money still pays " +
				"for at the price of the present epoch.",
			Example:        query("member 1 0"),
			PositionalArgs: args("community", "slot"),
		},
		{
			RpcMethod:      "MembersByAccount",
			Use:            "members-by-account [account]",
			Short:          "The memberships of an account",
			Example:        query("members-by-account " + exampleAccount),
			PositionalArgs: args("account"),
		},
		{
			RpcMethod:      "Applications",
			Use:            "applications [community]",
			Short:          "Who wishes to join a community, by meter",
			Example:        query("applications 1"),
			PositionalArgs: args("community"),
		},
	}
}

func epochQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "Settlement",
			Use:            "settlement [community] [epoch]",
			Short:          "What an epoch came to: supply, demand, netted, paid; who is missing",
			Long:           "Energy is in Wh, money in base units, times are Unix seconds. Epoch n of length L seconds is [n·L, (n+1)·L).",
			Example:        query("settlement 1 1963633"),
			PositionalArgs: args("community", "epoch"),
		},
		{
			RpcMethod:      "Settlements",
			Use:            "settlements [community]",
			Short:          "The settlements of a community that are kept, by epoch",
			Example:        query("settlements 1 --page-reverse --page-limit 10"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod:      "Reports",
			Use:            "reports [community] [epoch]",
			Short:          "Who reported in an epoch, in Wh, and who did not",
			Example:        query("reports 1 1963633"),
			PositionalArgs: args("community", "epoch"),
		},
		{
			RpcMethod:      "Position",
			Use:            "position [community] [epoch] [slot]",
			Short:          "What a member got in an epoch, and why it is that number",
			Long:           "The division lets you redo the share with a pocket calculator: share = floor((total × (prefix + own) + offset) / weight) - floor((total × prefix + offset) / weight), in Wh.",
			Example:        query("position 1 1963633 0"),
			PositionalArgs: args("community", "epoch", "slot"),
		},
		{
			RpcMethod:      "Deeds",
			Use:            "deeds [community] [epoch]",
			Short:          "Who gave how many Wh to whom in an epoch",
			Example:        query("deeds 1 1963633 --page-limit 100"),
			PositionalArgs: args("community", "epoch"),
		},
		{
			RpcMethod:      "MemberDeeds",
			Use:            "member-deeds [community] [epoch] [slot]",
			Short:          "To whom a member gave, or from whom it took, how many Wh in an epoch",
			Example:        query("member-deeds 1 1963633 0"),
			PositionalArgs: args("community", "epoch", "slot"),
		},
		{
			RpcMethod: "Due",
			Use:       "due",
			Short:     "The block work that waits and the one that failed",
			Long:      "Kinds: 1 settle an epoch, 2 release the meter of the slot that left, 3 prune an epoch. Times are Unix seconds.",
			Example:   query("due --page-limit 50"),
		},
	}
}
