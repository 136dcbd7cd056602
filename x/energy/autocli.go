package energy

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/commands"
)

// AutoCLIOptions returns the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return commands.Options(types.ModuleName, messages, queries)
}

// termsFlags describes the terms that have a default.
const termsFlags = "--border-tolerance-seconds says how far a reading may miss the borders of an epoch and still be netted; a thirtieth of the " +
	"epoch if left out, 30 of 900. --exact-borders means none. --static-total-weight is the total of which static weights are parts; their sum if left out."

var messages = []commands.Command{
	// Communities and their admins.
	{
		RPC: "CreateCommunity", Args: "name grid_supplier epoch_seconds grace_seconds key residual payment_denom price_per_kwh max_members",
		Short: "Create a community, as its admin",
		Long: "key: dynamic, static or percent. residual: grid or carry. " +
			"The price is in base units of the payment denom per kWh, 0 for free. Epoch and denom cannot be changed later. " + termsFlags,
		Example: "Village " + commands.Account +
			" 900 3600 dynamic grid ueur 250000 100 --from mayor",
	},
	{
		RPC: "UpdateCommunity", Args: "community name grid_supplier grace_seconds key residual price_per_kwh max_members",
		Short: "Replace the mutable settings, as its admin; terms count after the notice, a week by default",
		Long:  "The price is in base units of the payment denom per kWh, 0 for free. Flags left out get their defaults, not the present values. " + termsFlags,
		Example: "1 Village " + commands.Account +
			" 3600 static grid 200000 200 --from mayor",
	},
	{
		RPC: "PauseCommunity", Args: "community",
		Short:   "Stop netting from the next epoch on, as the admin",
		Example: "1 --from mayor",
	},
	{
		RPC: "ResumeCommunity", Args: "community",
		Short:   "Resume netting from the next epoch on, as the admin",
		Example: "1 --from mayor",
	},
	{
		RPC: "CloseCommunity", Args: "community",
		Short:   "End a community permanently from the next epoch on, as the admin; members can withdraw",
		Example: "1 --from mayor",
	},
	{
		RPC: "TransferAdmin", Args: "community new_admin",
		Short:   "Offer the role of admin to an account, which may accept",
		Example: "1 " + commands.Account + " --from mayor",
	},
	{
		RPC: "AcceptAdmin", Args: "community",
		Short:   "Become the admin of a community, as the account that got the offer",
		Example: "1 --from deputy",
	},
	{
		RPC: "ApproveMember", Args: "community meter owner static_weight from_epoch",
		Short:   "Assign a slot to an applicant, as the admin; from-epoch 0 is the next epoch",
		Example: "1 7 " + commands.Account + " 1 0 --from mayor",
	},
	{
		RPC: "RemoveMember", Args: "community slot",
		Short:   "End a membership with the present epoch, as the admin; the wallet stays the member's",
		Example: "1 0 --from mayor",
	},
	{
		RPC: "SetStaticWeight", Args: "community slot static_weight",
		Short:   "Change a member's weight under the STATIC key after the notice, as the admin",
		Example: "1 0 3 --from mayor",
	},
	{
		RPC: "UpdateParams", Args: "params", Proposal: true,
		Short: "Propose other parameters; all of them must be given",
		Example: `'{"max_members":"1048576","min_epoch_seconds":"60",` +
			`"late_window_seconds":"10","max_backdate_seconds":"0","retention_epochs":"3000","notice_seconds":"604800"}'` +
			` --title "Energy" --deposit 10000000uutl --from alice`,
	},

	// Members.
	{
		RPC: "JoinCommunity", Args: "community meter max_price_per_kwh",
		Short:   "Apply for membership with a meter of yours; the admin approves",
		Long:    "Your wallet pays for no community energy above the max price, in base units of the payment denom per kWh.",
		Example: "1 7 300000 --from alice",
	},
	{
		RPC: "LeaveCommunity", Args: "community slot",
		Short:   "End your membership with the present epoch",
		Example: "1 0 --from alice",
	},
	{
		RPC: "SetMaxPrice", Args: "community slot max_price_per_kwh",
		Short:   "Set the highest price at which your wallet pays for community energy, base units per kWh",
		Example: "1 0 300000 --from alice",
	},
	{
		RPC: "Deposit", Args: "community slot amount",
		Short:   "Pay money into a member's wallet, in the community's payment denom",
		Example: "1 0 5000000ueur --from alice",
	},
	{
		RPC: "Withdraw", Args: "community slot amount",
		Short:   "Withdraw money from your wallet",
		Example: "1 0 1000000ueur --from alice",
	},
	{
		RPC: "CompensateMember", Args: "community slot energy_wh",
		Short:   "Cover a carried deficit with grid energy, in Wh, as the grid supplier",
		Example: "1 0 1500 --from grid",
	},
}

var queries = []commands.Command{
	// Communities and their members.
	{RPC: "Params", Short: "The parameters of communities and settlements"},
	{
		RPC: "Community", Args: "number=community",
		Short:   "A community, its terms, those announced for later epochs, and its totals",
		Long:    "Energy is in Wh, money in base units of the community's payment denom, times are Unix seconds; self-sufficiency is in millionths.",
		Example: "1",
	},
	{RPC: "Communities", Short: "All communities, by number", Example: "--page-limit 20"},
	{
		RPC: "Members", Args: "community",
		Short:   "The members of a community, by slot",
		Example: "1 --page-limit 100",
	},
	{
		RPC: "Member", Args: "community slot",
		Short: "A member: its money, and its energy from and to the community and the grid",
		Long: "Energy is in Wh, money in base units of payment_denom. affordable_wh is the community energy that the money still pays " +
			"for at the price of the present epoch.",
		Example: "1 0",
	},
	{
		RPC: "MembersByAccount", Args: "account",
		Short:   "The memberships of an account",
		Example: commands.Account,
	},
	{
		RPC: "Applications", Args: "community",
		Short:   "The pending applications of a community, by meter",
		Example: "1",
	},

	// Epochs.
	{
		RPC: "Settlement", Args: "community epoch",
		Short:   "The settlement of an epoch: supply, demand, netted, paid, missing members",
		Long:    "Energy is in Wh, money in base units, times are Unix seconds. Epoch n of length L seconds is [n·L, (n+1)·L).",
		Example: "1 1963633",
	},
	{
		RPC: "Settlements", Args: "community",
		Short:   "The unpruned settlements of a community, by epoch",
		Example: "1 --page-reverse --page-limit 10",
	},
	{
		RPC: "Reports", Args: "community epoch",
		Short:   "The reports of an epoch, in Wh, and the members without one",
		Example: "1 1963633",
	},
	{
		RPC: "Position", Args: "community epoch slot",
		Short:   "A member's result in an epoch, and the arithmetic that explains it",
		Long:    "Check the share with a pocket calculator: share = floor((total × (prefix + own) + offset) / weight) - floor((total × prefix + offset) / weight), in Wh.",
		Example: "1 1963633 0",
	},
	{
		RPC: "Deeds", Args: "community epoch",
		Short:   "The energy that each member gave to each other in an epoch, in Wh",
		Example: "1 1963633 --page-limit 100",
	},
	{
		RPC: "MemberDeeds", Args: "community epoch slot",
		Short:   "The energy that a member gave to or took from each other in an epoch, in Wh",
		Example: "1 1963633 0",
	},
}
