#!/bin/sh
# Runs the steps of the Dockerfile without Docker: builds the committed files in a clean directory, then serves them as a user who can
# write to the data folder alone. Needs root and a commit; .ci/run runs it.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
mkdir -p "$work/app" "$work/home" "$work/data"
git archive HEAD | tar -x -C "$work/app"
# Without what .dockerignore leaves out of the image.
(cd "$work/app" && rm -rf .ci .devcontainer .github bench e2e testing && find . -name '*.test.ts' -delete && find . -name '*.contract.ts' -delete)
chown -R nobody "$work"
chmod 755 "$work"
as_nobody() { runuser -u nobody -- env -i PATH="$PATH" HOME="$work/home" NEXT_TELEMETRY_DISABLED=1 "$@"; }

echo 'Building as an unprivileged user'
(cd "$work/app" && as_nobody node scripts/install.mjs && as_nobody sh deploy/build.sh)

echo 'Serving from files that the server cannot change'
chown -R root "$work/app" "$work/home"
chmod -R go-w "$work/app"
port=$(node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
(cd "$work/app" && exec runuser -u nobody -- env -i PATH="$PATH" HOME="$work/home" NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 \
  MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072 HOST=127.0.0.1 PORT="$port" DATA_DIR="$work/data" node server.mjs >"$work/log" 2>&1) &
server=$!
healthy() { (cd "$work/app" && as_nobody PORT="$port" node deploy/healthcheck.mjs); }
tries=0
until healthy; do
  tries=$((tries + 1))
  if [ "$tries" -ge 60 ] || ! kill -0 "$server" 2>/dev/null; then cat "$work/log"; exit 1; fi
  sleep 1
done
node -e 'fetch(process.argv[1] + "/api/health/ready").then(async (r) => { console.log(await r.text()); process.exit(r.ok ? 0 : 1); })' \
  "http://127.0.0.1:$port"
node -e 'fetch(process.argv[1] + "/sign-in").then(async (r) => process.exit(r.ok && (await r.text()).includes("</html>") ? 0 : 1))' \
  "http://127.0.0.1:$port"

echo 'Backing up with the tools of the image'
(cd "$work/app" && as_nobody DATA_DIR="$work/data" npm run --silent backup -- "$work/data/backup.tar")
test -s "$work/data/backup.tar"
du -sh "$work/app" | cut -f1
