package simulation

import (
	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func rotateKey(v world) ([]simsx.SimAccount, *types.MsgRotateKey) {
	m, ok := v.meter("a key to rotate", func(m types.Meter) bool {
		return m.IsLive() && !v.busy[m.Id] && (isActive(m) || v.hasIssuer(m))
	})
	if !ok {
		return nil, nil
	}
	next, byNew, byOld, err := signRotation(v.chainID, m)
	if err != nil {
		v.reporter.Fail(err)
		return nil, nil
	}
	msg := &types.MsgRotateKey{Meter: m.Id, NewKey: PublicKey(next), PossessionSignature: byNew}
	// A suspended meter is rotated by its issuer; a revoked issuer rotates nothing.
	if isActive(m) && (v.data.Rand().Bool() || !v.hasIssuer(m)) {
		msg.Signer = v.data.AnyAccount(v.reporter).AddressBech32
		msg.OldKeySignature = byOld
	} else {
		msg.Signer = v.acting(m).Address
	}
	return v.signer(msg.Signer), msg
}

// dropPending is the veto of an owner, or an issuer's second thought.
func dropPending(v world) ([]simsx.SimAccount, *types.MsgDropPending) {
	var proposals []*types.MsgDropPending
	for _, p := range v.PendingKeys {
		proposals = append(proposals, &types.MsgDropPending{Signer: p.Issuer, Meter: p.Meter, Kind: types.PROPOSAL_KIND_KEY})
	}
	for _, p := range v.PendingTransfers {
		proposals = append(proposals, &types.MsgDropPending{Signer: p.Issuer, Meter: p.Meter, Kind: types.PROPOSAL_KIND_TRANSFER})
	}
	for _, p := range v.PendingReplacements {
		proposals = append(proposals, &types.MsgDropPending{Signer: p.Issuer, Meter: p.Meter, Kind: types.PROPOSAL_KIND_REPLACEMENT})
	}
	msg, ok := pick(v, "a proposal", proposals, func(*types.MsgDropPending) bool { return true })
	if !ok {
		return nil, nil
	}
	if v.data.Rand().Bool() {
		msg.Signer = v.byID(msg.Meter).Owner
	}
	return v.signer(msg.Signer), msg
}

func replaceMeter(v world) ([]simsx.SimAccount, *types.MsgReplaceMeter) {
	var comes types.Meter
	goes, ok := v.meter("a meter with a successor", func(m types.Meter) bool {
		return m.HasRegisters() && v.hasIssuer(m) && v.successor(m) != nil
	})
	if !ok {
		return nil, nil
	}
	comes = *v.successor(goes)
	closing, ok := v.next(goes)
	if !ok || closing.Time > v.now {
		v.reporter.Skip("the meter has reported just now")
		return nil, nil
	}
	issuer := v.acting(goes).Address
	return v.signer(issuer), &types.MsgReplaceMeter{
		Issuer:   issuer,
		Meter:    goes.Id,
		NewMeter: comes.Id,
		Closing:  closing,
		Opening:  types.Registers{Time: v.now},
	}
}

// successor returns a new meter that may take the place of another one.
func (v world) successor(m types.Meter) *types.Meter {
	return simsx.First(v.Meters, func(n types.Meter) bool {
		return n.Status == types.METER_STATUS_REGISTERED &&
			n.Owner == m.Owner && n.Medium == m.Medium && n.Direction == m.Direction && v.acting(n) == v.acting(m)
	})
}

func acceptReplacement(v world) ([]simsx.SimAccount, *types.MsgAcceptReplacement) {
	p, ok := pick(v, "a replacement to accept", v.PendingReplacements, func(p types.PendingReplacement) bool {
		goes, comes := v.byID(p.Meter), v.byID(p.NewMeter)
		return v.isPending(p.Meter, p.Issuer, p.ExpiresAt) && comes.Status == types.METER_STATUS_REGISTERED && comes.Owner == goes.Owner &&
			len(comes.TakeClaims(goes).Claims) <= types.MaxClaims
	})
	if !ok {
		return nil, nil
	}
	owner := v.byID(p.Meter).Owner
	return v.signer(owner), &types.MsgAcceptReplacement{
		Owner: owner, Meter: p.Meter, NewMeter: p.NewMeter, Closing: p.Closing, Opening: p.Opening,
	}
}

func transferMeter(v world) ([]simsx.SimAccount, *types.MsgTransferMeter) {
	m, ok := v.meter("a meter to transfer", func(m types.Meter) bool { return m.HasRegisters() && v.hasIssuer(m) })
	if !ok {
		return nil, nil
	}
	closing, ok := v.next(m)
	if !ok || closing.Time > v.now {
		v.reporter.Skip("the meter has reported just now")
		return nil, nil
	}
	issuer := v.acting(m).Address
	return v.signer(issuer), &types.MsgTransferMeter{
		Issuer:   issuer,
		Meter:    m.Id,
		NewOwner: v.data.AnyAccount(v.reporter, simsx.ExcludeAddresses(m.Owner)).AddressBech32,
		Closing:  closing,
	}
}

// rebaseRegisters returns the reset of a device to other registers.
func rebaseRegisters(v world) ([]simsx.SimAccount, *types.MsgRebaseRegisters) {
	m, ok := v.meter("a device to reset", func(m types.Meter) bool { return m.HasRegisters() && v.hasIssuer(m) })
	if !ok {
		return nil, nil
	}
	closing, ok := v.next(m)
	if !ok || closing.Time > v.now {
		v.reporter.Skip("the meter has reported just now")
		return nil, nil
	}
	r := v.data.Rand()
	issuer := v.acting(m).Address
	return v.signer(issuer), &types.MsgRebaseRegisters{
		Issuer:  issuer,
		Meter:   m.Id,
		Closing: closing,
		Opening: types.Registers{
			Time:           r.Int63n(v.now-closing.Time+1) + closing.Time,
			ImportRegister: shown(m, r.Uint64()),
			ExportRegister: shown(m, r.Uint64()),
		},
	}
}

func consentToTransfer(v world) ([]simsx.SimAccount, *types.MsgConsentToTransfer) {
	p, ok := pick(v, "a transfer to consent to", v.PendingTransfers, func(p types.PendingTransfer) bool { return p.AcceptableAt > v.now })
	if !ok {
		return nil, nil
	}
	owner := v.byID(p.Meter).Owner
	return v.signer(owner), &types.MsgConsentToTransfer{Owner: owner, Meter: p.Meter, NewOwner: p.NewOwner, Closing: p.Closing}
}

func acceptTransfer(v world) ([]simsx.SimAccount, *types.MsgAcceptTransfer) {
	p, ok := pick(v, "a transfer to accept", v.PendingTransfers, func(p types.PendingTransfer) bool {
		return p.AcceptableAt <= v.now && v.isPending(p.Meter, p.Issuer, p.ExpiresAt)
	})
	if !ok {
		return nil, nil
	}
	return v.signer(p.NewOwner), &types.MsgAcceptTransfer{
		NewOwner: p.NewOwner, Meter: p.Meter, Closing: p.Closing, KeyVersion: v.byID(p.Meter).KeyVersion,
	}
}
