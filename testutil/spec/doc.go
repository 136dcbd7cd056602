// Package spec compares a module with its README, which is its specification, and with what every module has: commands
// that work as their examples say, a genesis, messages that can be signed.
//
//	func TestSpecification(t *testing.T) {
//		spec.Check(t, spec.Module{
//			App:      water.AppModule{},
//			Chapters: []string{"Words", "Water", "State", … , "What it does not do"},
//			Messages: types.Messages(),
//			…
//		})
//	}
//
// The test runs in the folder of the module. It reads README.md, types/errors.go, types/keys.go and the descriptors of
// the proto files. The chapters that it looks into are Messages, with one page for each message, State, Block work,
// Invariants, Parameters, Events, Errors, and Queries and commands. What only one module has, such as a worked example, is
// compared by the module itself:
//
//	for _, row := range spec.Read(t, "README.md").Table(t, "Worked examples") {
//		require.Equal(t, spec.Number(t, row[1]), balance)
//	}
package spec
