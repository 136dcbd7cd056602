package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// exampleDeeds is how many deeds are shown.
const exampleDeeds = 3

// energyResult is what the chain says after the last settlement.
type energyResult struct {
	community   energytypes.Community
	sufficiency uint64 // millionths
	members     []energytypes.MemberView
	examples    uint64 // the epoch they are of: that in which most was shared
	deeds       []energytypes.Deed
	positions   []position
	sent        sent
}

// sent is what the gateway did.
type sent struct {
	readings gateway.Counts
	rows     gateway.Rows
	took     time.Duration // from the first signature to the last commitment
	blocks   uint64        // that hold readings
}

// position is a member's part in an epoch, with the arithmetic that explains it.
type position struct {
	slot        uint64
	explanation string
}

// awaitSettlements returns once no epoch waits to be settled. Settlements are due before all other work of the chain.
func awaitSettlements(ctx context.Context, p people) error {
	queries := energytypes.NewQueryClient(p.client)
	for {
		res, err := queries.Due(ctx, &energytypes.QueryDueRequest{})
		switch {
		case err != nil:
			return err
		case len(res.Parked) > 0:
			return fmt.Errorf("the settlement of epoch %d failed: %s", res.Parked[0].Item.Number, res.Parked[0].Reason)
		case !slices.ContainsFunc(res.Due, func(i energytypes.DueItem) bool { return i.Kind == energytypes.KindSettle }):
			return nil
		}
		if err := p.clock.pause(ctx); err != nil {
			return err
		}
	}
}

// everyPage asks for page after page.
func everyPage(ask func(*query.PageRequest) (*query.PageResponse, error)) error {
	for page := (&query.PageRequest{Limit: 1_000}); ; {
		res, err := ask(page)
		if err != nil || res == nil || len(res.NextKey) == 0 {
			return err
		}
		page = &query.PageRequest{Key: res.NextKey, Limit: page.Limit}
	}
}

// collect asks the chain for everything that is printed.
func collect(ctx context.Context, p people, community uint64) (r energyResult, err error) {
	queries := energytypes.NewQueryClient(p.client)
	res, err := queries.Community(ctx, &energytypes.QueryCommunityRequest{Community: community})
	if err != nil {
		return r, err
	}
	r.community, r.sufficiency = res.Community, res.SelfSufficiencyPpm
	if err := everyPage(func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := queries.Members(ctx, &energytypes.QueryMembersRequest{Community: community, Pagination: page})
		if err != nil {
			return nil, err
		}
		r.members = append(r.members, res.Members...)
		return res.Pagination, nil
	}); err != nil {
		return r, err
	}
	var most uint64
	if err := everyPage(func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := queries.Settlements(ctx, &energytypes.QuerySettlementsRequest{Community: community, Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, s := range res.Settlements {
			if s.NettedWh > most {
				most, r.examples = s.NettedWh, s.Epoch
			}
		}
		return res.Pagination, nil
	}); err != nil || most == 0 {
		return r, err
	}
	return r, r.explain(ctx, queries)
}

// explain picks some deeds of the epoch, and the positions of the two sides of the first one.
func (r *energyResult) explain(ctx context.Context, queries energytypes.QueryClient) error {
	deeds, err := queries.Deeds(ctx, &energytypes.QueryDeedsRequest{
		Community: r.community.Id, Epoch: r.examples, Pagination: &query.PageRequest{Limit: exampleDeeds},
	})
	if err != nil {
		return err
	}
	r.deeds = deeds.Deeds
	for _, slot := range []uint64{r.deeds[0].FromSlot, r.deeds[0].ToSlot} {
		res, err := queries.Position(ctx, &energytypes.QueryPositionRequest{Community: r.community.Id, Epoch: r.examples, Slot: slot})
		if err != nil {
			return err
		}
		r.positions = append(r.positions, position{slot, res.Explanation})
	}
	return nil
}

// energyOfHome is what a home consumed and produced, Wh.
type energyOfHome struct{ consumed, produced, ownUse uint64 }

// homes returns what passed the meters, as the chain counted it, with what homes used of their own by the input.
func (s *energyStory) homes() []energyOfHome {
	out := make([]energyOfHome, len(s.tallies))
	for i, t := range s.tallies {
		w := s.result.members[i].Wallet
		out[i] = energyOfHome{
			consumed: t.own.Whole + w.FromCommunityWh + w.FromGridWh, produced: t.own.Whole + w.ToCommunityWh + w.ToGridWh, ownUse: t.own.Whole,
		}
	}
	return out
}
