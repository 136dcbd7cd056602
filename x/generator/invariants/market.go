package invariants

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

func (k checks) checkVotes(ctx sdk.Context) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		var sum pricing.Tally
		err = k.eachHolding(ctx, id, func(h types.Holding) error {
			if h.Vote == nil {
				return nil
			}
			if h.Shares == 0 || h.Vote.Price > g.Bid.PriceCeiling {
				return broken("generator %d, %s: expected a vote of an owner up to %d, got %d by %d shares",
					id, h.Account, g.Bid.PriceCeiling, h.Vote.Price, h.Shares)
			}
			sum, err = sum.Vote(pricing.Price(h.Vote.Price), h.Shares)
			return err
		})
		if err == nil && sum != state.Tally(b) {
			err = broken("generator %d: expected the votes to come to %+v, got %+v", id, sum, state.Tally(b))
		}
		return err != nil, err
	})
}

// checkMarket compares holdings with listings and leases, account by account.
func (k checks) checkMarket(ctx sdk.Context) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		want := map[string]types.Holding{}
		total, err := k.sumMarket(ctx, g, want)
		if err != nil {
			return true, err
		}
		var sum types.Holding
		err = k.eachHolding(ctx, id, func(h types.Holding) error {
			w := want[h.Account]
			if h.Listed != w.Listed || h.LeasedOut != w.LeasedOut || h.LeasedIn != w.LeasedIn {
				return broken("generator %d, %s: expected %d listed, %d leased out and %d leased in, got %d, %d and %d",
					id, h.Account, w.Listed, w.LeasedOut, w.LeasedIn, h.Listed, h.LeasedOut, h.LeasedIn)
			}
			if h.Listed+h.LeasedOut > h.Shares {
				return broken("generator %d, %s: expected at most the %d shares that it owns, got %d listed and %d leased",
					id, h.Account, h.Shares, h.Listed, h.LeasedOut)
			}
			sum.Listed, sum.LeasedOut, sum.LeasedIn = sum.Listed+h.Listed, sum.LeasedOut+h.LeasedOut, sum.LeasedIn+h.LeasedIn
			return nil
		})
		if err == nil && sum != total {
			err = broken("generator %d: expected holdings with %d listed and %d leased shares, got %d and %d",
				id, total.Listed, total.LeasedOut, sum.Listed, sum.LeasedOut)
		}
		return err != nil, err
	})
}

// sumMarket adds up the listings and leases of a generator, by account and in all.
func (k checks) sumMarket(ctx sdk.Context, g types.Generator, of map[string]types.Holding) (total types.Holding, err error) {
	within := collections.NewPrefixedPairRange[uint64, uint64](g.Id)
	err = k.Listings.Walk(ctx, within, func(_ state.Pair, l types.Listing) (bool, error) {
		h := of[l.Owner]
		h.Listed += l.Shares
		of[l.Owner] = h
		total.Listed += l.Shares
		return false, nil
	})
	if err != nil {
		return total, err
	}
	err = k.Leases.Walk(ctx, within, func(_ state.Pair, l types.Lease) (bool, error) {
		owner := of[l.Owner]
		owner.LeasedOut += l.Shares
		of[l.Owner] = owner
		lessee := of[l.Lessee]
		lessee.LeasedIn += l.Shares
		of[l.Lessee] = lessee
		total.LeasedOut += l.Shares
		total.LeasedIn += l.Shares
		if l.Until > g.LifeUntil() {
			return true, broken("lease %d: expected an end of at most %d, got %d", l.Id, g.LifeUntil(), l.Until)
		}
		return false, nil
	})
	return total, err
}

func (k checks) checkVouchers(ctx sdk.Context) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, _ types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		open := map[uint64]uint64{} // by device
		var cost, count uint64
		within := collections.NewPrefixedPairRange[uint64, uint64](id)
		err = k.Vouchers.Walk(ctx, within, func(_ state.Pair, v types.Voucher) (bool, error) {
			listed, err := k.OpenVouchers.Has(ctx, collections.Join3(id, v.Device, v.Id))
			if err != nil {
				return true, err
			}
			if listed != (v.Status == types.VOUCHER_STATUS_OPEN) {
				return true, broken("voucher %d, %s: expected it in the order of its device while it is open only", v.Id, v.Status)
			}
			if listed {
				open[v.Device]++
				cost, count = cost+v.Cost, count+1
			}
			return false, nil
		})
		if err != nil {
			return true, err
		}
		var devices uint64
		err = k.Devices.Walk(ctx, within, func(_ state.Pair, d types.Device) (bool, error) {
			devices += d.OpenVouchers
			if d.OpenVouchers != open[d.Number] || d.ReleasedUnits > d.Steps || d.Steps > d.Length {
				return true, broken("generator %d, device %d: expected %d open vouchers and released units ≤ steps ≤ length, got %d, %d, %d, %d",
					id, d.Number, open[d.Number], d.OpenVouchers, d.ReleasedUnits, d.Steps, d.Length)
			}
			return false, nil
		})
		if err == nil && (devices != count || b.Vouchers != cost) {
			err = broken("generator %d: expected %d open vouchers of %d usolar, got %d of %d", id, devices, b.Vouchers, count, cost)
		}
		return err != nil, err
	})
}

func (k checks) checkBeginning(ctx sdk.Context) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil || g.CommissionedAt > 0 {
			return err != nil, err
		}
		if b.SoldUnits != 0 || b.FreeUnits != 0 || b.Delivered != 0 || b.Revenue != 0 || b.Vouchers != 0 || b.MaintenanceUsolar != 0 {
			return true, broken("generator %d, %s: expected nothing sold or delivered, got %d and %d units and %d of the meter",
				id, state.StatusName(g.Status), b.SoldUnits, b.FreeUnits, b.Delivered)
		}
		return false, nil
	})
}
