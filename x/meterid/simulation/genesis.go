package simulation

import (
	"fmt"
	"math/rand"

	"github.com/cosmos/cosmos-sdk/types/module"
	simtypes "github.com/cosmos/cosmos-sdk/types/simulation"

	"github.com/utilityd/utilityd/x/meterid/types"
)

const (
	maxIssuers     = 4
	maxFirstMeters = 40
	shortestDelay  = 3_600
	maxExtraTime   = 6 * 3_600
)

// RandomGenesis is a chain with a few issuers and with meters that are in service already.
func RandomGenesis(s *module.SimulationState) {
	g := types.DefaultGenesis()
	g.Params = randomParams(s.Rand)
	for i := range min(maxIssuers, len(s.Accounts)) {
		g.Issuers = append(g.Issuers, types.Issuer{
			Address: s.Accounts[i].Address.String(),
			Name:    fmt.Sprintf("Issuer %d", i),
			Media:   []types.Medium{types.MEDIUM_ELECTRICITY, types.MEDIUM_WATER, types.MEDIUM_OTHER},
			Active:  true,
		})
	}
	for range s.Rand.Intn(maxFirstMeters + 1) {
		owner, _ := simtypes.RandomAcc(s.Rand, s.Accounts)
		m := randomMeter(s.Rand, g.NextMeter, simtypes.RandStringOfLength(s.Rand, 16))
		m.Issuer = g.Issuers[s.Rand.Intn(len(g.Issuers))].Address
		m.Owner = owner.Address.String()
		m.Status = types.METER_STATUS_ACTIVE
		g.Meters = append(g.Meters, m)
		g.Registers = append(g.Registers, types.MeterRegisters{
			Meter:     m.Id,
			Registers: types.Registers{Time: s.GenTimestamp.Unix(), ImportRegister: shown(m, uint64(s.Rand.Intn(1_000_000)))}, //nolint:gosec // not negative
		})
		g.NextMeter++
	}
	s.GenState[types.ModuleName] = s.Cdc.MustMarshalJSON(g)
}

// randomParams have short delays, so that what is due happens within a simulation.
func randomParams(r *rand.Rand) types.Params {
	p := types.DefaultParams()
	p.MaxReadingsPerBatch = uint32(simtypes.RandIntBetween(r, 1, 2_000)) //nolint:gosec // positive
	p.GasPerReading = uint64(simtypes.RandIntBetween(r, 1, 3_000))       //nolint:gosec // positive
	p.MaxClockDriftSeconds = uint64(r.Intn(600))                         //nolint:gosec // not negative
	p.VetoSeconds = shortestDelay + uint64(r.Intn(maxExtraTime))
	p.AcceptanceSeconds = shortestDelay + uint64(r.Intn(maxExtraTime))
	return p
}

// randomMeter returns a meter without issuer and owner.
func randomMeter(r *rand.Rand, id uint64, serial string) types.Meter {
	denominators, digits := []uint64{1, 1, 10, 1_000, 125_000}, []uint32{0, 0, 4, 6}
	return types.Meter{
		Id:                      id,
		Serial:                  serial,
		Medium:                  types.Medium(1 + r.Intn(len(types.Medium_name)-1)),       //nolint:gosec // small
		Direction:               types.Direction(1 + r.Intn(len(types.Direction_name)-1)), //nolint:gosec // small
		PublicKey:               PublicKey(Device(serial, 1)),
		KeyVersion:              1,
		RegisterUnitNumerator:   1 + uint64(r.Intn(100)), //nolint:gosec // positive
		RegisterUnitDenominator: denominators[r.Intn(len(denominators))],
		RegisterDigits:          digits[r.Intn(len(digits))],
		MaxRatePerHour:          1_000 + uint64(r.Intn(99_000)), //nolint:gosec // positive
	}
}

// shown returns the value of a meter's register after so many steps from 0.
func shown(m types.Meter, steps uint64) uint64 {
	if modulus := m.Form().Modulus(); modulus != 0 {
		return steps % modulus
	}
	return steps
}
