package types

// DefaultGenesis is the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextCommunity: FirstCommunity}
}

// Validate checks the state.
func (g GenesisState) Validate() error {
	return g.Params.Validate()
}
