// Package openapi holds the OpenAPI 2.0 file of everything a node answers over REST.
package openapi

import _ "embed"

// JSON is the file as `make proto` writes it.
//
//go:embed openapi.json
var JSON []byte
