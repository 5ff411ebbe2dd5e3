#!/bin/sh
# examples.sh TAMIS FILE.md...
# What the documentation promises is true: policies in it that begin with
# "// complete" pass `check` without a warning and their own tests, and records
# beside them leave as shown.  Keys of recipients lie in the folder keys/ beside the file.
#
# An example is a group of fenced blocks, told apart by the words behind their
# fence: `jsonc` (only with "// complete" as first line), `json in`, `json out`
# and `json quarantine`.  A block of a kind that the group has already begins
# the next group.
set -u
tamis=$1
tokens=$(dirname "$0")/tokens.sed
shift
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
found=0

fail()
{
	echo "examples: $*" >&2
	failed=1
}

# Writes the blocks of a file as $work/GROUP.KIND.
extract()
{
	rm -rf "${work:?}"/*
	keys=$(dirname "$1")/keys
	[ ! -d "$keys" ] || cp -R "$keys" "$work/keys"
	awk -v work="$work" '
	function begin(kind) {
		if (group == 0 || kind in has) {
			group++
			split("", has)
		}
		has[kind] = 1
		to = sprintf("%s/%03d.%s", work, group, kind)
	}
	/^```/ && inside { inside = 0; to = ""; next }
	/^```[a-z0-9]+ (in|out|quarantine)$/ { inside = 1; begin($2); next }
	/^```/ { inside = 1; first = ($0 == "```jsonc"); next }
	first { first = 0; if ($0 == "// complete") begin("policy.jsonc") }
	to != "" { print >to }
	' "$1"
}

same()
{
	sed -f "$tokens" "$1" >"$work/expected"
	sed -f "$tokens" "$2" >"$work/actual"
	diff "$work/expected" "$work/actual" >&2
}

# key_names FILE SED: the keys on those lines of the policy.
key_names()
{
	sed -n "$2"'s/.*"key": "\([a-z0-9-]*\)".*/\1/p' "$1" | sort -u
}

make_keys()
{
	verb=new
	one_way=$(key_names "$1" '/"reversible": true/!')
	reversible=$(key_names "$1" '/"reversible": true/')
	if [ -n "$one_way" ]; then
		# shellcheck disable=SC2086 # a list of names
		"$tamis" key new "$2" $one_way >"$work/log" 2>&1 || return 1
		verb=add
	fi
	# shellcheck disable=SC2086
	[ -z "$reversible" ] || "$tamis" key $verb --reversible "$2" $reversible \
		>"$work/log" 2>&1
}

run_example()
{
	set -- -p "$1.policy.jsonc" -o "$1.actual" \
		--quarantine "$1.rejected"
	make_keys "$example.policy.jsonc" "$example.keys" || return 1
	[ -f "$example.keys" ] && set -- "$@" -k "$example.keys"
	"$tamis" "$@" "$example.in" 2>"$work/log"
	status=$?
	[ "$status" -eq 0 ] || [ "$status" -eq 1 ]
}

check_example()
{
	example=${1%.policy.jsonc}
	where="$2, example $((1 + found))"
	found=$((found + 1))
	"$tamis" check --deny-warnings "$1" >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "$where: refused"
		return
	}
	if grep -q '"tests": \[' "$1"; then
		"$tamis" test "$1" >"$work/log" 2>&1 || {
			cat "$work/log" >&2
			fail "$where: a test fails"
			return
		}
	fi
	[ -f "$example.in" ] || return
	run_example "$example" || {
		cat "$work/log" >&2
		fail "$where: does not run"
		return
	}
	[ -f "$example.quarantine" ] || : >"$example.quarantine"
	same "$example.out" "$example.actual" || fail "$where: other output"
	same "$example.quarantine" "$example.rejected" ||
		fail "$where: other rejections"
}

for file in "$@"; do
	extract "$file"
	for policy in "$work"/*.policy.jsonc; do
		[ -f "$policy" ] && check_example "$policy" "$file"
	done
done
[ "$found" -gt 0 ] || fail "no example found"
[ "$failed" -eq 0 ] && echo "examples: $found ok"
exit "$failed"
