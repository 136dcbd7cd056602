package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// MemberDeeds returns the deeds in which a member gave or took in an epoch. Of the other side it reads only the pages that
// overlap.
func (q queryServer) MemberDeeds(
	ctx context.Context, req *types.QueryMemberDeedsRequest,
) (*types.QueryMemberDeedsResponse, error) {
	list, err := lists.SpanOf(req.Pagination)
	if err != nil {
		return nil, err
	}
	s, err := q.reader.SettledEpoch(ctx, req.Community, req.Epoch)
	if err != nil {
		return nil, err
	}
	if _, err := q.reader.Member(ctx, req.Community, req.Slot); err != nil {
		return nil, err
	}
	prefix, interval, err := q.reader.BeforeSlot(ctx, s, req.Slot)
	if err != nil {
		return nil, err
	}
	give, take := settlement.SharesOf(interval)
	begin := prefix.Given
	if take > 0 {
		begin = prefix.Taken
	}
	end := begin + give + take
	deeds, next, err := q.reader.DeedsIn(ctx, s, begin+min(list.From, give+take), end, list.Limit)
	if err != nil {
		return nil, err
	}
	return &types.QueryMemberDeedsResponse{Deeds: deeds, Pagination: nextPage(next-begin, end-begin)}, nil
}
