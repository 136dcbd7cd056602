package invariants

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
)

func (k checks) checkVotes(ctx sdk.Context) (err error) {
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		var sum pricing.Tally
		for _, h := range lists.Each(ctx, k.Holdings, byAccount(g.Id), &err) {
			if h.Vote == nil {
				continue
			}
			if h.Shares == 0 || h.Vote.Price > g.Bid.PriceCeiling {
				return invariant.Broken("generator %d, %s: expected a vote of an owner up to %d, got %d by %d shares",
					g.Id, h.Account, g.Bid.PriceCeiling, h.Vote.Price, h.Shares)
			}
			if sum, err = sum.Vote(pricing.Price(h.Vote.Price), h.Shares); err != nil {
				return err
			}
		}
		if got := state.Tally(purse); err == nil && sum != got {
			return invariant.Broken("generator %d: expected the votes to sum to %+v, got %+v", g.Id, sum, got)
		}
		if today := state.DayOf(ctx.BlockTime().Unix()); purse.PriceDay > today || purse.Price > g.Bid.GetPriceCeiling() {
			return invariant.Broken("generator %d: expected a price of day %d at most, up to %d, got %d of day %d",
				g.Id, today, g.Bid.GetPriceCeiling(), purse.Price, purse.PriceDay)
		}
	}
	return err
}

// checkRetirement recounts the votes for a retirement, and compares the deadline of an active generator with its leases and its life.
func (k checks) checkRetirement(ctx sdk.Context) (err error) {
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		var sum uint64
		for _, h := range lists.Each(ctx, k.Holdings, byAccount(g.Id), &err) {
			if h.Retire && h.Shares == 0 {
				return invariant.Broken("generator %d, %s: expected the vote of an owner, got one of 0 shares", g.Id, h.Account)
			}
			if h.Retire {
				sum += h.Shares
			}
		}
		if err == nil && sum != purse.RetireShares {
			return invariant.Broken("generator %d: expected %d shares for the retirement, got %d", g.Id, sum, purse.RetireShares)
		}
		if g.Status.IsCommissioned() && (g.SellsUntil() < purse.LeasesUntil || g.SellsUntil() > g.LifeUntil()) {
			return invariant.Broken("generator %d: expected sales from the end of the last lease, %d, to the end of its life, %d, got %d",
				g.Id, purse.LeasesUntil, g.LifeUntil(), g.SellsUntil())
		}
	}
	return err
}

// checkLeases checks that each lease ends at the end of a day, is paid up to its end at most, and that no value of acc is stored that no
// lease needs.
func (k checks) checkLeases(ctx sdk.Context) (err error) {
	now := ctx.BlockTime().Unix()
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		days := map[uint64]bool{} // of stored values that a lease needs
		for _, l := range lists.Each(ctx, k.Leases, numbered(g.Id), &err) {
			acc, failed := k.LeaseAcc(ctx, purse, l, now)
			if failed != nil {
				return failed
			}
			if l.Until%types.SecondsPerDay != 0 || l.Until > purse.LeasesUntil || l.Last > acc || acc > purse.Acc {
				return invariant.Broken("lease %d: expected it until the end of a day, %d at most, and paid up to %d at most, got %d and %d",
					l.Id, purse.LeasesUntil, acc, l.Until, l.Last)
			}
			for key := range lists.Each(ctx, k.DayIndexes, numbered(g.Id), &err) {
				if key.K2() >= state.DayOf(l.Until) {
					days[key.K2()] = true
					break
				}
			}
		}
		for key := range lists.Each(ctx, k.DayIndexes, numbered(g.Id), &err) {
			if !days[key.K2()] || key.K2() > purse.AccDay {
				return invariant.Broken("generator %d: expected an index of a day up to %d that a lease needs, got one of day %d",
					g.Id, purse.AccDay, key.K2())
			}
		}
	}
	return err
}

// checkObjections checks that objections are counted while an installation waits, and not after.
func (k checks) checkObjections(ctx sdk.Context) (err error) {
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		var want uint64
		if g.Status == types.GENERATOR_STATUS_INSTALLED {
			for _, h := range lists.Each(ctx, k.Holdings, byAccount(g.Id), &err) {
				if h.Objects {
					want += h.Shares // at most all shares
				}
			}
		}
		if err == nil && purse.Objecting != want {
			err = invariant.Broken("generator %d: expected %d objecting shares, got %d", g.Id, want, purse.Objecting)
		}
	}
	return err
}

