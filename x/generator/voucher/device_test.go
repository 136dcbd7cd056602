package voucher_test

import (
	"errors"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// device is a meter with a keypad and no network: it knows its number, its current link and the units it may still deliver.
type device struct {
	meter   voucher.Meter
	current voucher.Code
	units   int
}

// key keys in a code. The device accepts any number of units up to the limit: it has no record of purchases.
func (d *device) key(text string) error {
	code, err := voucher.Parse(text)
	if err != nil {
		return err
	}
	m, err := voucher.Verify(d.meter, d.current, code, voucher.MaxSteps)
	if err != nil {
		return err
	}
	d.current, d.units = code, d.units+m
	return nil
}

// deliver uses up to n units.
func (d *device) deliver(n int) int {
	n = min(n, d.units)
	d.units -= n
	return n
}

// office is the chain's side of the same meter: it knows what was bought.
type office struct {
	meter   voucher.Meter
	current voucher.Code
}

// reveal counts the steps of a code.
func (o *office) reveal(text string) (int, error) {
	code, err := voucher.Parse(text)
	if err != nil {
		return 0, err
	}
	m, err := voucher.Verify(o.meter, o.current, code, voucher.MaxSteps)
	if err == nil {
		o.current = code
	}
	return m, err
}

// vendor keeps the seed and the number of units sold so far.
type vendor struct {
	chain *voucher.Chain
	spent int
}

// sell returns the text message for n units.
func (v *vendor) sell(t *testing.T, n int) string {
	t.Helper()
	code, err := v.chain.Sell(n, v.spent)
	if err != nil {
		t.Fatal(err)
	}
	v.spent += n
	return code.Format()
}

// village is a vendor, a device and the office, all at the anchor.
func village(t *testing.T) (*vendor, *device, *office) {
	t.Helper()
	c := chain(t, seven, 5000, 20)
	return &vendor{chain: c}, &device{meter: seven, current: c.Anchor()}, &office{meter: seven, current: c.Anchor()}
}

// holds checks how many units the device may still deliver.
func (d *device) holds(t *testing.T, units int) {
	t.Helper()
	if d.units != units {
		t.Errorf("expected %d units, got %d", units, d.units)
	}
}

func refused(t *testing.T, want, got error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

func accepted(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func TestADeviceDeliversWhatWasBought(t *testing.T) {
	v, d, o := village(t)
	for _, n := range []int{1, 5, voucher.MaxUnits} {
		message := v.sell(t, n)
		m, err := o.reveal(message)
		accepted(t, err)
		if m != n {
			t.Errorf("expected %d units, got %d", n, m)
		}
		accepted(t, d.key(message))
	}
	d.holds(t, 506)
	if got := d.deliver(500) + d.deliver(500); got != 506 {
		t.Errorf("expected 506 units delivered, got %d", got)
	}
	d.holds(t, 0)
}

func TestADeviceRefusesWhatWasSpent(t *testing.T) {
	v, d, _ := village(t)
	first, second := v.sell(t, 3), v.sell(t, 4)
	accepted(t, d.key(first))
	refused(t, voucher.ErrSpent, d.key(first))
	accepted(t, d.key(second))
	refused(t, voucher.ErrSpent, d.key(second))
	refused(t, voucher.ErrNoMatch, d.key(first))
	refused(t, voucher.ErrNoMatch, d.key(v.chain.Anchor().Format()))
	d.holds(t, 7)
}

func TestADeviceHealsWhenAMessageIsLost(t *testing.T) {
	v, d, o := village(t)
	first, lost, third := v.sell(t, 5), v.sell(t, 3), v.sell(t, 4)
	accepted(t, d.key(first))
	for _, message := range []string{first, lost, third} {
		_, err := o.reveal(message)
		accepted(t, err)
	}
	// The third code proves its own units and those of the lost one.
	accepted(t, d.key(third))
	d.holds(t, 12)
	// The lost message comes after all: it is worth nothing any more.
	refused(t, voucher.ErrNoMatch, d.key(lost))
	d.holds(t, 12)
	if d.current != o.current {
		t.Errorf("expected the device at %s, got %s", o.current, d.current)
	}
}

func TestTheOfficeHealsWhenASaleIsNotRevealed(t *testing.T) {
	v, _, o := village(t)
	v.sell(t, voucher.MaxUnits) // refunded to the buyer, because the code was not revealed in time
	m, err := o.reveal(v.sell(t, 2))
	accepted(t, err)
	if m != voucher.MaxUnits+2 {
		t.Errorf("expected %d units, got %d", voucher.MaxUnits+2, m)
	}
}

func TestAHoleGreaterThanACodeCanProveIsFilledByAnEarlierCode(t *testing.T) {
	v, d, _ := village(t)
	lost := []string{v.sell(t, 400), v.sell(t, 400), v.sell(t, 400)}
	message := v.sell(t, 1)
	refused(t, voucher.ErrNoMatch, d.key(message))
	d.holds(t, 0)
	accepted(t, d.key(lost[1])) // sent again
	accepted(t, d.key(message))
	d.holds(t, 1201)
}

func TestACodeIsGoodForOneDeviceOnly(t *testing.T) {
	v, d, _ := village(t)
	neighbour := &device{meter: eight, current: d.current}
	message := v.sell(t, 3)
	refused(t, voucher.ErrNoMatch, neighbour.key(message))
	accepted(t, d.key(message))
	neighbour.holds(t, 0)
}

func TestAMistypedCodeLeavesTheDeviceAsItWas(t *testing.T) {
	v, d, _ := village(t)
	message := v.sell(t, 3)
	before := *d
	refused(t, voucher.ErrLength, d.key(message[:len(message)-1]))
	refused(t, voucher.ErrDigit, d.key(message[:len(message)-1]+"x"))
	refused(t, voucher.ErrNoMatch, d.key(message[1:]+message[:1]))
	if *d != before {
		t.Errorf("expected %+v, got %+v", before, *d)
	}
	accepted(t, d.key(message))
}
