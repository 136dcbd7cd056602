package keeper_test

import (
	"maps"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// counters returns the steps of device 7, the units released, the steps counted by its oldest open voucher, and the excess.
func (f *fixture) counters(generator uint64) (steps, released, counted, excess uint64) {
	f.t.Helper()
	d := f.deviceOf(generator).Device
	counted, err := f.keeper.OldestCounted(f.ctx, generator, 7)
	require.NoError(f.t, err)
	return d.Steps, d.ReleasedUnits, counted, d.ExcessUnits
}

// The attack: vouchers of 1 and 500 units are open. A stranger hashes the code of the second once and reveals that. The vendor's
// own code is one step more, and pays the second.
func TestAStrangersCodeHoldsUpNobody(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 1, 7)
	f.buy(id, 500, 7)

	require.Equal(t, []uint64{1}, f.reveal(id, f.code(chain, 500)).Vouchers)
	require.Equal(t, uint64(499), f.voucherOf(id, 2).Voucher.CountedSteps)
	require.Equal(t, uint64(1), f.voucherOf(id, 2).StepsNeeded)
	require.Equal(t, []uint64{2}, f.reveal(id, f.code(chain, 501)).Vouchers)
	require.Equal(t, 501*fifth, f.purseOf(id).Revenue, "501 units, and paid for 501")
	require.Zero(t, f.deviceOf(id).Device.ExcessUnits)
}

// The same with every link between: in whatever codes the steps come, the same vouchers are released.
func TestHowStepsAreDividedAmongCodesMakesNoDifference(t *testing.T) {
	for _, cut := range []int{1, 2, 7, 8, 12, 19} {
		f := newFixture(t)
		id := f.village()
		chain := f.register(id)
		for _, units := range []uint64{12, 5, 5, 2, 40} {
			f.buy(id, units, 7)
		}
		released := slices.Clone(f.reveal(id, f.code(chain, cut)).Vouchers)
		released = append(released, f.reveal(id, f.code(chain, 20)).Vouchers...)
		require.Equal(t, []uint64{4, 2, 3}, released, "cut at %d", cut)
		_, units, counted, excess := f.counters(id)
		require.Equal(t, []uint64{12, 8, 0}, []uint64{units, counted, excess})
	}
}

// A stranger buys many units for the device and gets no code. The buyer of one unit is served.
func TestAStrangersOpenVoucherHoldsUpNobody(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 500, 7)
	f.buy(id, 1, 7)
	require.Equal(t, []uint64{2}, f.reveal(id, f.code(chain, 1)).Vouchers)
	f.pass(voucherSeconds)
	require.Equal(t, types.VOUCHER_STATUS_REFUNDED, f.voucherOf(id, 1).Voucher.Status)
	require.Equal(t, fifth, f.purseOf(id).Revenue)
	require.Zero(t, f.deviceOf(id).Device.ExcessUnits)
}

// A code that comes after the refund proves units that nobody paid for. They pay no voucher that is bought later, and neither do
// those that are healed by a code for fewer.
func TestALateCodePaysNoLaterVoucher(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 5, 7)
	f.pass(voucherSeconds)
	require.Empty(t, f.reveal(id, f.code(chain, 5)).Vouchers, "late")

	f.buy(id, 3, 7)
	require.Empty(t, f.reveal(id, f.code(chain, 7)).Vouchers)
	require.Equal(t, []uint64{2}, f.reveal(id, f.code(chain, 12)).Vouchers, "heals 4 units")

	f.buy(id, 4, 7)
	require.Equal(t, types.VOUCHER_STATUS_OPEN, f.voucherOf(id, 3).Voucher.Status)
	require.Empty(t, f.reveal(id, f.code(chain, 15)).Vouchers)
	require.Equal(t, []uint64{3}, f.reveal(id, f.code(chain, 16)).Vouchers)
	require.Equal(t, 7*fifth, f.purseOf(id).Revenue)
	require.Equal(t, uint64(9), f.deviceOf(id).Device.ExcessUnits)
}

// All but one of the steps of a great voucher are revealed by a stranger, who then buys one unit: the next step is the great
// one's, and the stranger's own is the one after.
func TestStepsBeforeAPurchaseDoNotPayIt(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 500, 7)
	f.reveal(id, f.code(chain, 499))
	f.buy(id, 1, 7)
	require.Equal(t, types.VOUCHER_STATUS_OPEN, f.voucherOf(id, 2).Voucher.Status)
	require.Equal(t, []uint64{1}, f.reveal(id, f.code(chain, 500)).Vouchers)
	require.Equal(t, []uint64{2}, f.reveal(id, f.code(chain, 501)).Vouchers)
	require.Equal(t, 501*fifth, f.purseOf(id).Revenue)
}

// A voucher is refunded though some of its steps were revealed: the device has them, and they are excess. What a younger one
// has counted stays.
func TestStepsOfARefundedVoucherAreExcess(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.buy(id, 20, 7)
	f.reveal(id, f.code(chain, 7))
	f.pass(1)
	f.buy(id, 10, 7)
	f.reveal(id, f.code(chain, 11))
	f.pass(voucherSeconds - 1)
	refunds := events[*types.EventVoucherRefunded](f)
	require.Equal(t, &types.EventVoucherRefunded{
		Generator: id, Voucher: 1, Buyer: account("eve"), RefundUsolar: 20 * fifth, Device: 7, ExcessUnits: 7,
	}, refunds[0])
	steps, released, counted, excess := f.counters(id)
	require.Equal(t, []uint64{11, 0, 4, 7}, []uint64{steps, released, counted, excess})
	require.Equal(t, []uint64{2}, f.reveal(id, f.code(chain, 17)).Vouchers)
}

