// Package keepertest is what the tests of every keeper begin with: stores in memory, a context at noon, accounts by name, the
// events of a message, and a check that a refusal changed nothing.
//
//	kit := keepertest.New(t)
//	bank := fake.NewBank(kit.Memory("bank"), map[string][]string{types.ModuleName: nil})
//	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), keepertest.Addresses, keepertest.Account("governance"), bank)
//	ctx := kit.Context()
//
// A keeper that needs another one gets it on a store of its own, in one line before the context is made:
//
//	other := otherkeeper.NewKeeper(kit.Codec, kit.Store(othertypes.StoreKey), …)
package keepertest
