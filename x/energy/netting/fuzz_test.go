package netting_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// memberBytes is how many bytes make a member in FuzzSettle: import, export and carried in 6, prepaid in 7, weight in 5,
// thousandths in 2, and a flag in 1.
const memberBytes = 6 + 6 + 6 + 7 + 5 + 2 + 1

func readMembers(raw []byte) []netting.Member {
	var members []netting.Member
	for len(raw) >= memberBytes && len(members) < 32 {
		next := func(n int) uint64 {
			var wide [8]byte
			copy(wide[8-n:], raw[:n])
			raw = raw[n:]
			return binary.BigEndian.Uint64(wide[:])
		}
		members = append(members, netting.Member{
			ImportWh: next(6), ExportWh: next(6), CarriedWh: exact.UnZigZag(next(6)),
			Prepaid: next(7), Weight: next(5), CarryMilli: next(2) % 1000, NonRenewableWh: next(1) & 1,
		})
	}
	return members
}

// FuzzSettle holds every promise for members read from bytes, and settles them page by page as well.
func FuzzSettle(f *testing.F) {
	f.Fuzz(func(t *testing.T, key uint8, epoch, price, total uint64, raw []byte, cut uint8) {
		c := epochCase{key: netting.Key(key%3 + 1), epoch: epoch, price: price, total: total, members: readMembers(raw)}
		holds(t, c)
		first := int(cut) % (len(c.members) + 1)
		pagedEqualsWhole(t, c, []int{first})
	})
}

// FuzzMoney holds the promises of the purse.
func FuzzMoney(f *testing.F) {
	f.Fuzz(func(t *testing.T, prepaid, price, milli uint64) { affordableHolds(t, prepaid, price, milli) })
}

// FuzzAnyInput calls everything with numbers that fit no community: each must give a value or an error.
func FuzzAnyInput(f *testing.F) {
	f.Fuzz(func(t *testing.T, key uint8, a, b, c, d uint64) {
		rule, err := netting.NewRule(netting.Terms{Key: netting.Key(key%3 + 1), StaticTotal: c}, a, netting.Totals{Supply: b, Demand: c, Weight: d})
		if err != nil {
			t.Fatalf("expected a rule for any totals, got %v", err)
		}
		side := netting.Side{Supply: a, Demand: d, Weight: c}
		p := netting.Prefix{Supply: d, Demand: a, Weight: b, Given: c, Taken: d}
		rule.Partial(&p, side)
		rule.Next(&p, side)
		if err := rule.SetNetted(min(b, c)); err != nil && !rule.NeedsMatch() && rule.Netted() == min(b, c) {
			t.Fatalf("expected the known amount to be accepted, got %v", err)
		}
		rule.Why(p, side)
		rule.Next(&p, side)
		rule.Next(&p, netting.Side{Demand: d, Weight: c})
		pg := netting.NewPage(2)
		pg.Supply[0], pg.Demand[1], pg.Weight[1] = a, c, b
		rule.MatchPage(&p, pg)
		rule.SharePage(&p, pg)
		if credits, err := rule.Credits(a); err == nil {
			credits.Of(b, c)
			credits.Page(b, pg)
		}
		for _, carried := range []int64{int64(a), math.MinInt64, math.MaxInt64} {
			position := netting.Position(b, c, carried)
			s, withheld := netting.SideOf(position, true, d, b)
			size := uint64(position)
			if position < 0 {
				size = -size
			}
			if s.Supply+s.Demand+withheld != size {
				t.Fatalf("expected supply, demand and withheld to sum to %d, got %+v and %d", size, s, withheld)
			}
		}
	})
}
