package keeper_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// validMessages is one message of each type that the busy fixture accepts.
func (f *fixture) validMessages() []sdk.Msg {
	next := handOver("S5", 5)
	return []sdk.Msg{
		authorization(),
		&types.MsgRevokeIssuer{Authority: account("governance"), Address: account("issuer")},
		&types.MsgReassignMeters{Authority: account("governance"), From: account("revoked"), To: account("issuer")},
		&types.MsgUpdateParams{Authority: account("governance"), Params: types.DefaultParams()},
		registration(ed("S9", 1), "S9"),
		activation(ed("S1", 1), 1, types.Registers{Time: noon, ImportRegister: 1, ExportRegister: 1}),
		&types.MsgSubmitReadings{Gateway: account("gateway"), Readings: []types.Reading{read(ed("S5", 1), 5, 1, step(30))}},
		f.releasing(8),
		next,
		&types.MsgDropPending{Signer: account("owner"), Meter: 7, Kind: types.PROPOSAL_KIND_KEY},
		replacement(8, 6),
		f.replacing(5),
		transfer(5),
		f.consenting(7),
		f.accepting(7),
		rebasing(5),
		&types.MsgSuspendMeter{Signer: account("owner"), Meter: 5, Reason: "seal broken"},
		&types.MsgResumeMeter{Issuer: account("issuer"), Meter: 2},
		&types.MsgRetireMeter{Owner: account("owner"), Meter: 5},
		&types.MsgAttestClaim{Issuer: account("issuer"), Meter: 5, Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 2, ValidFrom: noon, ValidUntil: noon + day},
		&types.MsgRevokeClaim{Issuer: account("issuer"), Meter: 7, Type: types.CLAIM_TYPE_OCCUPANTS, ValidFrom: noon + 7},
	}
}

// hostile are values for a field of the kind, each of which a sender may try.
func hostile(v reflect.Value) []reflect.Value {
	switch v.Kind() {
	case reflect.String:
		return valuesOf(v, "", "x", "\xff\xfe", "\x00", strings.Repeat("x", 1<<20), account("nobody"), strings.ToUpper(account("owner")),
			"cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du", "utilityvaloper1qyqszqgpqyqszqgpqyqszqgpqyqszqgpkk3v3l")
	case reflect.Uint64:
		return valuesOf(v, uint64(0), uint64(1), uint64(2), uint64(math.MaxInt64), uint64(math.MaxUint64))
	case reflect.Uint32:
		return valuesOf(v, uint32(0), uint32(1), uint32(21), uint32(math.MaxUint32))
	case reflect.Int64:
		return valuesOf(v, int64(0), int64(1), int64(-1), types.MaxTime, types.MaxTime+1, int64(math.MaxInt64), int64(math.MinInt64))
	case reflect.Int32:
		return valuesOf(v, int32(0), int32(1), int32(-1), int32(4), int32(256), int32(math.MaxInt32), int32(math.MinInt32))
	case reflect.Bool:
		return valuesOf(v, true, false)
	case reflect.Slice:
		many := reflect.MakeSlice(v.Type(), 0, 0)
		for range 5_000 {
			many = reflect.AppendSlice(many, v)
		}
		return []reflect.Value{reflect.Zero(v.Type()), reflect.MakeSlice(v.Type(), 1, 1), reflect.AppendSlice(v, v), many}
	default:
		return nil
	}
}

func valuesOf(v reflect.Value, xs ...any) []reflect.Value {
	out := make([]reflect.Value, len(xs))
	for i, x := range xs {
		out[i] = reflect.ValueOf(x).Convert(v.Type())
	}
	return out
}

// eachField calls visit with each field of a message, those of its parts too.
func eachField(path string, v reflect.Value, visit func(path string, field reflect.Value)) {
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			eachField(path+"."+v.Type().Field(i).Name, v.Field(i), visit)
		}
		return
	}
	visit(path, v)
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct && v.Len() > 0 {
		eachField(path+"[0]", v.Index(0), visit)
	}
}

// deliver carries a message out, whatever it is.
func (f *fixture) deliver(ctx sdk.Context, msg sdk.Msg) error {
	name := strings.TrimPrefix(reflect.TypeOf(msg).Elem().Name(), "Msg")
	out := reflect.ValueOf(f.msgs).MethodByName(name).Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf(msg)})
	err, _ := out[1].Interface().(error)
	return err
}

// Every field of every message at 0, 1, max, empty, over-long, no UTF-8, wrong prefix, twice: the message is carried out and
// the state is sound, or it is refused with an error of ours or the SDK's. Nothing panics.
func TestEveryFieldOfEveryMessage(t *testing.T) {
	f := busyFixture(t)
	valid := f.validMessages()
	require.Len(t, valid, len(types.Messages()))
	for n, msg := range valid {
		require.IsType(t, types.Messages()[n], msg)
		t.Run(reflect.TypeOf(msg).Elem().Name(), func(t *testing.T) {
			branch, _ := f.ctx.CacheContext()
			require.NoError(t, f.deliver(branch, msg), "the message is valid as it is")

			refused := 0
			eachField("", reflect.ValueOf(msg).Elem(), func(path string, field reflect.Value) {
				good := reflect.New(field.Type()).Elem()
				good.Set(field)
				for _, bad := range hostile(good) {
					field.Set(bad)
					branch, _ := f.ctx.CacheContext()
					if err := f.deliver(branch, msg); err != nil {
						refused++
						space, code, _ := errorsmod.ABCIInfo(err, false)
						require.Contains(t, []string{types.ModuleName, sdkerrors.RootCodespace}, space, "%s: %s", path, err)
						require.Greater(t, code, uint32(1), "%s: %s", path, err)
						continue
					}
					for _, i := range f.keeper.Invariants() {
						require.NoError(t, i.Check(branch), "%s: %s", path, i.Name)
					}
				}
				field.Set(good)
			})
			require.NotZero(t, refused)
		})
	}
}
