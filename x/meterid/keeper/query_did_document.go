package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/did"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// DIDDocument returns the DID document of a meter. It is computed from the meter and not stored.
func (q queryServer) DIDDocument(
	goCtx context.Context, req *types.QueryDIDDocumentRequest,
) (*types.QueryDIDDocumentResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	ctx := sdk.UnwrapSDKContext(goCtx)
	if n := len(req.Did); n > types.MaxDIDBytes {
		return nil, types.ErrInvalidDID.Wrapf("expected at most %d bytes, got %d", types.MaxDIDBytes, n)
	}
	id, err := did.Parse(req.Did)
	if err != nil {
		return nil, types.ErrInvalidDID.Wrap(err.Error())
	}
	if id.ChainID != ctx.ChainID() {
		return nil, types.ErrInvalidDID.Wrapf("expected one of chain %q, got one of %q", ctx.ChainID(), id.ChainID)
	}
	m, err := q.Keeper.Meter(ctx, id.Meter)
	if err != nil {
		return nil, err
	}
	retired := m.Status == types.METER_STATUS_RETIRED
	document, err := did.Document{
		ChainID:    id.ChainID,
		Meter:      m.Id,
		Owner:      m.Owner,
		KeyVersion: m.KeyVersion,
		KeyType:    uint8(m.PublicKey.Scheme()),
		Key:        m.PublicKey.Key,
		Retired:    retired,
	}.JSON()
	if err != nil {
		return nil, types.ErrInvalidDID.Wrap(err.Error())
	}
	return &types.QueryDIDDocumentResponse{Document: string(document), Deactivated: retired}, nil
}
