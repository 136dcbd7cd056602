package demo

import (
	"context"
	"crypto/rand"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// device is a meter that a story needs.
type device struct {
	name, owner string // owner is the name of an account
	medium      meteridtypes.Medium
	direction   meteridtypes.Direction
	maxRate     uint64                         // per hour
	claims      []*meteridtypes.MsgAttestClaim // without issuer and meter
}

// certify has the issuer register the devices and attest their claims. The owners have yet to activate them.
func certify(ctx context.Context, p people, wanted []device) (map[string]gateway.Device, error) {
	issuer := p.must(devnet.Issuer)
	made := make([]gateway.Device, len(wanted))
	var registrations []sdk.Msg
	for i, w := range wanted {
		d, err := gateway.NewDevice(w.name, issuer, signature.Ed25519, rand.Reader)
		if err != nil {
			return nil, err
		}
		key, possession, err := d.Registration(p.client.ChainID)
		if err != nil {
			return nil, err
		}
		made[i] = d
		registrations = append(registrations, &meteridtypes.MsgRegisterMeter{
			Issuer: issuer, Serial: w.name, Owner: p.must(w.owner), PublicKey: key, PossessionSignature: possession,
			Medium: w.medium, Direction: w.direction, RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: w.maxRate,
		})
	}
	responses, err := p.doMany(ctx, devnet.Issuer, registrations)
	if err != nil {
		return nil, err
	}
	out := make(map[string]gateway.Device, len(wanted))
	var claims []sdk.Msg
	for i, w := range wanted {
		res, ok := responses[i].(*meteridtypes.MsgRegisterMeterResponse)
		if !ok {
			return nil, fmt.Errorf("expected the response of a registration, got %T", responses[i])
		}
		made[i].Meter, made[i].KeyVersion = res.Meter, 1
		out[w.name] = made[i]
		for _, claim := range w.claims {
			claim.Issuer, claim.Meter = issuer, res.Meter
			claims = append(claims, claim)
		}
	}
	if len(claims) > 0 {
		_, err = p.doMany(ctx, devnet.Issuer, claims)
	}
	return out, err
}
