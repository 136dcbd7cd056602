package generator

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

func generatorQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "Params",
			Use:       "params",
			Short:     "The parameters of generators: deadlines, the least to commission with, what a block does",
			Example:   query("params"),
		},
		{
			RpcMethod: "Generator",
			Use:       "generator [number]",
			Short:     "A generator: its request, bid, books, what happens next and what releases the bond",
			Long: "Money is in base units of the generator's payment denom, revenue and prices in usolar, times are Unix seconds, " +
				"parts in ten-thousandths.",
			Example:        query("generator 1"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod: "Generators",
			Use:       "generators",
			Short:     "All generators, or those of a status, by number",
			Long: "--status: open-for-bids, awaiting-acceptance, expired, funding, pending-install, installed, active, retired, " +
				"refunding or defaulted.",
			Example: query("generators --status open-for-bids --page-limit 20"),
		},
		{
			RpcMethod:      "Bids",
			Use:            "bids [generator]",
			Short:          "The bids for a generator that lie open",
			Example:        query("bids 1"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "BidsByProvider",
			Use:            "bids-by-provider [provider]",
			Short:          "The bids of a provider that lie open, and so the bonds it can take back",
			Example:        query("bids-by-provider " + exampleAccount),
			PositionalArgs: args("provider"),
		},
		{
			RpcMethod:      "Provider",
			Use:            "provider [account]",
			Short:          "How a provider has done: completed, defaulted, late days, open jobs",
			Example:        query("provider " + exampleAccount),
			PositionalArgs: args("provider"),
		},
		{
			RpcMethod: "Providers",
			Use:       "providers",
			Short:     "How all providers have done",
			Example:   query("providers --page-limit 50"),
		},
		{
			RpcMethod:      "MaintenanceClaim",
			Use:            "maintenance-claim [generator]",
			Short:          "The wish to spend maintenance money that waits for the arbiter",
			Example:        query("maintenance-claim 1"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod: "Due",
			Use:       "due",
			Short:     "The block work that waits and the one that failed",
			Long: "Kinds: 1 end the status of a generator, 2 look at a voucher, 3 end a listing, 4 end a lease. " +
				"Times are Unix seconds.",
			Example: query("due --page-limit 50"),
		},
	}
}

func unitQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "Price",
			Use:            "price [generator]",
			Short:          "The price of a unit, in usolar, and why it is that number",
			Long:           "price = floor(vote_sum / vote_shares), over the owners who voted; without a vote units are free.",
			Example:        query("price 1"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "Votes",
			Use:            "votes [generator]",
			Short:          "Who votes for which price, with how many shares",
			Example:        query("votes 1 --page-limit 100"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "Quota",
			Use:            "quota [generator] [account]",
			Short:          "The units that an account took for free today, and those that are left",
			Example:        query("quota 1 " + exampleAccount),
			PositionalArgs: args("generator", "account"),
		},
		{
			RpcMethod:      "Device",
			Use:            "device [generator] [number]",
			Short:          "A prepaid meter with its last code, which may be entered again",
			Long:           "next_units is what the next code has to prove; at refund_at, Unix seconds, the buyer of that voucher has the money back.",
			Example:        query("device 1 7"),
			PositionalArgs: args("generator", "device"),
		},
		{
			RpcMethod:      "Devices",
			Use:            "devices [generator]",
			Short:          "The prepaid meters of a generator, by number",
			Example:        query("devices 1 --page-limit 50"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "Voucher",
			Use:            "voucher [generator] [voucher]",
			Short:          "What became of a voucher, and when it is refunded",
			Example:        query("voucher 1 1"),
			PositionalArgs: args("generator", "voucher"),
		},
		{
			RpcMethod:      "OpenVouchers",
			Use:            "open-vouchers [generator] [device]",
			Short:          "The vouchers of a prepaid meter that wait for a code, the oldest first",
			Example:        query("open-vouchers 1 7"),
			PositionalArgs: args("generator", "device"),
		},
	}
}

func shareQueries() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "Portfolio",
			Use:            "portfolio [account]",
			Short:          "All that an account has in generators: shares, revenue, refunds and until when they are covered",
			Long:           "Revenue is in usolar; pledges, refunds and due in base units of payment_denom; covered_until is in Unix seconds.",
			Example:        query("portfolio " + exampleAccount),
			PositionalArgs: args("account"),
		},
		{
			RpcMethod:      "Holding",
			Use:            "holding [generator] [account]",
			Short:          "What an account has in a generator, and what of it can be withdrawn now",
			Example:        query("holding 1 " + exampleAccount),
			PositionalArgs: args("generator", "account"),
		},
		{
			RpcMethod:      "Holdings",
			Use:            "holdings [generator]",
			Short:          "Who has what in a generator",
			Example:        query("holdings 1 --page-limit 100"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "Listing",
			Use:            "listing [generator] [listing]",
			Short:          "An offer of shares, or of their revenue until a date",
			Long:           "The price is that of one share, in base units of the generator's payment denom; times are Unix seconds.",
			Example:        query("listing 1 1"),
			PositionalArgs: args("generator", "listing"),
		},
		{
			RpcMethod:      "Listings",
			Use:            "listings [generator]",
			Short:          "All offers of shares of a generator",
			Example:        query("listings 1 --page-limit 50"),
			PositionalArgs: args("generator"),
		},
		{
			RpcMethod:      "Leases",
			Use:            "leases [generator]",
			Short:          "Whose revenue goes to whom until when",
			Example:        query("leases 1"),
			PositionalArgs: args("generator"),
		},
	}
}
