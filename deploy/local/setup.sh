#!/bin/sh
# Makes the environment in .venv from the hashed locks. When it is current, nothing runs and
# nothing is fetched: the stamp is a copy of the lock it was made from.
set -eu
cd "$(dirname "$0")/../.."

stamp=.venv/.installed.lock
is_new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

say() { printf '%s\n' "$*" >&2; }

venv_works() { .venv/bin/python -c "$is_new_enough" 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -c "import ensurepip, venv; $is_new_enough" 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer with its venv module is needed, and none was found."
    say "Install one (on Debian and Ubuntu: python3 and python3-venv), or name it: make setup PYTHON=..."
    exit 1
}

install_with_uv() {
    [ -x .venv/bin/uv ] ||
        .venv/bin/python -m pip install -q --require-hashes --no-deps -r requirements.setup.lock ||
        return 1
    .venv/bin/uv pip sync -q --python .venv/bin/python \
        --require-hashes --compile-bytecode requirements.lock
}

install_with_pip() {
    say "uv did not manage; installing with pip, which takes longer."
    .venv/bin/python -m pip install -q --require-hashes --no-deps -r requirements.lock
}

if venv_works && cmp -s requirements.lock "$stamp"; then
    exit 0
fi
say "Making the environment in .venv from requirements.lock (about half a minute)..."
rm -f "$stamp"
if ! venv_works; then
    python=$(find_python)
    "$python" -m venv --clear .venv
fi
install_with_uv || install_with_pip
cp requirements.lock "$stamp"
say "The environment is ready."
