package cli_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	cosmosproto "github.com/cosmos/cosmos-proto"
	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	reflection "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	reflectionv2 "github.com/cosmos/cosmos-sdk/server/grpc/reflection/v2alpha1"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/docs/openapi"
)

func TestReflectionListsEveryMessageAndQuery(t *testing.T) {
	conn := dial(t)
	services := listServices(t, conn)
	txs, err := reflectionv2.NewReflectionServiceClient(conn).GetTxDescriptor(t.Context(), &reflectionv2.GetTxDescriptorRequest{})
	require.NoError(t, err)
	var msgs []string
	for _, msg := range txs.Tx.Msgs {
		msgs = append(msgs, msg.MsgTypeUrl)
	}

	eachMethod(t, isAny, func(t *testing.T, m method) {
		if m.isMsg() {
			require.Contains(t, msgs, m.msgURL())
			return
		}
		require.Contains(t, services, string(m.service.FullName()))
	})
}

// Nothing is stored under the names and numbers of these queries, so the answer may be that it is not found, but not that
// the query is unknown, nor an error without a code, which REST would turn into 500.
func TestEveryQueryAnswersOverGRPC(t *testing.T) {
	conn := dial(t)
	eachMethod(t, isQuery, func(t *testing.T, m method) {
		for _, req := range []proto.Message{dynamicpb.NewMessage(m.desc.Input()), sample(t, m)} {
			err := conn.Invoke(t.Context(), m.path(), req, dynamicpb.NewMessage(m.desc.Output()))
			require.Contains(t, []codes.Code{codes.OK, codes.NotFound, codes.InvalidArgument}, status.Code(err), "{%v}: %v", req, err)
		}
	})
}

// REST answers what gRPC answers, on the path in the proto file and the OpenAPI file.
func TestEveryQueryAnswersOverREST(t *testing.T) {
	conn := dial(t)
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(openapi.JSON, &doc))

	eachMethod(t, isQuery, func(t *testing.T, m method) {
		rule, _ := proto.GetExtension(m.desc.Options(), annotations.E_Http).(*annotations.HttpRule)
		require.NotEmpty(t, rule.GetGet(), "the proto file gives no path for GET")
		require.Contains(t, doc.Paths[rule.GetGet()], "get", "the path is not in the OpenAPI file: run make proto")

		req := sample(t, m)
		want := conn.Invoke(t.Context(), m.path(), req, dynamicpb.NewMessage(m.desc.Output()))
		code, body := rest(t, http.MethodGet, fill(t, rule.GetGet(), req), "")

		require.Equal(t, gwruntime.HTTPStatusFromCode(status.Code(want)), code, body)
		var got struct{ Message string }
		require.NoError(t, json.Unmarshal([]byte(body), &got), body)
		require.Equal(t, status.Convert(want).Message(), got.Message)
	})
}

// A message needs no path of its own: every transaction goes to the same one.
func TestATransactionIsTakenOverREST(t *testing.T) {
	_, at := runningNode(t)
	var doc struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(openapi.JSON, &doc))
	require.Contains(t, doc.Paths["/cosmos/tx/v1beta1/txs"], "post")
	dir := t.TempDir()
	file := func(name string, args ...string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(mustRun(t, append(args, at...)...)), 0o600))
		return path
	}
	unsigned := file("unsigned.json", "tx", "energy", "create-community", "Over REST", address(t, devnet.Supplier),
		"900", "3600", "dynamic", "grid", "ueur", "250000", "100", "--from", devnet.Carol, "--gas", "300000", "--generate-only")
	signed := file("signed.json", "tx", "sign", unsigned, "--from", devnet.Carol)
	encoded := strings.TrimSpace(mustRun(t, append([]string{"tx", "encode", signed}, at...)...))
	_, err := base64.StdEncoding.DecodeString(encoded)
	require.NoError(t, err)

	code, body := rest(t, http.MethodPost, "/cosmos/tx/v1beta1/txs", `{"tx_bytes":"`+encoded+`","mode":"BROADCAST_MODE_SYNC"}`)

	require.Equal(t, http.StatusOK, code, body)
	var sent struct {
		Response struct {
			TxHash string `json:"txhash"`
			Code   uint32 `json:"code"`
			RawLog string `json:"raw_log"`
		} `json:"tx_response"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &sent))
	require.Zero(t, sent.Response.Code, sent.Response.RawLog)
	final := mustRun(t, append([]string{"query", "wait-tx", sent.Response.TxHash, "--output", "json"}, at...)...)
	require.Contains(t, final, "utility.energy.v1.EventCommunityCreated")
}

func dial(t *testing.T) *grpc.ClientConn {
	t.Helper()
	node, _ := runningNode(t)
	conn, err := grpc.NewClient(node.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

//nolint:staticcheck // v1alpha is deprecated, and the only one that the SDK serves
func listServices(t *testing.T, conn *grpc.ClientConn) []string {
	t.Helper()
	stream, err := reflection.NewServerReflectionClient(conn).ServerReflectionInfo(t.Context())
	require.NoError(t, err)
	require.NoError(t, stream.Send(&reflection.ServerReflectionRequest{
		MessageRequest: &reflection.ServerReflectionRequest_ListServices{},
	}))
	res, err := stream.Recv()
	require.NoError(t, err)
	require.NoError(t, stream.CloseSend())
	var names []string
	for _, service := range res.GetListServicesResponse().GetService() {
		names = append(names, service.Name)
	}
	return names
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// sample is a request with a value for everything that its path names.
func sample(t *testing.T, m method) *dynamicpb.Message {
	t.Helper()
	rule, _ := proto.GetExtension(m.desc.Options(), annotations.E_Http).(*annotations.HttpRule)
	req := dynamicpb.NewMessage(m.desc.Input())
	for _, match := range pathParameter.FindAllStringSubmatch(rule.GetGet(), -1) {
		field := m.desc.Input().Fields().ByName(protoreflect.Name(match[1]))
		require.NotNil(t, field, "%s: the request has no field %s", rule.GetGet(), match[1])
		switch field.Kind() {
		case protoreflect.Uint64Kind:
			req.Set(field, protoreflect.ValueOfUint64(1<<40))
		case protoreflect.StringKind:
			value := "something"
			if proto.GetExtension(field.Options(), cosmosproto.E_Scalar) == "cosmos.AddressString" {
				value = address(t, devnet.Validator)
			}
			req.Set(field, protoreflect.ValueOfString(value))
		default:
			t.Fatalf("%s: no sample for the %s %s", rule.GetGet(), field.Kind(), field.Name())
		}
	}
	return req
}

// fill puts the values of a request into the places of a path.
func fill(t *testing.T, path string, req *dynamicpb.Message) string {
	t.Helper()
	return pathParameter.ReplaceAllStringFunc(path, func(place string) string {
		field := req.Descriptor().Fields().ByName(protoreflect.Name(strings.Trim(place, "{}")))
		return url.PathEscape(req.Get(field).String())
	})
}

// rest queries the node of the package.
func rest(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	node, _ := runningNode(t)
	req, err := http.NewRequestWithContext(t.Context(), method, node.REST()+path, strings.NewReader(body))
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	bz, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(bz)
}
