package meterid

import (
	"net/http"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc/status"

	"github.com/utilityd/utilityd/x/meterid/did"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// didPath is the REST path at which a resolver of DIDs gets a bare document: GET /did/{did}.
var didPath = gwruntime.MustPattern(gwruntime.NewPattern(1,
	[]int{2, 0, 1, 0, 4, 1, 5, 1}, []string{"did", "did_url"}, "", gwruntime.AssumeColonVerbOpt(false)))

// registerDIDRoute serves DID documents as they are, with their media type. A deactivated one is 410 Gone, with the
// deactivated document.
func registerDIDRoute(mux *gwruntime.ServeMux, queries types.QueryClient) {
	mux.Handle(http.MethodGet, didPath, func(w http.ResponseWriter, r *http.Request, path map[string]string) {
		ctx, err := gwruntime.AnnotateContext(r.Context(), mux, r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answer, err := queries.DIDDocument(ctx, &types.QueryDIDDocumentRequest{Did: path["did_url"]})
		if err != nil {
			s := status.Convert(err)
			http.Error(w, s.Message(), gwruntime.HTTPStatusFromCode(s.Code()))
			return
		}
		w.Header().Set("Content-Type", did.ContentType)
		if answer.Deactivated {
			w.WriteHeader(http.StatusGone)
		}
		// The client may have disconnected, which is no error.
		_, _ = w.Write([]byte(answer.Document))
	})
}
