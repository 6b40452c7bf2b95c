#!/bin/sh
# `make clients`: what the TypeScript client is built with, kept beside the virtual environment.
# Nothing here fails: without node or its registry the Python client alone is walked, and this says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
workshop=$here/../../../../.venv/typescript_client
left_out() { echo "the TypeScript client is left out: $1"; exit 0; }

command -v node >/dev/null && command -v npm >/dev/null || left_out "no node on this machine"
cmp -s "$here/package-lock.json" "$workshop/.installed" && exit 0
rm -rf "$workshop"
mkdir -p "$workshop"
cp "$here/package.json" "$here/package-lock.json" "$workshop"
(cd "$workshop" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error) ||
  left_out "npm could not install its packages"
cp "$here/package-lock.json" "$workshop/.installed"
