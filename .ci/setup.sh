# Sourced by run.sh and test.sh: puts the packages of Debian 12 in place that the build and the
# tests need. Everything that is missing is installed in one go; what is there is left alone.

# What the build needs, and what the built program needs besides the libraries that come with it.
pacewatch_build_packages=(
    clang-14 cmake ninja-build ccache mold
    qt6-base-dev      # Core, Network, Gui, Widgets, Test
    libqt6opengl6-dev # Charts asks for it, and nothing pulls it in
    qt6-charts-dev
    qt6-svg-dev
    libgl1-mesa-dev
    qtkeychain-qt6-dev
    libboost1.81-dev  # Beast's HTTP parser, JSON for large files; Debian's default Boost is 1.74
    libbrotli-dev     # unpacks bodies for display and for reading
    libexpected-dev
    libsqlite3-dev    # the send queue's journal
    libtomlplusplus-dev
    libzstd-dev       # as brotli
    nettle-dev        # digests of bodies
    rapidjson-dev     # writes the lines of a record
    fonts-inter fonts-jetbrains-mono # built into the program
)

# What the tests need on top.
pacewatch_test_packages=(
    clang-format-14 # the checked layout of the sources
    libclang-rt-14-dev # the sanitizers
    openssl         # makes the certificates of the TLS tests
    curl wget python3-requests # clients that are not ours; tests/clients/install.sh has more
    libbenchmark-dev
    python3         # the checks of the sources
)

pacewatch_is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# pacewatch_require PACKAGE…: installs what is missing, or says how and stops.
pacewatch_require() {
    local package
    local missing=()
    if [ -n "${PACEWATCH_SKIP_SETUP:-}" ]; then
        return 0
    fi
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        echo "This is not Debian or a relative of it. Pacewatch needs what these packages of Debian 12 hold:" >&2
        printf '  %s\n' "$@" >&2
        echo "Install their like, then run this again with PACEWATCH_SKIP_SETUP=1." >&2
        exit 1
    fi
    for package in "$@"; do
        pacewatch_is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return 0
    fi

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "These packages are missing, and installing them takes root or sudo:" >&2
            printf '  %s\n' "${missing[@]}" >&2
            echo "As root: apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    echo "== Installing ${#missing[@]} packages: ${missing[*]}"
    if ! { "${as_root[@]}" apt-get update -q &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -y --no-install-recommends "${missing[@]}"; }; then
        echo "The packages could not be installed. Pacewatch is built and tested on Debian 12." >&2
        exit 1
    fi
}
