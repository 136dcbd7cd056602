package market

import (
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/accrual"
)

// IndexOf returns the index by which revenue is divided among shares.
func IndexOf(b types.Books) accrual.Index {
	return accrual.Index{Acc: b.Acc, Carry: b.Carry, Weight: b.Weight}
}

// addRevenue divides revenue among all shares. What cannot be divided is carried, for those who hold when it can be.
func addRevenue(b *types.Books, amount uint64) error {
	next, err := IndexOf(*b).Add(amount)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("revenue of %d more: %s", amount, err)
	}
	total := amount
	if err := Increase(&total, b.Carry); err != nil {
		return err
	}
	if err := Increase(&b.Owed, total-next.Carry); err != nil {
		return err
	}
	b.Acc, b.Carry = next.Acc, next.Carry
	return nil
}

// Sell returns the books with units that are sold, or taken for free, and their payment divided among maintenance and owners. The
// caller collects the money.
func Sell(g types.Generator, b types.Books, units, cost uint64) (types.Books, error) {
	maintenance, owners, err := pricing.Split(cost, uint64(g.Request.MaintenanceBps))
	if err != nil {
		return b, types.ErrAmountTooLarge.Wrapf("generator %d: %s", g.Id, err)
	}
	if err := Increase(&b.MaintenanceUsolar, maintenance); err != nil {
		return b, err
	}
	if err := addRevenue(&b, owners); err != nil {
		return b, err
	}
	if err := Increase(&b.Revenue, cost); err != nil {
		return b, err
	}
	counter := &b.SoldUnits
	if cost == 0 {
		counter = &b.FreeUnits
	}
	err = Increase(counter, units)
	return b, err
}

// Settle writes down what holders were owed up to now. Every change of a weight comes after it.
func Settle(b *types.Books, holders ...*types.Holding) error {
	for _, h := range holders {
		owed, err := IndexOf(*b).Owed(h.Weight(), h.Last)
		if err != nil {
			return types.ErrAmountTooLarge.Wrapf("generator %d, %s: %s", h.Generator, h.Account, err)
		}
		if err := Increase(&h.Owed, owed); err != nil {
			return err
		}
		h.Last = b.Acc
	}
	return nil
}

// GiveShares makes new shares.
func GiveShares(g *types.Generator, b *types.Books, h *types.Holding, shares uint64) error {
	if err := Settle(b, h); err != nil {
		return err
	}
	next, err := IndexOf(*b).Join(shares)
	if err != nil {
		return err
	}
	h.Shares += shares
	b.Weight, g.Shares = next.Weight, next.Weight
	return countVote(b, h, shares)
}

// BurnShares removes shares, and the vote with the last.
func BurnShares(g *types.Generator, b *types.Books, h *types.Holding, shares uint64) error {
	if err := Settle(b, h); err != nil {
		return err
	}
	next, err := IndexOf(*b).Leave(shares)
	if err != nil {
		return err
	}
	if err := dropShares(b, h, shares); err != nil {
		return err
	}
	b.Weight, g.Shares = next.Weight, next.Weight
	return nil
}

// MoveShares moves shares, and with them what they count in the votes of giver and taker.
func MoveShares(b *types.Books, from, to *types.Holding, shares uint64) error {
	if err := Settle(b, from, to); err != nil {
		return err
	}
	if err := dropShares(b, from, shares); err != nil {
		return err
	}
	to.Shares += shares
	return countVote(b, to, shares)
}

// dropShares takes free shares away with what they count in a vote.
func dropShares(b *types.Books, h *types.Holding, shares uint64) error {
	if free := h.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", h.Generator, h.Account, free, shares)
	}
	if h.Vote != nil {
		next, err := state.Tally(*b).Remove(pricing.Price(h.Vote.Price), shares)
		if err != nil {
			return err
		}
		b.VoteSum, b.VoteShares = next.Sum, next.Shares
	}
	h.Shares -= shares
	if h.Shares == 0 {
		h.Vote = nil
	}
	return nil
}

// countVote counts more shares of who has voted.
func countVote(b *types.Books, h *types.Holding, shares uint64) error {
	if h.Vote == nil {
		return nil
	}
	next, err := state.Tally(*b).Vote(pricing.Price(h.Vote.Price), shares)
	if err != nil {
		return err
	}
	b.VoteSum, b.VoteShares = next.Sum, next.Shares
	return nil
}

// SetVote replaces the vote of an owner; nil takes it back.
func SetVote(b *types.Books, h *types.Holding, vote *types.Vote) error {
	if h.Vote != nil {
		next, err := state.Tally(*b).Remove(pricing.Price(h.Vote.Price), h.Shares)
		if err != nil {
			return err
		}
		b.VoteSum, b.VoteShares = next.Sum, next.Shares
	}
	h.Vote = vote
	return countVote(b, h, h.Shares)
}

// TakeOut takes all that a holder is owed out of the buckets.
func TakeOut(b *types.Books, h *types.Holding) (revenue, due uint64, err error) {
	if err := Settle(b, h); err != nil {
		return 0, 0, err
	}
	revenue, due = h.Owed, h.Due
	if revenue == 0 && due == 0 {
		return 0, 0, types.ErrNothingToWithdraw.Wrapf("generator %d: expected something owed to %s, got 0", h.Generator, h.Account)
	}
	if err := Decrease(&b.Owed, revenue); err != nil {
		return 0, 0, err
	}
	if err := Decrease(&b.Due, due); err != nil {
		return 0, 0, err
	}
	h.Owed, h.Due = 0, 0
	if err := Increase(&h.Withdrawn, revenue); err != nil {
		return 0, 0, err
	}
	return revenue, due, Increase(&b.Withdrawn, revenue)
}
