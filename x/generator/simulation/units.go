package simulation

import (
	"bytes"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

const (
	maxUnits = 100
	// maxDevices is the maximum number of a device; several generators have devices of the same numbers.
	maxDevices = 30
	// chainLength is short enough that chains are used up.
	chainLength = 500
)

// seed is that of all devices.
var seed = bytes.Repeat([]byte{7}, voucher.SeedSize)

// registerUnits adds the operations of voters, buyers and owners.
func registerUnits(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_vote_price", 40), factory(k, votePrice))
	reg.Add(w.Get("msg_buy_units", 120), factory(k, buyUnits))
	reg.Add(w.Get("msg_generator_withdraw", 60), factory(k, withdraw))
	reg.Add(w.Get("msg_claim_maintenance", 10), factory(k, claimMaintenance))
	reg.Add(w.Get("msg_release_maintenance", 15), factory(k, releaseMaintenance))
	reg.Add(w.Get("msg_register_device", 30), factory(k, registerDevice))
	reg.Add(w.Get("msg_reveal_code", 60), factory(k, revealCode))
}

func votePrice(w world) ([]simsx.SimAccount, *types.MsgVotePrice) {
	h, ok := pick(w, "shares to vote with", w.Holdings, func(h types.Holding) bool {
		if h.Shares == 0 {
			return false
		}
		switch w.byID(h.Generator).Generator.Status {
		case types.GENERATOR_STATUS_PENDING_INSTALL, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL,
			types.GENERATOR_STATUS_ACTIVE:
			return true
		default:
			return false
		}
	})
	if !ok {
		return nil, nil
	}
	msg := &types.MsgVotePrice{Owner: h.Account, Generator: h.Generator}
	if h.Vote != nil && w.between(1, 4) == 1 {
		msg.Clear = true
	} else {
		msg.Price = w.between(0, w.byID(h.Generator).Generator.Bid.PriceCeiling)
	}
	return w.signer(h.Account), msg
}

func buyUnits(w world) ([]simsx.SimAccount, *types.MsgBuyUnits) {
	s, ok := w.commissioned("a generator to buy from")
	if !ok {
		return nil, nil
	}
	buyer := w.anyAccount()
	if w.reporter.IsSkipped() {
		return nil, nil
	}
	msg := &types.MsgBuyUnits{Buyer: buyer.AddressBech32, Generator: s.Generator.Id, MaxPrice: types.MaxPrice}
	limit := uint64(maxUnits)
	if w.data.Rand().Bool() {
		d, found := w.deviceOf(s.Generator.Id)
		if found {
			msg.Device, limit = d.Number, min(limit, d.Length-d.Steps)
		}
	}
	price := state.PriceOn(s.Purse, state.DayOf(w.now))
	if price == 0 {
		limit = min(limit, w.leftFree(s.Generator, msg.Buyer))
	}
	if limit == 0 {
		w.reporter.Skip("nothing is left to be taken for free, or of the chain")
		return nil, nil
	}
	msg.Units = w.between(1, limit)
	cost := sdk.NewCoin(types.SolarDenom, math.NewIntFromUint64(price*msg.Units))
	if cost.IsPositive() && !w.affords(&buyer, cost) {
		return nil, nil
	}
	return []simsx.SimAccount{buyer}, msg
}

// deviceOf returns a device of a generator that has room for a voucher, if there is any.
func (w world) deviceOf(generator uint64) (types.Device, bool) {
	var devices []types.Device
	for _, d := range w.Devices {
		if d.Generator == generator && d.OpenVouchers < credit.Max {
			devices = append(devices, d)
		}
	}
	if len(devices) == 0 {
		return types.Device{}, false
	}
	return simsx.OneOf(w.data.Rand(), devices), true
}

// leftFree returns the free units left to an account today.
func (w world) leftFree(g types.Generator, account string) uint64 {
	today := state.DayOf(w.now)
	taken := simsx.First(w.Quotas, func(q types.Quota) bool {
		return q.Generator == g.Id && q.Account == account && q.Day == today
	})
	if taken == nil {
		return g.Request.FreeUnitsPerDay
	}
	return g.Request.FreeUnitsPerDay - taken.Units
}

// withdraw takes the revenue of a holding, or every other time that of a lease.
func withdraw(w world) ([]simsx.SimAccount, *types.MsgWithdraw) {
	earns := func(l types.Lease) bool { return w.now < l.Until && w.byID(l.Generator).Purse.Acc > l.Last }
	if simsx.First(w.Leases, earns) != nil && w.data.Rand().Bool() {
		l, _ := pick(w, "the revenue of a lease", w.Leases, earns)
		return w.signer(l.Lessee), &types.MsgWithdraw{Account: l.Lessee, Generator: l.Generator, Lease: l.Id}
	}
	h, ok := pick(w, "money to withdraw", w.Holdings, func(h types.Holding) bool {
		return h.Owed > 0 || h.Due > 0 || h.Shares > 0 && w.byID(h.Generator).Purse.RefundPerShare > h.LastRefund || (h.Weight() > 0 && w.byID(h.Generator).Purse.Acc > h.Last)
	})
	if !ok {
		return nil, nil
	}
	return w.signer(h.Account), &types.MsgWithdraw{Account: h.Account, Generator: h.Generator}
}

func claimMaintenance(w world) ([]simsx.SimAccount, *types.MsgClaimMaintenance) {
	s, ok := pick(w, "maintenance money", w.Generators, func(s types.GeneratorState) bool {
		active := s.Generator.Status.IsCommissioned() || s.Generator.Status == types.GENERATOR_STATUS_RETIRED
		return active && s.Purse.MaintenanceUsolar > 0
	})
	if !ok {
		return nil, nil
	}
	amount := math.NewIntFromUint64(w.between(1, s.Purse.MaintenanceUsolar))
	return w.signer(s.Generator.Request.Requester), &types.MsgClaimMaintenance{
		Requester: s.Generator.Request.Requester, Generator: s.Generator.Id, Recipient: w.anyAccount().AddressBech32,
		Amount: sdk.NewCoin(types.SolarDenom, amount), Purpose: "repair",
	}
}

func releaseMaintenance(w world) ([]simsx.SimAccount, *types.MsgReleaseMaintenance) {
	c, ok := pick(w, "a claim to answer", w.MaintenanceClaims, func(types.MaintenanceClaim) bool { return true })
	if !ok {
		return nil, nil
	}
	arbiter, ok := w.arbiterOf(w.byID(c.Generator).Generator)
	if !ok {
		return nil, nil
	}
	return w.signer(arbiter), &types.MsgReleaseMaintenance{
		Arbiter: arbiter, Generator: c.Generator, Recipient: c.Recipient, Amount: c.Amount, Refuse: w.between(1, 4) == 1,
	}
}

func registerDevice(w world) ([]simsx.SimAccount, *types.MsgRegisterDevice) {
	s, ok := w.commissioned("a generator for a device")
	if !ok {
		return nil, nil
	}
	number := w.between(1, maxDevices)
	known := simsx.First(w.Devices, func(d types.Device) bool { return d.Generator == s.Generator.Id && d.Number == number })
	vendor := simsx.OneOf(w.data.Rand(), []string{s.Generator.Request.Requester, s.Generator.Provider()})
	if known != nil {
		if known.Steps > 0 || known.BoughtVouchers > 0 {
			w.reporter.Skip("the device has its chain")
			return nil, nil
		}
		vendor = known.Vendor
	}
	anchor, err := linkOf(types.Device{Generator: s.Generator.Id, Number: number}, 0)
	if err != nil {
		w.reporter.Skip(err.Error())
		return nil, nil
	}
	return w.signer(vendor), &types.MsgRegisterDevice{
		Vendor: vendor, Generator: s.Generator.Id, Device: number, Digits: uint32(anchor.Digits()), //nolint:gosec // at most 30
		Length: chainLength, Anchor: anchor.String(),
	}
}

// revealCode shows the code of a voucher of a device, or one a few steps before or beyond, as after a message that was lost or
// a code that somebody hashed.
func revealCode(w world) ([]simsx.SimAccount, *types.MsgRevealCode) {
	v, ok := pick(w, "a voucher to reveal", w.Vouchers, func(v types.Voucher) bool { return v.Status == types.VOUCHER_STATUS_OPEN })
	if !ok {
		return nil, nil
	}
	d := simsx.First(w.Devices, func(d types.Device) bool { return d.Generator == v.Generator && d.Number == v.Device })
	link := d.Steps + v.Units + w.between(0, 9)/7
	if v.Units > 1 && w.between(1, 4) == 1 {
		link = d.Steps + w.between(1, v.Units-1)
	}
	if link > d.Length {
		w.reporter.Skip("the chain is used up")
		return nil, nil
	}
	code, err := linkOf(*d, int(link)) //nolint:gosec // at most chainLength
	if err != nil {
		w.reporter.Skip(err.Error())
		return nil, nil
	}
	sender := w.anyAccount()
	return []simsx.SimAccount{sender}, &types.MsgRevealCode{
		Sender: sender.AddressBech32, Generator: v.Generator, Device: v.Device, Code: code.String(),
	}
}

// linkOf returns a link of a device's chain.
func linkOf(d types.Device, link int) (voucher.Code, error) {
	chain, err := voucher.NewChain(seed, voucher.Meter{Generator: d.Generator, Number: d.Number}, chainLength, voucher.MinDigits)
	if err != nil {
		return voucher.Code{}, err
	}
	return chain.At(link)
}
