// Command openapi finishes the OpenAPI file that protoc-gen-openapiv2 merges from many proto packages:
// it names the file, groups the operations by module, and makes their identifiers unique, which the
// plugin does within one package only (every module has a query called Params).
// It reads the file from standard input and writes it to standard output.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := finish(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

// document is an OpenAPI 2.0 file. What we do not touch stays as it was written.
type document struct {
	Swagger     string                                `json:"swagger"`
	Info        info                                  `json:"info"`
	Consumes    []string                              `json:"consumes"`
	Produces    []string                              `json:"produces"`
	Paths       map[string]map[string]json.RawMessage `json:"paths"`
	Definitions json.RawMessage                       `json:"definitions"`
}

type info struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Version     string `json:"version"`
}

func finish(r io.Reader, w io.Writer) error {
	var doc document
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		return err
	}
	doc.Info = info{
		Title:       "utilityd",
		Description: "Queries of a utilityd node: its own modules and those of the Cosmos SDK.",
		Version:     "v1",
	}
	seen := make(map[string]string)
	for path, methods := range doc.Paths {
		for method, raw := range methods {
			operation, id, err := name(path, raw)
			if err != nil {
				return fmt.Errorf("%s %s: %w", method, path, err)
			}
			if other, ok := seen[id]; ok {
				return fmt.Errorf("operation %s: expected one path, got %s and %s", id, other, path)
			}
			seen[id] = path
			methods[method] = operation
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}

// name gives an operation the tag and the identifier that follow from its path:
// Params of /utility/energy/v1/params becomes EnergyParams under "energy".
func name(path string, raw json.RawMessage) (json.RawMessage, string, error) {
	var operation map[string]any
	if err := json.Unmarshal(raw, &operation); err != nil {
		return nil, "", err
	}
	id, ok := operation["operationId"].(string)
	if !ok {
		return nil, "", fmt.Errorf("expected an operationId, got none")
	}
	module, err := moduleOf(path)
	if err != nil {
		return nil, "", err
	}
	id = strings.ToUpper(module[:1]) + module[1:] + id
	operation["operationId"] = id
	operation["tags"] = []string{module}
	out, err := json.Marshal(operation)
	return out, id, err
}

// moduleOf reads the module from /<organisation>/<module>/<version>/… or, for the SDK's base services,
// /cosmos/base/<module>/<version>/….
func moduleOf(path string) (string, error) {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(parts) > 1 && parts[1] == "base" {
		parts = parts[1:]
	}
	if len(parts) < 3 || parts[1] == "" {
		return "", fmt.Errorf("expected /<organisation>/<module>/<version>/…, got %s", path)
	}
	return parts[1], nil
}
