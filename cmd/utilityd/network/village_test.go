package network_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	homes        = 8
	epochSeconds = 900
	// lateSeconds is how long an epoch waits for the readings beside its first one.
	lateSeconds = 10
	// batch holds whole epochs: an outage between two batches makes no reading late for its settlement, however long it is.
	batch = 2 * homes
	// header is the first line of what gateways read.
	header = "time,meter,consumed_wh,produced_wh\n"
	// votingTime is how long the village waits for its issuer.
	votingTime = 5 * time.Second
)

// owners have the homes in turn.
var owners = []string{devnet.Alice, devnet.Bob, devnet.Carol, devnet.Dave}

// quickGenesis lets a chain take readings of the past, for some seconds after the first one of an epoch, and govern within seconds.
func quickGenesis(late uint64) func(codec.JSONCodec, app.Genesis) error {
	return func(cdc codec.JSONCodec, genesis app.Genesis) error { return hasten(cdc, genesis, late) }
}

func hasten(cdc codec.JSONCodec, genesis app.Genesis, late uint64) error {
	var energy energytypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[energytypes.ModuleName], &energy); err != nil {
		return err
	}
	energy.Params.MaxBackdateSeconds = 172_800
	energy.Params.LateWindowSeconds = late
	var gov govv1.GenesisState
	if err := cdc.UnmarshalJSON(genesis[govtypes.ModuleName], &gov); err != nil {
		return err
	}
	voting, expedited := votingTime, votingTime/2
	gov.Params.VotingPeriod, gov.Params.ExpeditedVotingPeriod = &voting, &expedited
	genesis[energytypes.ModuleName] = cdc.MustMarshalJSON(&energy)
	genesis[govtypes.ModuleName] = cdc.MustMarshalJSON(&gov)
	return nil
}

// village is a community of homes with what their meters measure, and the files that its gateway reads.
type village struct {
	dir       string
	start     int64                 // of the first interval, Unix seconds
	intervals [][homes]amounts      // by epoch and home
	rows      []string              // of the file, by epoch
	devices   [homes]gateway.Device // with their numbers on the chain
	community uint64
}

// amounts are what a meter counts in an interval, Wh: a meter measures what flows in or out, not both.
type amounts struct{ imported, exported uint64 }

// newVillage writes the file of intervals of the last epochs. Homes with an odd number have a roof.
func newVillage(t *testing.T, epochs int) *village {
	t.Helper()
	v := &village{dir: t.TempDir(), intervals: make([][homes]amounts, epochs)}
	v.start = (time.Now().Unix()/epochSeconds - int64(epochs)) * epochSeconds
	random := rand.New(rand.NewPCG(7, uint64(epochs)))
	for epoch := range v.intervals {
		at := time.Unix(v.start+int64(epoch)*epochSeconds, 0).UTC().Format(time.RFC3339)
		var rows strings.Builder
		for home := range homes {
			consumed, produced := random.Uint64N(500), random.Uint64N(900)*uint64(home%2)
			v.intervals[epoch][home] = amounts{consumed - min(consumed, produced), produced - min(consumed, produced)}
			fmt.Fprintf(&rows, "%s,%s,%d,%d\n", at, serial(home), consumed, produced)
		}
		v.rows = append(v.rows, rows.String())
	}
	require.NoError(t, os.WriteFile(v.input(), []byte(header+strings.Join(v.rows, "")), 0o600))
	return v
}

func serial(home int) string          { return fmt.Sprintf("home-%d", home) }
func owner(home int) string           { return owners[home%len(owners)] }
func (v *village) input() string      { return filepath.Join(v.dir, "energy.csv") }
func (v *village) deviceFile() string { return filepath.Join(v.dir, "devices.json") }
func (v *village) journal() string    { return filepath.Join(v.dir, "journal") }
func (v *village) readings() int      { return homes * len(v.intervals) }

// startReplay starts a gateway that brings the file to the node of a home.
func (v *village) startReplay(t *testing.T, dir string) *process {
	t.Helper()
	return launch(t, append([]string{"gateway", "replay", v.input(), "--batch", fmt.Sprint(batch), "--window", "3"}, v.flags(dir)...)...)
}

// startRun starts a gateway that submits rows to the node of a home.
func (v *village) startRun(t *testing.T, dir string) (gateway *process, meters *os.File) {
	t.Helper()
	stdin, meters, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _, _ = stdin.Close(), meters.Close() })
	_, err = meters.WriteString(header)
	require.NoError(t, err)
	return launchWith(t, stdin, append([]string{"gateway", "run"}, v.flags(dir)...)...), meters
}

