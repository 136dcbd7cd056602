#!/usr/bin/env bash
# Generates everything that comes from proto/, and checks it. Needs no network beyond the Go module
# cache: the imports are copied from the modules that go.mod names, the plugins from tools/go.mod.
#
#   tools/proto.sh generate   write third_party/proto, x/*/types/*.pb*.go, docs/openapi/openapi.json
#   tools/proto.sh check      fail if these differ from what would be written, on lint, on a breaking change
#   tools/proto.sh sums       fail if an input or output changed since the last generate (no tools needed)
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
PATH="$PWD/build/tools:$PATH"

work=build/_proto  # scratch, whose Go files the go command passes over
out=$work/out      # what the tree must look like
sums=proto/generated.sum

# The SDK modules that app/ serves: their queries stand beside ours in the OpenAPI file.
sdk_queries=(
	auth/v1beta1/query authz/v1beta1/query bank/v1beta1/query consensus/v1/query distribution/v1beta1/query
	evidence/v1beta1/query feegrant/v1beta1/query gov/v1/query mint/v1beta1/query slashing/v1beta1/query
	staking/v1beta1/query upgrade/v1beta1/query base/node/v1beta1/query base/tendermint/v1beta1/query tx/v1beta1/service
)

module_dir() { go list -m -f '{{.Dir}}' "$1"; }

# link_imports makes a buf workspace of our protos and of all protos of the modules we build with.
link_imports() {
	rm -rf "$work" && mkdir -p "$work/all/gogoproto" "$out/third_party" "$out/x" "$out/docs/openapi"
	ln -s "$PWD/proto" "$work/all/ours"
	ln -s "$(module_dir github.com/cosmos/cosmos-sdk)/proto" "$work/all/cosmos-sdk"
	ln -s "$(module_dir github.com/cosmos/cosmos-proto)/proto" "$work/all/cosmos-proto"
	ln -s "$(module_dir github.com/cosmos/gogoproto)/gogoproto" "$work/all/gogoproto/gogoproto"
	ln -s "$(module_dir github.com/grpc-ecosystem/grpc-gateway)/third_party/googleapis" "$work/all/googleapis"
	printf 'version: v2\nmodules:\n' >"$work/all/buf.yaml"
	printf '  - path: %s\n' ours cosmos-sdk cosmos-proto gogoproto googleapis >>"$work/all/buf.yaml"
}

# build_out fills $out from proto/ and the module cache, never from what was generated before.
build_out() {
	link_imports
	(cd "$work/all" && buf export ours -o ../export && buf build -o ../all.binpb)

	mv "$work/export" "$out/third_party/proto"
	rm -r "$out/third_party/proto/utility"

	buf generate "$work/all.binpb" --path utility --template proto/buf.gen.go.yaml -o "$work"
	cp -r "$work/go/$(go list -m)/x/." "$out/x"
	find "$out/x" -name '*.go' -exec gofumpt -w {} + # so that formatting the tree changes nothing

	buf generate "$work/all.binpb" --template proto/buf.gen.openapi.yaml -o "$work" \
		--path utility $(printf -- '--path cosmos/%s.proto ' "${sdk_queries[@]}")
	openapi <"$work/openapi/openapi.swagger.json" >"$out/docs/openapi/openapi.json"
}

# outputs lists the generated files below a root.
outputs() { (cd "$1" && find x third_party/proto docs/openapi/openapi.json -type f \
	\( -name '*.pb.go' -o -name '*.pb.gw.go' -o -path 'third_party/*' -o -path 'docs/*' \) 2>/dev/null | sort); }

# list_sums prints a checksum of every input and output in the tree.
list_sums() { { find proto -type f ! -path "$sums"; echo buf.yaml; outputs .; } | sort | xargs sha256sum; }

generate() {
	build_out
	local file
	for file in $(comm -13 <(outputs "$out") <(outputs .)); do rm "$file"; done
	for file in $(outputs "$out"); do
		cmp -s "$out/$file" "$file" || { mkdir -p "$(dirname "$file")" && cp "$out/$file" "$file"; }
	done
	list_sums >"$sums"
}

check() {
	build_out
	local file failed=0 release
	for file in $(comm -3 <(outputs "$out") <(outputs .) | tr -d '\t'); do
		echo "$file: expected $([ -e "$file" ] && echo 'no such file' || echo 'a generated file'), run make proto" && failed=1
	done
	for file in $(comm -12 <(outputs "$out") <(outputs .)); do
		cmp -s "$out/$file" "$file" || { echo "$file: differs from what proto/ generates, run make proto" && failed=1; }
	done
	check_sums || failed=1
	buf lint proto || failed=1
	if release=$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null); then
		buf breaking proto --against ".git#tag=$release,subdir=proto" || failed=1
	else
		echo "proto: no release tag yet, so nothing to be compatible with"
	fi
	return $failed
}

check_sums() {
	diff <(list_sums) "$sums" >/dev/null || {
		echo "proto: changed since the last make proto:"
		diff <(list_sums) "$sums" | awk '/^[<>]/ { print "  " $3 }' | sort -u
		return 1
	}
}

case "${1:-}" in
generate) generate ;;
check) check ;;
sums) check_sums ;;
*) sed -n '2,8s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
