// Package appmodule connects a module to the application. All modules are connected the same way, so the methods that the SDK calls are
// written once, and a module lists its parts:
//
//	type AppModule struct {
//		appmodule.Module[parts, *keeper.Keeper, types.GenesisState, *types.GenesisState]
//	}
//
//	type parts struct{}
//
//	func (parts) Parts() appmodule.Parts[*keeper.Keeper, types.GenesisState] {
//		return appmodule.Parts[*keeper.Keeper, types.GenesisState]{Name: types.ModuleName, …}
//	}
//
// The parts belong to a type and not to a value: the application uses AppModule{}, without a keeper, for types, default genesis
// and commands.
//
// A module has its commands as a method of its own, AutoCLIOptions.
package appmodule
