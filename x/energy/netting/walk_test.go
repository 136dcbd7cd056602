package netting_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/energy/netting"
)

func TestNewRule(t *testing.T) {
	tests := []struct {
		name   string
		key    netting.Key
		totals netting.Totals

		wantMatch  bool
		wantNetted uint64
		wantErr    error
	}{
		{
			name:   "DYNAMIC knows at once what is netted",
			key:    netting.Dynamic,
			totals: netting.Totals{Supply: 5, Demand: 3},

			wantNetted: 3,
		},
		{
			name:   "STATIC has to look at each member",
			key:    netting.Static,
			totals: netting.Totals{Supply: 5, Demand: 3, Weight: 1},

			wantMatch: true,
		},
		{
			name:   "STATIC without weights need not",
			key:    netting.Static,
			totals: netting.Totals{Supply: 5, Demand: 3},
		},
		{
			name:   "PERCENT has to look at each member",
			key:    netting.Percent,
			totals: netting.Totals{Supply: 5, Demand: 3},

			wantMatch: true,
		},
		{
			name:   "PERCENT at night need not",
			key:    netting.Percent,
			totals: netting.Totals{Demand: 3},
		},
		{
			name:   "the greatest totals are no trouble",
			key:    netting.Dynamic,
			totals: netting.Totals{Supply: math.MaxUint64, Demand: math.MaxUint64, Weight: math.MaxUint64},

			wantNetted: math.MaxUint64,
		},
		{
			name:   "an unknown key is refused",
			key:    9,
			totals: netting.Totals{Supply: 5, Demand: 3},

			wantErr: netting.ErrKey,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, err := netting.NewRule(netting.Terms{Key: tt.key}, 77, tt.totals)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if err != nil {
				return
			}
			if rule.NeedsMatch() != tt.wantMatch || rule.Netted() != tt.wantNetted {
				t.Errorf("expected match %t and %d Wh, got %t and %d Wh",
					tt.wantMatch, tt.wantNetted, rule.NeedsMatch(), rule.Netted())
			}
			if rule.Key() != tt.key || rule.Epoch() != 77 || rule.Totals() != tt.totals {
				t.Errorf("expected the rule as given, got %s, %d, %+v", rule.Key(), rule.Epoch(), rule.Totals())
			}
		})
	}
}

func TestSetNetted(t *testing.T) {
	tests := []struct {
		name   string
		key    netting.Key
		netted uint64

		wantErr error
	}{
		{name: "what the match pass found is taken", key: netting.Percent, netted: 2},
		{name: "all of the lesser side may be netted", key: netting.Static, netted: 3},
		{name: "more is refused", key: netting.Percent, netted: 4, wantErr: netting.ErrNetted},
		{name: "DYNAMIC accepts the netted energy that it computed", key: netting.Dynamic, netted: 3},
		{name: "DYNAMIC refuses anything else", key: netting.Dynamic, netted: 2, wantErr: netting.ErrNetted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, err := netting.NewRule(netting.Terms{Key: tt.key}, 0, netting.Totals{Supply: 5, Demand: 3, Weight: 1})
			if err != nil {
				t.Fatal(err)
			}
			before := rule
			if err := rule.SetNetted(tt.netted); !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if tt.wantErr != nil && rule != before {
				t.Errorf("expected the rule untouched, %+v, got %+v", before, rule)
			}
			if tt.wantErr == nil && (rule.NeedsMatch() || rule.Netted() != tt.netted) {
				t.Errorf("expected %d Wh and no match pass, got %d Wh, %t", tt.netted, rule.Netted(), rule.NeedsMatch())
			}
		})
	}
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name  string
		match bool // whether the match pass is done
		sides []netting.Side

		wantErr error
	}{
		{
			name:  "a walk over all members adds up",
			match: true,
			sides: []netting.Side{{Supply: 200}, {Supply: 100}, {Demand: 100}, {Demand: 100}},
		},
		{
			name:  "a member who is missing is noticed",
			match: true,
			sides: []netting.Side{{Supply: 200}, {Supply: 100}, {Demand: 100}},

			wantErr: netting.ErrSum,
		},
		{
			name:  "a member who changed between the passes is noticed",
			match: true,
			sides: []netting.Side{{Supply: 201}, {Supply: 99}, {Demand: 100}, {Demand: 100}},

			wantErr: netting.ErrSum,
		},
		{
			name:  "a match pass that was left out is noticed",
			sides: []netting.Side{{Supply: 200}, {Supply: 100}, {Demand: 100}, {Demand: 100}},

			wantErr: netting.ErrNetted,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, err := netting.NewRule(netting.Terms{Key: netting.Percent}, 0, netting.Totals{Supply: 300, Demand: 200})
			if err != nil {
				t.Fatal(err)
			}
			if tt.match {
				if err := rule.SetNetted(198); err != nil {
					t.Fatal(err)
				}
			}
			var p netting.Prefix
			for _, s := range tt.sides {
				if give, take := rule.Next(&p, s); give > s.Supply || take > s.Demand {
					t.Errorf("expected at most %+v, got %d and %d", s, give, take)
				}
			}
			if err := rule.Check(p); !errors.Is(err, tt.wantErr) {
				t.Errorf("expected error %v, got %v", tt.wantErr, err)
			}
		})
	}
}

