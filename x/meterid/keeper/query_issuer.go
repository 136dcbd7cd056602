package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Issuer returns one certification body.
func (q queryServer) Issuer(ctx context.Context, req *types.QueryIssuerRequest) (*types.QueryIssuerResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	address, err := q.ReadAddress("address", req.Address)
	if err != nil {
		return nil, err
	}
	issuer, err := q.issuer(ctx, address)
	if err != nil {
		return nil, err
	}
	return &types.QueryIssuerResponse{Issuer: issuer}, nil
}

// Issuers returns all certification bodies.
func (q queryServer) Issuers(ctx context.Context, req *types.QueryIssuersRequest) (*types.QueryIssuersResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	issuers, next, err := query.CollectionPaginate(ctx, q.issuers, lists.Page(req.Pagination),
		func(_ []byte, issuer types.Issuer) (types.Issuer, error) { return issuer, nil })
	return &types.QueryIssuersResponse{Issuers: issuers, Pagination: next}, err
}
