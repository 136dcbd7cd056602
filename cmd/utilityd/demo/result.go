package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// exampleDeeds is how many deeds are shown.
const exampleDeeds = 3

// result is what the chain says after the last settlement.
type result struct {
	community   energytypes.Community
	sufficiency uint64 // millionths
	members     []energytypes.MemberView
	deeds       []energytypes.Deed
	deedsEpoch  uint64
	position    *energytypes.QueryPositionResponse
	readings    gateway.Counts
	invariants  []check
	invariantOK bool
	sent        time.Duration // first submission to last commitment
	blocks      int64
}

// check is one invariant and why it does not hold, if so.
type check struct {
	Module string `json:"module"`
	Name   string `json:"name"`
	Broken string `json:"broken,omitempty"`
}

// awaitSettlements returns once no epoch waits to be settled.
func awaitSettlements(ctx context.Context, p people) error {
	queries := energytypes.NewQueryClient(p.client)
	for {
		open, err := unsettled(ctx, queries)
		if err != nil || open == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
}

// unsettled counts the settlements in the queue; one that failed is an error.
func unsettled(ctx context.Context, queries energytypes.QueryClient) (uint64, error) {
	var open uint64
	page := &query.PageRequest{Limit: 1_000}
	for {
		res, err := queries.Due(ctx, &energytypes.QueryDueRequest{Pagination: page})
		if err != nil {
			return 0, err
		}
		if len(res.Parked) > 0 {
			return 0, fmt.Errorf("the settlement of epoch %d failed: %s", res.Parked[0].Item.Number, res.Parked[0].Reason)
		}
		for _, item := range res.Due {
			if item.Kind == energytypes.KindSettle {
				open++
			}
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			return open, nil
		}
		page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: 1_000}
	}
}

// collect asks the chain for everything that is printed.
func collect(ctx context.Context, p people, community uint64) (r result, err error) {
	queries := energytypes.NewQueryClient(p.client)
	res, err := queries.Community(ctx, &energytypes.QueryCommunityRequest{Community: community})
	if err != nil {
		return r, err
	}
	r.community, r.sufficiency = res.Community, res.SelfSufficiencyPpm
	page := &query.PageRequest{Limit: 1_000}
	for {
		members, err := queries.Members(ctx, &energytypes.QueryMembersRequest{Community: community, Pagination: page})
		if err != nil {
			return r, err
		}
		r.members = append(r.members, members.Members...)
		if members.Pagination == nil || len(members.Pagination.NextKey) == 0 {
			break
		}
		page = &query.PageRequest{Key: members.Pagination.NextKey, Limit: 1_000}
	}
	return r, r.examples(ctx, queries)
}

// examples picks the epoch in which most was shared, some of its deeds and one position with its arithmetic.
func (r *result) examples(ctx context.Context, queries energytypes.QueryClient) error {
	var most uint64
	page := &query.PageRequest{Limit: 1_000}
	for {
		res, err := queries.Settlements(ctx, &energytypes.QuerySettlementsRequest{Community: r.community.Id, Pagination: page})
		if err != nil {
			return err
		}
		for _, s := range res.Settlements {
			if s.NettedWh > most {
				most, r.deedsEpoch = s.NettedWh, s.Epoch
			}
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			break
		}
		page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: 1_000}
	}
	if most == 0 {
		return nil
	}
	deeds, err := queries.Deeds(ctx, &energytypes.QueryDeedsRequest{
		Community: r.community.Id, Epoch: r.deedsEpoch, Pagination: &query.PageRequest{Limit: exampleDeeds},
	})
	if err != nil {
		return err
	}
	r.deeds = deeds.Deeds
	if len(r.deeds) > 0 {
		r.position, err = queries.Position(ctx, &energytypes.QueryPositionRequest{
			Community: r.community.Id, Epoch: r.deedsEpoch, Slot: r.deeds[0].ToSlot,
		})
	}
	return err
}
