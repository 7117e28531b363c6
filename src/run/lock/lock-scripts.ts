// The plain shell on the controllers that holds, shows, refreshes and releases the lock; nothing of ours runs there.

/**
 * $1: id; stdin: op.json. The unit holds flock for as long as it lives, whatever becomes of our connection. `ln` claims
 * op.json atomically: it fails where one is left of somebody else, also when his unit is gone (then the lock is orphaned).
 * Ends with 0 (held, prints the highest epoch seen here) or 75.
 */
export const acquireScript = `set -e
d=/run/hpcha
mkdir -p "$d" /var/lib/hpcha
cat > "$d/op.$1.json"
[ ! -e "$d/op.json" ] || { rm -f "$d/op.$1.json"; exit 75; }
systemd-run --quiet --collect --unit "hpcha-op-$1" --property=Type=exec \\
  flock -n -E 75 "$d/op.lock" sh -c 'ln "$0/op.$1.json" "$0/op.json" 2>/dev/null || exit 75; : > "$0/op.beat"; exec sleep infinity' "$d" "$1" || true
i=0
while [ $i -lt 100 ]; do
  if [ "$d/op.json" -ef "$d/op.$1.json" ]; then
    rm -f "$d/op.$1.json"
    cat /var/lib/hpcha/epoch 2>/dev/null || echo 0
    exit 0
  fi
  systemctl is-active --quiet "hpcha-op-$1" || [ "$d/op.json" -ef "$d/op.$1.json" ] || break
  sleep 0.05; i=$((i+1))
done
systemctl stop "hpcha-op-$1" 2>/dev/null || true
rm -f "$d/op.$1.json"
exit 75`;

/** $1: id, $2: epoch; stdin: op.json with its epoch. The epoch is durable before anything is done under it. */
export const commitScript = `set -e
d=/run/hpcha
grep -q "\\"opId\\":\\"$1\\"" "$d/op.json"
printf '%s\\n' "$2" > /var/lib/hpcha/epoch.new
sync /var/lib/hpcha/epoch.new
mv /var/lib/hpcha/epoch.new /var/lib/hpcha/epoch
cat > "$d/op.$1.json"
mv "$d/op.$1.json" "$d/op.json"
: > "$d/op.beat"`;

/** $1: id; stdin: what is being done. Prints held, gone (a reboot, or released by hand) or stolen. */
export const beatScript = `d=/run/hpcha
if grep -q "\\"opId\\":\\"$1\\"" "$d/op.json" 2>/dev/null; then cat > "$d/op.beat" && echo held
elif [ -e "$d/op.json" ]; then echo stolen
else echo gone; fi`;

/** $1: id. Releases only what that operation holds. */
export const releaseScript = `d=/run/hpcha
if grep -q "\\"opId\\":\\"$1\\"" "$d/op.json" 2>/dev/null; then rm -f "$d/op.json" "$d/op.beat"; fi
rm -f "$d/op.$1.json"
systemctl stop "hpcha-op-$1" 2>/dev/null || true`;

/** Releases whatever is there, also what cannot be read: for `runs release` alone. */
export const clearScript = `d=/run/hpcha
id=$(sed -n 's/.*"opId":"\\([0-9a-f]*\\)".*/\\1/p' "$d/op.json" 2>/dev/null | head -n 1)
rm -f "$d/op.json" "$d/op.beat"
[ -z "$id" ] || systemctl stop "hpcha-op-$id" 2>/dev/null || true`;

/** Looks only. Ages on this machine's own clock. */
export const lookScript = `d=/run/hpcha
if [ ! -e "$d/op.json" ]; then
  if [ -e "$d/op.lock" ] && ! flock -n -s "$d/op.lock" true; then echo unit=active; exit 0; fi
  echo free; exit 0
fi
now=$(date +%s)
id=$(sed -n 's/.*"opId":"\\([0-9a-f]*\\)".*/\\1/p' "$d/op.json" | head -n 1)
echo "age=$((now - $(stat -c %Y "$d/op.json")))"
echo "beat=$((now - $(stat -c %Y "$d/op.beat" 2>/dev/null || stat -c %Y "$d/op.json")))"
echo "unit=$(systemctl is-active "hpcha-op-$id" 2>/dev/null)"
echo "doing=$(head -c 200 "$d/op.beat" 2>/dev/null | head -n 1)"
cat "$d/op.json"`;
