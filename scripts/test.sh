#!/bin/sh
# `npm test`: sets up what the tests need and runs all of them; `npm run test:long` runs what takes longer.
set -eu
cd "$(dirname "$0")/.."

sh scripts/prepare.sh
PATH=$PWD/node_modules/.bin:$PATH
export PATH
exec node scripts/test.ts "$@"