// checkMarket compares holdings with listings and leases, account by account.
func (k checks) checkMarket(ctx sdk.Context) (err error) {
	for id, g := range lists.Each(ctx, k.Generators, nil, &err) {
		want, total, failed := k.sumMarket(ctx, g)
		if failed != nil {
			return failed
		}
		var sum types.Holding
		for _, h := range lists.Each(ctx, k.Holdings, byAccount(id), &err) {
			w := want[h.Account]
			if h.Listed != w.Listed || h.LeasedOut != w.LeasedOut {
				return invariant.Broken("generator %d, %s: expected %d listed and %d leased out, got %d and %d",
					id, h.Account, w.Listed, w.LeasedOut, h.Listed, h.LeasedOut)
			}
			if h.Listed+h.LeasedOut > h.Shares {
				return invariant.Broken("generator %d, %s: expected at most the %d shares that it owns, got %d listed and %d leased",
					id, h.Account, h.Shares, h.Listed, h.LeasedOut)
			}
			sum.Listed, sum.LeasedOut = sum.Listed+h.Listed, sum.LeasedOut+h.LeasedOut
		}
		if err == nil && sum != total {
			return invariant.Broken("generator %d: expected holdings with %d listed and %d leased shares, got %d and %d",
				id, total.Listed, total.LeasedOut, sum.Listed, sum.LeasedOut)
		}
	}
	return err
}

// sumMarket sums the listings and leases of a generator, by account and in total.
func (k checks) sumMarket(ctx sdk.Context, g types.Generator) (sums map[string]types.Holding, total types.Holding, err error) {
	sums = map[string]types.Holding{}
	for _, l := range lists.Each(ctx, k.Listings, numbered(g.Id), &err) {
		h := sums[l.Owner]
		h.Listed += l.Shares
		sums[l.Owner] = h
		total.Listed += l.Shares
	}
	for _, l := range lists.Each(ctx, k.Leases, numbered(g.Id), &err) {
		owner := sums[l.Owner]
		owner.LeasedOut += l.Shares
		sums[l.Owner] = owner
		total.LeasedOut += l.Shares
		if l.Until > g.LifeUntil() {
			err = invariant.Broken("lease %d: expected an end of at most %d, got %d", l.Id, g.LifeUntil(), l.Until)
		}
	}
	return sums, total, err
}

func (k checks) checkVouchers(ctx sdk.Context) (err error) {
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		open := map[uint64]uint64{} // by device
		var cost, count, devices uint64
		for _, v := range lists.Each(ctx, k.Vouchers, numbered(g.Id), &err) {
			listed, err := k.OpenVouchers.Has(ctx, collections.Join3(g.Id, v.Device, v.Id))
			if err != nil {
				return err
			}
			if listed != (v.Status == types.VOUCHER_STATUS_OPEN) {
				return invariant.Broken("voucher %d, %s: expected it in the order of its device only while it is open", v.Id, v.Status)
			}
			if listed {
				open[v.Device]++
				cost, count = cost+v.Cost, count+1
			}
		}
		for _, d := range lists.Each(ctx, k.Devices, numbered(g.Id), &err) {
			devices += d.OpenVouchers
			if d.OpenVouchers != open[d.Number] || d.OpenVouchers > d.BoughtVouchers || d.Steps > d.Length {
				return invariant.Broken("generator %d, device %d: expected %d open vouchers of those bought and steps ≤ length, got %d, %d, %d, %d",
					g.Id, d.Number, open[d.Number], d.OpenVouchers, d.BoughtVouchers, d.Steps, d.Length)
			}
		}
		if err == nil && (devices != count || purse.Vouchers != cost) {
			return invariant.Broken("generator %d: expected %d open vouchers of %d usolar, got %d of %d", g.Id, devices, purse.Vouchers, count, cost)
		}
	}
	return err
}

// checkCredit checks that the steps of a device paid for vouchers, are counted by the oldest open one, or are excess, each once.
func (k checks) checkCredit(ctx sdk.Context) (err error) {
	for _, d := range lists.Each(ctx, k.Devices, nil, &err) {
		vouchers, err := k.OpenVouchersOf(ctx, d.Generator, d.Number)
		if err != nil {
			return err
		}
		if err := credit.Check(state.Credit(vouchers)); err != nil {
			return invariant.Broken("generator %d, device %d: %s", d.Generator, d.Number, err)
		}
		counted := uint64(0)
		if len(vouchers) > 0 {
			counted = vouchers[0].CountedSteps
		}
		if d.ReleasedUnits+counted+d.ExcessUnits != d.Steps {
			return invariant.Broken("generator %d, device %d: expected %d steps, got %d released, %d counted and %d excess",
				d.Generator, d.Number, d.Steps, d.ReleasedUnits, counted, d.ExcessUnits)
		}
	}
	return err
}

func (k checks) checkBeginning(ctx sdk.Context) (err error) {
	for g, p := range eachPurse(ctx, k.Store, &err) {
		if g.CommissionedAt > 0 {
			continue
		}
		paid := p.MaintenanceUsolar != 0 && g.ConfirmedAt == 0
		if p.SoldUnits != 0 || p.FreeUnits != 0 || p.Delivered != 0 || p.Revenue != 0 || p.Vouchers != 0 || paid {
			return invariant.Broken("generator %d, %s: expected nothing sold or delivered, got %d and %d units and %d of the meter",
				g.Id, state.StatusName(g.Status), p.SoldUnits, p.FreeUnits, p.Delivered)
		}
	}
	return err
}
