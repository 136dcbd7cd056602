package app

import (
	"io/fs"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/cosmos/cosmos-sdk/client/docs"

	"github.com/utilityd/utilityd/docs/openapi"
)

// swaggerPage shows our OpenAPI file with the Swagger UI that the SDK ships.
const swaggerPage = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>utilityd API</title>
  <link rel="stylesheet" href="swagger-ui.css">
  <link rel="icon" type="image/png" href="favicon-32x32.png" sizes="32x32">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="swagger-ui-bundle.js"></script>
  <script>
    window.onload = () => {
      window.ui = SwaggerUIBundle({
        url: "openapi.json",
        dom_id: "#swagger-ui",
        deepLinking: true,
        defaultModelsExpandDepth: -1,
        tagsSorter: "alpha",
      });
    };
  </script>
</body>
</html>
`

// registerSwagger serves the page at /swagger/ and the file at /swagger/openapi.json.
func registerSwagger(router *mux.Router) {
	assets, err := fs.Sub(docs.SwaggerUI, "swagger-ui")
	if err != nil {
		panic(err) // the folder is embedded in the binary
	}
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(swaggerPage))
	}
	router.HandleFunc("/swagger/", page)
	router.HandleFunc("/swagger/index.html", page)
	router.Handle("/swagger", http.RedirectHandler("/swagger/", http.StatusMovedPermanently))
	router.HandleFunc("/swagger/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(openapi.JSON)
	})
	router.PathPrefix("/swagger/").Handler(http.StripPrefix("/swagger/", http.FileServer(http.FS(assets))))
}