func (v *village) flags(dir string) []string {
	return []string{
		"--devices", v.deviceFile(), "--journal", v.journal(), "--home", dir, "--from", devnet.Gateway, "--step", "15m",
	}
}

// report sends rows of some epochs from the meters of all homes to a gateway, a moment after each other.
func (v *village) report(t *testing.T, meters *os.File, from, to int) {
	t.Helper()
	for _, rows := range v.rows[from:to] {
		_, err := meters.WriteString(rows)
		require.NoError(t, err)
		time.Sleep(100 * time.Millisecond)
	}
}

// settle has the meters certified and the community opened, joined and paid for, all by messages.
func (v *village) settle(t *testing.T, p people) {
	t.Helper()
	v.register(t, p)
	opened := p.send(t, devnet.Admin, &energytypes.MsgCreateCommunity{
		Admin: p.address(t, devnet.Admin), Name: "village", GridSupplier: p.address(t, devnet.Supplier),
		EpochSeconds: epochSeconds, Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID,
		PaymentDenom: devnet.PaymentDenom, PricePerKwh: 180_000, MaxMembers: homes + 1, ExactBorders: true,
	})
	v.community = opened[0].(*energytypes.MsgCreateCommunityResponse).Community
	owners := make([]string, homes)
	v.byOwners(t, p, func(home int, owner string) []sdk.Msg {
		owners[home] = owner
		activation, err := v.devices[home].Activation(p.ChainID, owner, meteridtypes.Registers{Time: v.start})
		require.NoError(t, err)
		return []sdk.Msg{
			activation,
			&energytypes.MsgJoinCommunity{Owner: owner, Community: v.community, Meter: v.devices[home].Meter, MaxPricePerKwh: 180_000},
		}
	})
	var approvals []sdk.Msg
	for home := range homes {
		approvals = append(approvals, &energytypes.MsgApproveMember{
			Admin: p.address(t, devnet.Admin), Community: v.community, Meter: v.devices[home].Meter,
			Owner: owners[home], StaticWeight: 1, FromEpoch: uint64(v.start / epochSeconds),
		})
	}
	p.send(t, devnet.Admin, approvals...)
	v.byOwners(t, p, func(home int, owner string) []sdk.Msg {
		return []sdk.Msg{&energytypes.MsgDeposit{
			Depositor: owner, Community: v.community, Slot: uint64(home),
			Amount: sdk.NewCoin(devnet.PaymentDenom, math.NewInt(500_000_000)),
		}}
	})
}

// register has the issuer certify a device for every home, and attest that its roof is renewable.
func (v *village) register(t *testing.T, p people) {
	t.Helper()
	issuer := p.address(t, devnet.Issuer)
	random := rand.NewChaCha8([32]byte([]byte("the devices of the test village.")))
	var registrations, claims []sdk.Msg
	for home := range homes {
		device, err := gateway.NewDevice(serial(home), issuer, signature.Ed25519, random)
		require.NoError(t, err)
		key, possession, err := device.Registration(p.ChainID)
		require.NoError(t, err)
		v.devices[home] = device
		registrations = append(registrations, &meteridtypes.MsgRegisterMeter{
			Issuer: issuer, Serial: serial(home), Owner: p.address(t, owner(home)), PublicKey: key, PossessionSignature: possession,
			Medium: meteridtypes.MEDIUM_ELECTRICITY, Direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 50_000,
		})
	}
	require.NoError(t, gateway.SaveDevices(v.deviceFile(), v.devices[:]))
	for home, response := range p.send(t, devnet.Issuer, registrations...) {
		v.devices[home].Meter, v.devices[home].KeyVersion = response.(*meteridtypes.MsgRegisterMeterResponse).Meter, 1
		claims = append(claims, &meteridtypes.MsgAttestClaim{
			Issuer: issuer, Meter: v.devices[home].Meter, Type: meteridtypes.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: v.start,
		})
	}
	p.send(t, devnet.Issuer, claims...)
}

// byOwners lets each owner send one transaction for its homes.
func (v *village) byOwners(t *testing.T, p people, msgs func(home int, owner string) []sdk.Msg) {
	t.Helper()
	var sent []string
	for _, name := range owners {
		var all []sdk.Msg
		for home := range homes {
			if owner(home) == name {
				all = append(all, msgs(home, p.address(t, name))...)
			}
		}
		sent = append(sent, p.broadcast(t, name, all...))
	}
	for _, hash := range sent {
		p.await(t, hash)
	}
}
