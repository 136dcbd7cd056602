package fault

import (
	"slices"

	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
)

// Kind is how an access fails.
type Kind int

const (
	// Panic ends the access with a panic, whether it reads or writes.
	Panic Kind = iota
	// Nonsense lets a read return bytes that are no value; an iterator or a write panics.
	Nonsense
)

// nonsense is neither a protobuf message nor a number nor a page nor an empty value.
var nonsense = []byte{0xff}

// Plan lists the accesses that fail. The zero value disturbs nothing.
type Plan struct {
	kind   Kind
	access int
	stores []string
	armed  bool
	seen   int
}

// Arm lets one access to the stores of these names fail: the n-th, from 1, of the due work that comes.
func (p *Plan) Arm(kind Kind, access int, stores ...string) {
	*p = Plan{kind: kind, access: access, stores: stores, armed: true}
}

// Disarm takes a plan back and reports whether it had not come to pass.
func (p *Plan) Disarm() (waiting bool) {
	waiting, p.armed = p.armed, false
	return waiting
}

// fails counts an access and reports whether it is the one that fails.
func (p *Plan) fails(store string) bool {
	if !p.armed || !slices.Contains(p.stores, store) {
		return false
	}
	p.seen++
	if p.seen != p.access {
		return false
	}
	p.armed = false
	return true
}

// Build puts an application together to which the plan happens; it is an inprocess.Builder.
func (p *Plan) Build(
	logger log.Logger, db dbm.DB, loadLatest bool, appOpts servertypes.AppOptions, options ...func(*baseapp.BaseApp),
) *app.App {
	a := app.New(logger, db, false, appOpts, options...)
	a.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) {
		return a.EndBlocker(ctx.WithMultiStore(trunk{ctx.MultiStore(), p}))
	})
	if loadLatest {
		if err := a.LoadLatestVersion(); err != nil {
			panic(err)
		}
	}
	return a
}
