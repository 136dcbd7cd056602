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

// Generator returns a generator by its number, or ErrGeneratorNotFound.
func (st *Store) Generator(ctx context.Context, id uint64) (types.Generator, error) {
	g, err := st.Generators.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Generator{}, types.ErrGeneratorNotFound.Wrapf("expected the number of a generator, got %d", id)
	}
	return g, err
}

// GeneratorWithPurse returns a generator and its purse.
func (st *Store) GeneratorWithPurse(ctx context.Context, id uint64) (types.Generator, types.Purse, error) {
	g, err := st.Generator(ctx, id)
	if err != nil {
		return types.Generator{}, types.Purse{}, err
	}
	purse, err := st.Purses.Get(ctx, id)
	return g, purse, err
}

// SetGenerator stores a generator.
func (st *Store) SetGenerator(ctx context.Context, g types.Generator) error {
	return st.Generators.Set(ctx, g.Id, g)
}

// SetPurse stores the purse of a generator.
func (st *Store) SetPurse(ctx context.Context, id uint64, purse types.Purse) error {
	return st.Purses.Set(ctx, id, purse)
}

// SetGeneratorWithPurse stores a generator and its purse.
func (st *Store) SetGeneratorWithPurse(ctx context.Context, g types.Generator, purse types.Purse) error {
	if err := st.SetGenerator(ctx, g); err != nil {
		return err
	}
	return st.SetPurse(ctx, g.Id, purse)
}

// ExpectStatus checks that the generator has one of the statuses.
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

// StatusName returns the status without the prefix of its enum.
func StatusName(s types.GeneratorStatus) string {
	return strings.TrimPrefix(s.String(), "GENERATOR_STATUS_")
}

// ExpectRequester checks that the account is the requester.
func ExpectRequester(g types.Generator, account Address) error {
	if g.Request.Requester != account.Text {
		return types.ErrNotRequester.Wrapf("generator %d: expected %s, got %s", g.Id, g.Request.Requester, account.Text)
	}
	return nil
}

// ExpectArbiter checks that the account is the arbiter. While governance no longer authorizes that one, any other authorized account
// can act, so that nothing waits for an arbiter who may not decide.
func ExpectArbiter(g types.Generator, params types.Params, account Address) error {
	authorized := params.IsArbiter(g.Request.Arbiter)
	switch {
	case authorized && account.Text != g.Request.Arbiter:
		return types.ErrNotArbiter.Wrapf("generator %d: expected %s, got %s", g.Id, g.Request.Arbiter, account.Text)
	case !authorized && !params.IsArbiter(account.Text):
		return types.ErrNotArbiter.Wrapf("generator %d: expected an authorized arbiter in place of %s, got %s",
			g.Id, g.Request.Arbiter, account.Text)
	case account.Text == g.Request.Requester || account.Text == g.Provider():
		return types.ErrRolesMixed.Wrapf("generator %d: expected an arbiter who is neither requester nor provider, got %s", g.Id, account.Text)
	default:
		return nil
	}
}

// ExpectVendor checks that the account is the requester or the provider.
func ExpectVendor(g types.Generator, account Address) error {
	if account.Text != g.Request.Requester && account.Text != g.Provider() {
		return types.ErrNotVendor.Wrapf("generator %d: expected %s or %s, got %s", g.Id, g.Request.Requester, g.Provider(), account.Text)
	}
	return nil
}

// Tally returns the votes of a generator.
func Tally(purse types.Purse) pricing.Tally {
	return pricing.Tally{Sum: purse.VoteSum, Shares: purse.VoteShares}
}

// NextPrice returns the price of a unit by the present votes, usolar; 0: free. It counts from the next day on.
func NextPrice(purse types.Purse) uint64 {
	price, _ := Tally(purse).Price()
	return uint64(price)
}

// PriceOn returns the price of a unit on a day, today or later, usolar; 0: free. The votes at the end of the day before fix it: if the
// votes have changed today, it was stored before the first change, else they are those of the day before.
func PriceOn(purse types.Purse, day uint64) uint64 {
	if purse.PriceDay == day {
		return purse.Price
	}
	return NextPrice(purse)
}

// DeadlineItem returns the block work at the deadline of a generator.
func DeadlineItem(g types.Generator) queue.Item {
	return workItem(g.Deadline, types.KindDeadline, g.Id, 0)
}

// BindingOf returns the binding of the meter of a generator.
func BindingOf(generator uint64) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: generator}
}
