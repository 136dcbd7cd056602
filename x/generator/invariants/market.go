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
			if h.Listed != w.Listed || h.LeasedOut != w.LeasedOut || h.LeasedIn != w.LeasedIn {
				return invariant.Broken("generator %d, %s: expected %d listed, %d leased out and %d leased in, got %d, %d and %d",
					id, h.Account, w.Listed, w.LeasedOut, w.LeasedIn, h.Listed, h.LeasedOut, h.LeasedIn)
			}
			if h.Listed+h.LeasedOut > h.Shares {
				return invariant.Broken("generator %d, %s: expected at most the %d shares that it owns, got %d listed and %d leased",
					id, h.Account, h.Shares, h.Listed, h.LeasedOut)
			}
			sum.Listed, sum.LeasedOut, sum.LeasedIn = sum.Listed+h.Listed, sum.LeasedOut+h.LeasedOut, sum.LeasedIn+h.LeasedIn
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
		lessee := sums[l.Lessee]
		lessee.LeasedIn += l.Shares
		sums[l.Lessee] = lessee
		total.LeasedOut += l.Shares
		total.LeasedIn += l.Shares
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
		if p.SoldUnits != 0 || p.FreeUnits != 0 || p.Delivered != 0 || p.Revenue != 0 || p.Vouchers != 0 || p.MaintenanceUsolar != 0 {
			return invariant.Broken("generator %d, %s: expected nothing sold or delivered, got %d and %d units and %d of the meter",
				g.Id, state.StatusName(g.Status), p.SoldUnits, p.FreeUnits, p.Delivered)
		}
	}
	return err
}
