package simulation

import (
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

const (
	maxDeposit      = 100_000
	maxLimit        = 10_000
	maxConsent      = 100_000
	maxOccupants    = 20
	maxPeriodsAhead = 5
)

func registerHouseholds(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_water_approve_meter", 150), factory(k, approveMeter))
	reg.Add(w.Get("msg_water_subscribe", 150), factory(k, subscribe))
	reg.Add(w.Get("msg_water_unsubscribe", 5), factory(k, unsubscribe))
	reg.Add(w.Get("msg_water_close_account", 8), factory(k, closeAccount))
	reg.Add(w.Get("msg_water_settle_account", 20), factory(k, settleAccount))
	reg.Add(w.Get("msg_water_deposit", 40), factory(k, deposit))
	reg.Add(w.Get("msg_water_withdraw", 15), factory(k, withdraw))
}

// approveMeter approves an unbound meter in an area where its owner has no other one, or changes the bounds of a consent.
func approveMeter(v world) ([]simsx.SimAccount, *types.MsgApproveMeter) {
	a, ok := v.area("an area for a household", isOpen)
	if !ok {
		return nil, nil
	}
	var candidates []meteridtypes.Meter
	owns := map[string]uint64{} // the meter of an owner in the area; 0: none
	for _, account := range v.Accounts {
		if account.Account.Area != a.Area.Id {
			continue
		}
		owns[account.Account.Owner] = account.Account.Meter
		if m, err := v.keeper.Meters.Meter(v.ctx, account.Account.Meter); err == nil && fits(m, meteridtypes.DIRECTION_CONSUMPTION) {
			candidates = append(candidates, m)
		}
	}
	isFull := a.Counters.Accounts >= v.Params.MaxAccounts
	for _, m := range v.meters(meteridtypes.DIRECTION_CONSUMPTION) {
		meter, known := owns[m.Owner]
		if meter == 0 && (known || !isFull) {
			candidates = append(candidates, m)
		}
	}
	m, ok := pick(v, "a meter to approve", candidates, func(m meteridtypes.Meter) bool { return true })
	if !ok {
		return nil, nil
	}
	msg := &types.MsgApproveMeter{Owner: m.Owner, Area: a.Area.Id, Meter: m.Id}
	switch v.data.Rand().Intn(4) {
	case 0:
		msg.LimitLitres = v.between(1, maxLimit)
	case 1:
		msg.Until = v.now + int64(v.between(1, maxConsent)) //nolint:gosec // small
	}
	return v.signer(m.Owner), msg
}

// subscribe pays for the next period of an account, or for several if it has not subscribed at all.
func subscribe(v world) ([]simsx.SimAccount, *types.MsgSubscribe) {
	a, ok := v.household("a period to subscribe to", func(a types.AccountState) bool { return v.isOpenArea(a.Account.Area) })
	if !ok {
		return nil, nil
	}
	resp, ok := v.query(a)
	if !ok {
		return nil, nil
	}
	if resp.NextPeriod == 0 {
		v.reporter.Skip("subscribed as far as it can")
		return nil, nil
	}
	periods := uint64(1)
	if resp.Household.Holding.Subscription.LastPeriod == 0 {
		periods = v.between(1, maxPeriodsAhead)
	}
	owner := v.data.GetAccount(v.reporter, a.Account.Owner)
	if !v.affords(&owner, resp.PaymentDenom, periods*maxOccupants*maxFee) {
		return nil, nil
	}
	return []simsx.SimAccount{owner}, &types.MsgSubscribe{
		Owner: a.Account.Owner, Area: a.Account.Area, Periods: periods, MaxFeePerPerson: maxFee,
	}
}

func unsubscribe(v world) ([]simsx.SimAccount, *types.MsgUnsubscribe) {
	a, ok := v.household("a subscription to take back", func(a types.AccountState) bool { return a.Holding.Subscription.LastPeriod != 0 })
	if !ok {
		return nil, nil
	}
	return v.signer(a.Account.Owner), &types.MsgUnsubscribe{Owner: a.Account.Owner, Area: a.Account.Area}
}

func closeAccount(v world) ([]simsx.SimAccount, *types.MsgCloseAccount) {
	a, ok := v.household("an account to close", func(a types.AccountState) bool {
		return !v.binds(a.Account) && a.Holding.OverdraftLitres == 0
	})
	if !ok {
		return nil, nil
	}
	return v.signer(a.Account.Owner), &types.MsgCloseAccount{Owner: a.Account.Owner, Area: a.Account.Area}
}

func settleAccount(v world) ([]simsx.SimAccount, *types.MsgSettleAccount) {
	a, ok := v.household("an account to settle", func(types.AccountState) bool { return true })
	if !ok {
		return nil, nil
	}
	sender := v.data.AnyAccount(v.reporter)
	return []simsx.SimAccount{sender}, &types.MsgSettleAccount{
		Sender: sender.AddressBech32, Area: a.Account.Area, Owner: a.Account.Owner,
	}
}

func deposit(v world) ([]simsx.SimAccount, *types.MsgDeposit) {
	a, ok := v.household("an account to fill", func(a types.AccountState) bool { return v.isOpenArea(a.Account.Area) })
	if !ok {
		return nil, nil
	}
	owner := v.data.GetAccount(v.reporter, a.Account.Owner)
	denom, amount := v.byID[a.Account.Area].Area.PaymentDenom, v.between(1, maxDeposit)
	if !v.affords(&owner, denom, amount) {
		return nil, nil
	}
	return []simsx.SimAccount{owner}, &types.MsgDeposit{Owner: a.Account.Owner, Area: a.Account.Area, Amount: coinOf(denom, amount)}
}

func withdraw(v world) ([]simsx.SimAccount, *types.MsgWithdraw) {
	a, ok := pick(v, "money to withdraw", v.Accounts, func(a types.AccountState) bool { return a.Account.Prepaid > 0 })
	if !ok {
		return nil, nil
	}
	// Withdrawing touches the household, and its policy may spend the money first.
	if a.Account.Policy.Buys() {
		v.reporter.Skip("a policy may spend the money first")
		return nil, nil
	}
	denom := v.byID[a.Account.Area].Area.PaymentDenom
	return v.signer(a.Account.Owner), &types.MsgWithdraw{
		Owner: a.Account.Owner, Area: a.Account.Area, Amount: coinOf(denom, v.between(1, a.Account.Prepaid)),
	}
}

func coinOf(denom string, amount uint64) sdk.Coin {
	return sdk.NewCoin(denom, math.NewIntFromUint64(amount))
}
