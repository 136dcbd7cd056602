package state

import (
	"context"
	"errors"
	"strings"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Generator is a generator by its number.
func (st *Store) Generator(ctx context.Context, id uint64) (types.Generator, error) {
	g, err := st.Generators.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Generator{}, types.ErrGeneratorNotFound.Wrapf("expected the number of a generator, got %d", id)
	}
	return g, err
}

// Project is a generator with its books.
func (st *Store) Project(ctx context.Context, id uint64) (types.Generator, types.Books, error) {
	g, err := st.Generator(ctx, id)
	if err != nil {
		return types.Generator{}, types.Books{}, err
	}
	b, err := st.Books.Get(ctx, id)
	return g, b, err
}

// SetGenerator stores a generator.
func (st *Store) SetGenerator(ctx context.Context, g types.Generator) error {
	return st.Generators.Set(ctx, g.Id, g)
}

// SetBooks stores the books of a generator.
func (st *Store) SetBooks(ctx context.Context, id uint64, b types.Books) error {
	return st.Books.Set(ctx, id, b)
}

// SetProject stores a generator with its books.
func (st *Store) SetProject(ctx context.Context, g types.Generator, b types.Books) error {
	if err := st.SetGenerator(ctx, g); err != nil {
		return err
	}
	return st.SetBooks(ctx, g.Id, b)
}

// ExpectStatus refuses a generator that has none of the statuses.
func ExpectStatus(g types.Generator, want ...types.GeneratorStatus) error {
	names := make([]string, 0, len(want))
	for _, status := range want {
		if g.Status == status {
			return nil
		}
		names = append(names, StatusName(status))
	}
	return types.ErrWrongStatus.Wrapf("generator %d: expected %s, got %s", g.Id, strings.Join(names, " or "), StatusName(g.Status))
}

// StatusName is the status as people write it.
func StatusName(s types.GeneratorStatus) string {
	return strings.TrimPrefix(s.String(), "GENERATOR_STATUS_")
}

// ExpectRequester refuses anybody but the requester.
func ExpectRequester(g types.Generator, who Address) error {
	if g.Request.Requester != who.Text {
		return types.ErrNotRequester.Wrapf("generator %d: expected %s, got %s", g.Id, g.Request.Requester, who.Text)
	}
	return nil
}

// ExpectArbiter refuses anybody but the arbiter.
func ExpectArbiter(g types.Generator, who Address) error {
	if g.Request.Arbiter != who.Text {
		return types.ErrNotArbiter.Wrapf("generator %d: expected %s, got %s", g.Id, g.Request.Arbiter, who.Text)
	}
	return nil
}

// ExpectVendor refuses everybody but requester and provider.
func ExpectVendor(g types.Generator, who Address) error {
	if who.Text != g.Request.Requester && who.Text != g.Provider() {
		return types.ErrNotVendor.Wrapf("generator %d: expected %s or %s, got %s", g.Id, g.Request.Requester, g.Provider(), who.Text)
	}
	return nil
}

// Tally is the votes of a generator.
func Tally(b types.Books) pricing.Tally { return pricing.Tally{Sum: b.VoteSum, Shares: b.VoteShares} }

// PriceOf is the price of a unit, usolar; 0: free.
func PriceOf(b types.Books) uint64 {
	price, _ := Tally(b).Price()
	return uint64(price)
}

// DeadlineOf returns the work at the deadline of a generator.
func DeadlineOf(g types.Generator) queue.Item {
	return item(g.Deadline, types.KindDeadline, g.Id, 0)
}

// BindingOf is what a meter is bound to while a generator has it.
func BindingOf(generator uint64) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: generator}
}
