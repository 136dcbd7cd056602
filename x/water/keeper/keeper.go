// Package keeper implements x/water: messages, queries and block work on areas, their sources and households, and on the order book in
// which households trade.
package keeper

import (
	"fmt"

	"cosmossdk.io/collections"
	addresscodec "cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// pair is an area and the number of something within it, or the id of a due item.
type pair = collections.Pair[uint64, uint64]

// ownership is who has an account where: owner, area.
type ownership = collections.Pair[[]byte, uint64]

// orderKey is an order: area, side, slot. There is one for an account and side.
type orderKey = collections.Triple[uint64, uint32, uint64]

// rankKey is the place of an order in the book: area, side, rank of its price, number. On each side the best order is first:
// the rank of an offer to sell is its price, that of an offer to buy is its price taken from the greatest number.
type rankKey = collections.Quad[uint64, uint32, uint64, uint64]

// payee is a producer to whom something is due: area, producer.
type payee = collections.Pair[uint64, []byte]

// Keeper is the state of the module.
type Keeper struct {
	addresses     addresscodec.Codec
	authority     string
	bank          types.BankKeeper
	meters        types.MeterKeeper
	work          queue.Queue
	moduleAddress []byte

	schema      collections.Schema
	params      collections.Item[types.Params]
	nextArea    collections.Sequence
	areas       collections.Map[uint64, types.Area]
	ledgers     collections.Map[uint64, types.Ledger]
	purses      collections.Map[uint64, types.Purse]
	counters    collections.Map[uint64, types.Counters]
	sources     collections.Map[pair, types.Source]  // area, source
	openSources collections.KeySet[pair]             // of the sources that are proposed or active
	periods     collections.Map[pair, types.Period]  // area, period
	accounts    collections.Map[pair, types.Account] // area, slot
	owners      collections.Map[ownership, uint64]   // slot
	holdings    pages.Map[uint64, types.Holding]     // area → slot
	valves      collections.Map[uint64, types.Valve] // meter
	orders      collections.Map[orderKey, types.Order]
	orderRanks  collections.Map[rankKey, uint64]        // slot
	auctions    collections.Map[pair, types.Auction]    // area, auction
	clearings   collections.Map[uint64, types.Clearing] // area
	payables    collections.Map[payee, uint64]          // base units
}

// NewKeeper lays the state out. The authority may change parameters. It panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec addresscodec.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Keeper {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("water: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	number := collections.Uint64Key
	pairKey := collections.PairKeyCodec(number, number)
	k := &Keeper{
		addresses:     addressCodec,
		authority:     authority,
		bank:          bank,
		meters:        meters,
		work:          work,
		moduleAddress: authtypes.NewModuleAddress(types.ModuleName),

		params:      collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		nextArea:    collections.NewSequence(sb, types.NextAreaKey, "next_area"),
		areas:       collections.NewMap(sb, types.AreasKey, "areas", number, codec.CollValue[types.Area](cdc)),
		ledgers:     collections.NewMap(sb, types.LedgersKey, "ledgers", number, codec.CollValue[types.Ledger](cdc)),
		purses:      collections.NewMap(sb, types.PursesKey, "purses", number, codec.CollValue[types.Purse](cdc)),
		counters:    collections.NewMap(sb, types.CountersKey, "counters", number, codec.CollValue[types.Counters](cdc)),
		sources:     collections.NewMap(sb, types.SourcesKey, "sources", pairKey, codec.CollValue[types.Source](cdc)),
		openSources: collections.NewKeySet(sb, types.OpenSourcesKey, "open_sources", pairKey),
		periods:     collections.NewMap(sb, types.PeriodsKey, "periods", pairKey, codec.CollValue[types.Period](cdc)),
		accounts:    collections.NewMap(sb, types.AccountsKey, "accounts", pairKey, codec.CollValue[types.Account](cdc)),
		owners: collections.NewMap(sb, types.OwnersKey, "owners",
			collections.PairKeyCodec(collections.BytesKey, number), collections.Uint64Value),
		holdings: pages.New(sb, types.HoldingsKey, "holdings", number, holdingForm),
		valves:   collections.NewMap(sb, types.ValvesKey, "valves", number, codec.CollValue[types.Valve](cdc)),
		orders: collections.NewMap(sb, types.OrdersKey, "orders",
			collections.TripleKeyCodec(number, collections.Uint32Key, number), codec.CollValue[types.Order](cdc)),
		orderRanks: collections.NewMap(sb, types.OrderRanksKey, "order_ranks",
			collections.QuadKeyCodec(number, collections.Uint32Key, number, number), collections.Uint64Value),
		auctions:  collections.NewMap(sb, types.AuctionsKey, "auctions", pairKey, codec.CollValue[types.Auction](cdc)),
		clearings: collections.NewMap(sb, types.ClearingsKey, "clearings", number, codec.CollValue[types.Clearing](cdc)),
		payables: collections.NewMap(sb, types.PayablesKey, "payables",
			collections.PairKeyCodec(number, collections.BytesKey), collections.Uint64Value),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("water: %s", err))
	}
	k.schema = schema
	return k
}

// Authority is the address that may change parameters.
func (k *Keeper) Authority() string { return k.authority }

// Meters are the meters of sources and households.
func (k *Keeper) Meters() types.MeterKeeper { return k.meters }
