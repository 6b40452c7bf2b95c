#!/bin/sh
# `make journeys`: what the TypeScript client is built with, where node and its registry are.
# Nothing here fails: without it the Python client alone is walked, and this says so.
set -eu
cd "$(dirname "$0")"
left_out() { echo "the TypeScript client is left out: $1"; exit 0; }

command -v node >/dev/null && command -v npm >/dev/null || left_out "no node on this machine"
cmp -s package-lock.json node_modules/.installed && exit 0
rm -rf node_modules
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error ||
  { rm -rf node_modules; left_out "npm could not install its packages"; }
cp package-lock.json node_modules/.installed
