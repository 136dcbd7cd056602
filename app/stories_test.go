package app_test

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cosmosproto "github.com/cosmos/cosmos-proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
)

const (
	stranger  = "stranger"  // has no right to anything
	latecomer = "latecomer" // had all rights, until the chain began
)

// delegates may act for all accounts: the first by their grant, the second by that of the first, and so on.
var delegates = []string{"delegate", "second delegate", "third delegate"}

// open lists the messages that any account may send. For every other message the handler
// refuses any signer but the one that it names.
var open = []string{
	"/utility.energy.v1.MsgCreateCommunity",     // one's own
	"/utility.energy.v1.MsgDeposit",             // a present
	"/utility.generator.v1.MsgRequestGenerator", // one's own
	"/utility.generator.v1.MsgPlaceBid",         // the same
	"/utility.generator.v1.MsgPledge",           // with one's own money
	"/utility.generator.v1.MsgBuyUnits",         // the same
	"/utility.generator.v1.MsgTakeListing",      // the same
	"/utility.generator.v1.MsgRevealCode",       // any holder of a code may reveal it
	"/utility.meterid.v1.MsgRotateKey",          // where the old key has signed; x/meterid tests the rest
	"/utility.meterid.v1.MsgSubmitReadings",     // signed by the devices
	"/utility.water.v1.MsgCreateArea",           // one's own
	"/utility.water.v1.MsgSettleAccount",        // as every reading does
	"/utility.work.v1.MsgRetryWork",             // work that has to be done
}

// The stories of all modules come out as they are written although every message of ours travels through authz, nested
// one to three deep, in a block in which others try to send it without a right: with a wrong signature, without a grant,
// and with one that has expired (pitfalls, classes 11 and 12).
func TestStoriesComeOutByAnyDelivery(t *testing.T) {
	sent := map[string]bool{}
	dirs, err := filepath.Glob(filepath.Join("..", "x", "*", "testdata", "scenarios"))
	require.NoError(t, err)
	for _, dir := range dirs {
		t.Run(strings.Split(filepath.ToSlash(dir), "/")[2], func(t *testing.T) {
			scenario.Each(t, dir, func(t *testing.T) scenario.Handler {
				c := &carrier{t: t, sent: sent}
				return fixture.New(t, fixture.People(append(delegates, stranger, latecomer)...),
					fixture.Chain(chain.WithGenesis(trust)), fixture.WithDelivery(c.carry)).Handle
			})
		})
	}
	if t.Failed() {
		return
	}
	missing := slices.DeleteFunc(ourMessages(), func(url string) bool { return sent[url] || governed(url) })
	require.Empty(t, missing, "messages that succeed in no story")
}

// Each message of ours has one signer: the field that it names first, an address.
func TestEachMessageHasOneSigner(t *testing.T) {
	for _, url := range ourMessages() {
		d, err := registry().FindDescriptorByName(protoreflect.FullName(strings.TrimPrefix(url, "/")))
		require.NoError(t, err)
		first := d.(protoreflect.MessageDescriptor).Fields().Get(0)
		require.Equal(t, []string{string(first.Name())}, proto.GetExtension(d.Options(), msgv1.E_Signer), url)
		require.Equal(t, "cosmos.AddressString", proto.GetExtension(first.Options(), cosmosproto.E_Scalar), url)
	}
}

// registry has the messages of all modules.
var registry = sync.OnceValue(func() codectypes.InterfaceRegistry { return app.NewEncoding().Registry })

// ourMessages returns the messages of our modules, from the registry.
func ourMessages() []string {
	all := registry().ListImplementations(sdk.MsgInterfaceProtoName)
	all = slices.DeleteFunc(all, func(url string) bool { return !strings.HasPrefix(url, "/utility.") })
	slices.Sort(all)
	return all
}

// governed reports whether only governance sends a message: no account can sign it, so none can delegate it.
func governed(url string) bool {
	_, ok := must(registry().Resolve(url)).(interface{ GetAuthority() string })
	return ok
}

