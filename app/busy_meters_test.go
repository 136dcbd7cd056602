package app_test

import (
	"time"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// quarterHour is the epoch of the busy community.
const quarterHour = 15 * time.Minute

// aliceCertifies lets alice certify electricity meters from genesis on.
func aliceCertifies() chain.Option {
	return chain.WithGenesis(func(cdc codec.JSONCodec, genesis app.Genesis) {
		var meters meteridtypes.GenesisState
		cdc.MustUnmarshalJSON(genesis[meteridtypes.ModuleName], &meters)
		meters.Issuers = append(meters.Issuers, meteridtypes.Issuer{
			Address: chain.NewAccount("alice").String(), Name: "Alice certifies",
			Media: []meteridtypes.Medium{meteridtypes.MEDIUM_ELECTRICITY}, Active: true,
		})
		genesis[meteridtypes.ModuleName] = cdc.MustMarshalJSON(&meters)
	})
}

// deviceOf is the key in a meter.
func deviceOf(serial string) signature.PrivateKey {
	var seed [32]byte
	copy(seed[:], serial)
	return must(signature.FromSeed(signature.Ed25519, seed))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// certify registers meters 1 of bob and 2 of carol, and dave opens community 1.
func certify(c *chain.Chain) [][]byte {
	alice, dave := c.Account("alice"), c.Account("dave")
	var msgs []sdk.Msg
	for _, owner := range []chain.Account{c.Account("bob"), c.Account("carol")} {
		device := deviceOf(owner.Name)
		key := meteridtypes.PublicKey{Type: meteridtypes.KEY_TYPE_ED25519, Key: device.Public()}
		signed := must(reading.Registration{
			ChainID: c.ChainID(), Issuer: alice.Address, Serial: owner.Name, KeyType: uint8(key.Type), Key: key.Key,
		}.AppendBytes(nil))
		msgs = append(msgs, &meteridtypes.MsgRegisterMeter{
			Issuer: alice.String(), Serial: owner.Name, Owner: owner.String(), PublicKey: key,
			Medium: meteridtypes.MEDIUM_ELECTRICITY, Direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			RegisterUnit: 1, MaxRatePerHour: 50_000, PossessionSignature: must(device.Sign(signed)),
		})
	}
	open := &energytypes.MsgCreateCommunity{
		Admin: dave.String(), Name: "busy", GridSupplier: alice.String(), EpochSeconds: 900, GraceSeconds: 60,
		Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID,
		PaymentDenom: "ueur", PricePerKwh: 180_000, MaxMembers: 10,
	}
	return [][]byte{c.Sign(alice, msgs), c.Sign(dave, []sdk.Msg{open})}
}

// join activates the meters, lets their owners apply, and attests that bob's energy is renewable.
func join(c *chain.Chain) [][]byte {
	alice := c.Account("alice")
	opened := c.Now().Truncate(quarterHour).Unix()
	txs := [][]byte{c.Sign(alice, []sdk.Msg{&meteridtypes.MsgAttestClaim{
		Issuer: alice.String(), Meter: 1, Type: meteridtypes.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: opened,
	}})}
	for i, owner := range []chain.Account{c.Account("bob"), c.Account("carol")} {
		meter := uint64(i) + 1
		txs = append(txs, c.Sign(owner, []sdk.Msg{
			&meteridtypes.MsgActivateMeter{Owner: owner.String(), Meter: meter, Opening: meteridtypes.Registers{Time: opened}},
			&energytypes.MsgJoinCommunity{Owner: owner.String(), Community: 1, Meter: meter},
		}))
	}
	return txs
}

// approve takes both in from the next epoch on; they pay in.
func approve(c *chain.Chain) [][]byte {
	dave := c.Account("dave")
	next := uint64(c.Now().Truncate(quarterHour).Add(quarterHour).Unix() / 900)
	var approvals []sdk.Msg
	for meter := uint64(1); meter <= 2; meter++ {
		approvals = append(approvals, &energytypes.MsgApproveMember{
			Admin: dave.String(), Community: 1, Meter: meter, StaticWeight: 1, FromEpoch: next,
		})
	}
	txs := [][]byte{c.Sign(dave, approvals)}
	for slot, member := range []chain.Account{c.Account("bob"), c.Account("carol")} {
		txs = append(txs, c.Sign(member, []sdk.Msg{&energytypes.MsgDeposit{
			Depositor: member.String(), Community: 1, Slot: uint64(slot), Amount: sdk.NewInt64Coin("ueur", 1_000_000),
		}}))
	}
	return txs
}

// report brings the registers of the last full quarter of an hour: bob gave 500 Wh in each, carol took 800.
func report(c *chain.Chain) [][]byte {
	end := c.Now().Add(quarterHour).Truncate(quarterHour) // by the time of the block, that is the last one
	epochs := uint64(end.Sub(c.Now().Truncate(24*time.Hour)) / quarterHour)
	msg := &meteridtypes.MsgSubmitReadings{Gateway: c.Account("dave").String(), Readings: []meteridtypes.Reading{
		signReading(c, "bob", 1, end, 0, 500*epochs),
		signReading(c, "carol", 2, end, 800*epochs, 0),
		signReading(c, "carol", 2, end, 800*epochs, 0), // a duplicate
	}}
	return [][]byte{c.Sign(c.Account("dave"), []sdk.Msg{msg})}
}

// jump reports what cannot be; it waits for the issuer.
func jump(c *chain.Chain) [][]byte {
	end := c.Now().Truncate(time.Minute)
	msg := &meteridtypes.MsgSubmitReadings{Gateway: c.Account("dave").String(), Readings: []meteridtypes.Reading{
		signReading(c, "bob", 1, end, 0, 1<<40),
	}}
	return [][]byte{c.Sign(c.Account("dave"), []sdk.Msg{msg})}
}

func signReading(c *chain.Chain, serial string, meter uint64, at time.Time, imported, exported uint64) meteridtypes.Reading {
	signed := must(reading.Reading{
		ChainID: c.ChainID(), Meter: meter, KeyVersion: 1, Time: at.Unix(), Import: imported, Export: exported,
	}.AppendBytes(nil))
	return meteridtypes.Reading{
		Meter: meter, Time: at.Unix(), ImportRegister: imported, ExportRegister: exported,
		Signature: must(deviceOf(serial).Sign(signed)),
	}
}
