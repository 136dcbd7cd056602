package keeper_test

import (
	"bytes"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// For tests of units: a generator that sells kWh to Eve. Ann has 6,000 of its shares, Bob 3,000 and Cid 1,000.

const (
	ceiling  = uint64(300_000)
	freeADay = uint64(5)
	fifth    = uint64(200_000) // usolar: a fifth of a SOLAR
)

func usolar(amount int64) sdk.Coin { return sdk.NewInt64Coin(types.SolarDenom, amount) }

// kWhRequest returns a request of the mayor for a generator of kWh.
func kWhRequest() types.MsgRequestGenerator {
	msg := requestMessage()
	msg.MaintenanceBps, msg.FreeUnitsPerDay = 500, freeADay
	return msg
}

// funded returns a generator whose shares are all pledged.
func (f *fixture) funded(msg types.MsgRequestGenerator) uint64 {
	f.t.Helper()
	id := f.openBidding(msg)
	bid := bidMessage(id, "builder")
	bid.PriceCeiling = min(ceiling, msg.MaxPrice)
	f.bid(bid, "builder")
	f.pass(int64(f.params().BiddingSeconds))
	f.accept(id, "builder")
	f.pledge(id, "ann", 6_000)
	f.pledge(id, "bob", 3_000)
	f.pledge(id, "cid", 1_000)
	return id
}

// newOnTrial returns a commissioned generator and its meter.
func (f *fixture) newOnTrial(msg types.MsgRequestGenerator) (id, meter uint64) {
	f.t.Helper()
	id = f.funded(msg)
	meter = f.markInstalled(id)
	f.commission(id)
	return id, meter
}

// newActive returns a generator that has delivered all acceptance units, and its meter.
func (f *fixture) newActive(msg types.MsgRequestGenerator) (id, meter uint64) {
	f.t.Helper()
	id, meter = f.newOnTrial(msg)
	f.deliver(id)
	return id, meter
}

// village returns a generator that sells kWh at a fifth of a SOLAR; Eve has 200 SOLAR.
func (f *fixture) village() uint64 {
	f.t.Helper()
	id, _ := f.newOnTrial(kWhRequest())
	f.vote(id, "ann", fifth)
	f.bank.Fund(f.ctx, accountBytes("eve"), usolar(200_000_000))
	return id
}

// vote votes for a price, and waits a day until it counts.
func (f *fixture) vote(generator uint64, owner string, price uint64) {
	f.t.Helper()
	mustSend(f, f.msgs.VotePrice, types.MsgVotePrice{Owner: account(owner), Generator: generator, Price: price})
	f.pass(day)
}

// buy buys units for Eve at any price, for a device or none.
func (f *fixture) buy(generator, units, device uint64) *types.MsgBuyUnitsResponse {
	f.t.Helper()
	return mustSend(f, f.msgs.BuyUnits, types.MsgBuyUnits{
		Buyer: account("eve"), Generator: generator, Units: units, MaxPrice: types.MaxPrice, Device: device,
	})
}

// retire ends the trial of a generator, and its life by the votes of Ann and Bob, after the least notice: a day.
func (f *fixture) retire(generator uint64) {
	f.t.Helper()
	if f.status(generator) == types.GENERATOR_STATUS_ON_TRIAL {
		f.deliver(generator)
	}
	f.setParams(func(p *types.Params) { p.RetirementNoticeSeconds = uint64(day) })
	f.voteRetirement(generator, "ann")
	f.voteRetirement(generator, "bob")
	f.pass(day)
	require.Equal(f.t, types.GENERATOR_STATUS_RETIRED, f.status(generator))
}

func (f *fixture) voteRetirement(generator uint64, owner string) *types.MsgVoteRetirementResponse {
	f.t.Helper()
	return mustSend(f, f.msgs.VoteRetirement, types.MsgVoteRetirement{Owner: account(owner), Generator: generator})
}

// midnight returns the beginning of a day from today on.
func (f *fixture) midnight(days int64) int64 { return f.now() - f.now()%day + days*day }

// chainOf returns the chain of a device with a public seed.
func (f *fixture) chainOf(generator, device uint64, length, digits int) *voucher.Chain {
	f.t.Helper()
	c, err := voucher.NewChain(bytes.Repeat([]byte{0x11}, voucher.SeedSize), voucher.Meter{Generator: generator, Number: device}, length, digits)
	require.NoError(f.t, err)
	return c
}

// register registers device 7 with a chain of 1,000 links.
func (f *fixture) register(generator uint64) *voucher.Chain {
	f.t.Helper()
	return f.registerChain(generator, 1_000)
}

func (f *fixture) registerChain(generator uint64, length int) *voucher.Chain {
	f.t.Helper()
	chain := f.chainOf(generator, 7, length, voucher.MinDigitsFor(length))
	mustSend(f, f.msgs.RegisterDevice, registerMessage(generator, chain))
	return chain
}

// registerMessage returns the message by which the builder registers device 7.
func registerMessage(generator uint64, chain *voucher.Chain) types.MsgRegisterDevice {
	return types.MsgRegisterDevice{
		Vendor: account("builder"), Generator: generator, Device: 7, Digits: uint32(chain.Anchor().Digits()),
		Length: uint64(chain.Length()), Anchor: chain.Anchor().Format(),
	}
}

// code returns a link of a chain as text.
func (f *fixture) code(chain *voucher.Chain, link int) string {
	f.t.Helper()
	c, err := chain.At(link)
	require.NoError(f.t, err)
	return c.Format()
}

// revealMessage returns the message that reveals a code of device 7.
func revealMessage(generator uint64, code string) types.MsgRevealCode {
	return types.MsgRevealCode{Sender: account("anyone"), Generator: generator, Device: 7, Code: code}
}

// reveal reveals a valid code.
func (f *fixture) reveal(generator uint64, code string) *types.MsgRevealCodeResponse {
	f.t.Helper()
	return mustSend(f, f.msgs.RevealCode, revealMessage(generator, code))
}

func (f *fixture) deviceOf(generator uint64) *types.QueryDeviceResponse {
	f.t.Helper()
	resp, err := f.queries.Device(f.ctx, &types.QueryDeviceRequest{Generator: generator, Device: 7})
	require.NoError(f.t, err)
	return resp
}

func (f *fixture) voucherOf(generator, id uint64) *types.QueryVoucherResponse {
	f.t.Helper()
	resp, err := f.queries.Voucher(f.ctx, &types.QueryVoucherRequest{Generator: generator, Voucher: id})
	require.NoError(f.t, err)
	return resp
}

func (f *fixture) priceOf(generator uint64) *types.QueryPriceResponse {
	f.t.Helper()
	resp, err := f.queries.Price(f.ctx, &types.QueryPriceRequest{Generator: generator})
	require.NoError(f.t, err)
	return resp
}

func (f *fixture) purseOf(generator uint64) types.Purse {
	f.t.Helper()
	return f.generatorOf(generator).Purse
}
