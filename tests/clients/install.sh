#!/usr/bin/env bash
# Puts the clients and the server that only tests use into a folder, nothing on the system:
# axios, got and undici by npm, as package-lock.json pins them, and nginx out of Debian's package
# where the system has none. What cannot be had is left out by the tests, which say so.
#
#   install.sh FOLDER
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?install.sh FOLDER}
mkdir -p "$folder"

with_npm() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "axios, got and undici are left out: there is no Node.js with npm"
        return
    fi
    if [ -d "$folder/node_modules" ] && cmp -s "$here/package-lock.json" "$folder/package-lock.json"; then
        return
    fi
    cp "$here/package.json" "$here/package-lock.json" "$folder/"
    if ! timeout 180 npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts \
        --fetch-retries=1 --fetch-timeout=20000 --loglevel=error >"$folder/npm.log" 2>&1; then
        rm -rf "$folder/node_modules"
        echo "axios, got and undici are left out: npm could not fetch them"
    fi
}

with_nginx() {
    if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x "$folder/nginx/usr/sbin/nginx" ]; then
        return
    fi
    # Installed, it would start and listen on port 80.
    if ! (mkdir -p "$folder/nginx" && cd "$folder/nginx" && timeout 120 apt-get download -q nginx &&
        dpkg-deb -x nginx_*.deb . && usr/sbin/nginx -v) >"$folder/nginx.log" 2>&1; then
        rm -rf "$folder/nginx"
        echo "nginx is left out: its package could not be fetched"
    fi
}

with_npm
with_nginx
exit 0
