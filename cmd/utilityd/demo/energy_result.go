package demo

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// exampleDeeds is how many deeds are shown.
const exampleDeeds = 3

// energyResult is the state of the chain after the last settlement.
type energyResult struct {
	community   energytypes.Community
	sufficiency uint64 // millionths
	members     []energytypes.MemberView
	example     uint64 // the epoch in which most was shared
	deeds       []energytypes.Deed
	positions   []position // of the two sides of the first deed
}

// position is a member's part in an epoch, with the arithmetic that explains it.
type position struct {
	slot        uint64
	explanation string
}

// everyPage queries page after page.
func everyPage[T any](ask func(*query.PageRequest) ([]T, *query.PageResponse, error)) (all []T, err error) {
	for page := (&query.PageRequest{Limit: 1_000}); ; {
		items, res, err := ask(page)
		all = append(all, items...)
		if err != nil || res == nil || len(res.NextKey) == 0 {
			return all, err
		}
		page = &query.PageRequest{Key: res.NextKey, Limit: page.Limit}
	}
}

// collect queries everything that is printed.
func (r *energyResult) collect(ctx context.Context, queries energytypes.QueryClient) error {
	found, err := queries.Community(ctx, &energytypes.QueryCommunityRequest{Community: village})
	if err != nil {
		return err
	}
	r.community, r.sufficiency = found.Community, found.SelfSufficiencyPpm
	if r.members, err = everyPage(func(page *query.PageRequest) ([]energytypes.MemberView, *query.PageResponse, error) {
		res, err := queries.Members(ctx, &energytypes.QueryMembersRequest{Community: village, Pagination: page})
		return res.GetMembers(), res.GetPagination(), err
	}); err != nil {
		return err
	}
	settlements, err := everyPage(func(page *query.PageRequest) ([]energytypes.Settlement, *query.PageResponse, error) {
		res, err := queries.Settlements(ctx, &energytypes.QuerySettlementsRequest{Community: village, Pagination: page})
		return res.GetSettlements(), res.GetPagination(), err
	})
	if err != nil {
		return err
	}
	var most uint64
	for _, s := range settlements {
		if s.NettedWh > most {
			most, r.example = s.NettedWh, s.Epoch
		}
	}
	if most == 0 {
		return nil
	}
	deeds, err := queries.Deeds(ctx, &energytypes.QueryDeedsRequest{
		Community: village, Epoch: r.example, Pagination: &query.PageRequest{Limit: exampleDeeds},
	})
	if err != nil {
		return err
	}
	r.deeds = deeds.Deeds
	for _, slot := range []uint64{r.deeds[0].FromSlot, r.deeds[0].ToSlot} {
		res, err := queries.Position(ctx, &energytypes.QueryPositionRequest{Community: village, Epoch: r.example, Slot: slot})
		if err != nil {
			return err
		}
		r.positions = append(r.positions, position{slot, res.Explanation})
	}
	return nil
}
