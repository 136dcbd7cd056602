package simulation

import (
	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// submitReadings returns a batch of readings. One in twenty is spoiled.
func submitReadings(v world) ([]simsx.SimAccount, *types.MsgSubmitReadings) {
	r := v.data.Rand()
	gateway := v.data.AnyAccount(v.reporter)
	msg := &types.MsgSubmitReadings{Gateway: gateway.AddressBech32}
	for _, i := range r.Perm(len(v.Meters)) {
		if uint64(len(msg.Readings)) == uint64(v.Params.MaxReadingsPerBatch) {
			break
		}
		m := v.Meters[i]
		at, ok := v.next(m)
		if !ok {
			continue
		}
		reading, err := SignReading(v.chainID, m, spoil(r, m, at))
		if err != nil {
			v.reporter.Fail(err)
			return nil, nil
		}
		if r.Intn(50) == 0 {
			reading.Signature[r.Intn(len(reading.Signature))] ^= 1
		}
		msg.Readings = append(msg.Readings, reading)
	}
	if len(msg.Readings) == 0 {
		v.reporter.Skip("no meter has anything to report")
		return nil, nil
	}
	return []simsx.SimAccount{gateway}, msg
}

// spoil changes some readings as faulty devices do.
func spoil(r *simsx.XRand, m types.Meter, at types.Registers) types.Registers {
	switch r.Intn(100) {
	case 0:
		at.ImportRegister += m.MaxRatePerHour * 10_000
	case 1:
		at.ExportRegister /= 2
	case 2:
		at.Time += 1_000_000
	case 3:
		at.Time -= 1_000_000
	}
	return at
}

func releaseReading(v world) ([]simsx.SimAccount, *types.MsgReleaseReading) {
	waits, ok := pick(v, "a reading that can be released", v.Quarantine, func(q types.QuarantinedReading) bool {
		m := v.byID(q.Meter)
		return isActive(m) && m.IsBound() && v.hasIssuer(m) && isReleasable(m, q)
	})
	if !ok {
		return nil, nil
	}
	issuer := v.acting(v.byID(waits.Meter)).Address
	return v.signer(issuer), &types.MsgReleaseReading{
		Issuer: issuer, Meter: waits.Meter, Registers: waits.Registers, ImportDelta: waits.ImportDelta, ExportDelta: waits.ExportDelta,
	}
}

// isReleasable reports whether the registers of a quarantined reading have an amount: without digits, one that went back has none.
func isReleasable(m types.Meter, q types.QuarantinedReading) bool {
	return q.Code == types.READING_CODE_QUARANTINED || m.RegisterDigits > 0 &&
		q.ImportDelta <= types.MaxDelta && q.ExportDelta <= types.MaxDelta && m.Direction.MayAdvance(q.ImportDelta, q.ExportDelta)
}
