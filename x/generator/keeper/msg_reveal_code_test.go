package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestACodeReleasesVouchers(t *testing.T) {
	tests := []struct {
		name string
		buy  []uint64
		link int

		wantVouchers []uint64
		wantUnits    uint64
		wantExcess   uint64
	}{
		{name: "one voucher", buy: []uint64{5}, link: 5, wantVouchers: []uint64{1}, wantUnits: 5},
		{name: "the least", buy: []uint64{1}, link: 1, wantVouchers: []uint64{1}, wantUnits: 1},
		{name: "the most", buy: []uint64{500}, link: 500, wantVouchers: []uint64{1}, wantUnits: 500},
		{name: "more than was sold heals the chain", buy: []uint64{5}, link: 505, wantVouchers: []uint64{1}, wantUnits: 5, wantExcess: 500},
		{name: "nothing, if none is open", link: 5, wantExcess: 5},
		{name: "nothing, if its steps are fewer than the units", buy: []uint64{5}, link: 4},
		{name: "the code of the first leaves the second", buy: []uint64{3, 5}, link: 3, wantVouchers: []uint64{1}, wantUnits: 3},
		{name: "a step short of the second leaves it too", buy: []uint64{3, 5}, link: 7, wantVouchers: []uint64{1}, wantUnits: 3},
		{name: "the code of the second stands for both", buy: []uint64{3, 5}, link: 8, wantVouchers: []uint64{1, 2}, wantUnits: 8},
		{name: "the oldest of equals comes first", buy: []uint64{5, 5}, link: 8, wantVouchers: []uint64{1}, wantUnits: 5},
		{name: "a great one holds up nobody", buy: []uint64{5, 400, 3}, link: 8, wantVouchers: []uint64{3, 1}, wantUnits: 8},
		{name: "as many as one code can prove", buy: []uint64{500, 500}, link: 1_000, wantVouchers: []uint64{1, 2}, wantUnits: 1_000},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			chain := f.register(id)
			for _, units := range tc.buy {
				f.buy(id, units, 7)
			}
			before, code := f.purseOf(id), f.code(chain, tc.link)
			resp := f.reveal(id, code)

			paid := tc.wantUnits * fifth
			require.Equal(t, &types.MsgRevealCodeResponse{
				Steps: uint64(tc.link), Vouchers: tc.wantVouchers, Units: tc.wantUnits, ReleasedUsolar: paid,
			}, resp)
			after := f.purseOf(id)
			require.Equal(t, before.Vouchers-paid, after.Vouchers)
			require.Equal(t, before.MaintenanceUsolar+paid/20, after.MaintenanceUsolar)
			require.Equal(t, paid-paid/20, after.Owed+after.Carry)
			require.Equal(t, []uint64{tc.wantUnits, paid}, []uint64{after.SoldUnits, after.Revenue})
			d := f.deviceOf(id).Device
			require.Equal(t, strings.ReplaceAll(code, " ", ""), d.Link)
			require.Equal(t, []uint64{uint64(tc.link), tc.wantUnits, tc.wantExcess}, []uint64{d.Steps, d.ReleasedUnits, d.ExcessUnits})
			require.Equal(t, uint64(len(tc.buy)-len(tc.wantVouchers)), d.OpenVouchers)
			for _, voucher := range tc.wantVouchers {
				require.Equal(t, types.VOUCHER_STATUS_RELEASED, f.voucherOf(id, voucher).Voucher.Status)
				require.Zero(t, f.voucherOf(id, voucher).StepsNeeded)
			}
			require.Equal(t, []*types.EventCodeRevealed{{
				Generator: id, Device: 7, Code: d.Link, Steps: uint64(tc.link), Vouchers: append([]uint64{}, tc.wantVouchers...),
				Units: tc.wantUnits, ReleasedUsolar: paid, ExcessUnits: tc.wantExcess,
			}}, events[*types.EventCodeRevealed](f))
		})
	}
}

