package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextCommunity: FirstCommunity}
}

// Validate checks the state: each field, the order of each list, and that all references exist. The invariants check the
// sums.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, step := range []func() error{
		g.checkCommunities, g.checkTerms, g.checkMembers, g.checkApplications,
		g.checkIntervals, g.checkSettlements, g.checkPrefixes, g.checkCursors,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// find returns the community of a number. Communities are checked first, so they are sorted.
func (g GenesisState) find(id uint64) (*Community, error) {
	i, found := slices.BinarySearchFunc(g.Communities, id, func(c Community, id uint64) int { return cmp.Compare(c.Id, id) })
	if !found {
		return nil, check.Invalid("expected the number of a community, got %d", id)
	}
	return &g.Communities[i], nil
}

// findSlot returns the community in which the slot is assigned.
func (g GenesisState) findSlot(community, slot uint64) (*Community, error) {
	c, err := g.find(community)
	if err == nil && slot >= c.Slots {
		return nil, check.Invalid("community %d: expected a slot below %d, got %d", community, c.Slots, slot)
	}
	return c, err
}

func (g GenesisState) checkCommunities() error {
	if err := check.Min("next_community", g.NextCommunity, FirstCommunity); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	compare := func(a, b *Community) int { return cmp.Compare(a.Id, b.Id) }
	return check.List(ErrInvalidGenesis, "communities", g.Communities, compare, func(c *Community) error {
		return check.All(check.Range("id", c.Id, FirstCommunity, g.NextCommunity-1), c.Validate())
	})
}

// Validate checks the fields of the community.
func (c Community) Validate() error {
	if err := check.All(
		check.HasAddress("admin", c.Admin),
		check.Text("name", c.Name, 1, MaxNameBytes),
		checkEpochSeconds(c.EpochSeconds),
		check.Denom("payment_denom", c.PaymentDenom),
		check.Range("max_members", c.MaxMembers, MinMembers, MaxMembers),
		check.Range("slots", c.Slots, 0, c.MaxMembers),
		check.Range("prepaid", c.Prepaid, 0, MaxPrepaid),
		check.Enum("status", CommunityStatus_name, c.Status),
	); err != nil {
		return err
	}
	if closed := c.Status == COMMUNITY_STATUS_CLOSED; closed != (c.ClosedFromEpoch > 0) {
		return check.Invalid("closed_from_epoch: expected one above 0 if and only if closed, got %d with %s", c.ClosedFromEpoch, c.Status)
	}
	return nil
}

func (g GenesisState) checkTerms() error {
	compare := func(a, b *CommunityTerms) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Terms.FromEpoch, b.Terms.FromEpoch))
	}
	var with, last uint64
	err := check.List(ErrInvalidGenesis, "terms", g.Terms, compare, func(t *CommunityTerms) error {
		c, err := g.find(t.Community)
		if err != nil {
			return err
		}
		if t.Community != last {
			with, last = with+1, t.Community
		}
		return t.Terms.Validate(c.EpochSeconds)
	})
	if err == nil && with != uint64(len(g.Communities)) {
		err = ErrInvalidGenesis.Wrapf("terms: expected some for each of %d communities, got them for %d", len(g.Communities), with)
	}
	return err
}

// Validate checks the terms of a community with such epochs.
func (t Terms) Validate(epochSeconds uint64) error {
	return check.All(
		checkKey(t.Key),
		checkResidual(t.Residual),
		check.HasAddress("grid_supplier", t.GridSupplier),
		checkPrice(t.PricePerKwh),
		checkGrace(t.GraceSeconds),
		CheckBorderTolerance(t.BorderToleranceSeconds, epochSeconds),
		checkStaticTotal(t.StaticTotalWeight, t.Key),
	)
}

func (g GenesisState) checkMembers() error {
	compare := func(a, b *MemberState) int {
		return cmp.Or(cmp.Compare(a.Member.Community, b.Member.Community), cmp.Compare(a.Member.Slot, b.Member.Slot))
	}
	var slots uint64
	for _, c := range g.Communities {
		slots += c.Slots
	}
	if got := uint64(len(g.Members)); got != slots {
		return ErrInvalidGenesis.Wrapf("members: expected one for each of %d slots, got %d", slots, got)
	}
	return check.List(ErrInvalidGenesis, "members", g.Members, compare, func(m *MemberState) error {
		if _, err := g.findSlot(m.Member.Community, m.Member.Slot); err != nil {
			return err
		}
		return check.All(
			checkMeterNumber(m.Member.Meter),
			check.HasAddress("account", m.Member.Account),
			checkStaticWeight(max(m.Seat.StaticWeight, m.Seat.PreviousWeight)),
			check.Range("prepaid", m.Wallet.Prepaid, 0, MaxPrepaid),
			checkCarry("carry_wh", m.Wallet.CarryWh),
			check.Range("carry_milli", m.Wallet.CarryMilli, 0, MilliPerUnit-1),
			checkMaxPrice(m.Wallet.MaxPricePerKwh),
		)
	})
}

func (g GenesisState) checkApplications() error {
	compare := func(a, b *Application) int { return cmp.Compare(a.Meter, b.Meter) }
	return check.List(ErrInvalidGenesis, "applications", g.Applications, compare, func(a *Application) error {
		if _, err := g.find(a.Community); err != nil {
			return err
		}
		return check.All(
			checkMeterNumber(a.Meter),
			check.HasAddress("owner", a.Owner),
			check.Time("applied_at", a.AppliedAt),
			checkMaxPrice(a.MaxPricePerKwh),
		)
	})
}
