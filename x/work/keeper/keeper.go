// Package keeper implements x/work: the block work of all modules, its retry, its queries and its share of a block.
package keeper

import (
	"fmt"
	"slices"
	"strings"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/internal/readonly"
	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

// Keeper is the state of the module and the handlers of the others.
type Keeper struct {
	reader    *Keeper // for queries: its store cannot be written
	addresses address.Codec
	authority string

	schema collections.Schema
	params collections.Item[types.Params]
	queue  *queue.Store

	handlers map[string]queue.Handler
	modules  []string // those with a handler, sorted
}

// NewKeeper builds the schema of the state. The authority may change parameters. It panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
) *Keeper {
	k := layOut(cdc, storeService, addressCodec, authority)
	k.reader = layOut(cdc, readonly.Service(storeService), addressCodec, authority)
	return k
}

func layOut(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
) *Keeper {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("work: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		addresses: addressCodec,
		authority: authority,
		params:    collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		queue: queue.New(sb, queue.Prefixes{
			Items: types.PendingKey, Failed: types.FailedKey, Turns: types.TurnsKey, TurnOf: types.TurnOfKey,
		}),
		handlers: map[string]queue.Handler{},
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("work: %s", err))
	}
	k.schema = schema
	return k
}

// Authority returns the address that may change parameters.
func (k *Keeper) Authority() string { return k.authority }

// Queue returns the queue of a module.
func (k *Keeper) Queue(module string) queue.Queue { return k.queue.Of(module) }

// Handle registers the handler of a module, when the application is built.
func (k *Keeper) Handle(module string, h queue.Handler) {
	k.handlers[module] = h
	k.modules = append(k.modules, module)
	slices.Sort(k.modules)
	k.reader.handlers, k.reader.modules = k.handlers, k.modules
}

// handler returns the handler of a module.
func (k *Keeper) handler(module string) (queue.Handler, error) {
	h, known := k.handlers[module]
	if !known {
		return h, types.ErrUnknownModule.Wrapf("module: expected %s, got %q", strings.Join(k.modules, ", "), module)
	}
	return h, nil
}

// kindOf returns the number of a kind of work of a module.
func (k *Keeper) kindOf(module, kind string) (uint32, error) {
	h, err := k.handler(module)
	if err != nil {
		return 0, err
	}
	i := slices.Index(h.Kinds, kind)
	if i < 0 {
		return 0, types.ErrUnknownKind.Wrapf("kind: expected %s, got %q", strings.Join(h.Kinds, ", "), kind)
	}
	return uint32(i) + 1, nil //nolint:gosec // a few
}
