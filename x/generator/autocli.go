package generator

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/commands"
)

// AutoCLIOptions returns the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return commands.Options(types.ModuleName, messages, queries)
}

var messages = []commands.Command{
	// Requests, bids and funding.
	{
		RPC: "RequestGenerator", Args: "arbiter location capacity_w reason unit_label unit_size max_price maintenance_bps free_units_per_day payment_denom deposit medium",
		Short: "Open the bidding for a generator, and lock the deposit",
		Long: "unit-size: Wh or litres of its meter in a unit. max-price: usolar per unit. maintenance-bps: part of the revenue, in " +
			"ten-thousandths. deposit: base units of the payment denom, at least min_deposit_bps of the cost of any bid; it is returned if you " +
			"confirm the installation, or nothing is built. medium: what its meter counts: electricity, water or other.",
		Example: commands.Account +
			" 'Mill lane 3' 20000 'Light for the school' kWh 1000 300000 1000 5 ueur 100000000 electricity --from mayor",
	},
	{
		RPC: "PlaceBid", Args: "generator unit_type cost install_days life_days price_ceiling upfront_bps commission_bps acceptance_units trial_days bond insurance_ref",
		Short: "Offer to build a generator, and lock the bond",
		Long: "cost and bond: base units of the payment denom. price-ceiling: maximum price that owners may vote for, usolar per unit. " +
			"upfront-bps and commission-bps: parts of the cost paid when the funding is complete and at commissioning, in ten-thousandths; the " +
			"bond must cover both. acceptance-units: units delivered within trial-days for which all of the cost is paid.",
		Example: "1 'Solar 20 kW' 10000000000 60 9125 250000 1000 1500 4000 120 2500000000 'policy 17' --from builder",
	},
	{
		RPC: "WithdrawBid", Args: "generator",
		Short:   "Withdraw your bid with its bond, unless it awaits acceptance or was accepted",
		Example: "1 --from builder",
	},
	{
		RPC: "AcceptBid", Args: "generator provider",
		Short:   "Accept a bid, as the requester; the funding begins",
		Example: "1 " + commands.Account + " --from mayor",
	},
	{
		RPC: "Pledge", Args: "generator shares",
		Short:   "Pay for some of the 10,000 shares; the refund is full if the project fails",
		Long:    "A share costs ceil(cost / 10,000) base units of the payment denom. A pledge cannot be withdrawn during the funding.",
		Example: "1 500 --from alice",
	},

	// Installation and end.
	{
		RPC: "MarkInstalled", Args: "generator meter",
		Short: "Declare the generator installed, as its provider, and bind its meter",
		Long: "The meter is yours, active, unbound, of the medium of the request, and has an export register. It must export a tenth of the " +
			"rated output before the deadline. After its retirement, send this again to bind another one.",
		Example: "1 7 --from builder",
	},
	{
		RPC: "Commission", Args: "generator amount_usolar",
		Short: "Confirm the installation, as the requester, by sending a token to its maintenance",
		Long: "The amount is in usolar: 1000000 is 1 SOLAR. You get your deposit back when it is commissioned, which is when the time to " +
			"object is over.",
		Example: "1 1000000 --from mayor",
	},
	{
		RPC: "RaiseDispute", Args: "generator reason",
		Short:   "Refer an installation to the arbiter, as the requester; if it is not upheld, you lose the deposit",
		Example: "1 'Half of the panels are missing' --from mayor",
	},
	{
		RPC: "Object", Args: "generator reason",
		Short:   "Object to an installation with your shares; those of more than half refer it to the arbiter",
		Long:    "--clear, with an empty reason, withdraws your objection.",
		Example: "1 'The roof lies in the shade' --from alice",
	},
	{
		RPC: "DecideDispute", Args: "generator --uphold",
		Short:   "Uphold a dispute, or without --uphold dismiss it, as the arbiter",
		Long:    "Upheld: nothing is paid at commissioning, units alone pay the provider. Dismissed: it goes on as if nobody had objected.",
		Example: "1 --uphold --from arbiter",
	},
	{
		RPC: "VoteRetirement", Args: "generator",
		Short:   "Vote with your shares to end the life of a generator early; --clear clears your vote",
		Long:    "Three quarters of the shares announce the retirement: it takes effect after a month, and not before the last lease has ended.",
		Example: "1 --from alice",
	},
	{
		RPC: "UpdateParams", Args: "params", Proposal: true,
		Short: "Propose other parameters; all of them must be given",
		Example: `'{"bidding_seconds":"604800","acceptance_seconds":"604800","funding_seconds":"2592000",` +
			`"install_grace_seconds":"1209600","response_seconds":"1209600","decision_seconds":"2592000","voucher_seconds":"259200",` +
			`"max_listing_seconds":"7776000","min_commission_usolar":"1000000","gas_per_hash":"100","retirement_notice_seconds":"2592000",` +
			`"arbiters":["` + commands.Account +
			`"],"min_bond_bps":1000,"min_deposit_bps":100,"proof_seconds":"86400","min_acceptance_hours":100}'` +
			` --title "Generators" --deposit 10000000uutl --from alice`,
	},

	// Units and revenue.
	{
		RPC: "VotePrice", Args: "generator price",
		Short:   "Vote with your shares for the price of a unit, in usolar; 0 is free",
		Long:    "The vote counts from the next day (UTC) on. The price is at most the ceiling of the bid. --clear, with price 0, clears your vote.",
		Example: "1 200000 --from alice",
	},
	{
		RPC: "BuyUnits", Args: "generator units max_price",
		Short:   "Buy units at the price of the day, at most max-price, in usolar",
		Long:    "--device: number of the prepaid meter that gets the code; your money is in escrow until the code is revealed, and refunded if none is.",
		Example: "1 20 250000 --device 7 --from bob",
	},
	{
		RPC: "Withdraw", Args: "generator",
		Short:   "Withdraw all that a generator owes you: revenue, refund, deposit, bond, cost",
		Long:    "--lease: number of a lease of yours, whose revenue is paid instead.",
		Example: "1 --from alice",
	},
	{
		RPC: "ClaimMaintenance", Args: "generator recipient amount purpose",
		Short:   "Claim maintenance money for a recipient, as the requester; the arbiter decides",
		Example: "1 " + commands.Account + " 5000000usolar 'New inverter' --from mayor",
	},
	{
		RPC: "ReleaseMaintenance", Args: "generator recipient amount",
		Short:   "Pay the requester's claim, as the arbiter, or --refuse it",
		Long:    "Recipient and amount are those of the claim, so that a newer claim is not paid by mistake.",
		Example: "1 " + commands.Account + " 5000000usolar --from arbiter",
	},
	{
		RPC: "RegisterDevice", Args: "generator device digits length anchor",
		Short:   "Register a prepaid meter for codes, as the requester or provider, which holds the seed",
		Long:    "`utilityd voucher chain` makes seed and anchor. A device has one chain; its vendor can register it again before the first use.",
		Example: "1 7 24 100000 012345678901234567890123 --from mayor",
	},
	{
		RPC: "RevealCode", Args: "generator device code",
		Short:   "Prove that a code was issued, and release the money of its vouchers to the owners",
		Example: "1 7 012345678901234567890123 --from mayor",
	},

	// Shares.
	{
		RPC: "ListShares", Args: "generator shares price_per_share expires_at lease_until",
		Short: "Offer your shares for sale, or their revenue until a date",
		Long: "price-per-share: base units of the payment denom. Times are Unix seconds; lease-until 0 is a sale. " +
			"Offered shares earn and vote for you until they are taken.",
		Example: "1 100 1200000 1800000000 0 --from alice",
	},
	{
		RPC: "CancelListing", Args: "generator listing",
		Short:   "End your offer; the shares not taken are free again",
		Example: "1 1 --from alice",
	},
	{
		RPC: "TakeListing", Args: "generator listing shares",
		Short:   "Buy or lease some of the offered shares",
		Example: "1 1 40 --from bob",
	},
}

