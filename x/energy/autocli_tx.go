package energy

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

const exampleAccount = "utility1qyqszqgpqyqszqgpqyqszqgpqyqszqgp06lyel"

// termsFlags describes the terms that have a default.
const termsFlags = "--border-tolerance-seconds says how far a reading may miss the borders of an epoch and still be netted; a thirtieth of the " +
	"epoch if left out, 30 of 900. --exact-borders means none. --static-total-weight says what static weights are parts of; their sum if left out."

func txCommands() []*autocliv1.RpcCommandOptions {
	return append(communityCommands(), memberCommands()...)
}

func communityCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "CreateCommunity",
			Use: "create-community [name] [grid-supplier] [epoch-seconds] [grace-seconds] [key] [residual] [payment-denom] " +
				"[price-per-kwh] [max-members]",
			Short: "Open a community, as its admin",
			Long: "key: dynamic, static or percent. residual: grid or carry. " +
				"The price is in base units of the payment denom per kWh, 0 for free. Epoch and denom cannot be changed later. " + termsFlags,
			Example: tx("create-community Village " + exampleAccount +
				" 900 3600 dynamic grid ueur 250000 100 --from mayor"),
			PositionalArgs: args("name", "grid_supplier", "epoch_seconds", "grace_seconds", "key", "residual", "payment_denom",
				"price_per_kwh", "max_members"),
		},
		{
			RpcMethod: "UpdateCommunity",
			Use:       "update-community [community] [name] [grid-supplier] [grace-seconds] [key] [residual] [price-per-kwh] [max-members]",
			Short:     "Replace what may change, as its admin; terms count from the next epoch on",
			Long:      "The price is in base units of the payment denom per kWh, 0 for free. Flags left out get their defaults, not the present values. " + termsFlags,
			Example: tx("update-community 1 Village " + exampleAccount +
				" 3600 static grid 200000 200 --from mayor"),
			PositionalArgs: args("community", "name", "grid_supplier", "grace_seconds", "key", "residual", "price_per_kwh", "max_members"),
		},
		{
			RpcMethod:      "PauseCommunity",
			Use:            "pause-community [community]",
			Short:          "Stop netting from the next epoch on, as the admin",
			Example:        tx("pause-community 1 --from mayor"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod:      "ResumeCommunity",
			Use:            "resume-community [community]",
			Short:          "Net again from the next epoch on, as the admin",
			Example:        tx("resume-community 1 --from mayor"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod:      "CloseCommunity",
			Use:            "close-community [community]",
			Short:          "End a community for ever from the next epoch on, as the admin; everyone can withdraw",
			Example:        tx("close-community 1 --from mayor"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod:      "TransferAdmin",
			Use:            "transfer-admin [community] [new-admin]",
			Short:          "Name who may become admin by accepting",
			Example:        tx("transfer-admin 1 " + exampleAccount + " --from mayor"),
			PositionalArgs: args("community", "new_admin"),
		},
		{
			RpcMethod:      "AcceptAdmin",
			Use:            "accept-admin [community]",
			Short:          "Become the admin of a community that named you",
			Example:        tx("accept-admin 1 --from deputy"),
			PositionalArgs: args("community"),
		},
		{
			RpcMethod:      "ApproveMember",
			Use:            "approve-member [community] [meter] [static-weight] [from-epoch]",
			Short:          "Give an applicant a slot, as the admin; from-epoch 0 is the next epoch",
			Example:        tx("approve-member 1 7 1 0 --from mayor"),
			PositionalArgs: args("community", "meter", "static_weight", "from_epoch"),
		},
		{
			RpcMethod:      "RemoveMember",
			Use:            "remove-member [community] [slot]",
			Short:          "End a membership with the present epoch, as the admin; the wallet stays the member's",
			Example:        tx("remove-member 1 0 --from mayor"),
			PositionalArgs: args("community", "slot"),
		},
		{
			RpcMethod:      "SetStaticWeight",
			Use:            "set-static-weight [community] [slot] [static-weight]",
			Short:          "Change a member's weight under the STATIC key from the next epoch on, as the admin",
			Example:        tx("set-static-weight 1 0 3 --from mayor"),
			PositionalArgs: args("community", "slot", "static_weight"),
		},
		{
			RpcMethod: "UpdateParams",
			Use:       "update-params-proposal [params]",
			Short:     "Propose other parameters; all of them must be given",
			Example: tx(`update-params-proposal '{"max_pages_per_block":"12000","max_members":"1048576","min_epoch_seconds":"60",` +
				`"late_window_seconds":"10","max_backdate_seconds":"0","retention_epochs":"3000"}'` +
				` --title "Energy" --deposit 10000000uutl --from alice`),
			PositionalArgs: args("params"),
			GovProposal:    true,
		},
	}
}

func memberCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "JoinCommunity",
			Use:            "join-community [community] [meter]",
			Short:          "Wish to join a community with a meter of yours; its admin approves",
			Example:        tx("join-community 1 7 --from alice"),
			PositionalArgs: args("community", "meter"),
		},
		{
			RpcMethod:      "LeaveCommunity",
			Use:            "leave-community [community] [slot]",
			Short:          "End your membership with the present epoch",
			Example:        tx("leave-community 1 0 --from alice"),
			PositionalArgs: args("community", "slot"),
		},
		{
			RpcMethod:      "Deposit",
			Use:            "deposit [community] [slot] [amount]",
			Short:          "Put money into a member's wallet, in the community's payment denom",
			Example:        tx("deposit 1 0 5000000ueur --from alice"),
			PositionalArgs: args("community", "slot", "amount"),
		},
		{
			RpcMethod:      "Withdraw",
			Use:            "withdraw [community] [slot] [amount]",
			Short:          "Take money out of your wallet",
			Example:        tx("withdraw 1 0 1000000ueur --from alice"),
			PositionalArgs: args("community", "slot", "amount"),
		},
		{
			RpcMethod:      "CompensateMember",
			Use:            "compensate-member [community] [slot] [energy-wh]",
			Short:          "Cover a carried deficit with grid energy, in Wh, as the grid supplier",
			Example:        tx("compensate-member 1 0 1500 --from grid"),
			PositionalArgs: args("community", "slot", "energy_wh"),
		},
		{
			RpcMethod:      "RetrySettlement",
			Use:            "retry-settlement [community] [epoch]",
			Short:          "Put the failed work of an epoch back into the queue",
			Example:        tx("retry-settlement 1 1963633 --from alice"),
			PositionalArgs: args("community", "epoch"),
		},
	}
}
