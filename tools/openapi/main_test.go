package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFinishNamesOperationsByModule(t *testing.T) {
	in := `{"swagger":"2.0","info":{"title":"x"},"paths":{
		"/utility/energy/v1/params":{"get":{"operationId":"Params","tags":["Query"],"summary":"a < b"}},
		"/cosmos/base/node/v1beta1/config":{"get":{"operationId":"Config","tags":["Service"]}}},
		"definitions":{"A":{"type":"string"}}}`
	var out strings.Builder
	if err := finish(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Info  info
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Tags        []string
			Summary     string
		}
		Definitions map[string]any
	}
	if err := json.Unmarshal([]byte(out.String()), &doc); err != nil {
		t.Fatal(err)
	}
	energy := doc.Paths["/utility/energy/v1/params"]["get"]
	if energy.OperationID != "EnergyParams" || len(energy.Tags) != 1 || energy.Tags[0] != "energy" || energy.Summary != "a < b" {
		t.Errorf("expected EnergyParams under energy with its summary, got %+v", energy)
	}
	node := doc.Paths["/cosmos/base/node/v1beta1/config"]["get"]
	if node.OperationID != "NodeConfig" || node.Tags[0] != "node" {
		t.Errorf("expected NodeConfig under node, got %+v", node)
	}
	if doc.Info.Title != "utilityd" || len(doc.Definitions) != 1 {
		t.Errorf("expected the title utilityd and 1 definition, got %q and %d", doc.Info.Title, len(doc.Definitions))
	}
}

func TestFinishRefuses(t *testing.T) {
	tests := []struct {
		name string
		in   string

		want string
	}{
		{
			name: "two operations of one name",
			in:   `{"paths":{"/a/b/v1/x":{"get":{"operationId":"X"}},"/a/b/v1/y":{"get":{"operationId":"X"}}}}`,

			want: "operation BX: expected one path",
		},
		{
			name: "a path without a module",
			in:   `{"paths":{"/x":{"get":{"operationId":"X"}}}}`,

			want: "expected /<organisation>",
		},
		{
			name: "an operation without a name",
			in:   `{"paths":{"/a/b/v1/x":{"get":{}}}}`,

			want: "expected an operationId",
		},
		{
			name: "what is not JSON",
			in:   `swagger: 2`,

			want: "invalid character",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := finish(strings.NewReader(tt.in), new(strings.Builder))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("expected %q, got %v", tt.want, err)
			}
		})
	}
}
