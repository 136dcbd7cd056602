package water

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

func householdCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "ApproveMeter",
			Use:       "approve-meter [area] [meter]",
			Short:     "Consent that your meter spends your water; it opens your account in the area",
			Long: "--limit-litres and --until (Unix seconds) bound the consent; sent again for the same meter they replace both. What is drawn " +
				"beyond closes the valve.",
			Example:        tx("approve-meter 1 7 --limit-litres 30000 --until 1830297600 --from alice"),
			PositionalArgs: args("area", "meter"),
		},
		{
			RpcMethod:      "Subscribe",
			Use:            "subscribe [area]",
			Short:          "Pay the fee of the period that enrols, for all persons behind your meter",
			Example:        tx("subscribe 1 --from alice"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "CloseAccount",
			Use:            "close-account [area]",
			Short:          "Move out: water goes back to the others, money to you",
			Example:        tx("close-account 1 --from alice"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "SettleAccount",
			Use:            "settle-account [area] [owner]",
			Short:          "Give an account what it has been allotted, as every reading does; anyone may",
			Example:        tx("settle-account 1 " + exampleAccount + " --from alice"),
			PositionalArgs: args("area", "owner"),
		},
		{
			RpcMethod:      "Deposit",
			Use:            "deposit [area] [amount]",
			Short:          "Put money into your account, for renewals and purchases by policy",
			Example:        tx("deposit 1 5000000ueur --from alice"),
			PositionalArgs: args("area", "amount"),
		},
		{
			RpcMethod:      "Withdraw",
			Use:            "withdraw [area] [amount]",
			Short:          "Take money out of your account",
			Example:        tx("withdraw 1 1000000ueur --from alice"),
			PositionalArgs: args("area", "amount"),
		},
	}
}

func tradeCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "SetPolicy",
			Use:       "set-policy [area] [policy]",
			Short:     "Give standing instructions: renew, sell what is left over, buy what is missing",
			Long: "They replace all former ones. auto_renew: subscribe to every period. sell_above_days: sell what exceeds so many days of own use, " +
				"for min_price at least. buy_below_litres: buy if fewer litres are left, for max_price at most, until budget is used up. Prices are base " +
				"units of the payment denom per litre, 0 is the reference price; renewals and purchases are paid from what was deposited.",
			Example: tx(`set-policy 1 '{"auto_renew":true,"sell_above_days":"30","min_price":"900","buy_below_litres":"500",` +
				`"max_price":"800","budget":"2000000"}' --from alice`),
			PositionalArgs: args("area", "policy"),
		},
		{
			RpcMethod: "PlaceOrder",
			Use:       "place-order [area] [side] [litres]",
			Short:     "Buy or sell litres at the next auction, in place of your order on the same side",
			Long: "side: buy or sell. --price is the limit, in base units of the payment denom per litre; without it the limit is the reference " +
				"price. What is offered is set aside until the order is filled, cancelled or evicted.",
			Example:        tx("place-order 1 sell 500 --price 1200 --from alice"),
			PositionalArgs: args("area", "side", "litres"),
		},
		{
			RpcMethod:      "CancelOrder",
			Use:            "cancel-order [area] [side]",
			Short:          "Take your order out of the book; what was set aside comes back",
			Example:        tx("cancel-order 1 sell --from alice"),
			PositionalArgs: args("area", "side"),
		},
	}
}
