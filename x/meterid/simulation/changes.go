package simulation

import (
	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func rotateKey(v village) ([]simsx.SimAccount, *types.MsgRotateKey) {
	m, ok := v.meter("a key to rotate", func(m types.Meter) bool {
		return m.IsLive() && !v.busy[m.Id] && (isActive(m) || v.certifies(m))
	})
	if !ok {
		return nil, nil
	}
	next, byNew, byOld, err := signRotation(v.chainID, m)
	if err != nil {
		v.reporter.Fail(err)
		return nil, nil
	}
	msg := &types.MsgRotateKey{
		Signer:              m.Issuer,
		Meter:               m.Id,
		NewKey:              PublicKey(next),
		PossessionSignature: byNew,
	}
	// A suspended meter is rotated by its issuer; a revoked issuer rotates nothing.
	if isActive(m) && (v.data.Rand().Bool() || !v.certifies(m)) {
		msg.Signer = v.data.AnyAccount(v.reporter).AddressBech32
		msg.OldKeySignature = byOld
	}
	return v.signer(msg.Signer), msg
}

func vetoKeyRotation(v village) ([]simsx.SimAccount, *types.MsgVetoKeyRotation) {
	p, ok := pick(v, "a key to veto", v.PendingKeys, func(types.PendingKey) bool { return true })
	if !ok {
		return nil, nil
	}
	owner := v.byID(p.Meter).Owner
	return v.signer(owner), &types.MsgVetoKeyRotation{Owner: owner, Meter: p.Meter}
}

func replaceMeter(v village) ([]simsx.SimAccount, *types.MsgReplaceMeter) {
	var comes types.Meter
	goes, ok := v.meter("a meter with a successor", func(m types.Meter) bool {
		return m.HasRegisters() && v.certifies(m) && v.successor(m) != nil
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
	return v.signer(goes.Issuer), &types.MsgReplaceMeter{
		Issuer:   goes.Issuer,
		Meter:    goes.Id,
		NewMeter: comes.Id,
		Closing:  closing,
		Opening:  types.Registers{Time: v.now},
	}
}

// successor returns a new meter that may take the place of another one.
func (v village) successor(m types.Meter) *types.Meter {
	return simsx.First(v.Meters, func(n types.Meter) bool {
		return n.Status == types.METER_STATUS_REGISTERED &&
			n.Owner == m.Owner && n.Issuer == m.Issuer && n.Medium == m.Medium && n.Direction == m.Direction
	})
}

func acceptReplacement(v village) ([]simsx.SimAccount, *types.MsgAcceptReplacement) {
	p, ok := pick(v, "a replacement to accept", v.PendingReplacements, func(p types.PendingReplacement) bool {
		goes, comes := v.byID(p.Meter), v.byID(p.NewMeter)
		return p.ExpiresAt >= v.now && comes.Status == types.METER_STATUS_REGISTERED && comes.Owner == goes.Owner &&
			len(comes.TakeClaims(goes).Claims) <= types.MaxClaims
	})
	if !ok {
		return nil, nil
	}
	owner := v.byID(p.Meter).Owner
	return v.signer(owner), &types.MsgAcceptReplacement{Owner: owner, Meter: p.Meter}
}

func transferMeter(v village) ([]simsx.SimAccount, *types.MsgTransferMeter) {
	m, ok := v.meter("a meter to transfer", func(m types.Meter) bool { return m.HasRegisters() && v.certifies(m) })
	if !ok {
		return nil, nil
	}
	closing, ok := v.next(m)
	if !ok || closing.Time > v.now {
		v.reporter.Skip("the meter has reported just now")
		return nil, nil
	}
	return v.signer(m.Issuer), &types.MsgTransferMeter{
		Issuer:   m.Issuer,
		Meter:    m.Id,
		NewOwner: v.data.AnyAccount(v.reporter, simsx.ExcludeAddresses(m.Owner)).AddressBech32,
		Closing:  closing,
	}
}

// rebaseRegisters returns the reset of a device to other registers.
func rebaseRegisters(v village) ([]simsx.SimAccount, *types.MsgRebaseRegisters) {
	m, ok := v.meter("a device to reset", func(m types.Meter) bool { return m.HasRegisters() && v.certifies(m) })
	if !ok {
		return nil, nil
	}
	closing, ok := v.next(m)
	if !ok || closing.Time > v.now {
		v.reporter.Skip("the meter has reported just now")
		return nil, nil
	}
	r := v.data.Rand()
	return v.signer(m.Issuer), &types.MsgRebaseRegisters{
		Issuer:  m.Issuer,
		Meter:   m.Id,
		Closing: closing,
		Opening: types.Registers{
			Time:           r.Int63n(v.now-closing.Time+1) + closing.Time,
			ImportRegister: shown(m, r.Uint64()),
			ExportRegister: shown(m, r.Uint64()),
		},
	}
}

func acceptTransfer(v village) ([]simsx.SimAccount, *types.MsgAcceptTransfer) {
	p, ok := pick(v, "a transfer to accept", v.PendingTransfers, func(p types.PendingTransfer) bool { return p.ExpiresAt >= v.now })
	if !ok {
		return nil, nil
	}
	return v.signer(p.NewOwner), &types.MsgAcceptTransfer{NewOwner: p.NewOwner, Meter: p.Meter}
}
