package types_test

import (
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

func key(name string) types.PublicKey {
	k, err := signature.FromSeed(signature.Ed25519, sha256.Sum256([]byte(name)))
	if err != nil {
		panic(err)
	}
	return types.PublicKey{Type: types.KEY_TYPE_ED25519, Key: k.Public()}
}

func meter(id uint64, serial string, status types.MeterStatus) types.Meter {
	return types.Meter{
		Id: id, Serial: serial, Medium: types.MEDIUM_WATER, Direction: types.DIRECTION_CONSUMPTION, Owner: "owner", Issuer: "issuer",
		PublicKey: key(serial), KeyVersion: 1, RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 1, Status: status,
	}
}

// genesis is valid: meter 1 is registered, 2 is active with all that can wait, 3 is retired, 4 is suspended with failed work.
func genesis() types.GenesisState {
	active := meter(2, "b", types.METER_STATUS_ACTIVE)
	active.Binding = types.Binding{Module: "water", Ref: 1, Slot: 2}
	active.Claims = []types.Claim{{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 2, Issuer: "issuer", ValidFrom: 5}}
	retired := meter(3, "c", types.METER_STATUS_RETIRED)
	retired.ReplacedBy, retired.PublicKey = 2, active.PublicKey // its key is free again
	return types.GenesisState{
		Params:    types.DefaultParams(),
		Issuers:   []types.Issuer{{Address: "issuer", Name: "Office", Media: []types.Medium{types.MEDIUM_WATER}, Active: true}},
		NextMeter: 5,
		Meters:    []types.Meter{meter(1, "a", types.METER_STATUS_REGISTERED), active, retired, meter(4, "d", types.METER_STATUS_SUSPENDED)},
		Registers: []types.MeterRegisters{
			{Meter: 2, Registers: types.Registers{Time: 10}}, {Meter: 3}, {Meter: 4},
		},
		Quarantine:          []types.QuarantinedReading{{Meter: 2, Registers: types.Registers{Time: 11}, ReceivedAt: 12, Code: types.READING_CODE_QUARANTINED}},
		PendingKeys:         []types.PendingKey{{Meter: 2, PublicKey: key("b2"), EffectiveAt: 20, Issuer: "issuer"}, {Meter: 4, PublicKey: key("d2"), EffectiveAt: 1, Issuer: "issuer"}},
		PendingTransfers:    []types.PendingTransfer{{Meter: 2, NewOwner: "heir", ExpiresAt: 30, Issuer: "issuer"}},
		PendingReplacements: []types.PendingReplacement{{Meter: 2, NewMeter: 1, ExpiresAt: 30, Issuer: "issuer"}},
	}
}

func TestGenesisIsValid(t *testing.T) {
	require.NoError(t, genesis().Validate())
	require.NoError(t, types.DefaultGenesis().Validate())
}

func TestGenesisIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)

		wantErr error // ErrInvalidGenesis if nothing is said
	}{
		{name: "parameters out of range", change: func(g *types.GenesisState) { g.Params = types.Params{} }, wantErr: types.ErrInvalidParams},
		{name: "an issuer twice", change: func(g *types.GenesisState) { g.Issuers = append(g.Issuers, g.Issuers[0]) }},
		{name: "an issuer without a name", change: func(g *types.GenesisState) { g.Issuers[0].Name = "" }},
		{name: "an issuer of nothing", change: func(g *types.GenesisState) { g.Issuers[0].Media = nil }},
		{name: "an issuer with media out of order", change: func(g *types.GenesisState) { g.Issuers[0].Media = []types.Medium{2, 1} }},
		{name: "no number for the next meter", change: func(g *types.GenesisState) { g.NextMeter, g.Meters = 0, nil }},
		{name: "a number that is given again", change: func(g *types.GenesisState) { g.NextMeter = 4 }},
		{name: "a meter 0", change: func(g *types.GenesisState) { g.Meters[0].Id = 0 }},
		{name: "meters out of order", change: func(g *types.GenesisState) { g.Meters[0], g.Meters[1] = g.Meters[1], g.Meters[0] }},
		{name: "a meter twice", change: func(g *types.GenesisState) { g.Meters[1].Id = 1 }},
		{name: "a meter without a serial number", change: func(g *types.GenesisState) { g.Meters[0].Serial = "" }},
		{name: "a serial number twice", change: func(g *types.GenesisState) { g.Meters[0].Serial = "c" }},
		{name: "a meter of no medium", change: func(g *types.GenesisState) { g.Meters[0].Medium = 0 }},
		{name: "a meter of no direction", change: func(g *types.GenesisState) { g.Meters[0].Direction = 9 }},
		{name: "a meter of an unknown issuer", change: func(g *types.GenesisState) { g.Meters[0].Issuer = "unknown" }},
		{name: "a meter without a key", change: func(g *types.GenesisState) { g.Meters[0].PublicKey = types.PublicKey{} }},
		{name: "a key of two live meters", change: func(g *types.GenesisState) { g.Meters[0].PublicKey = key("d") }},
		{name: "a key version 0", change: func(g *types.GenesisState) { g.Meters[0].KeyVersion = 0 }},
		{name: "a register unit 0", change: func(g *types.GenesisState) { g.Meters[0].RegisterUnitNumerator = 0 }},
		{name: "a register unit divided by 0", change: func(g *types.GenesisState) { g.Meters[0].RegisterUnitDenominator = 0 }},
		{name: "20 digits of a register", change: func(g *types.GenesisState) { g.Meters[0].RegisterDigits = 20 }},
		{name: "a rate too high", change: func(g *types.GenesisState) { g.Meters[0].MaxRatePerHour = types.MaxRatePerHour + 1 }},
		{name: "a meter of no status", change: func(g *types.GenesisState) { g.Meters[0].Status = 0 }},
		{name: "a meter of an unknown status", change: func(g *types.GenesisState) { g.Meters[0].Status = 5 }},
		{name: "a registered meter that is bound", change: func(g *types.GenesisState) { g.Meters[0].Binding.Module = "water" }},
		{name: "a place without a module", change: func(g *types.GenesisState) { g.Meters[1].Binding.Module = "" }},
		{name: "a live meter that was replaced", change: func(g *types.GenesisState) { g.Meters[0].ReplacedBy = 2 }},
		{name: "a meter replaced by itself", change: func(g *types.GenesisState) { g.Meters[2].ReplacedBy = 3 }},
		{name: "a meter replaced by none", change: func(g *types.GenesisState) { g.Meters[2].ReplacedBy = 9 }},
		{name: "a bad claim", change: func(g *types.GenesisState) { g.Meters[1].Claims[0].Occupants = 0 }},
		{name: "a claim twice", change: func(g *types.GenesisState) { g.Meters[1].Claims = append(g.Meters[1].Claims, g.Meters[1].Claims[0]) }},
		{name: "too many claims", change: func(g *types.GenesisState) { g.Meters[1].Claims = make([]types.Claim, types.MaxClaims+1) }},
		{name: "registers out of order", change: func(g *types.GenesisState) { g.Registers[0], g.Registers[1] = g.Registers[1], g.Registers[0] }},
		{name: "registers of a registered meter", change: func(g *types.GenesisState) { g.Registers[0].Meter = 1 }},
		{name: "registers of no meter", change: func(g *types.GenesisState) { g.Registers[2].Meter = 9 }},
		{name: "registers at a negative time", change: func(g *types.GenesisState) { g.Registers[1].Registers.Time = -1 }},
		{name: "an active meter without registers", change: func(g *types.GenesisState) { g.Registers = g.Registers[1:] }},
		{name: "a quarantine twice", change: func(g *types.GenesisState) { g.Quarantine = append(g.Quarantine, g.Quarantine[0]) }},
		{name: "a quarantine of a registered meter", change: func(g *types.GenesisState) { g.Quarantine[0].Meter = 1 }},
		{name: "a quarantine at the last reading", change: func(g *types.GenesisState) { g.Quarantine[0].Registers.Time = 10 }},
		{name: "a quarantine of a reading that is accepted", change: func(g *types.GenesisState) { g.Quarantine[0].Code = types.READING_CODE_ACCEPTED }},
		{name: "a quarantine of more digits than the meter has", change: func(g *types.GenesisState) {
			g.Meters[1].RegisterDigits, g.Quarantine[0].Registers.ImportRegister = 2, 100
		}},
		{name: "registers of more digits than the meter has", change: func(g *types.GenesisState) {
			g.Meters[1].RegisterDigits, g.Registers[0].Registers.ExportRegister = 2, 100
		}},
		{name: "an import phase of a whole unit", change: func(g *types.GenesisState) { g.Registers[0].ImportBase.Phase = 1 }},
		{name: "an export phase of a whole unit", change: func(g *types.GenesisState) { g.Registers[0].ExportBase.Phase = 1 }},
		{name: "an import register too far ahead", change: func(g *types.GenesisState) { g.Registers[0].ImportAhead = 1 << 40 }},
		{name: "an export register too far ahead", change: func(g *types.GenesisState) { g.Registers[0].ExportAhead = 1 << 40 }},
		{name: "a closing of a transfer of more digits than the meter has", change: func(g *types.GenesisState) {
			g.Meters[1].RegisterDigits, g.PendingTransfers[0].Closing.ImportRegister = 2, 100
		}},
		{name: "a closing of a replacement of more digits than the meter has", change: func(g *types.GenesisState) {
			g.Meters[1].RegisterDigits, g.PendingReplacements[0].Closing.ImportRegister = 2, 100
		}},
		{name: "an opening of a replacement of more digits than the new meter has", change: func(g *types.GenesisState) {
			g.Meters[0].RegisterDigits, g.PendingReplacements[0].Opening.ImportRegister = 2, 100
		}},
		{name: "a quarantine that came at a negative time", change: func(g *types.GenesisState) { g.Quarantine[0].ReceivedAt = -1 }},
		{name: "pending keys out of order", change: func(g *types.GenesisState) { g.PendingKeys[0].Meter = 4 }},
		{name: "a pending key of a retired meter", change: func(g *types.GenesisState) { g.PendingKeys[0].Meter = 3 }},
		{name: "a pending key that is none", change: func(g *types.GenesisState) { g.PendingKeys[0].PublicKey.Key = nil }},
		{name: "a pending key in use", change: func(g *types.GenesisState) { g.PendingKeys[0].PublicKey = key("a") }},
		{name: "a pending key at a negative time", change: func(g *types.GenesisState) { g.PendingKeys[0].EffectiveAt = -1 }},
		{name: "a pending key of no issuer", change: func(g *types.GenesisState) { g.PendingKeys[0].Issuer = "" }},
		{name: "a transfer by no issuer", change: func(g *types.GenesisState) { g.PendingTransfers[0].Issuer = "heir" }},
		{name: "a transfer acceptable at a negative time", change: func(g *types.GenesisState) { g.PendingTransfers[0].AcceptableAt = -1 }},
		{name: "a replacement by no issuer", change: func(g *types.GenesisState) { g.PendingReplacements[0].Issuer = "heir" }},
		{name: "a successor of an active issuer", change: func(g *types.GenesisState) { g.Issuers[0].Successor = "issuer" }},
		{name: "a successor that is no issuer", change: func(g *types.GenesisState) { g.Issuers[0].Active, g.Issuers[0].Successor = false, "heir" }},
		{name: "transfers out of order", change: func(g *types.GenesisState) { g.PendingTransfers = append(g.PendingTransfers, g.PendingTransfers[0]) }},
		{name: "a transfer of a registered meter", change: func(g *types.GenesisState) { g.PendingTransfers[0].Meter = 1 }},
		{name: "a transfer that expires at a negative time", change: func(g *types.GenesisState) { g.PendingTransfers[0].ExpiresAt = -1 }},
		{name: "replacements out of order", change: func(g *types.GenesisState) {
			g.PendingReplacements = append(g.PendingReplacements, g.PendingReplacements[0])
		}},
		{name: "a replacement of a retired meter", change: func(g *types.GenesisState) { g.PendingReplacements[0].Meter = 3 }},
		{name: "a replacement by itself", change: func(g *types.GenesisState) { g.PendingReplacements[0].NewMeter = 2 }},
		{name: "a replacement that opens at a negative time", change: func(g *types.GenesisState) { g.PendingReplacements[0].Opening.Time = -1 }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			g := genesis()
			tc.change(&g)
			if tc.wantErr == nil {
				tc.wantErr = types.ErrInvalidGenesis
			}
			require.ErrorIs(t, g.Validate(), tc.wantErr)
		})
	}
}