var queries = []commands.Command{
	// Generators, bids and providers.
	{RPC: "Params", Short: "The parameters of generators: deadlines, minimum to commission, gas per hash"},
	{
		RPC: "Generator", Args: "number=generator",
		Short: "A generator: its request, bid, purse, next step and release of the bond",
		Long: "Money is in base units of the generator's payment denom, revenue and prices in usolar, times are Unix seconds, " +
			"parts in ten-thousandths.",
		Example: "1",
	},
	{
		RPC:   "Generators",
		Short: "All generators, or those of a status, by number",
		Long: "--status: open-for-bids, awaiting-acceptance, expired, funding, pending-install, installed, on-trial, active, retired, " +
			"refunding or defaulted.",
		Example: "--status open-for-bids --page-limit 20",
	},
	{
		RPC: "Bids", Args: "generator",
		Short:   "The open bids for a generator",
		Example: "1",
	},
	{
		RPC: "BidsByProvider", Args: "provider",
		Short:   "The open bids of a provider",
		Example: commands.Account,
	},
	{
		RPC: "Provider", Args: "account=provider",
		Short:   "The record of a provider: completed, short trials, defaulted, late days, open jobs",
		Example: commands.Account,
	},
	{RPC: "Providers", Short: "How all providers have done", Example: "--page-limit 50"},
	{
		RPC: "MaintenanceClaim", Args: "generator",
		Short:   "The pending claim on maintenance money",
		Example: "1",
	},

	// Units.
	{
		RPC: "Price", Args: "generator",
		Short:   "The price of a unit, in usolar, and the arithmetic that explains it",
		Long:    "price = floor(vote_sum / vote_shares), over the owners who voted; without a vote units are free.",
		Example: "1",
	},
	{
		RPC: "Votes", Args: "generator",
		Short:   "The votes for a price, with their shares",
		Example: "1 --page-limit 100",
	},
	{
		RPC: "Quota", Args: "generator account",
		Short:   "The free units that an account took today, and those left",
		Example: "1 " + commands.Account,
	},
	{
		RPC: "Device", Args: "generator number=device",
		Short:   "A prepaid meter with its last code, which may be entered again",
		Long:    "steps_needed is the number of steps beyond the last code that release all open vouchers; refund_at, Unix seconds, is when the oldest is refunded.",
		Example: "1 7",
	},
	{
		RPC: "Devices", Args: "generator",
		Short:   "The prepaid meters of a generator, by number",
		Example: "1 --page-limit 50",
	},
	{
		RPC: "Voucher", Args: "generator voucher",
		Short:   "The state of a voucher, and the time of its refund",
		Example: "1 1",
	},
	{
		RPC: "OpenVouchers", Args: "generator device",
		Short:   "The open vouchers of a prepaid meter, oldest first",
		Example: "1 7",
	},

	// Shares.
	{
		RPC: "Portfolio", Args: "account",
		Short:   "The holdings of an account: shares, revenue, refunds and the time until which they are covered",
		Long:    "Revenue is in usolar; pledges, refunds and due in base units of payment_denom; covered_until is in Unix seconds.",
		Example: commands.Account,
	},
	{
		RPC: "Holding", Args: "generator account",
		Short:   "An account's holding in a generator, and the amounts that can be withdrawn now",
		Example: "1 " + commands.Account,
	},
	{
		RPC: "Holdings", Args: "generator",
		Short:   "The holdings of a generator",
		Example: "1 --page-limit 100",
	},
	{
		RPC: "Listing", Args: "generator listing",
		Short:   "An offer of shares, or of their revenue until a date",
		Long:    "The price is that of one share, in base units of the generator's payment denom; times are Unix seconds.",
		Example: "1 1",
	},
	{
		RPC: "Listings", Args: "generator",
		Short:   "All offers of shares of a generator",
		Example: "1 --page-limit 50",
	},
	{
		RPC: "Leases", Args: "generator",
		Short:   "The active leases of a generator: owner, lessee, end",
		Example: "1",
	},
}
