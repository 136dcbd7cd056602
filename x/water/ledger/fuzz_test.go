package ledger_test

import (
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
)

// FuzzStory runs the steps in the bytes - step, account, and litres in eight bytes - and compares with the twin after each step.
func FuzzStory(f *testing.F) {
	f.Fuzz(func(t *testing.T, lifeline uint16, capDays, reserveDays uint8, told []byte) {
		const highest = 400 * 10 // bytes: longer stories add nothing
		s := newStory(t, ledger.Terms{Lifeline: uint64(lifeline), CapDays: uint64(capDays), ReserveDays: uint64(reserveDays)})
		for told = told[:min(len(told), highest)]; len(told) >= 10; told = told[10:] {
			litres := binary.BigEndian.Uint64(told[2:]) >> 1 // the twin counts in int64
			s.step(int(told[0])%steps, int(told[1])%households, litres)
		}
	})
}

// FuzzAnyInput calls the functions with impossible states. They must return a result or an error, and an error changes nothing.
func FuzzAnyInput(f *testing.F) {
	f.Fuzz(func(t *testing.T, which uint8, story []byte, x, y uint64) {
		numbers := make([]uint64, 40)
		for i := range numbers {
			if len(story) >= 8 {
				numbers[i], story = binary.BigEndian.Uint64(story), story[8:]
			}
		}
		l, a, terms := anything(numbers)
		next, b, err := l, a, error(nil)
		switch which % 14 {
		case 0:
			next, _, err = l.Inflow(terms, y%2 == 0, x)
		case 1:
			next, err = l.Lose(x)
		case 2:
			next, _, err = l.Tick(terms)
		case 3:
			next, err = l.Enlarge(x)
			if err == nil && l.Check() == nil && next.Check() != nil {
				t.Fatalf("room for %d more than %+v: %v", x, l, next.Check())
			}
			return
		case 4:
			next, err = l.Shrink(x, y%2 == 0)
			if err != nil && next != l || err == nil && next.Capacity != l.Capacity-x {
				t.Fatalf("expected %d less than %d, got %d, %v", x, l.Capacity, next.Capacity, err)
			}
			return
		case 5:
			next, _, err = l.Start(x, y)
		case 6:
			next, b, _, err = l.CatchUp(a, ledger.Mark{Water: x, Refund: y})
			if !a.Begun && err == nil {
				return // only the mark is set
			}
		case 7:
			next, b, _, err = l.Settle(terms, a)
		case 8:
			next, b, _, err = l.Consume(a, x)
		case 9:
			next, b, _, err = l.Leave(a)
		case 10:
			next, b, err = l.Offer(a, x)
		case 11:
			next, b, _, err = l.Deliver(a, x)
		case 12:
			next, b, err = l.Return(a)
		case 13:
			next, b, err = l.Reside(a, x)
		}
		if err != nil && (next != l || b != a) {
			t.Fatalf("%v: expected nothing to change, got %+v and %+v", err, next, b)
		}
		if err == nil && next.Check() != nil {
			t.Fatalf("expected a refusal, got %+v: %v", next, next.Check())
		}
		_, _, _, _ = l.Cap(a), l.Wants(a), l.ReferencePrice(x, y), a.Left()
		_, _, _, _ = l.Ration(terms), l.Drawable(a), l.Sellable(a), l.Allocation()
		_, _, _ = a.Subscribe(x, y, a.Persons, 1)
		_, _ = a.Unsubscribe(x)
	})
}

func anything(n []uint64) (ledger.Ledger, ledger.Account, ledger.Terms) {
	l := ledger.Ledger{
		Capacity: n[0], Stock: int64(n[1]), Deficit: n[2], Overdraft: n[3], Supply: n[4], Reserve: n[5], Lifeline: n[6],
		Unsettled: n[7], Escrow: n[8], Period: n[9], Minted: n[10],
		Water: accrual.Index{Acc: n[11], Carry: n[12], Weight: n[13]}, Residents: accrual.Index{Acc: n[14], Weight: n[16]},
		Refund: accrual.Index{Acc: n[15]}, Fresh: n[34],
	}
	a := ledger.Account{
		Balance: n[17], Lifeline: n[18], Overdraft: n[19], Persons: n[21], Last: ledger.Mark{Water: n[22]}, LifelineLast: n[23],
		Now:   ledger.Subscription{First: n[20], Last: n[24], Persons: n[25]},
		Begun: n[35]%2 == 1, Debt: n[36], Bought: n[37],
		DailyUse: n[26], Measured: n[27]%2 == 1, Spent: n[28], Consumed: n[29], Offered: n[33],
	}
	return l, a, ledger.Terms{Lifeline: n[30], CapDays: n[31], ReserveDays: n[32]}
}

