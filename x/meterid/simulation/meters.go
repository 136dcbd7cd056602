package simulation

import (
	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// maxMeters keeps a long simulation quick.
const maxMeters = 300

func registerMeter(v world) ([]simsx.SimAccount, *types.MsgRegisterMeter) {
	if len(v.Meters) >= maxMeters {
		v.reporter.Skip("there are meters enough")
		return nil, nil
	}
	issuer, ok := pick(v, "an active issuer", v.Issuers, func(i types.Issuer) bool { return i.Active })
	if !ok {
		return nil, nil
	}
	r := v.data.Rand()
	m := randomMeter(r.Rand, 0, r.StringN(16))
	m.Issuer, m.Owner, m.Medium = issuer.Address, v.data.AnyAccount(v.reporter).AddressBech32, simsx.OneOf(r, issuer.Media)
	// Some devices are made to take the place of another one.
	if twin := simsx.First(v.Meters, v.replaceable); twin != nil && r.Intn(3) == 0 {
		m.Issuer, m.Owner, m.Medium, m.Direction = v.acting(*twin).Address, twin.Owner, twin.Medium, twin.Direction
	}
	signers := v.signer(m.Issuer)
	if v.reporter.IsSkipped() {
		return nil, nil
	}
	proof, err := signRegistration(v.chainID, signers[0].Address, m.Serial)
	if err != nil {
		v.reporter.Fail(err)
		return nil, nil
	}
	return signers, &types.MsgRegisterMeter{
		Issuer:                  m.Issuer,
		Serial:                  m.Serial,
		Medium:                  m.Medium,
		Direction:               m.Direction,
		Owner:                   m.Owner,
		PublicKey:               m.PublicKey,
		RegisterUnitNumerator:   m.RegisterUnitNumerator,
		RegisterUnitDenominator: m.RegisterUnitDenominator,
		RegisterDigits:          m.RegisterDigits,
		MaxRatePerHour:          m.MaxRatePerHour,
		PossessionSignature:     proof,
	}
}

func activateMeter(v world) ([]simsx.SimAccount, *types.MsgActivateMeter) {
	m, ok := v.meter("a new meter", func(m types.Meter) bool {
		return m.Status == types.METER_STATUS_REGISTERED && v.issuer(m.Issuer) != nil && v.issuer(m.Issuer).Active
	})
	if !ok {
		return nil, nil
	}
	opening := types.Registers{Time: v.now, ImportRegister: shown(m, v.data.Rand().Uint64()>>20)}
	signed, err := SignReading(v.chainID, m, opening)
	if err != nil {
		v.reporter.Skip(err.Error())
		return nil, nil
	}
	return v.signer(m.Owner), &types.MsgActivateMeter{Owner: m.Owner, Meter: m.Id, Opening: opening, Signature: signed.Signature}
}

func suspendMeter(v world) ([]simsx.SimAccount, *types.MsgSuspendMeter) {
	m, ok := v.meter("an active meter", isActive)
	if !ok {
		return nil, nil
	}
	issuer := m.Issuer // revoked and without a successor, it may still suspend
	if acting := v.acting(m); acting != nil {
		issuer = acting.Address
	}
	signer := simsx.OneOf(v.data.Rand(), []string{m.Owner, issuer})
	return v.signer(signer), &types.MsgSuspendMeter{Signer: signer, Meter: m.Id, Reason: v.data.Rand().StringN(20)}
}

func resumeMeter(v world) ([]simsx.SimAccount, *types.MsgResumeMeter) {
	m, ok := v.meter("a suspended meter", func(m types.Meter) bool {
		return m.Status == types.METER_STATUS_SUSPENDED && v.hasIssuer(m)
	})
	if !ok {
		return nil, nil
	}
	issuer := v.acting(m).Address
	return v.signer(issuer), &types.MsgResumeMeter{Issuer: issuer, Meter: m.Id}
}

func retireMeter(v world) ([]simsx.SimAccount, *types.MsgRetireMeter) {
	m, ok := v.meter("a live meter", types.Meter.IsLive)
	if !ok {
		return nil, nil
	}
	return v.signer(m.Owner), &types.MsgRetireMeter{Owner: m.Owner, Meter: m.Id}
}

func attestClaim(v world) ([]simsx.SimAccount, *types.MsgAttestClaim) {
	m, ok := v.meter("room for a claim", func(m types.Meter) bool {
		return m.IsLive() && v.hasIssuer(m) && len(m.Claims) < types.MaxClaims
	})
	if !ok {
		return nil, nil
	}
	r := v.data.Rand()
	msg := &types.MsgAttestClaim{
		Issuer: v.acting(m).Address,
		Meter:  m.Id,
		Type:   types.ClaimType(1 + r.Intn(len(types.ClaimType_name)-1)), //nolint:gosec // small
	}
	switch msg.Type {
	case types.CLAIM_TYPE_OCCUPANTS:
		msg.Occupants = r.Uint32InRange(1, types.MaxOccupants+1)
	case types.CLAIM_TYPE_SERVICE_POINT:
		msg.ServicePoint = Device(m.Serial, 0).Public()
	case types.CLAIM_TYPE_CALIBRATION:
		msg.ValidUntil = v.now + 86_400
	case types.CLAIM_TYPE_TECHNOLOGY:
		msg.Renewable = r.Intn(4) > 0
	}
	return v.signer(msg.Issuer), msg
}

func revokeClaim(v world) ([]simsx.SimAccount, *types.MsgRevokeClaim) {
	m, ok := v.meter("a claim", func(m types.Meter) bool { return m.IsLive() && len(m.Claims) > 0 })
	if !ok {
		return nil, nil
	}
	c := simsx.OneOf(v.data.Rand(), m.Claims)
	return v.signer(c.Issuer), &types.MsgRevokeClaim{Issuer: c.Issuer, Meter: m.Id, Type: c.Type, ValidFrom: c.ValidFrom}
}

func isActive(m types.Meter) bool { return m.Status == types.METER_STATUS_ACTIVE }
