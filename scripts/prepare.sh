#!/bin/sh
# Brings the npm packages that the lock file names, if they are not there yet. Silent when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  if ! command -v npm >/dev/null 2>&1; then
    echo "error: npm is not installed" >&2
    echo "  do: apt-get install npm nodejs (Node 20 or newer)" >&2
    exit 69
  fi
  echo "==> npm packages" >&2
  # The pinned runtime among them is what everything below runs on, so an older Node is enough for npm itself.
  npm ci --no-audit --no-fund --loglevel=error >&2
  touch node_modules/.package-lock.json
fi
