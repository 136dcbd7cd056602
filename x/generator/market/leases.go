package market

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/accrual"
)

// LeaseShares separates shares and their revenue from the holding of their owner, for a lease until a time. Votes stay with the owner.
func LeaseShares(purse *types.Purse, from *types.Holding, shares uint64, until int64) error {
	if err := SettleHoldings(purse, from); err != nil {
		return err
	}
	if free := from.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", from.Generator, from.Account, free, shares)
	}
	from.LeasedOut += shares
	purse.LeasesUntil = max(purse.LeasesUntil, until)
	return nil
}

// StartLease stores the lease of shares taken from a listing, which earns from the present index on.
func (k *Market) StartLease(
	ctx sdk.Context, purse types.Purse, from types.Listing, lessee state.Address, shares uint64, paid sdk.Coin,
) (uint64, error) {
	id, err := k.NextLease.Next(ctx)
	if err != nil {
		return 0, err
	}
	l := types.Lease{
		Id: id, Generator: from.Generator, Owner: from.Owner, Lessee: lessee.Text, Shares: shares, Paid: paid.Amount.Uint64(),
		From: ctx.BlockTime().Unix(), Until: from.LeaseUntil, Last: purse.Acc,
	}
	if err := k.AddLease(ctx, l); err != nil {
		return 0, err
	}
	return id, k.Queue.Push(ctx, state.LeaseItem(l))
}

// LeaseRevenue returns the revenue of a lease that is not withdrawn, up to a value of acc.
func LeaseRevenue(l types.Lease, acc uint64) (uint64, error) {
	revenue, err := accrual.Index{Acc: acc}.Owed(l.Shares, l.Last)
	if err != nil {
		return 0, types.ErrAmountTooLarge.Wrapf("lease %d: %s", l.Id, err)
	}
	return revenue, nil
}

// TakeLeaseRevenue deducts the revenue of a lease up to a value of acc from the bucket.
func TakeLeaseRevenue(purse *types.Purse, l *types.Lease, acc uint64) (revenue uint64, err error) {
	if revenue, err = LeaseRevenue(*l, acc); err != nil {
		return 0, err
	}
	if revenue == 0 {
		return 0, types.ErrNothingToWithdraw.Wrapf("lease %d: expected something owed to %s, got 0", l.Id, l.Lessee)
	}
	if err := Decrease(&purse.Owed, revenue); err != nil {
		return 0, err
	}
	l.Last = acc
	if err := Increase(&l.Withdrawn, revenue); err != nil {
		return 0, err
	}
	return revenue, Increase(&purse.Withdrawn, revenue)
}

// EndLease settles a lease that has ended, and returns the weight of its shares to their owner. Revenue until the end of the lease is the
// lessee's and revenue since is the owner's, however late this work runs.
func (k *Market) EndLease(ctx sdk.Context, generator, id uint64) error {
	l, err := k.Lease(ctx, generator, id)
	if err != nil {
		return err
	}
	purse, err := k.Purses.Get(ctx, generator)
	if err != nil {
		return err
	}
	acc, err := k.LeaseAcc(ctx, purse, l, ctx.BlockTime().Unix())
	if err != nil {
		return err
	}
	if err := k.creditLessee(ctx, l, acc); err != nil {
		return err
	}
	if err := k.returnLeased(ctx, &purse, l, acc); err != nil {
		return err
	}
	if err := k.SetPurse(ctx, generator, purse); err != nil {
		return err
	}
	if err := k.RemoveLease(ctx, l); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventLeaseEnded{Lease: l})
}

// creditLessee moves the revenue of a lease until its end to the holding of the lessee.
func (k *Market) creditLessee(ctx sdk.Context, l types.Lease, acc uint64) error {
	lessee, err := k.ParseAddress(l.Lessee)
	if err != nil {
		return err
	}
	h, err := k.Holding(ctx, l.Generator, lessee)
	if err != nil {
		return err
	}
	revenue, err := LeaseRevenue(l, acc)
	if err != nil {
		return err
	}
	if err := Increase(&h.Owed, revenue); err != nil {
		return err
	}
	if err := Increase(&h.Withdrawn, l.Withdrawn); err != nil {
		return err
	}
	return k.SetHolding(ctx, lessee, h)
}

// returnLeased returns the weight of leased shares to their owner, with their revenue since the end of the lease. The caller stores the
// purse, which settling the holding changes.
func (k *Market) returnLeased(ctx sdk.Context, purse *types.Purse, l types.Lease, acc uint64) error {
	owner, err := k.ParseAddress(l.Owner)
	if err != nil {
		return err
	}
	h, err := k.Holding(ctx, l.Generator, owner)
	if err != nil {
		return err
	}
	if err := SettleHoldings(purse, &h); err != nil {
		return err
	}
	since, err := RevenueIndex(*purse).Owed(l.Shares, acc)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("lease %d: %s", l.Id, err)
	}
	if err := Increase(&h.Owed, since); err != nil {
		return err
	}
	if err := Decrease(&h.LeasedOut, l.Shares); err != nil {
		return err
	}
	return k.SetHolding(ctx, owner, h)
}