func TestRevealCodeRefuses(t *testing.T) {
	const link = 10 // of the last code; 20 units wait
	tests := []struct {
		name   string
		at     int
		change func(*types.MsgRevealCode)

		wantErr error
	}{
		{name: "a sender with an invalid address", change: func(m *types.MsgRevealCode) { m.Sender = "anyone" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgRevealCode) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "a device that does not exist", change: func(m *types.MsgRevealCode) { m.Device = 9 }, wantErr: types.ErrDeviceNotFound},
		{name: "device 0", change: func(m *types.MsgRevealCode) { m.Device = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a code of another device", change: func(m *types.MsgRevealCode) { m.Device = 8 }, wantErr: types.ErrWrongCode},
		{name: "a code for another meter", change: func(m *types.MsgRevealCode) { m.Code = "0000 0000 0000 0000 0000 08" }, wantErr: types.ErrWrongCode},
		{name: "a digit too few", change: func(m *types.MsgRevealCode) { m.Code = strings.Repeat("7", 19) }, wantErr: types.ErrInvalidCode},
		{name: "a digit too few for the device", change: func(m *types.MsgRevealCode) { m.Code = strings.Repeat("7", 21) }, wantErr: types.ErrInvalidCode},
		{name: "a digit too many for all devices", change: func(m *types.MsgRevealCode) { m.Code = strings.Repeat("7", 31) }, wantErr: types.ErrInvalidCode},
		{name: "a letter", change: func(m *types.MsgRevealCode) { m.Code = strings.Repeat("7", 19) + "l" }, wantErr: types.ErrInvalidCode},
		{name: "no code", change: func(m *types.MsgRevealCode) { m.Code = "" }, wantErr: types.ErrInvalidCode},
		{name: "the last code", at: link, wantErr: types.ErrCodeSpent},
		{name: "one before the last", at: link - 1, wantErr: types.ErrCodeSpent},
		{name: "the anchor", at: 0, wantErr: types.ErrCodeSpent},
		{name: "one step too far ahead", at: link + 1_001, wantErr: types.ErrWrongCode},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			chain := f.registerChain(id, 2_000)
			eight := registerMessage(id, f.chainOf(id, 8, 1_000, 22))
			eight.Device = 8
			mustSend(f, f.msgs.RegisterDevice, eight)
			f.buy(id, link, 7)
			f.reveal(id, f.code(chain, link))
			f.buy(id, 20, 7)
			msg := revealMessage(id, f.code(chain, tc.at))
			if tc.change != nil {
				msg = revealMessage(id, f.code(chain, link+20))
				tc.change(&msg)
			}
			mustRefuse(f, f.msgs.RevealCode, msg, tc.wantErr)
			f.reveal(id, f.code(chain, link+20))
		})
	}
}

func TestNoCodeGoesBeyondTheLengthOfItsChain(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.chainOf(id, 7, 100, 20)
	msg := registerMessage(id, chain)
	msg.Length = 50 // the vendor's chain is longer than it says
	mustSend(f, f.msgs.RegisterDevice, msg)
	f.buy(id, 40, 7)
	mustRefuse(f, f.msgs.RevealCode, revealMessage(id, f.code(chain, 51)), types.ErrChainUsedUp)
	require.Equal(t, uint64(50), f.reveal(id, f.code(chain, 50)).Steps)
}

func TestACodeCountsAfterTheLifeOfTheGenerator(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 5, 7)
	f.retire(id)
	require.Equal(t, uint64(1_000_000), f.reveal(id, f.code(chain, 5)).ReleasedUsolar)
	require.Equal(t, uint64(570_000), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}).RevenueUsolar)
}

func TestAFreeVoucherCountsAsFreeUnits(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newOnTrial(kWhRequest())
	chain := f.register(id)
	f.buy(id, 5, 7)
	require.Zero(t, f.purseOf(id).FreeUnits)
	mustRefuse(f, f.msgs.BuyUnits, types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 1, Device: 7}, types.ErrQuotaUsed)
	require.Equal(t, &types.MsgRevealCodeResponse{Steps: 5, Vouchers: []uint64{1}, Units: 5}, f.reveal(id, f.code(chain, 5)))
	require.Equal(t, []uint64{5, 0}, []uint64{f.purseOf(id).FreeUnits, f.purseOf(id).SoldUnits})
}

// A guess is paid for before it is made: by default 100 gas for each hash that it may need, twice for a wrong one.
func TestAGuessCostsGas(t *testing.T) {
	tests := []struct {
		name  string
		units uint64
		code  string

		want uint64
	}{
		{name: "the right code", units: 500, want: 100_000},
		{name: "the right code of one unit", units: 1, want: 100_000},
		{name: "a guess", units: 500, code: "7777 7777 7777 7777 7777", want: 200_000},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			chain := f.register(id)
			f.buy(id, tc.units, 7)
			if tc.code == "" {
				tc.code = f.code(chain, int(tc.units))
			}
			cost := func(gasPerHash uint64) uint64 {
				f.setParams(func(p *types.Params) { p.GasPerHash = gasPerHash })
				branch, _ := f.ctx.WithGasMeter(storetypes.NewInfiniteGasMeter()).CacheContext()
				msg := revealMessage(id, tc.code)
				_, _ = f.msgs.RevealCode(branch, &msg)
				return branch.GasMeter().GasConsumed()
			}
			// The rest of the cost does not depend on the price of a hash, except for the bytes of that parameter.
			require.InDelta(t, tc.want, cost(200)-cost(100), 100)
		})
	}
}

func TestAGuessWithoutGasIsNotTried(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 500, 7)
	msg := revealMessage(id, f.code(chain, 500))
	branch, _ := f.ctx.WithGasMeter(storetypes.NewGasMeter(100_000)).CacheContext()
	require.Panics(t, func() { _, _ = f.msgs.RevealCode(branch, &msg) })
}
