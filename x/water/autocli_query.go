package water

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

func areaQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Params",
			Use:       "params",
			Short:     "The parameters of areas, sources and auctions",
			Example:   query("params"),
		},
		{
			RpcMethod: "Area",
			Use:       "area [number]",
			Short:     "An area: its stock of its capacity, supply, deficit, price, money and next dates",
			Long: "Water is in litres, money in base units of the area's payment denom, times are Unix seconds; filled_ppm is the stock " +
				"in millionths of the capacity.",
			Example:        query("area 1"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod: "Areas",
			Use:       "areas",
			Short:     "All areas, by number",
			Example:   query("areas --page-limit 20"),
		},
		{
			RpcMethod:      "Source",
			Use:            "source [area] [source]",
			Short:          "A source, what its producer can collect, and what it gets when the running period ends",
			Long:           "expected is what the producer gets at expected_at if the pot, the fund and the mint stay as they are: a period without a mint pays nobody.",
			Example:        query("source 1 1"),
			PositionalArgs: args("area", "source"),
		},
		{
			RpcMethod:      "Sources",
			Use:            "sources [area]",
			Short:          "The sources of an area, by number",
			Example:        query("sources 1"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "Period",
			Use:            "period [area] [period]",
			Short:          "A period: when it is, who takes part, its pot, and litres per person so far",
			Example:        query("period 1 0"),
			PositionalArgs: args("area", "period"),
		},
		{
			RpcMethod:      "Periods",
			Use:            "periods [area]",
			Short:          "The periods of an area, by number",
			Example:        query("periods 1 --page-reverse --page-limit 2"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "Payables",
			Use:            "payables [area]",
			Short:          "What producers of an area can collect",
			Example:        query("payables 1"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod: "Due",
			Use:       "due",
			Short:     "The block work that waits",
			Long: "Kinds: 1 open the enrolment of a period, 2 start a period, 3 daily lifeline, 4 auction, 5 renew the subscription of a slot. " +
				"Times are Unix seconds.",
			Example: query("due --page-limit 50"),
		},
		{
			RpcMethod: "Parked",
			Use:       "parked",
			Short:     "The block work that failed, and why; retry-due puts it back",
			Example:   query("parked"),
		},
	}
}

func householdQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Account",
			Use:       "account [area] [owner]",
			Short:     "A household: litres left, days at own use, fee, and why its valve is as it is",
			Long: "The account is shown as if it were settled now; the valve is as it is stored, as of the last reading or message. " +
				"Water is in litres, days_left_centi in hundredths of a day, money in base units of payment_denom.",
			Example:        query("account 1 " + exampleAccount),
			PositionalArgs: args("area", "owner"),
		},
		{
			RpcMethod:      "Accounts",
			Use:            "accounts [area]",
			Short:          "The households of an area, by slot",
			Example:        query("accounts 1 --page-limit 100"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "AccountsByOwner",
			Use:            "accounts-by-owner [owner]",
			Short:          "The households of an owner, by area",
			Example:        query("accounts-by-owner " + exampleAccount),
			PositionalArgs: args("owner"),
		},
		{
			RpcMethod:      "Valve",
			Use:            "valve [meter]",
			Short:          "What the valve behind a meter has to do",
			Long:           "State, reason and litres left as they are stored, and the height of the block that said so.",
			Example:        query("valve 7"),
			PositionalArgs: args("meter"),
		},
	}
}

func tradeQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "OrderBook",
			Use:            "order-book [area]",
			Short:          "The orders of an area, best price first, the reference price and the next auction",
			Long:           "Prices are base units of the area's payment denom per litre.",
			Example:        query("order-book 1 --page-limit 10"),
			PositionalArgs: args("area"),
		},
		{
			RpcMethod:      "Orders",
			Use:            "orders [owner]",
			Short:          "The orders of an owner, by area and side",
			Example:        query("orders " + exampleAccount),
			PositionalArgs: args("owner"),
		},
		{
			RpcMethod:      "Auction",
			Use:            "auction [area] [auction]",
			Short:          "What an auction came to: price, litres, and what was wanted and offered",
			Example:        query("auction 1 1"),
			PositionalArgs: args("area", "auction"),
		},
		{
			RpcMethod:      "Auctions",
			Use:            "auctions [area]",
			Short:          "The past auctions of an area that are kept, by number",
			Example:        query("auctions 1 --page-reverse --page-limit 30"),
			PositionalArgs: args("area"),
		},
	}
}
