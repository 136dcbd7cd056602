package types

import (
	"cmp"
	"slices"
)

// DefaultGenesis is the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextCommunity: FirstCommunity}
}

// Validate checks the state: every field by itself, the order of every list, and that what is referred to exists. What sums
// must add up is for the invariants.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, check := range []func() error{
		g.checkCommunities, g.checkTerms, g.checkMembers, g.checkApplications,
		g.checkIntervals, g.checkSettlements, g.checkPrefixes, g.checkCursors, g.checkDue, g.checkParked,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkList checks that a list is in strictly ascending order and each of its elements by itself.
func checkList[T any](name string, list []T, compare func(a, b *T) int, check func(*T) error) error {
	for i := range list {
		if i > 0 && compare(&list[i-1], &list[i]) >= 0 {
			return ErrInvalidGenesis.Wrapf("%s: expected ascending order and no entry twice, got entry %d out of order", name, i)
		}
		if err := check(&list[i]); err != nil {
			return ErrInvalidGenesis.Wrapf("%s, entry %d: %s", name, i, err)
		}
	}
	return nil
}

// find is the community of a number. Communities are checked first, so they are sorted.
func (g GenesisState) find(id uint64) (*Community, error) {
	i, found := slices.BinarySearchFunc(g.Communities, id, func(c Community, id uint64) int { return cmp.Compare(c.Id, id) })
	if !found {
		return nil, invalid("expected the number of a community, got %d", id)
	}
	return &g.Communities[i], nil
}

// findSlot is the community in which the slot has been given.
func (g GenesisState) findSlot(community, slot uint64) (*Community, error) {
	c, err := g.find(community)
	if err == nil && slot >= c.Slots {
		return nil, invalid("community %d: expected a slot below %d, got %d", community, c.Slots, slot)
	}
	return c, err
}

func (g GenesisState) checkCommunities() error {
	if err := checkAtLeast("next_community", g.NextCommunity, FirstCommunity); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	compare := func(a, b *Community) int { return cmp.Compare(a.Id, b.Id) }
	return checkList("communities", g.Communities, compare, func(c *Community) error {
		if err := checkNumber("id", c.Id, FirstCommunity, g.NextCommunity-1); err != nil {
			return err
		}
		return c.Validate()
	})
}

// Validate checks the community by itself.
func (c Community) Validate() error {
	if c.Admin == "" {
		return invalid("admin: expected an address, got none")
	}
	if err := checkName(c.Name); err != nil {
		return err
	}
	if err := checkEpochSeconds(c.EpochSeconds); err != nil {
		return err
	}
	if err := checkGrace(c.GraceSeconds); err != nil {
		return err
	}
	if err := checkDenom(c.PaymentDenom); err != nil {
		return err
	}
	if err := checkNumber("max_members", c.MaxMembers, MinMembers, MaxMembers); err != nil {
		return err
	}
	if err := checkNumber("slots", c.Slots, 0, c.MaxMembers); err != nil {
		return err
	}
	if err := checkNumber("prepaid", c.Prepaid, 0, MaxPrepaid); err != nil {
		return err
	}
	if _, known := CommunityStatus_name[int32(c.Status)]; !known || c.Status == COMMUNITY_STATUS_UNSPECIFIED {
		return invalid("status: expected 1 to %d, got %d", len(CommunityStatus_name)-1, int32(c.Status))
	}
	if closed := c.Status == COMMUNITY_STATUS_CLOSED; closed != (c.ClosedFromEpoch > 0) {
		return invalid("closed_from_epoch: expected one above 0 if and only if closed, got %d with %s", c.ClosedFromEpoch, c.Status)
	}
	return nil
}

func (g GenesisState) checkTerms() error {
	compare := func(a, b *CommunityTerms) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Terms.FromEpoch, b.Terms.FromEpoch))
	}
	var with, last uint64
	err := checkList("terms", g.Terms, compare, func(t *CommunityTerms) error {
		if _, err := g.find(t.Community); err != nil {
			return err
		}
		if t.Community != last {
			with, last = with+1, t.Community
		}
		return t.Terms.Validate()
	})
	if err == nil && with != uint64(len(g.Communities)) {
		err = ErrInvalidGenesis.Wrapf("terms: expected some for each of %d communities, got them for %d", len(g.Communities), with)
	}
	return err
}

// Validate checks the terms by themselves.
func (t Terms) Validate() error {
	if err := checkKey(t.Key); err != nil {
		return err
	}
	if err := checkResidual(t.Residual); err != nil {
		return err
	}
	if t.GridSupplier == "" {
		return invalid("grid_supplier: expected an address, got none")
	}
	return checkPrice(t.PricePerKwh)
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
	return checkList("members", g.Members, compare, func(m *MemberState) error {
		if _, err := g.findSlot(m.Member.Community, m.Member.Slot); err != nil {
			return err
		}
		if err := checkMeterNumber(m.Member.Meter); err != nil {
			return err
		}
		if m.Member.Account == "" {
			return invalid("account: expected an address, got none")
		}
		if err := checkStaticWeight(max(m.Seat.StaticWeight, m.Seat.PreviousWeight)); err != nil {
			return err
		}
		if err := checkNumber("prepaid", m.Wallet.Prepaid, 0, MaxPrepaid); err != nil {
			return err
		}
		if err := checkCarry("carry_wh", m.Wallet.CarryWh); err != nil {
			return err
		}
		return checkNumber("carry_milli", m.Wallet.CarryMilli, 0, MilliPerUnit-1)
	})
}

func (g GenesisState) checkApplications() error {
	compare := func(a, b *Application) int { return cmp.Compare(a.Meter, b.Meter) }
	return checkList("applications", g.Applications, compare, func(a *Application) error {
		if _, err := g.find(a.Community); err != nil {
			return err
		}
		if err := checkMeterNumber(a.Meter); err != nil {
			return err
		}
		if a.Owner == "" {
			return invalid("owner: expected an address, got none")
		}
		return checkTime("applied_at", a.AppliedAt)
	})
}
