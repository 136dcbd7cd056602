//go:build unix

package app_test

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	quarter = 15 * time.Minute
	// longestGrace keeps settlements out of blocks that measure something else.
	longestGrace = 7 * 24 * time.Hour
)

// town is communities of equal size whose members have one meter each. Meter i+1 belongs to member i.
type town struct {
	communities, members int
	grace                time.Duration
	key                  energytypes.AllocationKey
	price                uint64
}

func (t town) size() int { return t.communities * t.members }

// place is the community and the slot of a member.
func (t town) place(i int) (community, slot uint64) {
	return uint64(i/t.members) + 1, uint64(i % t.members) //nolint:gosec // small
}

func (t town) energy() energytypes.GenesisState {
	g := *energytypes.DefaultGenesis()
	g.NextCommunity = uint64(t.communities) + 1 //nolint:gosec // small
	const prepaid = 1_000_000_000
	for n := range t.communities {
		g.Communities = append(g.Communities, energytypes.Community{
			Id:           uint64(n) + 1, //nolint:gosec // small
			Admin:        chain.NewAccount("alice").String(),
			Name:         fmt.Sprintf("Community %d", n),
			EpochSeconds: uint64(quarter.Seconds()),
			PaymentDenom: "ueur",
			MaxMembers:   uint64(t.members), //nolint:gosec // small
			Slots:        uint64(t.members), //nolint:gosec // small
			Status:       energytypes.COMMUNITY_STATUS_ACTIVE,
			Prepaid:      uint64(t.members) * prepaid, //nolint:gosec // small
		})
		g.Terms = append(g.Terms, energytypes.CommunityTerms{
			Community: uint64(n) + 1, //nolint:gosec // small
			Terms: energytypes.Terms{
				Key: t.key, Residual: energytypes.RESIDUAL_GRID, PricePerKwh: t.price,
				GridSupplier: chain.NewAccount("bob").String(), GraceSeconds: uint64(t.grace.Seconds()),
			},
		})
	}
	g.Members = make([]energytypes.MemberState, t.size())
	for i := range g.Members {
		community, slot := t.place(i)
		weight := 1 + random(i)%97
		g.Communities[community-1].StaticWeightSum += weight
		g.Members[i] = energytypes.MemberState{
			Member: energytypes.Member{Community: community, Slot: slot, Meter: uint64(i) + 1, Account: owner(i)}, //nolint:gosec // small
			Seat:   energytypes.Seat{StaticWeight: weight},
			Wallet: energytypes.Wallet{Prepaid: prepaid, MaxPricePerKwh: t.price},
		}
	}
	return g
}

// meters are in service since the given time.
func (t town) meters(since time.Time) meteridtypes.GenesisState {
	g := *meteridtypes.DefaultGenesis()
	issuer := chain.NewAccount("carol").String()
	g.Issuers = []meteridtypes.Issuer{{
		Address: issuer, Name: "Metrology", Media: []meteridtypes.Medium{meteridtypes.MEDIUM_ELECTRICITY}, Active: true,
	}}
	g.NextMeter = uint64(t.size()) + 1 //nolint:gosec // small
	for i := range t.size() {
		community, slot := t.place(i)
		id := uint64(i) + 1 //nolint:gosec // small
		g.Meters = append(g.Meters, meteridtypes.Meter{
			Id:        id,
			Serial:    fmt.Sprintf("SN-%08d", i),
			Medium:    meteridtypes.MEDIUM_ELECTRICITY,
			Direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			Owner:     owner(i),
			Issuer:    issuer,
			PublicKey: meteridtypes.PublicKey{
				Type: meteridtypes.KEY_TYPE_ED25519, Key: device(i).Public().(ed25519.PublicKey),
			},
			KeyVersion:            1,
			RegisterUnitNumerator: 1, RegisterUnitDenominator: 1,
			MaxRatePerHour: 50_000,
			Status:         meteridtypes.METER_STATUS_ACTIVE,
			Binding:        meteridtypes.Binding{Module: energytypes.ModuleName, Ref: community, Slot: slot},
			Claims: []meteridtypes.Claim{{
				Type: meteridtypes.CLAIM_TYPE_TECHNOLOGY, Renewable: true, Issuer: issuer, ValidFrom: since.Unix(),
			}},
		})
		g.Registers = append(g.Registers, meteridtypes.MeterRegisters{
			Meter: id, Registers: meteridtypes.Registers{Time: since.Unix()},
		})
	}
	return g
}

// owner is the address of member i.
func owner(i int) string {
	var address [20]byte
	binary.BigEndian.PutUint64(address[:], random(i))
	binary.BigEndian.PutUint64(address[8:], uint64(i)) //nolint:gosec // small
	return sdk.AccAddress(address[:]).String()
}

// device is the key of the meter of member i.
func device(i int) ed25519.PrivateKey {
	var seed [ed25519.SeedSize]byte
	binary.BigEndian.PutUint64(seed[:], uint64(i)+1) //nolint:gosec // small
	return ed25519.NewKeyFromSeed(seed[:])
}

// random is a number that looks like chance and is the same in every run (splitmix64).
func random(i int) uint64 {
	x := (uint64(i) + 1) * 0x9e3779b97f4a7c15 //nolint:gosec // small
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