func TestSideOf(t *testing.T) {
	tests := []struct {
		name       string
		position   int64
		renewable  bool
		weight     uint64
		affordable uint64

		want         netting.Side
		wantWithheld uint64
	}{
		{name: "balanced is a weight alone", position: 0, renewable: true, weight: 5, affordable: 9, want: netting.Side{Weight: 5}},
		{
			name: "a renewable surplus is a supply", position: 7, renewable: true, weight: 5, affordable: 9,
			want: netting.Side{Supply: 7, Weight: 5},
		},
		{name: "another surplus is withheld", position: 7, weight: 5, affordable: 9, want: netting.Side{Weight: 5}, wantWithheld: 7},
		{name: "a deficit is a demand", position: -7, weight: 5, affordable: 9, want: netting.Side{Demand: 7, Weight: 5}},
		{
			name: "as far as it is paid", position: -7, weight: 5, affordable: 2,
			want: netting.Side{Demand: 2, Weight: 5}, wantWithheld: 5,
		},
		{name: "an empty wallet keeps its weight", position: -7, weight: 5, affordable: 0, want: netting.Side{Weight: 5}, wantWithheld: 7},
		{
			name: "the least position has a magnitude", position: math.MinInt64, weight: 1, affordable: math.MaxUint64,
			want: netting.Side{Demand: 1 << 63, Weight: 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			side, withheld := netting.SideOf(tt.position, tt.renewable, tt.weight, tt.affordable)
			if side != tt.want || withheld != tt.wantWithheld {
				t.Errorf("expected %+v and %d withheld, got %+v and %d", tt.want, tt.wantWithheld, side, withheld)
			}
		})
	}
}

func TestPosition(t *testing.T) {
	tests := []struct {
		name             string
		imports, exports uint64
		carried          int64

		want int64
	}{
		{name: "export less import", imports: 30, exports: 100, want: 70},
		{name: "what was carried counts", imports: 30, exports: 10, carried: -5, want: -25},
		{name: "the greatest surplus", exports: netting.MaxEnergy, carried: netting.MaxEnergy, want: 1<<41 - 2},
		{name: "more counts as the greatest", exports: math.MaxUint64, carried: math.MaxInt64, want: 1<<41 - 2},
		{name: "a greater deficit as well", imports: math.MaxUint64, carried: math.MinInt64, want: 2 - 1<<41},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := netting.Position(tt.imports, tt.exports, tt.carried); got != tt.want {
				t.Errorf("expected %d, got %d", tt.want, got)
			}
		})
	}
}

// The bounds are chosen so that a full community of the greatest members fits, and one member more does not.
func TestTheGreatestCommunityFits(t *testing.T) {
	var totals netting.Totals
	side := netting.Side{Supply: 2 * netting.MaxEnergy, Demand: 2 * netting.MaxEnergy, Weight: netting.MaxWeight}
	for range netting.MaxMembers {
		if err := totals.Add(side); err != nil {
			t.Fatal(err)
		}
	}
	want := uint64(math.MaxUint64 - (1<<24 - 1))
	if totals.Supply != want || totals.Demand != want {
		t.Errorf("expected %d Wh each, got %+v", want, totals)
	}
	before := totals
	if err := totals.Add(side); !errors.Is(err, netting.ErrTooMuch) || totals != before {
		t.Errorf("expected %v and the totals untouched, got %v and %+v", netting.ErrTooMuch, err, totals)
	}
}

func TestAddPage(t *testing.T) {
	pg := netting.NewPage(2)
	pg.Supply[0], pg.Demand[1], pg.Weight[1] = 5, 6, 7

	totals := netting.Totals{Supply: 1, Demand: 2, Weight: 3}
	if err := totals.AddPage(pg); err != nil || totals != (netting.Totals{Supply: 6, Demand: 8, Weight: 10}) {
		t.Errorf("expected 6, 8 and 10, got %+v, %v", totals, err)
	}

	pg.Weight[0] = math.MaxUint64
	before := totals
	if err := totals.AddPage(pg); !errors.Is(err, netting.ErrTooMuch) || totals != before {
		t.Errorf("expected %v and the totals untouched, got %v and %+v", netting.ErrTooMuch, err, totals)
	}
}

func TestKeyNames(t *testing.T) {
	tests := []struct {
		name string
		key  netting.Key

		want string
	}{
		{name: "proportional", key: netting.Dynamic, want: "DYNAMIC"},
		{name: "by weight", key: netting.Static, want: "STATIC"},
		{name: "by whole percents", key: netting.Percent, want: "PERCENT"},
		{name: "an unknown key is named in the error", key: 255, want: "key 255"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.key.String(); got != tt.want {
				t.Errorf("expected %s, got %s", tt.want, got)
			}
		})
	}
}
