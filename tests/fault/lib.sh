#!/bin/sh
# What the scripts of this folder share.  Each is called as SCRIPT BUILD, and
# begins with
#
#	. "$(dirname "$0")/lib.sh"
#
# after which it is in a folder of its own, $work, that goes with it; $tamis is
# the program, $build the folder of what was built, $here this folder.
set -u
build=$(cd "$1" && pwd) || exit 1
# shellcheck disable=SC2034 # they use it
tamis=$build/tamis
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2034
cases=$here/../golden
# shellcheck disable=SC2034
records=$here/../samples/sidep-antigen.ndjson
script=$(basename "$0" .sh)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
chmod 700 .
passed=0
failed=0
skipped=0

pass() { passed=$((passed + 1)); }
fail() {
	failed=$((failed + 1))
	echo "$script: $*"
}
skip() {
	skipped=$((skipped + 1))
	echo "skipped: $*"
}

# expect NAME COMMAND...: the command succeeds.
expect() {
	name=$1
	shift
	if "$@"; then pass; else fail "$name: not so: $*"; fi
}

# whole OUT EXPECTED: what came out is the beginning of what should, and ends
# with a record.
whole() {
	size=$(wc -c <"$1")
	head -c "$size" "$2" | cmp -s - "$1" || return 1
	[ "$size" -eq 0 ] || [ "$(tail -c 1 "$1" | wc -l)" -eq 1 ]
}

# summary: the last line of a script, and whether it passed.
summary() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
}
