package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// keypad is device 7 of a consumer. It stores its number, its current link and the units it may still deliver, and nothing of
// the chain. It accepts any code that leads to its link.
type keypad struct {
	t     *testing.T
	meter voucher.Meter
	link  voucher.Code
	units int
}

// enter enters a code and returns the units that it adds.
func (d *keypad) enter(text string) (units int, err error) {
	code, err := voucher.Parse(text)
	if err != nil {
		return 0, err
	}
	if units, err = voucher.Verify(d.meter, d.link, code, voucher.MaxSteps); err != nil {
		return 0, err
	}
	d.link, d.units = code, d.units+units
	return units, nil
}

// expectUnits enters a code that adds units, and fails on one that adds none.
func (d *keypad) expectUnits(text string, want int) {
	d.t.Helper()
	got, err := d.enter(text)
	require.NoError(d.t, err)
	require.Equal(d.t, want, got)
}

func (d *keypad) expectError(text string, want error) {
	d.t.Helper()
	before := *d
	_, err := d.enter(text)
	require.ErrorIs(d.t, err, want)
	require.Equal(d.t, before, *d)
}

// shop is the vendor's machine: it keeps the seed and counts the units it sold.
type shop struct {
	f         *fixture
	generator uint64
	chain     *voucher.Chain
	spent     int
}

// sell sells units to Eve and returns the text message with the code, which is not revealed yet.
func (s *shop) sell(units int) (message string) {
	s.f.t.Helper()
	s.f.buy(s.generator, uint64(units), 7)
	code, err := s.chain.Sell(units, s.spent)
	require.NoError(s.f.t, err)
	s.spent += units
	return code.Format()
}

func newShop(t *testing.T) (*fixture, *shop, *keypad) {
	t.Helper()
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	return f, &shop{f: f, generator: id, chain: chain}, &keypad{t: t, meter: voucher.Meter{Generator: id, Number: 7}, link: chain.Anchor()}
}

// checkInSync checks that chain and device have the same link, and that the device got as many units as the chain has counted
// steps.
func checkInSync(f *fixture, s *shop, d *keypad) {
	f.t.Helper()
	on := f.deviceOf(s.generator).Device
	require.Equal(f.t, d.link.String(), on.Link)
	require.Equal(f.t, uint64(d.units), on.Steps)
}

// expectExcess checks the units that the device has and nobody paid for.
func (s *shop) expectExcess(units uint64) {
	s.f.t.Helper()
	require.Equal(s.f.t, units, s.f.deviceOf(s.generator).Device.ExcessUnits)
}

func TestChainAndDeviceStayInSync(t *testing.T) {
	f, s, d := newShop(t)
	for _, units := range []int{1, 5, 20, voucher.MaxUnits} {
		message := s.sell(units)
		f.reveal(s.generator, message)
		d.expectUnits(message, units)
		checkInSync(f, s, d)
	}
	require.Equal(t, uint64(526), f.purseOf(s.generator).SoldUnits)
	require.Equal(t, uint64(526), f.deviceOf(s.generator).Device.ReleasedUnits)
}

func TestALostMessageIsSentAgainOrHealedByTheNext(t *testing.T) {
	f, s, d := newShop(t)
	lost := s.sell(3)
	f.reveal(s.generator, lost)
	require.NotEqual(t, d.link.String(), f.deviceOf(s.generator).Device.Link, "the device is behind")

	next := s.sell(4)
	f.reveal(s.generator, next)
	d.expectUnits(next, 7) // healed by the next
	d.expectError(lost, voucher.ErrNoMatch)
	checkInSync(f, s, d)

	again := s.sell(2)
	f.reveal(s.generator, again)
	d.expectUnits(f.deviceOf(s.generator).Device.Link, 2) // any query returns the last code
	checkInSync(f, s, d)
}

func TestADeviceAheadOfTheChainIsHealedToo(t *testing.T) {
	f, s, d := newShop(t)
	first, second := s.sell(3), s.sell(4)
	d.expectUnits(first, 3) // the vendor sent it and has not revealed it
	d.expectUnits(second, 4)
	resp := f.reveal(s.generator, second)
	require.Equal(t, []uint64{1, 2}, resp.Vouchers, "the second code stands for both")
	mustRefuse(f, f.msgs.RevealCode, revealMessage(s.generator, first), types.ErrCodeSpent)
	checkInSync(f, s, d)
}

