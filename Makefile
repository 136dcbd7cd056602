# Run `make` to see the targets.

.DEFAULT_GOAL := help
SHELL := bash

# One set of flags for building and testing: with another set Go compiles the whole SDK again.
# The C verifier of secp256k1 is several times faster than the Go one; it needs cgo and a C compiler.
TAGS    := $(if $(filter 1,$(shell go env CGO_ENABLED)),libsecp256k1_sdk)
GOFLAGS := -buildvcs=false $(if $(TAGS),-tags=$(TAGS))
export GOFLAGS

CHANGELOG_VERSION = $(shell sed -n 's/^\#\# .*\(v[0-9][0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)
VERSION := $(or $(shell git describe --tags --match 'v*' --dirty 2>/dev/null),$(CHANGELOG_VERSION)-dev)
COMMIT  := $(shell git rev-parse HEAD 2>/dev/null)
SDK_VERSION_PACKAGE := github.com/cosmos/cosmos-sdk/version
LDFLAGS := -s -w \
	-X $(SDK_VERSION_PACKAGE).Name=utility \
	-X $(SDK_VERSION_PACKAGE).AppName=utilityd \
	-X $(SDK_VERSION_PACKAGE).Version=$(VERSION) \
	-X $(SDK_VERSION_PACKAGE).Commit=$(COMMIT) \
	-X $(SDK_VERSION_PACKAGE).BuildTags=$(TAGS)

# The simulation runner writes its logs into the home directory; tests get one of their own.
TEST_HOME = $(CURDIR)/build/home
GO_TEST   = mkdir -p $(TEST_HOME) && HOME=$(TEST_HOME) GOENV=$(shell go env GOENV) GOPATH=$(shell go env GOPATH) GOCACHE=$(shell go env GOCACHE) go test

FUZZ_COUNT ?= 500000x
BENCH      ?= .
BENCH_PKGS ?= ./x/... ./app/...

PROTO_TOOLS = build/tools/buf
LINT_TOOL   = build/tools/golangci-lint

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build build/utilityd
	go build -ldflags '$(LDFLAGS)' -o build/utilityd ./cmd/utilityd

.PHONY: install
install: ## install utilityd where go install puts programs
	go install -ldflags '$(LDFLAGS)' ./cmd/utilityd

.PHONY: demo
demo: build ## build, then run three stories of a village and print the outcome
	build/utilityd demo

.PHONY: devnet
devnet: build ## build, then run a one-validator chain with funded accounts
	build/utilityd devnet

.PHONY: test
test: ## vet and every test: the check before a change is merged
	tools/proto.sh sums
	go vet ./...
	$(GO_TEST) -timeout 15m ./...
	cd tools && go test ./openapi

.PHONY: test-race
test-race: ## the tests of the pure packages and of x/ under the race detector
	$(GO_TEST) -race -timeout 30m ./x/...

.PHONY: fuzz
fuzz: ## each fuzz test FUZZ_COUNT times (500000x); the first run recompiles the SDK
	@set -e; grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' x app cmd testutil 2>/dev/null | sort | \
	while IFS=: read -r file target; do \
		echo "$$file $${target#func }"; \
		$(GO_TEST) -run '^$$' -fuzz "^$${target#func }$$" -fuzztime $(FUZZ_COUNT) "./$$(dirname $$file)" </dev/null; \
	done

.PHONY: sim
sim: export SIM_SEEDS := $(or $(SIM_SEEDS),32)
sim: ## the simulation with SIM_SEEDS seeds (32)
	$(GO_TEST) -timeout 6h -run Simulation -v ./app

.PHONY: bench
bench: ## the benchmarks that match BENCH in BENCH_PKGS
	$(GO_TEST) -run '^$$' -bench '$(BENCH)' -benchmem -timeout 2h $(BENCH_PKGS)

.PHONY: cover
cover: ## coverage of our packages, in build/cover.html
	$(GO_TEST) -timeout 60m -coverpkg=./x/...,./app/... -coverprofile=build/cover.out ./...
	go tool cover -func=build/cover.out | tail -n 1
	go tool cover -html=build/cover.out -o build/cover.html

.PHONY: lint
lint: $(LINT_TOOL) ## golangci-lint, formatting included
	$(LINT_TOOL) run ./...

.PHONY: proto
proto: $(PROTO_TOOLS) ## generate code and the OpenAPI file from proto/
	tools/proto.sh generate

.PHONY: proto-check
proto-check: $(PROTO_TOOLS) ## fail on drift, lint or a breaking change of proto/
	tools/proto.sh check

.PHONY: clean
clean: ## remove build/
	rm -rf build

# The tools have their own modules, so that what they need does not choose our versions.
$(PROTO_TOOLS): tools/go.mod $(wildcard tools/openapi/*.go)
	cd tools && GOFLAGS= GOBIN=$(CURDIR)/build/tools go install tool ./openapi
	touch $@

$(LINT_TOOL): tools/lint/go.mod
	cd tools/lint && GOFLAGS= GOBIN=$(CURDIR)/build/tools go install tool
	touch $@
