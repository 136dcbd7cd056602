package network_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	gateways         = 20
	metersPerGateway = 4
	intervalsEach    = 12
)

// Twenty gateways of one machine share a node whose mempool has room for five transactions: they wait for each other, and every
// reading is accepted once.
func TestTwentyGatewaysShareASmallMempool(t *testing.T) {
	t.Parallel()
	dir, node, p := startDevnet(t, 60, "mempool.size", "5")
	opening := (time.Now().Unix()/epochSeconds - intervalsEach - 1) * epochSeconds
	community := newCommunity(t, p, gateways*metersPerGateway)
	var fleets [gateways][]gateway.Device
	for i := range fleets {
		fleets[i] = certifyFleet(t, p, i, metersPerGateway, community, opening)
		account, err := devnet.AddKey(p.Keyring, gatewayName(i))
		require.NoError(t, err)
		alice := sdk.MustAccAddressFromBech32(p.address(t, devnet.Alice))
		p.send(t, devnet.Alice, banktypes.NewMsgSend(alice, account, sdk.NewCoins(sdk.NewCoin("uutl", math.NewInt(1_000_000_000)))))
	}

	var running sync.WaitGroup
	failures := make([]error, gateways)
	for i, fleet := range fleets {
		running.Go(func() { failures[i] = bring(t, p, i, fleet, opening) })
	}
	running.Wait()

	queries := meteridtypes.NewQueryClient(p.Context)
	for i, fleet := range fleets {
		require.NoError(t, failures[i], "gateway %d", i)
		for m := range fleet {
			meter := uint64(i*metersPerGateway + m + 1)
			res, err := queries.Meter(t.Context(), &meteridtypes.QueryMeterRequest{Meter: meter})
			require.NoError(t, err)
			require.EqualValues(t, intervalsEach*(i+1), res.Registers.ImportRegister, "meter %d", meter)
			require.Equal(t, opening+intervalsEach*epochSeconds, res.Registers.Time)
		}
	}
	node.stop(t)
	requireInvariants(t, dir)
}

func gatewayName(i int) string { return fmt.Sprintf("gateway-%02d", i) }

// newCommunity opens a community of the admin.
func newCommunity(t testing.TB, p people, maxMembers uint64) uint64 {
	t.Helper()
	return p.send(t, devnet.Admin, &energytypes.MsgCreateCommunity{
		Admin: p.address(t, devnet.Admin), Name: "fleet", GridSupplier: p.address(t, devnet.Supplier), EpochSeconds: epochSeconds,
		Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID, PaymentDenom: devnet.PaymentDenom,
		MaxMembers: maxMembers,
	})[0].(*energytypes.MsgCreateCommunityResponse).Community
}

// certifyFleet makes active meters, numbered behind those of the fleets before, and members of a community.
func certifyFleet(t testing.TB, p people, fleet, meters int, community uint64, opening int64) (devices []gateway.Device) {
	t.Helper()
	random := rand.NewChaCha8([32]byte(fmt.Appendf(nil, "the devices of the fleet %07d", fleet)))
	issuer, alice, admin := p.address(t, devnet.Issuer), p.address(t, devnet.Alice), p.address(t, devnet.Admin)
	var registrations, consents, approvals []sdk.Msg
	for m := range meters {
		device, err := gateway.NewDevice(fmt.Sprintf("meter-%03d-%03d", fleet, m), issuer, signature.Ed25519, random)
		require.NoError(t, err)
		key, possession, err := device.Registration(p.ChainID)
		require.NoError(t, err)
		device.Meter, device.KeyVersion = uint64(fleet*meters+m+1), 1
		devices = append(devices, device)
		activation, err := device.Activation(p.ChainID, alice, meteridtypes.Registers{Time: opening})
		require.NoError(t, err)
		id := device.Meter
		registrations = append(registrations, &meteridtypes.MsgRegisterMeter{
			Issuer: issuer, Serial: device.Serial, Owner: alice, PublicKey: key, PossessionSignature: possession,
			Medium: meteridtypes.MEDIUM_ELECTRICITY, Direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 50_000,
		})
		consents = append(consents,
			activation,
			&energytypes.MsgJoinCommunity{Owner: alice, Community: community, Meter: id})
		approvals = append(approvals, &energytypes.MsgApproveMember{
			Admin: admin, Community: community, Meter: id, Owner: alice, StaticWeight: 1, FromEpoch: uint64(opening / epochSeconds),
		})
	}
	p.send(t, devnet.Issuer, registrations...)
	p.send(t, devnet.Alice, consents...)
	p.send(t, devnet.Admin, approvals...)
	return devices
}

// bring runs the gateway of a fleet on amounts that distinguish it from the others.
func bring(t *testing.T, p people, i int, fleet []gateway.Device, opening int64) error {
	record, err := p.Keyring.Key(gatewayName(i))
	if err != nil {
		return err
	}
	address, err := record.GetAddress()
	if err != nil {
		return err
	}
	clientCtx := p.Context.WithFromName(gatewayName(i)).WithFromAddress(address)
	factory := tx.Factory{}.WithTxConfig(p.TxConfig).WithKeybase(p.Keyring).WithChainID(p.ChainID).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT)
	journal, err := gateway.OpenJournal(filepath.Join(t.TempDir(), "journal"), gateway.Header{ChainID: p.ChainID}, len(fleet))
	if err != nil {
		return err
	}
	remote := gateway.NewRemote(clientCtx, factory)
	g := &gateway.Gateway{
		Journal: journal, Chain: remote, Registry: meteridtypes.NewQueryClient(clientCtx), Devices: fleet, CheckChain: remote.CheckChain,
		BatchSize: 2, Window: 4, MaxOpen: 1_000, Poll: 200 * time.Millisecond, GiveUp: 3 * time.Minute, Report: gateway.NewReporter(io.Discard),
	}
	row := 0
	err = g.Run(t.Context(), reader(func() (meterdata.Record, error) {
		if row == intervalsEach*len(fleet) {
			return meterdata.Record{}, io.EOF
		}
		device, at := fleet[row%len(fleet)], opening+int64(row/len(fleet))*epochSeconds
		row++
		return meterdata.Record{
			Line: row, Meter: device.Serial, Kind: meterdata.Amounts, Start: at, End: at + epochSeconds, Import: meterdata.Of(uint64(i + 1)),
		}, nil
	}))
	if err == nil && journal.Counts.Accepted != uint64(row) {
		err = fmt.Errorf("expected %d readings accepted once, got %+v", row, journal.Counts)
	}
	return err
}

// reader is an input that is made while it is read.
type reader func() (meterdata.Record, error)

func (r reader) Next() (meterdata.Record, error) { return r() }