// Units that the device takes without a voucher show as excess.
func TestUnitsWithoutAVoucherAreExcess(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.register(id)
	f.reveal(id, f.code(chain, 30))
	f.buy(id, 5, 7)
	f.reveal(id, f.code(chain, 45))
	require.Equal(t, uint64(40), f.deviceOf(id).Device.ExcessUnits)
	require.Equal(t, uint64(40), events[*types.EventCodeRevealed](f)[1].ExcessUnits)
}

// codesWalk takes random steps with one device. Its twin keeps each step as a thing of its own, which may pay for the vouchers that
// were open when it was revealed.
type codesWalk struct {
	*fixture

	rng      *rand.Rand
	id       uint64
	link     int
	open     []*twinVoucher
	paid     map[int]uint64 // the voucher that a step paid for
	released uint64
}

type twinVoucher struct {
	id, units uint64
	dueAt     int64
	may       map[int]bool
}

func (w *codesWalk) buy() {
	units := uint64(1 + w.rng.Intn(20))
	msg := types.MsgBuyUnits{Buyer: account("eve"), Generator: w.id, Units: units, MaxPrice: fifth, Device: 7}
	if len(w.open) == credit.Max {
		mustRefuse(w.fixture, w.msgs.BuyUnits, msg, types.ErrTooManyVouchers)
		return
	}
	resp := mustSend(w.fixture, w.msgs.BuyUnits, msg)
	w.open = append(w.open, &twinVoucher{id: resp.Voucher, units: units, dueAt: resp.RefundAt, may: map[int]bool{}})
}

// reveal reveals a link ahead of the current one, or tries one that is spent.
func (w *codesWalk) reveal(code voucher.Code, ahead int) {
	w.t.Helper()
	msg := revealMessage(w.id, code.String())
	if ahead <= 0 {
		mustRefuse(w.fixture, w.msgs.RevealCode, msg, types.ErrCodeSpent)
		return
	}
	resp := mustSend(w.fixture, w.msgs.RevealCode, msg)
	var want []uint64
	for range ahead {
		w.link++
		for _, v := range w.open {
			v.may[w.link] = true
		}
		for {
			i := slices.IndexFunc(w.open, func(v *twinVoucher) bool { return uint64(len(v.may)) == v.units })
			if i < 0 {
				break
			}
			v := w.open[i]
			w.open = slices.Delete(w.open, i, i+1)
			want, w.released = append(want, v.id), w.released+v.units
			for step := range maps.Keys(v.may) {
				require.Zero(w.t, w.paid[step], "no step pays twice")
				w.paid[step] = v.id
				for _, other := range w.open {
					delete(other.may, step)
				}
			}
		}
	}
	require.Equal(w.t, want, resp.Vouchers)
}

func (w *codesWalk) wait() {
	w.pass(w.rng.Int63n(voucherSeconds / 3))
	w.open = slices.DeleteFunc(w.open, func(v *twinVoucher) bool { return v.dueAt <= w.now() })
}

func (w *codesWalk) check() {
	w.t.Helper()
	excess := uint64(0)
	for step := 1; step <= w.link; step++ {
		if w.paid[step] == 0 && !slices.ContainsFunc(w.open, func(v *twinVoucher) bool { return v.may[step] }) {
			excess++
		}
	}
	counted := uint64(0)
	for i, v := range w.open {
		stored := w.voucherOf(w.id, v.id).Voucher
		require.Equal(w.t, types.VOUCHER_STATUS_OPEN, stored.Status)
		require.Equal(w.t, uint64(len(v.may)), stored.CountedSteps)
		if i == 0 {
			counted = stored.CountedSteps
		}
	}
	d := w.deviceOf(w.id).Device
	require.Equal(w.t, []uint64{uint64(w.link), w.released, excess, uint64(len(w.open))},
		[]uint64{d.Steps, d.ReleasedUnits, d.ExcessUnits, d.OpenVouchers})
	require.Equal(w.t, d.Steps, d.ReleasedUnits+counted+d.ExcessUnits, "each step once")
	require.Equal(w.t, d.ReleasedUnits*fifth, w.purseOf(w.id).Revenue)
}

// Random purchases, links in any order, and refunds by time: the chain counts what the twin counts, and no step pays twice.
func TestNoStepPaysTwice(t *testing.T) {
	for seed := range int64(6) {
		f := newFixture(t)
		id := f.village()
		chain := f.registerChain(id, 2_000)
		f.bank.Fund(f.ctx, accountBytes("eve"), usolar(1_000_000_000))
		w := &codesWalk{fixture: f, rng: rand.New(rand.NewSource(seed)), id: id, paid: map[int]uint64{}}
		for range 120 {
			switch n := w.rng.Intn(10); {
			case n < 4:
				w.buy()
			case n < 9:
				ahead := min(w.rng.Intn(14)-2, chain.Length()-w.link)
				ahead = max(ahead, -w.link)
				code, err := chain.At(w.link + ahead)
				require.NoError(t, err)
				w.reveal(code, ahead)
			default:
				w.wait()
			}
			w.check()
		}
		f.checkInvariants()
	}
}
