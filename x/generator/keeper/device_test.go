package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// keypad is device 7 of a consumer: it knows its number, its current link and the units it may still deliver, and nothing of
// the chain. It takes any code that leads to its link.
type keypad struct {
	t     *testing.T
	link  voucher.Code
	units int
}

// key is somebody keying in a code; it returns the units that it adds.
func (d *keypad) key(text string) (units int, err error) {
	code, err := voucher.Parse(text)
	if err != nil {
		return 0, err
	}
	if units, err = voucher.Verify(7, d.link, code, 1, voucher.MaxSteps); err != nil {
		return 0, err
	}
	d.link, d.units = code, d.units+units
	return units, nil
}

// takes keys in a code that adds units, refuses one that adds none.
func (d *keypad) takes(text string, want int) {
	d.t.Helper()
	got, err := d.key(text)
	require.NoError(d.t, err)
	require.Equal(d.t, want, got)
}

func (d *keypad) refuses(text string, want error) {
	d.t.Helper()
	before := *d
	_, err := d.key(text)
	require.ErrorIs(d.t, err, want)
	require.Equal(d.t, before, *d)
}

// shop is the vendor's machine: it keeps the seed and counts what it sold.
type shop struct {
	f         *fixture
	generator uint64
	chain     *voucher.Chain
	spent     int
}

// sells lets Eve pay and returns the text message with the code. Nothing is revealed yet.
func (s *shop) sells(units int) (message string) {
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
	return f, &shop{f: f, generator: id, chain: chain}, &keypad{t: t, link: chain.Anchor()}
}

// agree checks that chain and device have the same link, and that the device got as many units as the chain has counted steps.
func agree(f *fixture, s *shop, d *keypad) {
	f.t.Helper()
	on := f.deviceOf(s.generator).Device
	require.Equal(f.t, d.link.String(), on.Link)
	require.Equal(f.t, uint64(d.units), on.Steps)
}

func TestChainAndDeviceGoTogether(t *testing.T) {
	f, s, d := newShop(t)
	for _, units := range []int{1, 5, 20, voucher.MaxUnits} {
		message := s.sells(units)
		f.reveal(s.generator, message)
		d.takes(message, units)
		agree(f, s, d)
	}
	require.Equal(t, uint64(526), f.booksOf(s.generator).SoldUnits)
	require.Equal(t, uint64(526), f.deviceOf(s.generator).Device.ReleasedUnits)
}

func TestALostMessageIsSentAgainOrHealedByTheNext(t *testing.T) {
	f, s, d := newShop(t)
	lost := s.sells(3)
	f.reveal(s.generator, lost)
	require.NotEqual(t, d.link.String(), f.deviceOf(s.generator).Device.Link, "the device is behind")

	next := s.sells(4)
	f.reveal(s.generator, next)
	d.takes(next, 7) // healed by the next
	d.refuses(lost, voucher.ErrNoMatch)
	agree(f, s, d)

	again := s.sells(2)
	f.reveal(s.generator, again)
	d.takes(f.deviceOf(s.generator).Device.Link, 2) // whoever asks the chain gets the last code
	agree(f, s, d)
}

func TestADeviceAheadOfTheChainIsHealedToo(t *testing.T) {
	f, s, d := newShop(t)
	first, second := s.sells(3), s.sells(4)
	d.takes(first, 3) // the vendor sent it and has not revealed it
	d.takes(second, 4)
	resp := f.reveal(s.generator, second)
	require.Equal(t, []uint64{1, 2}, resp.Vouchers, "the second code stands for both")
	refused(f, f.msgs.RevealCode, shown(s.generator, first), types.ErrNoOpenVoucher)
	agree(f, s, d)
}

func TestAfterARefundTheNextCodeHeals(t *testing.T) {
	f, s, d := newShop(t)
	had := f.balance("eve", types.SolarDenom)
	silent := s.sells(5) // the vendor stays silent
	f.pass(wait)
	require.Equal(t, had, f.balance("eve", types.SolarDenom))

	next := s.sells(3)
	resp := f.reveal(s.generator, next)
	require.Equal(t, []uint64{8, 3}, []uint64{resp.Steps, resp.Units}, "what was refunded is not paid to anybody")
	d.takes(next, 8)
	d.refuses(silent, voucher.ErrNoMatch)
	agree(f, s, d)
	require.Equal(t, 3*fifth, f.booksOf(s.generator).Revenue)
}

func TestAVendorWhoResellsTheSameLinksLosesNothing(t *testing.T) {
	f, s, d := newShop(t)
	s.sells(5)
	f.pass(wait)
	s.spent -= 5 // it knows of the refund, and sells the same links again
	next := s.sells(3)
	require.Equal(t, uint64(3), f.reveal(s.generator, next).Steps)
	d.takes(next, 3)
	agree(f, s, d)
}

func TestSpentCodesAreWorthNothing(t *testing.T) {
	f, s, d := newShop(t)
	first := s.sells(3)
	f.reveal(s.generator, first)
	d.takes(first, 3)
	second := s.sells(4)
	refused(f, f.msgs.RevealCode, shown(s.generator, first), types.ErrCodeSpent)
	d.refuses(first, voucher.ErrSpent)
	f.reveal(s.generator, second)
	d.takes(second, 4)
	s.sells(1)
	for _, old := range []string{first, second, s.chain.Anchor().Format()} {
		refused(f, f.msgs.RevealCode, shown(s.generator, old), types.ErrCodeSpent)
	}
	d.refuses(first, voucher.ErrNoMatch)
	d.refuses(second, voucher.ErrSpent)
	agree(f, s, d)
}

func TestSeveralBuyersOfOneDeviceAreServedInOrder(t *testing.T) {
	f, s, d := newShop(t)
	messages := []string{s.sells(5), s.sells(1), s.sells(20)}
	for i, units := range []int{5, 1, 20} {
		resp := f.reveal(s.generator, messages[i])
		require.Equal(t, []uint64{uint64(i + 1)}, resp.Vouchers)
		d.takes(messages[i], units)
	}
	agree(f, s, d)
}

func TestAGapBeyondTheSlackNeedsAnOlderCode(t *testing.T) {
	f, s, d := newShop(t)
	var silent []string
	for range 2 {
		silent = append(silent, s.sells(400))
	}
	f.pass(wait)
	next := s.sells(1) // 801 steps ahead of the chain, for which only 1 unit is paid
	refused(f, f.msgs.RevealCode, shown(s.generator, next), types.ErrWrongCode)
	require.Equal(t, uint64(400), f.reveal(s.generator, silent[0]).Steps, "an older code pays for the voucher and closes the gap")
	last := s.sells(1)
	require.Equal(t, uint64(402), f.reveal(s.generator, last).Steps)
	d.takes(last, 802)
	agree(f, s, d)
}

func TestACodeOfAnotherDeviceOpensNothing(t *testing.T) {
	f, s, d := newShop(t)
	eight := f.chainOf(8, 1_000, 20)
	msg := registration(s.generator, eight)
	msg.Number = 8
	done(f, f.msgs.RegisterDevice, msg)
	s.sells(5)
	other := f.code(eight, 5)
	refused(f, f.msgs.RevealCode, shown(s.generator, other), types.ErrWrongCode)
	d.refuses(other, voucher.ErrNoMatch)
}
