package keepertest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// world is a kit with a keeper and a bank, both with something stored.
func world(t *testing.T) (*keepertest.Kit, sdk.Context, *fake.Bank, types.MsgServer) {
	t.Helper()
	kit := keepertest.New(t)
	bank := fake.NewBank(kit.Memory("bank"), nil)
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), keepertest.Addresses, keepertest.Account("governance"),
		kit.Work().Queue(types.ModuleName))
	ctx := kit.Context()
	require.NoError(t, k.InitGenesis(ctx, *types.DefaultGenesis()))
	bank.Fund(ctx, keepertest.AccountBytes("alice"), sdk.NewInt64Coin("ueur", 7))
	return kit, ctx, bank, keeper.NewMsgServer(k)
}

var issuer = types.MsgAuthorizeIssuer{
	Authority: keepertest.Account("governance"), Address: keepertest.Account("issuer"), Name: "Office",
	Media: []types.Medium{types.MEDIUM_ELECTRICITY},
}

func TestTheStateIsOfKeepersAndFakes(t *testing.T) {
	kit, ctx, bank, msgs := world(t)
	before := kit.State(ctx)
	branch, write := ctx.CacheContext()
	bank.Fund(branch, keepertest.AccountBytes("bob"), sdk.NewInt64Coin("ueur", 1))
	require.Equal(t, before, kit.State(ctx), "a branch is not written yet")
	require.NotEqual(t, before, kit.State(branch))
	write()
	funded := kit.State(ctx)
	require.NotEqual(t, before, funded)
	_, err := msgs.AuthorizeIssuer(ctx, &issuer)
	require.NoError(t, err)
	require.NotEqual(t, funded, kit.State(ctx))
}

func TestAnotherKitGetsTheStateOfTheFakesOnly(t *testing.T) {
	kit, ctx, bank, _ := world(t)
	other := keepertest.New(t)
	other.Store(types.StoreKey)
	twin := fake.NewBank(other.Memory("bank"), nil)
	otherCtx := other.Context()
	other.Copy(otherCtx, kit, ctx)
	require.Equal(t, bank.Sum(ctx, "ueur"), twin.Sum(otherCtx, "ueur"))
	require.Len(t, other.State(otherCtx), 2, "a balance and a supply")
}

func TestABlockIsCommitted(t *testing.T) {
	kit, _, bank, msgs := world(t)
	kit.Block(keepertest.Noon+900, func(ctx sdk.Context) error {
		require.Equal(t, keepertest.Noon+900, ctx.BlockTime().Unix())
		bank.Fund(ctx, keepertest.AccountBytes("bob"), sdk.NewInt64Coin("ueur", 1))
		_, err := msgs.AuthorizeIssuer(ctx, &issuer)
		return err
	})
	require.Equal(t, int64(1), kit.Stores.LastCommitID().Version)
	require.Equal(t, "8ueur", bank.Sum(kit.Branch(keepertest.Noon), "ueur").String(), "also the memory of the fakes stays")
}

func TestEventsAreForgottenOnceSeen(t *testing.T) {
	_, ctx, _, msgs := world(t)
	_, err := msgs.AuthorizeIssuer(ctx, &issuer)
	require.NoError(t, err)
	require.Len(t, keepertest.Events[*types.EventIssuerAuthorized](t, &ctx), 1)
	require.Empty(t, keepertest.Events[*types.EventIssuerAuthorized](t, &ctx))
}

func TestARefusalIsOfAKind(t *testing.T) {
	kit, ctx, _, msgs := world(t)
	stranger := issuer
	stranger.Authority = keepertest.Account("eve")
	keepertest.Refused(kit, ctx, msgs.AuthorizeIssuer, stranger, sdkerrors.ErrUnauthorized)
}

func TestCoinsThatMoveBeforeARefusalAreNoticed(t *testing.T) {
	failing := &failure{TB: t}
	kit := keepertest.New(failing)
	bank := fake.NewBank(kit.Memory("bank"), nil)
	hasty := func(ctx context.Context, _ *types.MsgAuthorizeIssuer) (*types.MsgAuthorizeIssuerResponse, error) {
		bank.Fund(ctx, keepertest.AccountBytes("bob"), sdk.NewInt64Coin("ueur", 1))
		return nil, sdkerrors.ErrUnauthorized
	}
	ctx := kit.Context()
	require.Panics(t, func() { keepertest.Refused(kit, ctx, hasty, issuer, sdkerrors.ErrUnauthorized) })
	require.Contains(t, failing.message, "money moves after all checks")
}

// failure is a test that is expected to fail.
type failure struct {
	testing.TB
	message string
}

func (f *failure) Errorf(format string, args ...any) { f.message += fmt.Sprintf(format, args...) }

func (f *failure) FailNow() { panic("failed") }
