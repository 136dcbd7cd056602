package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
)

// method is a message or a query of one of our modules. Tests find them in the registry of types: a new module, message or
// query is tested without a word here.
type method struct {
	module  string
	service protoreflect.ServiceDescriptor
	desc    protoreflect.MethodDescriptor
}

func (m method) isMsg() bool { return m.service.Name() == "Msg" }

// path is what gRPC calls the method.
func (m method) path() string {
	return "/" + string(m.service.FullName()) + "/" + string(m.desc.Name())
}

// msgURL is the name of the message in a transaction.
func (m method) msgURL() string { return "/" + string(m.desc.Input().FullName()) }

// byGovernance reports whether only governance may send the message: its signer is then called authority.
func (m method) byGovernance() bool {
	signers, _ := proto.GetExtension(m.desc.Input().Options(), msgv1.E_Signer).([]string)
	return len(signers) == 1 && signers[0] == "authority"
}

// eachMethod runs a test for each message and each query of our modules that a filter lets pass.
func eachMethod(t *testing.T, pass func(method) bool, test func(t *testing.T, m method)) {
	t.Helper()
	for _, m := range methods(t) {
		if pass(m) {
			t.Run(m.module+" "+string(m.desc.Name()), func(t *testing.T) { test(t, m) })
		}
	}
}

func isQuery(m method) bool { return !m.isMsg() }
func isAny(method) bool     { return true }

// methods are those of every service in the packages utility.<module>.<version>.
func methods(t *testing.T) []method {
	t.Helper()
	node, _ := runningNode(t)
	var found []method
	node.App.InterfaceRegistry().RangeFiles(func(file protoreflect.FileDescriptor) bool {
		parts := strings.Split(string(file.Package()), ".")
		if parts[0] != "utility" {
			return true
		}
		require.Len(t, parts, 3, "expected a package utility.<module>.<version>, got %s", file.Package())
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			require.Contains(t, []protoreflect.Name{"Msg", "Query"}, service.Name(), "a service that no test knows how to reach")
			for j := range service.Methods().Len() {
				found = append(found, method{module: parts[1], service: service, desc: service.Methods().Get(j)})
			}
		}
		return true
	})
	require.NotEmpty(t, found)
	return found
}

// address is that of a well-known account.
func address(t *testing.T, name string) string {
	t.Helper()
	found, err := devnet.Address(name)
	require.NoError(t, err)
	return found.String()
}
