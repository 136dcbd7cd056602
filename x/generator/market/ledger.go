package market

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/internal/exact"
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

// SetSales stores the purse of a generator after sales, and the index at the beginning of the day if a lease needs it.
func (k *Market) SetSales(ctx sdk.Context, generator uint64, before, after types.Purse) error {
	after, err := k.KeepAcc(ctx, generator, before, after, state.DayOf(ctx.BlockTime().Unix()))
	if err != nil {
		return err
	}
	return k.SetPurse(ctx, generator, after)
}

// SettleHoldings adds the revenue earned up to now to what holdings are owed, and refunds of shares to what is due to them. Every
// change of shares or of a weight comes after it.
func SettleHoldings(purse *types.Purse, holders ...*types.Holding) error {
	for _, h := range holders {
		if err := settleRefund(purse, h); err != nil {
			return err
		}
		if purse.Objecting == 0 { // the installation to which it objected is commissioned, or has failed
			h.Objects = false
		}
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

// settleRefund credits the refund of the shares of a holding, if it has not got it yet.
func settleRefund(purse *types.Purse, h *types.Holding) error {
	refund, err := exact.Mul(h.Shares, purse.RefundPerShare-h.LastRefund)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("generator %d, %s: refund: %s", h.Generator, h.Account, err)
	}
	h.LastRefund = purse.RefundPerShare
	if err := Move(&purse.Pledged, &purse.Due, refund); err != nil {
		return err
	}
	for _, sum := range []*uint64{&purse.Refunded, &h.Refunded, &h.Due} {
		if err := Increase(sum, refund); err != nil {
			return err
		}
	}
	return nil
}

// MintShares creates shares in a holding. While it is used there are no votes.
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

// BurnShares removes all shares of a holding after their refund is credited, and its votes. While it is used nothing is sold, so no
// price of a day is fixed.
func BurnShares(g *types.Generator, purse *types.Purse, h *types.Holding) error {
	if err := SettleHoldings(purse, h); err != nil {
		return err
	}
	shares := h.Shares
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

// MoveShares moves shares between holdings, and their weight between the votes of both. The price follows from the next day on.
func MoveShares(purse *types.Purse, from, to *types.Holding, shares, today uint64) error {
	fixPrice(purse, today)
	if err := SettleHoldings(purse, from, to); err != nil {
		return err
	}
	if err := removeShares(purse, from, shares); err != nil {
		return err
	}
	to.Shares += shares
	return addVotes(purse, to, shares)
}

// removeShares removes free shares from a holding, and their weight from its votes.
func removeShares(purse *types.Purse, h *types.Holding, shares uint64) error {
	if free := h.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", h.Generator, h.Account, free, shares)
	}
	if err := removePriceVote(purse, h, shares); err != nil {
		return err
	}
	if h.Retire {
		if err := Decrease(&purse.RetireShares, shares); err != nil {
			return err
		}
	}
	h.Shares -= shares
	if h.Shares == 0 {
		h.Vote, h.Retire = nil, false
	}
	return nil
}

// addVotes adds the weight of shares to the votes of a holding, as far as it has voted.
func addVotes(purse *types.Purse, h *types.Holding, shares uint64) error {
	if h.Retire {
		if err := Increase(&purse.RetireShares, shares); err != nil {
			return err
		}
	}
	return addPriceVote(purse, h, shares)
}

// addPriceVote adds the weight of shares to the vote of a holding for a price, if there is one.
func addPriceVote(purse *types.Purse, h *types.Holding, shares uint64) error {
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

// removePriceVote removes the weight of shares from the vote of a holding for a price, if there is one.
func removePriceVote(purse *types.Purse, h *types.Holding, shares uint64) error {
	if h.Vote == nil {
		return nil
	}
	next, err := state.Tally(*purse).Remove(pricing.Price(h.Vote.Price), shares)
	if err != nil {
		return err
	}
	purse.VoteSum, purse.VoteShares = next.Sum, next.Shares
	return nil
}

// fixPrice stores the price of today by the votes at the end of the day before. Every change of the votes comes after it.
func fixPrice(purse *types.Purse, today uint64) {
	purse.Price, purse.PriceDay = state.PriceOn(*purse, today), today
}

// SetVote replaces the vote of a holding for a price; nil clears it. The price follows from the next day on.
func SetVote(purse *types.Purse, h *types.Holding, vote *types.Vote, today uint64) error {
	fixPrice(purse, today)
	if err := removePriceVote(purse, h, h.Shares); err != nil {
		return err
	}
	h.Vote = vote
	return addPriceVote(purse, h, h.Shares)
}

// SetRetirementVote sets or clears the vote of a holding for the retirement.
func SetRetirementVote(purse *types.Purse, h *types.Holding, retire bool) error {
	return countShares(&purse.RetireShares, h.Shares, &h.Retire, retire)
}

// SetObjection sets or clears the objection of a holding to an installation.
func SetObjection(purse *types.Purse, h *types.Holding, objects bool) error {
	return countShares(&purse.Objecting, h.Shares, &h.Objects, objects)
}

// countShares sets or clears a mark of a holding, and counts its shares in the sum of all with the mark.
func countShares(sum *uint64, shares uint64, mark *bool, set bool) error {
	if *mark == set {
		return nil
	}
	*mark = set
	if set {
		return Increase(sum, shares)
	}
	return Decrease(sum, shares)
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
