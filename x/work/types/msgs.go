package types

import "github.com/utilityd/utilityd/x/internal/check"

// Validate checks the message without state.
func (m *MsgRetryWork) Validate() error {
	return check.All(
		check.Text("module", m.Module, 1, MaxNameBytes),
		check.Min("record", m.Record, 1),
		check.Text("kind", m.Kind, 1, MaxNameBytes),
	)
}

// Validate checks the message without state.
func (m *MsgUpdateParams) Validate() error { return m.Params.Validate() }
