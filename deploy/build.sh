#!/bin/sh
# Builds the pages and removes what only the build and the tests need. The Dockerfile and deploy/check-image-steps.sh run it.
set -eu
cd "$(dirname "$0")/.."
npm run --silent build
npm prune --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
rm -rf .next/cache
