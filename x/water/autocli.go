package water

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/utilityd/utilityd/x/internal/commands"
	"github.com/utilityd/utilityd/x/water/types"
)

// AutoCLIOptions returns the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return commands.Options(types.ModuleName, messages, queries)
}

var messages = []commands.Command{
	// Areas and their admins.
	{
		RPC: "CreateArea",
		Args: "name payment_denom period_seconds enrolment_seconds fee_per_person " +
			"lifeline-litres=lifeline_litres_per_person_day lifeline_days_cap lifeline_reserve_days valve_policy auction_seconds reserve_days base_price",
		Short: "Create an area, as its admin",
		Long: "lifeline-litres: for each person and day. valve-policy: close or restrict. Fee and base price are in base units of the payment " +
			"denom, for a person and for a litre when the stock is full. Denom and lengths cannot be changed later. With --issuer only meters " +
			"of that issuer are admitted. The fee is the parameter area_fee.",
		Example: "Village ueur 2592000 864000 3000000 50 3 7 close 86400 7 1000 " +
			"--issuer " + commands.Account + " --from mayor",
	},
	{
		RPC: "UpdateArea",
		Args: "area name fee_per_person " +
			"lifeline-litres=lifeline_litres_per_person_day lifeline_days_cap lifeline_reserve_days valve_policy auction_seconds reserve_days base_price",
		Short: "Replace name and issuer, and announce terms for coming periods, as its admin",
		Long: "Name and issuer count at once, the terms from the next period on whose enrolment has not opened. Without --issuer meters of any " +
			"issuer are admitted.",
		Example: "1 Village 3500000 60 3 7 restrict 86400 7 1200 --from mayor",
	},
	{
		RPC: "CloseArea", Args: "area",
		Short:   "End an area permanently, as its admin; periods that have been opened continue to their ends",
		Example: "1 --from mayor",
	},
	{
		RPC: "TransferAdmin", Args: "area new_admin",
		Short:   "Offer the role of admin to an account, which may accept",
		Example: "1 " + commands.Account + " --from mayor",
	},
	{
		RPC: "AcceptAdmin", Args: "area admin",
		Short:   "Become the admin of an area in place of the present one, as the account that got the offer",
		Example: "1 " + commands.Account + " --from deputy",
	},
	{
		RPC: "UpdateParams", Args: "params", Proposal: true,
		Short: "Propose other parameters; all of them must be given",
		Example: `'{"max_accounts":"1048576","max_sources":"64",` +
			`"min_period_seconds":"86400","min_enrolment_seconds":"86400","max_loss_ppm":"50000",` +
			`"auction_retention":"365","max_price_factor":"100",` +
			`"area_fee":{"denom":"uutl","amount":"100000000"}}'` +
			` --title "Water" --deposit 10000000uutl --from alice`,
	},

	// Sources and their producers.
	{
		RPC: "ProposeSource", Args: "area meter class capacity_litres remuneration",
		Short: "Offer terms to the owner of a production meter, as the admin",
		Long: "class: drought-sensitive for a reservoir, river or spring, firm for a desalination or recycling plant. The remuneration is in " +
			"base units of the payment denom for a period, whatever the volume.",
		Example: "1 7 drought-sensitive 250000000 900000000 --from mayor",
	},
	{
		RPC: "AcceptSource", Args: "area source meter class capacity_litres remuneration",
		Short:   "Make your meter a source on the proposed terms, which you name",
		Example: "1 1 7 drought-sensitive 250000000 900000000 --from reservoir",
	},
	{
		RPC: "RemoveSource", Args: "area source",
		Short:   "Close a source or withdraw a proposal, as the admin or its producer",
		Example: "1 1 --from reservoir",
	},
	{
		RPC: "ReportLoss", Args: "area source litres evidence_hash",
		Short: "Subtract leaked or evaporated water from the stock, as the producer of the source",
		Long: "The hash is the SHA-256 of the evidence, 64 hexadecimal digits. Tokens are not touched: later inflow repays the deficit. Beyond a " +
			"part of the stock in a period the loss counts when the admin has accepted it.",
		Example: "1 1 120000 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from reservoir",
	},
	{
		RPC: "AcceptLoss", Args: "area source litres evidence_hash",
		Short:   "Approve a loss that a producer reported, as the admin",
		Example: "1 1 120000 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --from mayor",
	},
	{
		RPC: "Collect", Args: "area",
		Short:   "Collect your payable, as a producer",
		Example: "1 --from reservoir",
	},

	// Households.
	{
		RPC: "ApproveMeter", Args: "area meter",
		Short: "Consent that your meter spends your water; it opens your account in the area",
		Long: "--limit-litres and --until (Unix seconds) bound what the valve lets through; sent again for the same meter they replace both. " +
			"What the meter draws is yours in any case.",
		Example: "1 7 --limit-litres 30000 --until 1830297600 --from alice",
	},
	{
		RPC: "Subscribe", Args: "area periods max_fee_per_person",
		Short:   "Pay the fees of the next periods, for all persons behind your meter",
		Example: "1 3 3000000 --from alice",
	},
	{
		RPC: "Unsubscribe", Args: "area",
		Short:   "Take back your subscriptions to periods that have not started, with their fees",
		Example: "1 --from alice",
	},
	{
		RPC: "CloseAccount", Args: "area",
		Short:   "Move out: once to announce it, and again after your meter has been read",
		Example: "1 --from alice",
	},
	{
		RPC: "SettleAccount", Args: "area owner",
		Short:   "Credit an account with its allotments, as every reading does; anyone may",
		Example: "1 " + commands.Account + " --from alice",
	},
	{
		RPC: "Deposit", Args: "area amount",
		Short:   "Pay money into your account, for renewals and purchases by policy",
		Example: "1 5000000ueur --from alice",
	},
	{
		RPC: "Withdraw", Args: "area amount",
		Short:   "Withdraw money from your account",
		Example: "1 1000000ueur --from alice",
	},

	// Trade.
	{
		RPC: "SetPolicy", Args: "area policy",
		Short: "Set your policy: renew, sell a surplus, buy a shortage",
		Long: "It replaces the former one. auto_renew: stay subscribed to the next period, for at most max_fee_per_person. " +
			"sell_above_days: sell tokens above these days of own use, " +
			"for at least min_price. buy_below_litres: buy if less is left, for at most max_price, until budget is spent. Prices are base " +
			"units of the payment denom per litre with at most three significant digits; renewals and purchases are paid from your deposits.",
		Example: `1 '{"auto_renew":true,"max_fee_per_person":"3000000","sell_above_days":"30","min_price":"900","buy_below_litres":"500",` +
			`"max_price":"800","budget":"2000000"}' --from alice`,
	},
	{
		RPC: "PlaceOrder", Args: "area side litres price",
		Short: "Buy or sell litres at the next auction; the order binds",
		Long: "side: buy or sell. price is the limit, in base units of the payment denom per litre, with at most three significant digits. " +
			"The order cannot be changed or cancelled. Its tokens or money are in escrow until the auction; what is not filled comes back.",
		Example: "1 sell 500 1200 --from alice",
	},
}

