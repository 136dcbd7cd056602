package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// AttestClaim adds a claim about a meter, or replaces the one of the same type and valid_from. It reaches back at most as far as
// readings do: counted amounts stay counted.
func (s msgServer) AttestClaim(goCtx context.Context, msg *types.MsgAttestClaim) (*types.MsgAttestClaimResponse, error) {
	// load
	ctx, issuer, meter, err := s.ofIssuer(goCtx, msg)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := expectLive(meter); err != nil {
		return nil, err
	}
	claim := msg.Claim()
	claim.Issuer = issuer.Text
	if claim.ValidFrom == 0 {
		claim.ValidFrom = now
	}
	if err := windowAt(now, params).check("valid_from", claim.ValidFrom); err != nil { // a later one would outlive its issuer's revocation
		return nil, err
	}
	if err := claim.Validate(); err != nil {
		return nil, err
	}
	meter = meter.WithClaim(claim)
	if err := checkClaims(meter); err != nil {
		return nil, err
	}

	// apply
	if err := s.meters.Set(ctx, meter.Id, meter); err != nil {
		return nil, err
	}
	return &types.MsgAttestClaimResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventClaimAttested{
		Meter: meter.Id, Claim: claim,
	})
}

// checkClaims keeps meters small, because each reading loads one.
func checkClaims(m types.Meter) error {
	if n := len(m.Claims); n > types.MaxClaims {
		return types.ErrTooManyClaims.Wrapf("meter %d: expected at most %d, got %d: revoke some first", m.Id, types.MaxClaims, n)
	}
	return nil
}