// FuzzUse compares averages, own use, days and prices with numbers of any length.
func FuzzUse(f *testing.F) {
	f.Fuzz(func(t *testing.T, dailyUse uint64, measured bool, litres, seconds, days, base, factor, capacity uint64, stock int64) {
		a := ledger.Account{DailyUse: dailyUse % (ledger.MaxDailyUse + 1), Measured: measured, Balance: litres}

		if seconds > 0 {
			sum, span := times(wide(litres), wide(86_400_000)), wide(seconds)
			if measured && seconds < ledger.Week {
				sum.Add(sum, times(wide(a.DailyUse), wide(ledger.Week-seconds)))
				span = wide(ledger.Week)
			}
			equal(t, "average", a.Measure(litres, seconds).DailyUse, sum.Div(sum, span), ledger.MaxDailyUse)
		} else if a.Measure(litres, 0) != a {
			t.Fatal("expected a reading of no time to change nothing")
		}

		up := times(wide(a.DailyUse), wide(days))
		equal(t, "own use", a.OwnUse(days), up.Div(up.Add(up, wide(999)), wide(1_000)), ^uint64(0))
		if a.DailyUse > 0 {
			left := times(wide(litres), wide(100_000))
			equal(t, "days left", a.DaysLeft(), left.Div(left, wide(a.DailyUse)), ^uint64(0))
		}

		l := ledger.Ledger{Capacity: capacity, Stock: stock}
		price := times(wide(base), wide(capacity))
		price.Div(price, wide(uint64(max(stock, 1))))
		if capacity == 0 {
			price = wide(base)
		}
		if dearest := times(wide(base), wide(factor)); price.Cmp(dearest) > 0 {
			price = dearest
		}
		if base > 0 && price.Sign() == 0 {
			price = wide(1)
		}
		equal(t, "price", l.ReferencePrice(base, factor), price, ledger.MaxPrice)
	})
}

// FuzzPay checks that money is neither made nor lost, that no producer gets more than was agreed, and that one who stored nothing gets nothing.
func FuzzPay(f *testing.F) {
	f.Fuzz(func(t *testing.T, period, seconds, pot, served uint64, agreed []byte) {
		var producers []ledger.Producer
		for ; len(agreed) >= 8 && len(producers) < 64; agreed = agreed[8:] {
			stored := uint64(agreed[7]) % 3
			producers = append(producers, ledger.Producer{Remuneration: binary.BigEndian.Uint64(agreed) >> 8, Served: served >> stored, Stored: stored})
		}
		p, err := ledger.Pay(period, seconds, pot, producers)
		if err != nil {
			t.Fatal(err)
		}
		paid, due := new(big.Int), new(big.Int)
		for i, share := range p.Shares {
			earned := new(big.Int)
			if producers[i].Stored > 0 && seconds > 0 {
				earned.Div(times(wide(producers[i].Remuneration), wide(min(producers[i].Served, seconds))), wide(seconds))
			}
			if wide(share).Cmp(earned) > 0 {
				t.Fatalf("source %d: expected at most %d, got %d", i, earned, share)
			}
			paid.Add(paid, wide(share))
			due.Add(due, earned)
		}
		if out := new(big.Int).Add(paid, wide(p.GivenBack)); paid.Cmp(wide(p.Paid)) != 0 || out.Cmp(wide(pot)) != 0 {
			t.Fatalf("pot %d: %+v does not sum up", pot, p)
		}
		if paid.Cmp(due) < 0 && p.GivenBack > 0 {
			t.Fatalf("expected sources to be paid before anything goes back, got %+v", p)
		}
	})
}

func wide(x uint64) *big.Int { return new(big.Int).SetUint64(x) }

func times(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }

// equal compares with the exact number, which stays at most.
func equal(t *testing.T, what string, got uint64, exact *big.Int, highest uint64) {
	t.Helper()
	if exact.Cmp(wide(highest)) > 0 {
		exact = wide(highest)
	}
	if wide(got).Cmp(exact) != 0 {
		t.Fatalf("%s: expected %d, got %d", what, exact, got)
	}
}
