#!/bin/sh
# `npm run lab [-- NAME]`: from a fresh clone to a deployed cluster in the console. Run again, it finds everything done.
set -eu
cd "$(dirname "$0")/.."
name=${1:-lab}

sh scripts/prepare.sh
PATH=$PWD/node_modules/.bin:$PATH
export PATH
echo "==> build" >&2
node scripts/build.ts >&2
# What controllers run is one file: made here with progress to see, not in the middle of the deployment.
node scripts/package.ts >&2

echo "==> lab: three controllers and a compute node" >&2
bin/hpcha-tui lab up --install-host-packages --controllers 3 --compute 1 --name "$name"
config=$(bin/hpcha-tui lab config --name "$name")

echo "==> deploy" >&2
bin/hpcha-tui setup --config "$config" --yes

cat >&2 <<END

The lab is deployed.
  back in:    bin/hpcha-tui --config $config
  operate it: bin/hpcha-tui --config $config --operate
  break it:   bin/hpcha-tui lab poweroff server3 --name $name   (and: lab poweron server3 --name $name)
  take down:  bin/hpcha-tui lab down --wipe --name $name

END
if [ -t 0 ] && [ -t 1 ]; then
  exec bin/hpcha-tui --config "$config"
fi
exec bin/hpcha-tui status --config "$config"
