package meterid_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/utilityd/utilityd/x/meterid"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// node answers one query, as the node behind a REST server does.
type node struct {
	types.QueryClient

	asked string
}

func (n *node) DIDDocument(
	_ context.Context, in *types.QueryDIDDocumentRequest, _ ...grpc.CallOption,
) (*types.QueryDIDDocumentResponse, error) {
	n.asked = in.Did
	switch in.Did {
	case "did:utility:utility-1:7":
		return &types.QueryDIDDocumentResponse{Document: `{"id":"did:utility:utility-1:7"}`}, nil
	case "did:utility:utility-1:8":
		return &types.QueryDIDDocumentResponse{Document: `{"id":"did:utility:utility-1:8"}`, Deactivated: true}, nil
	}
	return nil, status.Error(codes.NotFound, "meter not found")
}

// GET /did/{did} is the bare document with its media type, for resolvers that know nothing of this chain.
func TestBareDIDDocument(t *testing.T) {
	tests := []struct {
		name string
		path string

		want     int
		wantType string
		wantBody string
	}{
		{name: "of a meter", path: "/did/did:utility:utility-1:7", want: http.StatusOK, wantType: "application/did+json", wantBody: `{"id":"did:utility:utility-1:7"}`},
		{name: "of a retired meter", path: "/did/did:utility:utility-1:8", want: http.StatusGone, wantType: "application/did+json", wantBody: `{"id":"did:utility:utility-1:8"}`},
		{name: "of no meter", path: "/did/did:utility:utility-1:9", want: http.StatusNotFound, wantType: "text/plain; charset=utf-8", wantBody: "meter not found\n"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			n := &node{}
			mux := gwruntime.NewServeMux()
			meterid.RegisterDIDRoute(mux, n)
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tc.path, nil))
			require.Equal(t, tc.path, "/did/"+n.asked)
			require.Equal(t, tc.want, w.Code)
			require.Equal(t, tc.wantType, w.Header().Get("Content-Type"))
			require.Equal(t, tc.wantBody, w.Body.String())
		})
	}
}