// carrier brings the messages of a story into the chain.
type carrier struct {
	t       *testing.T
	sent    map[string]bool
	carried int
}

func (c *carrier) carry(w *fixture.World, signer chain.Account, msgs []sdk.Msg) (*abci.ExecTxResult, []abci.Event) {
	c.t.Helper()
	url := sdk.MsgTypeURL(msgs[0])
	if !strings.HasPrefix(url, "/utility.") || !names(w, msgs[0], signer) {
		block := w.Block(w.Sign(signer, msgs))
		return block.TxResults[0], fixture.EventsOf(block)
	}
	if c.carried == 0 {
		trustForAMoment(w)
	}
	depth := c.carried%len(delegates) + 1
	c.carried++
	direct := w.Sign(signer, msgs, chain.WithSequence(sequence(w, signer)))
	good := c.wouldPass(w, direct)
	if good && !slices.Contains(open, url) {
		c.refuseStranger(w, signer, msgs[:1])
	}

	other := w.Account(stranger)
	txs := [][]byte{
		w.Sign(other, msgs[:1], chain.WithSequence(sequence(w, other))),
		w.Sign(other, []sdk.Msg{nested(w, msgs[:1], stranger)}),
		w.Sign(w.Account(latecomer), []sdk.Msg{nested(w, msgs[:1], latecomer)}),
		w.Sign(w.Account(delegates[depth-1]), []sdk.Msg{nested(w, msgs, delegates[:depth]...)}),
	}
	if !good {
		txs = append(txs, direct)
	}
	block := w.Block(txs...)
	results := block.TxResults
	require.Contains(c.t, results[0].Log, "does not match signer", "%s signed by a stranger", url)
	require.Equal(c.t, authz.ErrNoAuthorizationFound.ABCICode(), results[1].Code, "%s without a grant: %s", url, results[1].Log)
	require.Equal(c.t, "authz", results[1].Codespace)
	require.Equal(c.t, "authz", results[2].Codespace, "%s with an expired grant: %s", url, results[2].Log)
	require.NotZero(c.t, results[2].Code)

	if !good {
		require.Equal(c.t, results[4].Codespace, results[3].Codespace, "%s: %s, directly: %s", url, results[3].Log, results[4].Log)
		require.Equal(c.t, results[4].Code, results[3].Code, "%s: %s", url, results[3].Log)
		return results[4], fixture.EventsOf(block)
	}
	require.Zero(c.t, results[3].Code, "%s, %d deep: %s", url, depth, results[3].Log)
	c.sent[url] = true
	results[3].Data = unwrapped(c.t, w, results[3].Data, depth, msgs)
	return results[3], fixture.EventsOf(block)
}

// names reports whether the message requires the signature of this account; a story may try another one.
func names(w *fixture.World, msg sdk.Msg, signer chain.Account) bool {
	signers, _, err := w.App.AppCodec().GetMsgV1Signers(msg)
	return err == nil && len(signers) == 1 && signer.Address.Equals(sdk.AccAddress(signers[0]))
}

// nested is what the last of them sends so that the messages are executed in the name of their signer.
func nested(w *fixture.World, msgs []sdk.Msg, by ...string) sdk.Msg {
	for _, name := range by {
		exec := authz.NewMsgExec(w.Account(name).Address, msgs)
		msgs = []sdk.Msg{&exec}
	}
	return msgs[0]
}

// wouldPass runs a transaction on a branch of the state.
func (c *carrier) wouldPass(w *fixture.World, tx []byte) bool {
	_, _, err := w.App.Simulate(tx)
	return err == nil
}

