#!/usr/bin/env bash
# Looks for inputs that break a reader, with clang's libFuzzer and the address and undefined-behaviour
# sanitizers. Two targets run side by side.
#
#   tests/fuzz/long.sh [RUNS [TARGET…]]    1,000,000 runs of every target
#
# What is found by coverage stays in build/fuzz/found/TARGET for the next time, an input that breaks
# something in build/fuzz/broken. Ends with 1 when there is one.
set -uo pipefail
cd "$(dirname "$0")/../.."

runs=${1:-1000000}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for source in tests/fuzz/fuzz_*.cpp; do
        target=${source##*/fuzz_}
        targets+=("${target%.cpp}")
    done
fi

cmake --preset fuzz >/dev/null && cmake --build --preset fuzz --target fuzz_targets || exit 1

# The words of a target's dictionary: its own, else those of HTTP.
words_of() {
    local own=tests/fuzz/words/$1.dict
    [ -f "$own" ] || own=tests/fuzz/words/http.dict
    echo "$own"
}

# look TARGET: one long run; its log tells how many runs it made, and how fast.
look() {
    local found=build/fuzz/found/$1 broken=build/fuzz/broken
    mkdir -p "$found" "$broken"
    "build/fuzz/tests/fuzz/fuzz_$1" -runs="$runs" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -dict="$(words_of "$1")" -artifact_prefix="$broken/$1-" \
        "$found" "tests/fuzz/seeds/$1" >"build/fuzz/$1.log" 2>&1
    local code=$?
    local made rate
    made=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$1.log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "build/fuzz/$1.log")
    echo "$1: ${made:-?} runs, ${rate:-?} a second, $(if [ $code -eq 0 ]; then echo nothing found; else echo "BROKEN, see build/fuzz/$1.log"; fi)"
    return $code
}

failed=0
for target in "${targets[@]}"; do
    if [ "$(jobs -rp | wc -l)" -ge 2 ]; then
        wait -n || failed=1
    fi
    look "$target" &
done
while [ -n "$(jobs -p)" ]; do
    wait -n || failed=1
    jobs >/dev/null # forgets those that ended
done
exit $failed
