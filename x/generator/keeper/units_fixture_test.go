package keeper_test

import (
	"bytes"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// What tests of units need: a generator that sells kWh to Eve. Of its shares Ann has 6,000, Bob 3,000 and Cid 1,000.

const (
	ceiling  = uint64(300_000)
	freeADay = uint64(5)
	fifth    = uint64(200_000) // usolar: a fifth of a SOLAR
)

func usolar(amount int64) sdk.Coin { return sdk.NewInt64Coin(types.SolarDenom, amount) }

// kWh is what the mayor asks for.
func kWh() types.MsgRequestGenerator {
	msg := request()
	msg.MaintenanceBps, msg.FreeUnitsPerDay = 500, freeADay
	return msg
}

// funded is a generator of which all shares are pledged.
func (f *fixture) funded(msg types.MsgRequestGenerator) uint64 {
	f.t.Helper()
	id := f.ask(msg)
	bid := offer(id, "builder")
	bid.PriceCeiling = min(ceiling, msg.MaxPrice)
	f.bid(bid, "builder")
	f.pass(int64(f.params().BiddingSeconds))
	f.accept(id, "builder")
	f.pledge(id, "ann", 6_000)
	f.pledge(id, "bob", 3_000)
	f.pledge(id, "cid", 1_000)
	return id
}

// sells is a generator that is commissioned, and its meter.
func (f *fixture) sells(msg types.MsgRequestGenerator) (id, meter uint64) {
	f.t.Helper()
	id = f.funded(msg)
	meter = f.markInstalled(id)
	f.commission(id)
	return id, meter
}

// village is a generator that sells kWh at a fifth of a SOLAR; Eve has 200 SOLAR.
func (f *fixture) village() uint64 {
	f.t.Helper()
	id, _ := f.sells(kWh())
	f.vote(id, "ann", fifth)
	f.bank.Fund(f.ctx, accountBytes("eve"), usolar(200_000_000))
	return id
}

func (f *fixture) vote(generator uint64, owner string, price uint64) {
	f.t.Helper()
	done(f, f.msgs.VotePrice, types.MsgVotePrice{Owner: account(owner), Generator: generator, Price: price})
}

// buy lets Eve buy units at any price, for a device or none.
func (f *fixture) buy(generator, units, device uint64) *types.MsgBuyUnitsResponse {
	f.t.Helper()
	return done(f, f.msgs.BuyUnits, types.MsgBuyUnits{
		Buyer: account("eve"), Generator: generator, Units: units, MaxPrice: types.MaxPrice, Device: device,
	})
}

// retire ends the life of a generator.
func (f *fixture) retire(generator uint64) {
	f.t.Helper()
	done(f, f.msgs.RetireGenerator, types.MsgRetireGenerator{Sender: account("judge"), Generator: generator})
}

// chainOf is the chain of a device with a seed that everybody knows.
func (f *fixture) chainOf(device uint64, length, digits int) *voucher.Chain {
	f.t.Helper()
	c, err := voucher.NewChain(bytes.Repeat([]byte{0x11}, voucher.SeedSize), device, length, digits)
	require.NoError(f.t, err)
	return c
}

// register lets device 7 take the codes of a chain of 1,000 links.
func (f *fixture) register(generator uint64) *voucher.Chain {
	f.t.Helper()
	return f.registerChain(generator, 1_000)
}

func (f *fixture) registerChain(generator uint64, length int) *voucher.Chain {
	f.t.Helper()
	chain := f.chainOf(7, length, voucher.LeastDigits(length))
	done(f, f.msgs.RegisterDevice, registration(generator, chain))
	return chain
}

// registration is the message by which the builder lets device 7 take the codes of a chain.
func registration(generator uint64, chain *voucher.Chain) types.MsgRegisterDevice {
	return types.MsgRegisterDevice{
		Vendor: account("builder"), Generator: generator, Number: 7, Digits: uint32(chain.Anchor().Digits()),
		Length: uint64(chain.Length()), Anchor: chain.Anchor().Format(),
	}
}

// code is a link of a chain as people write it.
func (f *fixture) code(chain *voucher.Chain, link int) string {
	f.t.Helper()
	c, err := chain.At(link)
	require.NoError(f.t, err)
	return c.Format()
}

// shown is the message that shows a code of device 7.
func shown(generator uint64, code string) types.MsgRevealCode {
	return types.MsgRevealCode{Sender: account("anyone"), Generator: generator, Device: 7, Code: code}
}

// reveal shows a code that counts.
func (f *fixture) reveal(generator uint64, code string) *types.MsgRevealCodeResponse {
	f.t.Helper()
	return done(f, f.msgs.RevealCode, shown(generator, code))
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

func (f *fixture) booksOf(generator uint64) types.Books {
	f.t.Helper()
	return f.generatorOf(generator).Books
}
