package generator

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

func buildCommands() []*autocliv1.RpcCommandOptions {
	return append(fundingCommands(), installCommands()...)
}

func fundingCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "RequestGenerator",
			Use: "request-generator [arbiter] [location] [capacity-w] [reason] [unit-label] [unit-size] [max-price] " +
				"[maintenance-bps] [free-units-per-day] [payment-denom] [deposit]",
			Short: "Ask for bids to build a generator, and lock the deposit",
			Long: "unit-size: Wh or litres of its meter in a unit. max-price: usolar per unit. maintenance-bps: part of the revenue, in " +
				"ten-thousandths. deposit: base units of the payment denom; it comes back when you confirm the installation or nothing is built.",
			Example: tx("request-generator " + exampleAccount +
				" 'Mill lane 3' 20000 'Light for the school' kWh 1000 300000 1000 5 ueur 50000000 --from mayor"),
			PositionalArgs: args("arbiter", "location", "capacity_w", "reason", "unit_label", "unit_size", "max_price", "maintenance_bps",
				"free_units_per_day", "payment_denom", "deposit"),
		},
		{
			RpcMethod: "PlaceBid",
			Use: "place-bid [generator] [unit-type] [cost] [install-days] [life-days] [price-ceiling] [upfront-bps] [bond] " +
				"[insurance-ref]",
			Short: "Offer to build a generator, and lock the bond",
			Long: "cost and bond: base units of the payment denom. price-ceiling: the most that owners may ever ask, usolar per unit. " +
				"upfront-bps: part of the cost that is paid when funded, in ten-thousandths; the bond covers it at least.",
			Example: tx("place-bid 1 'Solar 20 kW' 10000000000 60 9125 250000 2000 2500000000 'policy 17' --from builder"),
			PositionalArgs: args("generator", "unit_type", "cost", "install_days", "life_days", "price_ceiling", "upfront_bps", "bond",
				"insurance_ref"),
		},
		{
			RpcMethod:      "WithdrawBid",
			Use:            "withdraw-bid [generator]",
			Short:          "Take back your bid with its bond, unless the requester is choosing or has chosen it",
			Example:        tx("withdraw-bid 1 --from builder"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "AcceptBid",
			Use:            "accept-bid [generator] [provider]",
			Short:          "Choose the one bid, as the requester; the funding begins",
			Example:        tx("accept-bid 1 " + exampleAccount + " --from mayor"),
			PositionalArgs: args("generator", "provider"),
		},
		{
			RpcMethod:      "Pledge",
			Use:            "pledge [generator] [shares]",
			Short:          "Pay for some of the 10,000 shares; you get all back if the project fails",
			Long:           "A share costs ceil(cost / 10,000) base units of the payment denom. A pledge cannot be taken back while the funding lasts.",
			Example:        tx("pledge 1 500 --from alice"),
			PositionalArgs: args("generator", "shares"),
		},
		{
			RpcMethod:      "ClaimRefund",
			Use:            "claim-refund [generator]",
			Short:          "Get your pledges back after a project failed",
			Example:        tx("claim-refund 1 --from alice"),
			PositionalArgs: args("generator"),
		},
	}
}

func installCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "MarkInstalled",
			Use:            "mark-installed [generator] [meter]",
			Short:          "Say that the generator stands, as its provider, and bind its meter",
			Long:           "The meter is active, bound to nothing, yours, and has an export register. Later this binds another one after the meter was retired.",
			Example:        tx("mark-installed 1 7 --from builder"),
			PositionalArgs: args("generator", "meter"),
		},
		{
			RpcMethod:      "Commission",
			Use:            "commission [generator] [amount-usolar]",
			Short:          "Confirm the installation, as the requester, by sending a token to its maintenance",
			Long:           "The amount is in usolar: 1000000 is 1 SOLAR. The provider is paid and the generator sells from now on.",
			Example:        tx("commission 1 1000000 --from mayor"),
			PositionalArgs: args("generator", "amount_usolar"),
		},
		{
			RpcMethod:      "RaiseDispute",
			Use:            "raise-dispute [generator] [reason]",
			Short:          "Ask the arbiter to decide about an installation, as the requester",
			Example:        tx("raise-dispute 1 'Half of the panels are missing' --from mayor"),
			PositionalArgs: args("generator", "reason"),
		},
		{
			RpcMethod:      "DecideDispute",
			Use:            "decide-dispute [generator] --commission",
			Short:          "Commission the generator, or without --commission let it default, as the arbiter",
			Example:        tx("decide-dispute 1 --commission --from arbiter"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "RetireGenerator",
			Use:            "retire-generator [generator]",
			Short:          "End the life of a generator, as its arbiter or the owner of more than half of its shares",
			Example:        tx("retire-generator 1 --from arbiter"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod: "UpdateParams",
			Use:       "update-params-proposal [params]",
			Short:     "Propose other parameters; all of them must be given",
			Example: tx(`update-params-proposal '{"bidding_seconds":"604800","acceptance_seconds":"604800","funding_seconds":"2592000",` +
				`"install_grace_seconds":"1209600","response_seconds":"1209600","decision_seconds":"2592000","voucher_seconds":"259200",` +
				`"max_listing_seconds":"7776000","min_commission_usolar":"1000000","max_due_per_block":"1000","gas_per_hash":"100"}'` +
				` --title "Generators" --deposit 10000000uutl --from alice`),
			PositionalArgs: args("params"),
			GovProposal:    true,
		},
	}
}

func unitCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "VotePrice",
			Use:            "vote-price [generator] [price]",
			Short:          "Vote with your shares for the price of a unit, in usolar; 0 is free",
			Long:           "The price is at most the ceiling of the bid. --clear, with price 0, takes your vote back.",
			Example:        tx("vote-price 1 200000 --from alice"),
			PositionalArgs: args("generator", "price"),
		},
		{
			RpcMethod:      "BuyUnits",
			Use:            "buy-units [generator] [units] [max-price]",
			Short:          "Buy units at the price of now, which is at most max-price, in usolar",
			Long:           "--device: number of the prepaid meter that gets the code; your money waits for the code and comes back if none is revealed.",
			Example:        tx("buy-units 1 20 250000 --device 7 --from bob"),
			PositionalArgs: args("generator", "units", "max_price"),
		},
		{
			RpcMethod:      "Withdraw",
			Use:            "withdraw [generator]",
			Short:          "Take out all that a generator owes you: revenue, deposit, bond, cost",
			Example:        tx("withdraw 1 --from alice"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "ClaimMaintenance",
			Use:            "claim-maintenance [generator] [recipient] [amount] [purpose]",
			Short:          "Ask the arbiter to pay maintenance money to somebody, as the requester",
			Example:        tx("claim-maintenance 1 " + exampleAccount + " 5000000usolar 'New inverter' --from mayor"),
			PositionalArgs: args("generator", "recipient", "amount", "purpose"),
		},
		{
			RpcMethod:      "ReleaseMaintenance",
			Use:            "release-maintenance [generator] [recipient] [amount]",
			Short:          "Pay what the requester claimed, as the arbiter; --refuse turns it down",
			Long:           "Recipient and amount are those of the claim, so that nothing else is paid if it was replaced meanwhile.",
			Example:        tx("release-maintenance 1 " + exampleAccount + " 5000000usolar --from arbiter"),
			PositionalArgs: args("generator", "recipient", "amount"),
		},
		{
			RpcMethod:      "RegisterDevice",
			Use:            "register-device [generator] [number] [digits] [length] [anchor]",
			Short:          "Let a prepaid meter take codes, as the requester or provider, who keeps its seed",
			Long:           "`utilityd voucher chain` makes seed and anchor. A device has one chain for life.",
			Example:        tx("register-device 1 7 24 100000 012345678901234567890123 --from mayor"),
			PositionalArgs: args("generator", "number", "digits", "length", "anchor"),
		},
		{
			RpcMethod:      "RevealCode",
			Use:            "reveal-code [generator] [device] [code]",
			Short:          "Prove that a code was given, and release the money of its vouchers to the owners",
			Example:        tx("reveal-code 1 7 012345678901234567890123 --from mayor"),
			PositionalArgs: args("generator", "device", "code"),
		},
	}
}

func shareCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "ListShares",
			Use:       "list-shares [generator] [shares] [price-per-share] [expires-at] [lease-until]",
			Short:     "Offer shares of yours for sale, or their revenue until a date",
			Long: "price-per-share: base units of the payment denom. Times are Unix seconds; lease-until 0 is a sale. " +
				"What is offered earns and votes for you until somebody takes it.",
			Example:        tx("list-shares 1 100 1200000 1800000000 0 --from alice"),
			PositionalArgs: args("generator", "shares", "price_per_share", "expires_at", "lease_until"),
		},
		{
			RpcMethod:      "CancelListing",
			Use:            "cancel-listing [generator] [listing]",
			Short:          "End your offer; what nobody took is free again",
			Example:        tx("cancel-listing 1 1 --from alice"),
			PositionalArgs: args("generator", "listing"),
		},
		{
			RpcMethod:      "TakeListing",
			Use:            "take-listing [generator] [listing] [shares]",
			Short:          "Buy, or lease, some of the shares that are offered",
			Example:        tx("take-listing 1 1 40 --from bob"),
			PositionalArgs: args("generator", "listing", "shares"),
		},
		{
			RpcMethod:      "RetryWork",
			Use:            "retry-work [kind] [generator] [number]",
			Short:          "Put block work that failed back into the queue",
			Long:           "Kinds: 1 end the status of a generator (number 0), 2 look at a voucher, 3 end a listing, 4 end a lease.",
			Example:        tx("retry-work 2 1 1 --from bob"),
			PositionalArgs: args("kind", "generator", "number"),
		},
	}
}
