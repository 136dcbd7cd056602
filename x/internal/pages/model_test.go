package pages_test

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
)

type address struct {
	area string
	n    uint64
}

// model is the map as a Go map.
type model struct {
	*fixture
	tb   testing.TB
	want map[address]meter
}

var (
	areas   = rapid.SampledFrom([]string{"a", "ab", "b"})
	numbers = rapid.OneOf(rapid.Uint64Range(0, 600), rapid.Uint64Range(math.MaxUint64-200, math.MaxUint64))
	meters  = rapid.Custom(func(t *rapid.T) meter {
		return meter{
			Imported: rapid.Uint64().Draw(t, "imported"),
			Exported: rapid.Uint64Range(0, 300).Draw(t, "exported"),
			Faults:   rapid.Uint64Range(0, 1).Draw(t, "faults"),
		}
	})
)

// Any sequence of operations does to the map what it does to a Go map.
func TestMapIsAGoMap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{fixture: setup(t), tb: t, want: map[address]meter{}}
		rt.Repeat(map[string]func(*rapid.T){
			"set":    m.set,
			"remove": m.remove,
			"update": m.update,
			"page":   m.page,
			"clear":  m.clear,
			"":       m.check,
		})
	})
}

func (m *model) set(t *rapid.T) {
	at, v := address{areas.Draw(t, "area"), numbers.Draw(t, "number")}, meters.Draw(t, "meter")
	if err := m.meters.Set(m.ctx, at.area, at.n, v); err != nil {
		t.Fatal(err)
	}
	m.want[at] = v
}

func (m *model) remove(t *rapid.T) {
	at := address{areas.Draw(t, "area"), numbers.Draw(t, "number")}
	if err := m.meters.Remove(m.ctx, at.area, at.n); err != nil {
		t.Fatal(err)
	}
	delete(m.want, at)
}

func (m *model) update(t *rapid.T) {
	area, some := areas.Draw(t, "area"), rapid.SliceOf(numbers).Draw(t, "numbers")
	add := rapid.Uint64Range(0, 1000).Draw(t, "add")
	err := m.meters.UpdateMany(m.ctx, area, some, func(k int, pg *pages.Page, i int) error {
		before, has := m.want[address{area, some[k]}]
		if pg.Has(i) != has || pg.At(0, i) != before.Imported || pg.Col(1)[i] != before.Exported {
			t.Fatalf("record %d: expected %v, got %d and %d", some[k], before, pg.At(0, i), pg.Col(1)[i])
		}
		pg.Put(i)
		pg.Col(1)[i] += add
		before.Exported += add
		m.want[address{area, some[k]}] = before
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (m *model) page(t *rapid.T) {
	at := address{areas.Draw(t, "area"), numbers.Draw(t, "number")}
	page, first := at.n/pages.Size, at.n/pages.Size*pages.Size
	pg, err := m.meters.Page(m.ctx, at.area, page)
	if err != nil {
		t.Fatal(err)
	}
	drop := rapid.IntRange(0, pages.Size-1).Draw(t, "drop")
	pg.Drop(drop)
	delete(m.want, address{at.area, first + uint64(drop)})
	faults := pg.Col(2)
	for i := range pg.Len() {
		if pg.Has(i) {
			faults[i]++
			v := m.want[address{at.area, first + uint64(i)}]
			v.Faults++
			m.want[address{at.area, first + uint64(i)}] = v
		}
	}
	if err := m.meters.SetPage(m.ctx, at.area, page, pg); err != nil {
		t.Fatal(err)
	}
}

func (m *model) clear(t *rapid.T) {
	area, limit := areas.Draw(t, "area"), rapid.IntRange(0, 3).Draw(t, "limit")
	var stored []uint64
	for at := range m.want {
		if page := at.n / pages.Size; at.area == area && !slices.Contains(stored, page) {
			stored = append(stored, page)
		}
	}
	slices.Sort(stored)
	gone := stored[:min(limit, len(stored))]
	removed, more, err := m.meters.Clear(m.ctx, area, limit)
	if err != nil || removed != len(gone) || more != (len(stored) > len(gone)) {
		t.Fatalf("expected %d of %d pages to go, got %d, more %t, %v", len(gone), len(stored), removed, more, err)
	}
	for at := range m.want {
		if at.area == area && slices.Contains(gone, at.n/pages.Size) {
			delete(m.want, at)
		}
	}
}

func (m *model) check(t *rapid.T) {
	want := make([]place, 0, len(m.want))
	for at, v := range m.want {
		want = append(want, place{at.area, at.n, v})
	}
	slices.SortFunc(want, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.n, b.n))
	})
	if got := all(m.tb, m.fixture); !slices.Equal(got, want) {
		t.Fatalf("expected %v, got %v", want, got)
	}
	at := address{areas.Draw(t, "area"), numbers.Draw(t, "number")}
	v, has := m.want[at]
	got, err := m.meters.Get(m.ctx, at.area, at.n)
	if has && (err != nil || got != v) || !has && !errors.Is(err, collections.ErrNotFound) {
		t.Fatalf("record %v: expected %v, got %v, %v", at, v, got, err)
	}
	if got, err := m.meters.Has(m.ctx, at.area, at.n); err != nil || got != has {
		t.Fatalf("record %v: expected %t, got %t, %v", at, has, got, err)
	}
	var from []place
	err = m.meters.WalkFrom(m.ctx, at.area, at.n, func(n uint64, v meter) (bool, error) {
		from = append(from, place{at.area, n, v})
		return false, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rest := slices.DeleteFunc(want, func(p place) bool { return p.area != at.area || p.n < at.n })
	if !slices.Equal(from, rest) {
		t.Fatalf("from %v: expected %v, got %v", at, rest, from)
	}
}
