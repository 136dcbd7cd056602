package market

import (
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/accrual"
)

// RevenueIndex returns the index that divides revenue among shares.
func RevenueIndex(purse types.Purse) accrual.Index {
	return accrual.Index{Acc: purse.Acc, Carry: purse.Carry, Weight: purse.Weight}
}

// addRevenue divides revenue among all shares. The remainder is carried until it can be divided.
func addRevenue(purse *types.Purse, amount uint64) error {
	next, err := RevenueIndex(*purse).Add(amount)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("revenue of %d more: %s", amount, err)
	}
	total := amount
	if err := Increase(&total, purse.Carry); err != nil {
		return err
	}
	if err := Increase(&purse.Owed, total-next.Carry); err != nil {
		return err
	}
	purse.Acc, purse.Carry = next.Acc, next.Carry
	return nil
}

// AddSale returns the purse with units that are sold, or taken for free, and their payment divided between maintenance and
// owners. The caller collects the money.
func AddSale(g types.Generator, purse types.Purse, units, cost uint64) (types.Purse, error) {
	maintenance, owners, err := pricing.Split(cost, uint64(g.Request.MaintenanceBps))
	if err != nil {
		return purse, types.ErrAmountTooLarge.Wrapf("generator %d: %s", g.Id, err)
	}
	if err := Increase(&purse.MaintenanceUsolar, maintenance); err != nil {
		return purse, err
	}
	if err := addRevenue(&purse, owners); err != nil {
		return purse, err
	}
	if err := Increase(&purse.Revenue, cost); err != nil {
		return purse, err
	}
	counter := &purse.SoldUnits
	if cost == 0 {
		counter = &purse.FreeUnits
	}
	err = Increase(counter, units)
	return purse, err
}

// SettleHoldings adds the revenue earned up to now to what holdings are owed. Every change of a weight comes after it.
func SettleHoldings(purse *types.Purse, holders ...*types.Holding) error {
	for _, h := range holders {
		owed, err := RevenueIndex(*purse).Owed(h.Weight(), h.Last)
		if err != nil {
			return types.ErrAmountTooLarge.Wrapf("generator %d, %s: %s", h.Generator, h.Account, err)
		}
		if err := Increase(&h.Owed, owed); err != nil {
			return err
		}
		h.Last = purse.Acc
	}
	return nil
}

// MintShares creates shares in a holding.
func MintShares(g *types.Generator, purse *types.Purse, h *types.Holding, shares uint64) error {
	if err := SettleHoldings(purse, h); err != nil {
		return err
	}
	next, err := RevenueIndex(*purse).Join(shares)
	if err != nil {
		return err
	}
	h.Shares += shares
	purse.Weight, g.Shares = next.Weight, next.Weight
	return addVotes(purse, h, shares)
}

// BurnShares removes shares from a holding, and with the last share its vote.
func BurnShares(g *types.Generator, purse *types.Purse, h *types.Holding, shares uint64) error {
	if err := SettleHoldings(purse, h); err != nil {
		return err
	}
	next, err := RevenueIndex(*purse).Leave(shares)
	if err != nil {
		return err
	}
	if err := removeShares(purse, h, shares); err != nil {
		return err
	}
	purse.Weight, g.Shares = next.Weight, next.Weight
	return nil
}

// MoveShares moves shares between holdings, and their weight between the votes of both.
func MoveShares(purse *types.Purse, from, to *types.Holding, shares uint64) error {
	if err := SettleHoldings(purse, from, to); err != nil {
		return err
	}
	if err := removeShares(purse, from, shares); err != nil {
		return err
	}
	to.Shares += shares
	return addVotes(purse, to, shares)
}

// removeShares removes free shares from a holding, and their weight from its vote.
func removeShares(purse *types.Purse, h *types.Holding, shares uint64) error {
	if free := h.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", h.Generator, h.Account, free, shares)
	}
	if h.Vote != nil {
		next, err := state.Tally(*purse).Remove(pricing.Price(h.Vote.Price), shares)
		if err != nil {
			return err
		}
		purse.VoteSum, purse.VoteShares = next.Sum, next.Shares
	}
	h.Shares -= shares
	if h.Shares == 0 {
		h.Vote = nil
	}
	return nil
}

// addVotes adds the weight of shares to the vote of a holding, if it has voted.
func addVotes(purse *types.Purse, h *types.Holding, shares uint64) error {
	if h.Vote == nil {
		return nil
	}
	next, err := state.Tally(*purse).Vote(pricing.Price(h.Vote.Price), shares)
	if err != nil {
		return err
	}
	purse.VoteSum, purse.VoteShares = next.Sum, next.Shares
	return nil
}

// SetVote replaces the vote of a holding; nil clears it.
func SetVote(purse *types.Purse, h *types.Holding, vote *types.Vote) error {
	if h.Vote != nil {
		next, err := state.Tally(*purse).Remove(pricing.Price(h.Vote.Price), h.Shares)
		if err != nil {
			return err
		}
		purse.VoteSum, purse.VoteShares = next.Sum, next.Shares
	}
	h.Vote = vote
	return addVotes(purse, h, h.Shares)
}

// TakeOwed deducts everything that a holding is owed from the buckets and from the holding.
func TakeOwed(purse *types.Purse, h *types.Holding) (revenue, due uint64, err error) {
	if err := SettleHoldings(purse, h); err != nil {
		return 0, 0, err
	}
	revenue, due = h.Owed, h.Due
	if revenue == 0 && due == 0 {
		return 0, 0, types.ErrNothingToWithdraw.Wrapf("generator %d: expected something owed to %s, got 0", h.Generator, h.Account)
	}
	if err := Decrease(&purse.Owed, revenue); err != nil {
		return 0, 0, err
	}
	if err := Decrease(&purse.Due, due); err != nil {
		return 0, 0, err
	}
	h.Owed, h.Due = 0, 0
	if err := Increase(&h.Withdrawn, revenue); err != nil {
		return 0, 0, err
	}
	return revenue, due, Increase(&purse.Withdrawn, revenue)
}
