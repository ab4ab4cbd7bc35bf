#!/usr/bin/env bash
# Sets up, builds and opens Pacewatch on a live practice connection: no key and no network needed.
#
#   ./run.sh                 the dashboard, or a live text view where there is no display
#   ./run.sh --for 30s       the same, ending by itself
#   ./run.sh ARGUMENTS…      hands other arguments to the program
set -euo pipefail
cd "$(dirname "$0")"
. .ci/setup.sh

pacewatch_require "${pacewatch_build_packages[@]}"

export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
echo "== Building Pacewatch"
cmake --preset release >/dev/null
cmake --build --preset release --target pacewatch
program=build/release/app/pacewatch

# The first word decides: a command of the program is handed on as it is.
case "${1:---practice}" in
-*) arguments=(--practice "$@") ;;
*) exec "$program" "$@" ;;
esac
case " $* " in
*" --help "* | *" -h "* | *" --version "* | *" -v "*) exec "$program" "$@" ;;
*" --practice "*) arguments=("$@") ;;
esac
if [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ] && [ -z "${QT_QPA_PLATFORM:-}" ]; then
    echo "== No display here: the live text view of the same engine. Ctrl+C ends it."
    arguments+=(--text)
else
    echo "== Opening the dashboard"
fi
exec "$program" "${arguments[@]}"