var queries = []commands.Command{
	// Areas, their sources and periods.
	{RPC: "Params", Short: "The parameters of areas, sources and auctions"},
	{
		RPC: "Area", Args: "number=area",
		Short: "An area: its stock of its capacity, supply, deficit, price, money and next dates",
		Long: "Water is in litres, money in base units of the area's payment denom, times are Unix seconds; filled_ppm is the stock " +
			"in millionths of the capacity.",
		Example: "1",
	},
	{RPC: "Areas", Short: "All areas, by number", Example: "--page-limit 20"},
	{
		RPC: "Source", Args: "area source",
		Short:   "A source, the payable of its producer, and the expected pay of the running period",
		Long:    "expected is the pay at expected_at if pot, fund and mint do not change: a period without a mint pays nothing.",
		Example: "1 1",
	},
	{
		RPC: "Sources", Args: "area",
		Short:   "The sources of an area, by number",
		Example: "1",
	},
	{
		RPC: "Period", Args: "area period",
		Short:   "A period: its times, subscribers, pot, and litres per person so far",
		Example: "1 1",
	},
	{
		RPC: "Periods", Args: "area",
		Short:   "The periods of an area, by number",
		Example: "1 --page-reverse --page-limit 2",
	},
	{
		RPC: "Payables", Args: "area",
		Short:   "The payables of an area, by producer",
		Example: "1",
	},

	// Households.
	{
		RPC: "Account", Args: "area owner",
		Short: "A household: litres left, days at own use, fee, and the reason for the state of its valve",
		Long: "The account is shown as if it were settled now; the valve is as it is stored, as of the last reading or message. " +
			"Water is in litres, days_left_centi in hundredths of a day, money in base units of payment_denom.",
		Example: "1 " + commands.Account,
	},
	{
		RPC: "Accounts", Args: "area",
		Short:   "The households of an area, by slot",
		Example: "1 --page-limit 100",
	},
	{
		RPC: "AccountsByOwner", Args: "owner",
		Short:   "The households of an owner, by area",
		Example: commands.Account,
	},
	{
		RPC: "Valve", Args: "meter",
		Short:   "The required state of the valve behind a meter",
		Long:    "State, reason and litres left as stored, and the height of the block that set them.",
		Example: "7",
	},

	// Trade.
	{
		RPC: "OrderBook", Args: "area",
		Short:   "The levels of the next auction of an area, best price first, and its result if no order is added",
		Long:    "Prices are base units of the area's payment denom per litre.",
		Example: "1 --page-limit 10",
	},
	{
		RPC: "Orders", Args: "owner",
		Short:   "The orders of an owner in the next auctions, by area and side",
		Example: commands.Account,
	},
	{
		RPC: "Auction", Args: "area auction",
		Short:   "The result of an auction: price, volume, demand and supply",
		Example: "1 1",
	},
	{
		RPC: "Auctions", Args: "area",
		Short:   "The past auctions of an area that are kept, by number",
		Example: "1 --page-reverse --page-limit 30",
	},
}
