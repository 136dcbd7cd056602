// Package keeper keeps energy communities: who belongs to them, what they reported, what each epoch made of it and
// the money with which members pay each other.
package keeper

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

// pair is a community and an epoch, or a community and a slot.
type pair = collections.Pair[uint64, uint64]

// place is where an account is a member: account, community, slot.
type place = collections.Triple[[]byte, uint64, uint64]

// Keeper is the state of the module.
type Keeper struct {
	addresses address.Codec
	authority string
	bank      types.BankKeeper
	meters    types.MeterKeeper
	work      queue.Queue

	schema        collections.Schema
	params        collections.Item[types.Params]
	nextCommunity collections.Sequence
	communities   collections.Map[uint64, types.Community]
	terms         collections.Map[pair, types.Terms]  // community, from_epoch
	members       collections.Map[pair, types.Member] // community, slot
	accounts      collections.KeySet[place]
	seats         pages.Map[uint64, types.Seat]   // community → slot
	wallets       pages.Map[uint64, types.Wallet] // community → slot
	applications  collections.Map[uint64, types.Application]
	applicants    collections.KeySet[pair]        // community, meter
	intervals     pages.Map[pair, types.Interval] // community, epoch → slot
	settlements   collections.Map[pair, types.Settlement]
	unsettled     collections.KeySet[pair]              // community, epoch of the settlements still to come
	prefixes      pages.Map[pair, types.Prefix]         // community, epoch → page of slots
	cursors       collections.Map[uint64, types.Cursor] // community → its settlement under way
}

// NewKeeper lays the state out. The authority may change parameters. It panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Keeper {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("energy: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	pairKey := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	k := &Keeper{
		addresses: addressCodec,
		authority: authority,
		bank:      bank,
		meters:    meters,
		work:      work,

		params:        collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		nextCommunity: collections.NewSequence(sb, types.NextCommunityKey, "next_community"),
		communities: collections.NewMap(sb, types.CommunitiesKey, "communities",
			collections.Uint64Key, codec.CollValue[types.Community](cdc)),
		terms:   collections.NewMap(sb, types.TermsKey, "terms", pairKey, codec.CollValue[types.Terms](cdc)),
		members: collections.NewMap(sb, types.MembersKey, "members", pairKey, codec.CollValue[types.Member](cdc)),
		accounts: collections.NewKeySet(sb, types.AccountsKey, "accounts",
			collections.TripleKeyCodec(collections.BytesKey, collections.Uint64Key, collections.Uint64Key)),
		seats:   pages.New(sb, types.SeatsKey, "seats", collections.Uint64Key, seatForm),
		wallets: pages.New(sb, types.WalletsKey, "wallets", collections.Uint64Key, walletForm),
		applications: collections.NewMap(sb, types.ApplicationsKey, "applications",
			collections.Uint64Key, codec.CollValue[types.Application](cdc)),
		applicants:  collections.NewKeySet(sb, types.ApplicantsKey, "applicants", pairKey),
		intervals:   pages.New(sb, types.IntervalsKey, "intervals", pairKey, intervalForm),
		settlements: collections.NewMap(sb, types.SettlementsKey, "settlements", pairKey, codec.CollValue[types.Settlement](cdc)),
		unsettled:   collections.NewKeySet(sb, types.UnsettledKey, "unsettled", pairKey),
		prefixes:    pages.New(sb, types.PrefixesKey, "prefixes", pairKey, prefixForm),
		cursors:     collections.NewMap(sb, types.CursorsKey, "cursors", collections.Uint64Key, codec.CollValue[types.Cursor](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("energy: %s", err))
	}
	k.schema = schema
	return k
}

// Authority is the address that may change parameters.
func (k *Keeper) Authority() string { return k.authority }

// Meters are the meters that members have.
func (k *Keeper) Meters() types.MeterKeeper { return k.meters }
