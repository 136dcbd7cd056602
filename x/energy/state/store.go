// Package state stores the records of x/energy: it defines their keys, looks them up and writes them.
package state

import (
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Keys, in the order of their parts.
type (
	// EpochKey is a community and an epoch.
	EpochKey = collections.Pair[uint64, uint64]
	// SlotKey is a community and a slot.
	SlotKey = collections.Pair[uint64, uint64]
	// ApplicantKey is a community and a meter.
	ApplicantKey = collections.Pair[uint64, uint64]
	// MembershipKey is an account, a community and a slot.
	MembershipKey = collections.Triple[[]byte, uint64, uint64]
)

// Store holds the records of the module and the keepers it uses.
type Store struct {
	Addresses address.Codec
	Authority string
	Bank      types.BankKeeper
	Meters    types.MeterKeeper
	Queue     queue.Queue

	schema        collections.Schema
	Params        collections.Item[types.Params]
	NextCommunity collections.Sequence
	Communities   collections.Map[uint64, types.Community]
	Terms         collections.Map[EpochKey, types.Terms] // by community and from_epoch
	Members       collections.Map[SlotKey, types.Member]
	Accounts      collections.KeySet[MembershipKey]          // index of the members
	Seats         pages.Map[uint64, types.Seat]              // community → slot
	Wallets       pages.Map[uint64, types.Wallet]            // community → slot
	Applications  collections.Map[uint64, types.Application] // by meter
	Applicants    collections.KeySet[ApplicantKey]           // index of the applications
	Intervals     pages.Map[EpochKey, types.Interval]        // community, epoch → slot
	Settlements   collections.Map[EpochKey, types.Settlement]
	Unsettled     collections.KeySet[EpochKey]          // epochs with an unsettled settlement
	Prefixes      pages.Map[EpochKey, types.Prefix]     // community, epoch → page of slots
	Cursors       collections.Map[uint64, types.Cursor] // community → its settlement in progress
}

// New builds the schema of the records. Only the authority may set parameters. It panics on an invalid authority or schema,
// at start-up.
func New(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Store {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("energy: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	pairKey := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	s := &Store{
		Addresses: addressCodec,
		Authority: authority,
		Bank:      bank,
		Meters:    meters,
		Queue:     work,

		Params:        collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		NextCommunity: collections.NewSequence(sb, types.NextCommunityKey, "next_community"),
		Communities: collections.NewMap(sb, types.CommunitiesKey, "communities",
			collections.Uint64Key, codec.CollValue[types.Community](cdc)),
		Terms:   collections.NewMap(sb, types.TermsKey, "terms", pairKey, codec.CollValue[types.Terms](cdc)),
		Members: collections.NewMap(sb, types.MembersKey, "members", pairKey, codec.CollValue[types.Member](cdc)),
		Accounts: collections.NewKeySet(sb, types.AccountsKey, "accounts",
			collections.TripleKeyCodec(collections.BytesKey, collections.Uint64Key, collections.Uint64Key)),
		Seats:   pages.New(sb, types.SeatsKey, "seats", collections.Uint64Key, SeatForm),
		Wallets: pages.New(sb, types.WalletsKey, "wallets", collections.Uint64Key, WalletForm),
		Applications: collections.NewMap(sb, types.ApplicationsKey, "applications",
			collections.Uint64Key, codec.CollValue[types.Application](cdc)),
		Applicants:  collections.NewKeySet(sb, types.ApplicantsKey, "applicants", pairKey),
		Intervals:   pages.New(sb, types.IntervalsKey, "intervals", pairKey, IntervalForm),
		Settlements: collections.NewMap(sb, types.SettlementsKey, "settlements", pairKey, codec.CollValue[types.Settlement](cdc)),
		Unsettled:   collections.NewKeySet(sb, types.UnsettledKey, "unsettled", pairKey),
		Prefixes:    pages.New(sb, types.PrefixesKey, "prefixes", pairKey, PrefixForm),
		Cursors:     collections.NewMap(sb, types.CursorsKey, "cursors", collections.Uint64Key, codec.CollValue[types.Cursor](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("energy: %s", err))
	}
	s.schema = schema
	return s
}
