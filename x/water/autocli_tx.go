package water

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

func areaCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "CreateArea",
			Use: "create-area [name] [payment-denom] [period-seconds] [enrolment-seconds] [fee-per-person] [lifeline-litres] " +
				"[lifeline-days-cap] [lifeline-reserve-days] [valve-policy] [auction-seconds] [reserve-days] [base-price]",
			Short: "Create an area, as its admin",
			Long: "lifeline-litres: for each person and day. valve-policy: close or restrict. Fee and base price are in base units of the payment " +
				"denom, for a person and for a litre when the stock is full. Denom and lengths cannot be changed later. With --issuer only meters " +
				"of that issuer are admitted. It costs the parameter area_fee.",
			Example: tx("create-area Village ueur 2592000 864000 3000000 50 3 7 close 86400 7 1000 " +
				"--issuer " + exampleAccount + " --from mayor"),
			PositionalArgs: args("name", "payment_denom", "period_seconds", "enrolment_seconds", "fee_per_person",
				"lifeline_litres_per_person_day", "lifeline_days_cap", "lifeline_reserve_days", "valve_policy", "auction_seconds",
				"reserve_days", "base_price"),
		},
		{
			RpcMethod: "UpdateArea",
			Use: "update-area [area] [name] [fee-per-person] [lifeline-litres] [lifeline-days-cap] [lifeline-reserve-days] " +
				"[valve-policy] [auction-seconds] [reserve-days] [base-price]",
			Short: "Replace what may change, as its admin",
			Long: "The fee counts for enrolments that open from now on, the lifeline from the next day on, the valve policy from the next reading " +
				"on. Without --issuer meters of any issuer are admitted.",
			Example: tx("update-area 1 Village 3500000 60 3 7 restrict 86400 7 1200 --from mayor"),
			PositionalArgs: args("area", "name", "fee_per_person", "lifeline_litres_per_person_day", "lifeline_days_cap",
				"lifeline_reserve_days", "valve_policy", "auction_seconds", "reserve_days", "base_price"),
		},
		{
			RpcMethod:      "CloseArea",
			Use:            "close-area [area]",
			Short:          "End an area for ever, as its admin; the running period goes on to its end",
			Example:        tx("close-area 1 --from mayor"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "TransferAdmin",
			Use:            "transfer-admin [area] [new-admin]",
			Short:          "Name who may become admin by accepting",
			Example:        tx("transfer-admin 1 " + exampleAccount + " --from mayor"),
			PositionalArgs: args("area", "new_admin"),
		},
		{
			RpcMethod:      "AcceptAdmin",
			Use:            "accept-admin [area]",
			Short:          "Become the admin of an area that named you",
			Example:        tx("accept-admin 1 --from deputy"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "RetryDue",
			Use:            "retry-due [kind] [area] [number]",
			Short:          "Put block work that failed back into the queue",
			Long:           "Kinds: 1 open the enrolment of period number, 2 start it, 3 daily lifeline, 4 auction, 5 renew the subscription of slot number.",
			Example:        tx("retry-due 2 1 5 --from alice"),
			PositionalArgs: args("kind", "area", "number"),
		},
		{
			RpcMethod: "UpdateParams",
			Use:       "update-params-proposal [params]",
			Short:     "Propose other parameters; all of them must be given",
			Example: tx(`update-params-proposal '{"max_due_units_per_block":"2000","max_accounts":"1048576","max_sources":"64",` +
				`"min_period_seconds":"86400","max_orders_per_side":"500","auction_retention":"365","max_price_factor":"100",` +
				`"area_fee":{"denom":"uutl","amount":"100000000"}}'` +
				` --title "Water" --deposit 10000000uutl --from alice`),
			PositionalArgs: args("params"),
			GovProposal:    true,
		},
	}
}

func sourceCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "ProposeSource",
			Use:       "propose-source [area] [meter] [class] [capacity-litres] [remuneration]",
			Short:     "Offer terms to the owner of a production meter, as the admin",
			Long: "class: drought-sensitive for a reservoir, river or spring, firm for a desalination or recycling plant. The remuneration is in " +
				"base units of the payment denom for a period, whatever the volume.",
			Example:        tx("propose-source 1 7 drought-sensitive 250000000 900000000 --from mayor"),
			PositionalArgs: args("area", "meter", "class", "capacity_litres", "remuneration"),
		},
		{
			RpcMethod:      "AcceptSource",
			Use:            "accept-source [area] [source]",
			Short:          "Make your meter a source on the terms that were proposed",
			Example:        tx("accept-source 1 1 --from reservoir"),
			PositionalArgs: args("area", "source"),
		},
		{
			RpcMethod:      "RemoveSource",
			Use:            "remove-source [area] [source]",
			Short:          "End a source or take a proposal back, as the admin or its producer",
			Example:        tx("remove-source 1 1 --from reservoir"),
			PositionalArgs: args("area", "source"),
		},
		{
			RpcMethod:      "ReportLoss",
			Use:            "report-loss [area] [source] [litres] [evidence-hash]",
			Short:          "Take what leaked or evaporated from the stock, as the producer of the source",
			Long:           "The hash is the SHA-256 of the evidence, 64 hexadecimal digits. Nobody's tokens are touched: later inflow repays.",
			Example:        tx("report-loss 1 1 120000 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from reservoir"),
			PositionalArgs: args("area", "source", "litres", "evidence_hash"),
		},
		{
			RpcMethod:      "Collect",
			Use:            "collect [area]",
			Short:          "Take what is due to you as a producer",
			Example:        tx("collect 1 --from reservoir"),
			PositionalArgs: args("area"),
		},
	}
}
