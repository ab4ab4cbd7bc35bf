#!/usr/bin/env bash
# Sets up, builds and runs every test, then the core's tests again under the sanitizers.
#
#   ./test.sh           everything; with CI=true optimised and with warnings as errors
#   ./test.sh --fast    without the sanitizers
set -euo pipefail
cd "$(dirname "$0")"
. .ci/setup.sh

preset=dev
[ "${CI:-}" = true ] && preset=ci

pacewatch_require "${pacewatch_build_packages[@]}" "${pacewatch_test_packages[@]}"

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
jobs=$(nproc)

# build PRESET TARGET: configures and builds.
build() {
    echo "== Building $1 ($2)"
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" --target "$2"
}

tests/clients/install.sh build/clients
build "$preset" all
echo "== Every test"
ctest --preset "$preset" -j "$jobs"
if [ "${1:-}" = --fast ]; then
    exit 0
fi

build asan core_tests
echo "== The core's tests under the address and undefined-behaviour sanitizers"
ctest --preset asan -j "$jobs"

build tsan thread_tests
echo "== The tests with threads under the thread sanitizer"
ctest --preset tsan -j "$jobs"