// refuseStranger signs with a stranger's key in place of the required one: the handler refuses.
func (c *carrier) refuseStranger(w *fixture.World, signer chain.Account, msgs []sdk.Msg) {
	c.t.Helper()
	other := w.Account(stranger)
	text := string(w.App.AppCodec().MustMarshalJSON(msgs[0]))
	// The signer is the first field; it may stand in others, which stay.
	text = strings.Replace(text, signer.String(), other.String(), 1)
	forged := emptyOf(c.t, msgs[0])
	w.App.AppCodec().MustUnmarshalJSON([]byte(text), forged)
	_, _, err := w.App.Simulate(w.Sign(other, []sdk.Msg{forged}, chain.WithSequence(sequence(w, other))))
	require.Error(c.t, err, "%s by a stranger", sdk.MsgTypeURL(msgs[0]))
}

func emptyOf(t *testing.T, msg sdk.Msg) sdk.Msg {
	t.Helper()
	empty, err := registry().Resolve(sdk.MsgTypeURL(msg))
	require.NoError(t, err)
	return empty
}

func sequence(w *fixture.World, of chain.Account) uint64 {
	return w.App.AccountKeeper.GetAccount(w.Context(), of.Address).GetSequence()
}

// unwrapped returns the result of messages that were executed by authz, as if they had been sent directly.
func unwrapped(t *testing.T, w *fixture.World, data []byte, depth int, msgs []sdk.Msg) []byte {
	t.Helper()
	cdc := w.App.AppCodec()
	var all sdk.TxMsgData
	cdc.MustUnmarshal(data, &all)
	answers := [][]byte{all.MsgResponses[0].Value}
	for range depth {
		var exec authz.MsgExecResponse
		cdc.MustUnmarshal(answers[0], &exec)
		answers = exec.Results
	}
	require.Len(t, answers, len(msgs))
	all.MsgResponses = nil
	for i, answer := range answers {
		all.MsgResponses = append(all.MsgResponses, &codectypes.Any{TypeUrl: sdk.MsgTypeURL(msgs[i]) + "Response", Value: answer})
	}
	return cdc.MustMarshal(&all)
}

// trust grants every message of ours from all accounts to the first delegate, and from each delegate to the next.
func trust(cdc codec.JSONCodec, genesis app.Genesis) {
	var accounts authtypes.GenesisState
	cdc.MustUnmarshalJSON(genesis[authtypes.ModuleName], &accounts)
	var state authz.GenesisState
	grant := func(granter, grantee, url string) {
		state.Authorization = append(state.Authorization, authz.GrantAuthorization{
			Granter: granter, Grantee: grantee, Authorization: must(codectypes.NewAnyWithValue(authz.NewGenericAuthorization(url))),
		})
	}
	for _, account := range must(authtypes.UnpackAccounts(accounts.Accounts)) {
		for _, url := range ourMessages() {
			grant(account.GetAddress().String(), chain.NewAccount(delegates[0]).String(), url)
		}
	}
	for i := range delegates[1:] {
		grant(chain.NewAccount(delegates[i]).String(), chain.NewAccount(delegates[i+1]).String(), sdk.MsgTypeURL(&authz.MsgExec{}))
	}
	genesis[authz.ModuleName] = cdc.MustMarshalJSON(&state)
}

// trustForAMoment grants every message of ours from all accounts to the latecomer, until this time.
func trustForAMoment(w *fixture.World) {
	until := w.Now().Add(time.Nanosecond)
	grantee := w.Account(latecomer).Address
	for urls := range slices.Chunk(ourMessages(), 40) { // as many as the gas of a transaction is for
		var txs [][]byte
		for _, granter := range w.Accounts() {
			if granter.Name == latecomer {
				continue
			}
			var msgs []sdk.Msg
			for _, url := range urls {
				msgs = append(msgs, must(authz.NewMsgGrant(granter.Address, grantee, authz.NewGenericAuthorization(url), &until)))
			}
			txs = append(txs, w.Sign(granter, msgs, chain.WithGas(app.MaxBlockGas/20)))
		}
		for _, res := range w.BlockAt(w.Now(), txs...).TxResults {
			if res.Code != 0 {
				panic(res.Log)
			}
		}
	}
}
