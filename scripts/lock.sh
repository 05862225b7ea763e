#!/usr/bin/env bash
# The lock files: hashes, no header, no registry addresses, for every platform.
set -euo pipefail
cd "$(dirname "$0")/.."
UV=$(command -v uv || echo .uv/bin/uv)
options=(--quiet --generate-hashes --no-header --no-emit-index-url --universal)
"$UV" pip compile "${options[@]}" --python-version 3.11 pyproject.toml --output-file requirements.lock
"$UV" pip compile "${options[@]}" --python-version 3.11 --extra dev --constraints requirements.lock pyproject.toml --output-file requirements-dev.lock
"$UV" pip compile "${options[@]}" --python-version 3.10 bot/pyproject.toml --output-file bot/requirements.lock