func TestAfterARefundTheNextCodeHeals(t *testing.T) {
	f, s, d := newShop(t)
	had := f.balance("eve", types.SolarDenom)
	silent := s.sell(5) // the vendor stays silent
	f.pass(voucherSeconds)
	require.Equal(t, had, f.balance("eve", types.SolarDenom))

	next := s.sell(3)
	resp := f.reveal(s.generator, next)
	require.Equal(t, []uint64{8, 3}, []uint64{resp.Steps, resp.Units}, "refunded units are not paid to owners")
	s.expectExcess(5)
	d.expectUnits(next, 8)
	d.expectError(silent, voucher.ErrNoMatch)
	checkInSync(f, s, d)
	require.Equal(t, 3*fifth, f.purseOf(s.generator).Revenue)
}

func TestAVendorWhoResellsTheSameLinksLosesNothing(t *testing.T) {
	f, s, d := newShop(t)
	s.sell(5)
	f.pass(voucherSeconds)
	s.spent -= 5 // it knows of the refund, and sells the same links again
	next := s.sell(3)
	require.Equal(t, uint64(3), f.reveal(s.generator, next).Steps)
	d.expectUnits(next, 3)
	checkInSync(f, s, d)
}

func TestSpentCodesAreWorthNothing(t *testing.T) {
	f, s, d := newShop(t)
	first := s.sell(3)
	f.reveal(s.generator, first)
	d.expectUnits(first, 3)
	second := s.sell(4)
	mustRefuse(f, f.msgs.RevealCode, revealMessage(s.generator, first), types.ErrCodeSpent)
	d.expectError(first, voucher.ErrSpent)
	f.reveal(s.generator, second)
	d.expectUnits(second, 4)
	s.sell(1)
	for _, old := range []string{first, second, s.chain.Anchor().Format()} {
		mustRefuse(f, f.msgs.RevealCode, revealMessage(s.generator, old), types.ErrCodeSpent)
	}
	d.expectError(first, voucher.ErrNoMatch)
	d.expectError(second, voucher.ErrSpent)
	checkInSync(f, s, d)
}

func TestSeveralBuyersOfOneDeviceAreServed(t *testing.T) {
	f, s, d := newShop(t)
	messages := []string{s.sell(5), s.sell(1), s.sell(20)}
	var vouchers []uint64
	for i, units := range []int{5, 1, 20} {
		vouchers = append(vouchers, f.reveal(s.generator, messages[i]).Vouchers...)
		d.expectUnits(messages[i], units)
	}
	require.Equal(t, []uint64{2, 1, 3}, vouchers, "the first step pays the one unit")
	s.expectExcess(0)
	checkInSync(f, s, d)
}

func TestAGapGreaterThanACodeCanProveNeedsAnOlderCode(t *testing.T) {
	f, s, d := newShop(t)
	var silent []string
	for range 2 {
		silent = append(silent, s.sell(480))
	}
	f.pass(voucherSeconds)
	require.Equal(t, &types.MsgRevealCodeResponse{Steps: 480}, f.reveal(s.generator, silent[0]), "a late code counts, and pays nothing")
	s.expectExcess(480)
	next := s.sell(30)
	require.Equal(t, []uint64{3}, f.reveal(s.generator, next).Vouchers, "990 steps ahead of the anchor")
	d.expectUnits(next, 990)
	checkInSync(f, s, d)
	s.expectExcess(960)
}

func TestACodeOfAnotherDeviceOpensNothing(t *testing.T) {
	f, s, d := newShop(t)
	eight := f.chainOf(s.generator, 8, 1_000, 20)
	msg := registerMessage(s.generator, eight)
	msg.Device = 8
	mustSend(f, f.msgs.RegisterDevice, msg)
	s.sell(5)
	other := f.code(eight, 5)
	mustRefuse(f, f.msgs.RevealCode, revealMessage(s.generator, other), types.ErrWrongCode)
	d.expectError(other, voucher.ErrNoMatch)
}
