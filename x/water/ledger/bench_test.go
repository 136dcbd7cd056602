package ledger_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
)

// town is a ledger in the middle of a period with as many persons, and one of its households.
func town(persons uint64) (ledger.Ledger, ledger.Account) {
	l := ledger.Ledger{
		Capacity: 1 << 40, Stock: 1 << 39, Supply: 1 << 39, Reserve: 1 << 20, Lifeline: 1 << 30, Unsettled: 1 << 38, Period: 5,
		Water: accrual.Index{Acc: 1_000_000, Weight: persons}, Residents: accrual.Index{Acc: 5_000, Weight: persons},
	}
	return l, ledger.Account{
		Persons: 3, LifelineLast: 4_950, Now: ledger.Subscription{First: 5, Last: 9, Persons: 3}, Begun: true, Last: ledger.Mark{Water: 999_000},
		Balance: 10_000, Lifeline: 150,
	}
}

var terms = ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7}

// The cost of allotting a mint is independent of the number of consumers.
func BenchmarkInflow(b *testing.B) {
	for _, of := range []struct {
		name    string
		persons uint64
	}{{"1000", 1_000}, {"1000000", 1_000_000}} {
		b.Run(of.name, func(b *testing.B) {
			l, _ := town(of.persons)
			for b.Loop() {
				if _, _, err := l.Inflow(terms, false, 12_345_678); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSettle(b *testing.B) {
	l, a := town(1_000_000)
	for b.Loop() {
		if _, _, _, err := l.Settle(terms, a); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConsume(b *testing.B) {
	l, a := town(1_000_000)
	for b.Loop() {
		if _, _, _, err := l.Consume(a, 321); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReading measures the reading of a household: settle, consume, measure.
func BenchmarkReading(b *testing.B) {
	l, a := town(1_000_000)
	for b.Loop() {
		next, account, _, err := l.Settle(terms, a)
		if err != nil {
			b.Fatal(err)
		}
		if _, account, _, err = next.Consume(account, 321); err != nil {
			b.Fatal(err)
		}
		if account.Measure(321, 3_600).DailyUse == 0 {
			b.Fatal("expected an average")
		}
	}
}
