package credit_test

import "slices"

// slowDevice counts as one would on paper: each step is a thing with a number, and each voucher has the set of steps that it
// may take. A step is in as many sets as there are open vouchers when it is revealed, and in none once it has paid.
type slowDevice struct {
	steps    int // numbers are from 1
	open     []*slowVoucher
	released []int // names, in the order of their release
	paid     map[int]int
	surplus  int
}

type slowVoucher struct {
	name, units int
	may         map[int]bool
}

func newSlowDevice() *slowDevice { return &slowDevice{paid: map[int]int{}} }

func (d *slowDevice) buy(name, units int) {
	d.open = append(d.open, &slowVoucher{name: name, units: units, may: map[int]bool{}})
}

// reveal reveals one step.
func (d *slowDevice) reveal() {
	d.steps++
	for _, v := range d.open {
		v.may[d.steps] = true
	}
	for {
		i := slices.IndexFunc(d.open, func(v *slowVoucher) bool { return len(v.may) >= v.units })
		if i < 0 {
			break
		}
		v := d.open[i]
		d.open = slices.Delete(d.open, i, i+1)
		d.released = append(d.released, v.name)
		for step := range v.may {
			d.paid[step]++
			for _, other := range d.open {
				delete(other.may, step)
			}
		}
	}
	d.drop()
}

func (d *slowDevice) refund(name int) {
	d.open = slices.DeleteFunc(d.open, func(v *slowVoucher) bool { return v.name == name })
	d.drop()
}

// drop counts the steps that neither paid nor may be taken by an open voucher.
func (d *slowDevice) drop() {
	d.surplus = 0
	for step := 1; step <= d.steps; step++ {
		taken := slices.ContainsFunc(d.open, func(v *slowVoucher) bool { return v.may[step] })
		if d.paid[step] == 0 && !taken {
			d.surplus++
		}
	}
}
