package netting_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
)

func TestWhy(t *testing.T) {
	tests := []struct {
		name   string
		key    netting.Key
		totals netting.Totals
		netted uint64
		before netting.Prefix
		side   netting.Side

		want netting.Why
	}{
		{
			name:   "the second giver of the golden case has what lies between the cuts",
			key:    netting.Dynamic,
			totals: netting.Totals{Supply: 300, Demand: 200},
			netted: 200,
			before: netting.Prefix{Supply: 200, Given: 133},
			side:   netting.Side{Supply: 100},

			want: netting.Why{
				Ground: netting.ByCut, Share: 67,
				Total: 200, Weight: 300, Offset: 0, Prefix: 200, Own: 100, Low: 133, High: 200,
			},
		},
		{
			name:   "its takers are on the scarce side",
			key:    netting.Dynamic,
			totals: netting.Totals{Supply: 300, Demand: 200},
			netted: 200,
			before: netting.Prefix{Supply: 300, Given: 200, Demand: 100, Taken: 100},
			side:   netting.Side{Demand: 100},

			want: netting.Why{Ground: netting.InFull, Share: 100},
		},
		{
			name:   "an entitlement is cut by the demand",
			key:    netting.Static,
			totals: netting.Totals{Supply: 100, Demand: 100, Weight: 4},
			netted: 60,
			before: netting.Prefix{Weight: 1, Demand: 10, Taken: 10},
			side:   netting.Side{Demand: 20, Weight: 2},

			want: netting.Why{
				Ground: netting.ByEntitlement, Share: 20,
				Total: 100, Weight: 4, Offset: 0, Prefix: 1, Own: 2, Low: 25, High: 75,
			},
		},
		{
			name:   "whole percents of the greater side",
			key:    netting.Percent,
			totals: netting.Totals{Supply: 300, Demand: 200},
			netted: 198,
			side:   netting.Side{Supply: 200},

			want: netting.Why{Ground: netting.ByPercent, Share: 132},
		},
		{
			name:   "first in, first served on the lesser side",
			key:    netting.Percent,
			totals: netting.Totals{Supply: 300, Demand: 200},
			netted: 198,
			before: netting.Prefix{Demand: 100, Taken: 100},
			side:   netting.Side{Demand: 100},

			want: netting.Why{Ground: netting.InTurn, Share: 98},
		},
		{
			name:   "who is balanced has nothing",
			key:    netting.Percent,
			totals: netting.Totals{Supply: 300, Demand: 200},
			netted: 198,

			want: netting.Why{},
		},
		{
			name:   "at night there is nothing to share",
			key:    netting.Static,
			totals: netting.Totals{Demand: 200, Weight: 3},
			side:   netting.Side{Demand: 200, Weight: 3},

			want: netting.Why{},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, err := netting.NewRule(netting.Terms{Key: tt.key}, 0, tt.totals)
			if err != nil {
				t.Fatal(err)
			}
			if err := rule.SetNetted(tt.netted); err != nil {
				t.Fatal(err)
			}
			if got := rule.Why(tt.before, tt.side); got != tt.want {
				t.Errorf("expected %+v, got %+v", tt.want, got)
			}
		})
	}
}

// The numbers of an explanation, redone with a pocket calculator, give the share that the settlement gave.
func TestWhyCanBeRedone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		got := c.settled(t)
		rule, err := netting.NewRule(c.terms(), c.epoch, got.Totals)
		if err != nil {
			t.Fatal(err)
		}
		if err := rule.SetNetted(got.Netted); err != nil {
			t.Fatal(err)
		}

		var p netting.Prefix
		for i, s := range got.Shares {
			why := rule.Why(p, s.Side)
			if why.Share != s.Give+s.Take {
				t.Fatalf("%+v: expected %+v to explain %d Wh of member %d", c, why, s.Give+s.Take, i)
			}
			redone(t, why, s)
			rule.Next(&p, s.Side)
		}
	})
}

func redone(t fataller, why netting.Why, s netting.Share) {
	t.Helper()
	cut := func(prefix uint64) uint64 {
		return quot(plus(mult(wide(why.Total), wide(prefix)), wide(why.Offset)), wide(why.Weight)).Uint64()
	}
	want := why.Share
	switch why.Ground {
	case netting.NothingToShare:
		want = 0
	case netting.InFull:
		want = s.Supply + s.Demand
	case netting.ByCut:
		want = cut(why.Prefix+why.Own) - cut(why.Prefix)
	case netting.ByEntitlement:
		want = min(cut(why.Prefix+why.Own)-cut(why.Prefix), s.Demand)
	case netting.ByPercent, netting.InTurn: // no division to be redone
	}
	if why.Share != want {
		t.Fatalf("expected %+v to give %d Wh, got %d", why, want, why.Share)
	}
	if divided := why.Ground == netting.ByCut || why.Ground == netting.ByEntitlement; divided &&
		(why.Low != cut(why.Prefix) || why.High != cut(why.Prefix+why.Own)) {
		t.Fatalf("expected cuts %d and %d, got %+v", cut(why.Prefix), cut(why.Prefix+why.Own), why)
	}
}
