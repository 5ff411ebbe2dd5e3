#!/bin/sh
# references.sh FILE.md...
# What the documentation refers to is there: headings behind a link, files in
# code that begin with the name of a folder of the checkout, targets of make.
# tests/README.md names every target that is not a file, and policies/README.md
# every policy.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

fail()
{
	echo "references: $*" >&2
	failed=1
}

# text FILE: without fenced blocks.
text()
{
	awk '/^```/ { inside = !inside; next } !inside' "$1"
}

# anchors FILE: of its headings, as forges make them.
anchors()
{
	text "$1" | sed -n 's/^##* //p' | tr '[:upper:]' '[:lower:]' |
		sed -e 's/[^a-z0-9_ -]//g' -e 's/ /-/g'
}

# links FILE: what stands behind ](, but addresses elsewhere.
links()
{
	text "$1" | grep -o '](\([^)]*\))' | sed -e 's/^](//' -e 's/)$//' |
		grep -v ':'
}

check_link()
{
	to=${2%%#*}
	to=${to:+$(dirname "$1")/$to}
	to=${to:-$1}
	[ -e "$to" ] || {
		fail "$1: no file for the link $2"
		return
	}
	case $2 in
	*"#"*) anchors "$to" | grep -qxF -e "${2#*#}" ||
		fail "$1: no heading for the link $2" ;;
	esac
}

# names FILE: of files in code, without what stands behind a colon.
names()
{
	# shellcheck disable=SC2016 # no command
	text "$1" | grep -o '`[^` ]*`' | tr -d '`' |
		grep -E '^(include|src|filter|policies|tests|unit|golden|fuzz|fault|bench|lint|samples|vectors|schema|mutation|page)/' |
		sed -e 's/:.*//' -e '/[A-Z]\{4\}/d' | sort -u
}

# A file as the document or the checkout has it, or what a pattern stands for.
is_there()
{
	# shellcheck disable=SC2086 # a pattern
	for it in $2 "$(dirname "$1")"/$2 tests/$2; do
		[ ! -e "$it" ] || return 0
	done
	return 1
}

# targets: of the Makefile, that are not files.
targets()
{
	awk '/^\.PHONY:/ { more = 1; sub(/^\.PHONY:/, "") }
		more { more = sub(/\\$/, ""); for (i = 1; i <= NF; i++) print $i }' \
		Makefile | sort -u
}

targets >"$work/targets"
[ "$(wc -l <"$work/targets")" -gt 10 ] || fail "few targets in the Makefile"
found=0
for file in "$@"; do
	links "$file" >"$work/links"
	while read -r link; do
		found=$((found + 1))
		check_link "$file" "$link"
	done <"$work/links"
	names "$file" >"$work/names"
	while read -r name; do
		found=$((found + 1))
		is_there "$file" "$name" || fail "$file: no file $name"
	done <"$work/names"
	grep -o '`make [a-z][a-z-]*' "$file" | cut -d' ' -f2 | sort -u >"$work/made"
	while read -r target; do
		found=$((found + 1))
		grep -qx -e "$target" "$work/targets" || fail "$file: no target $target"
	done <"$work/made"
done
while read -r target; do
	grep -q "\`make $target\`" tests/README.md ||
		fail "tests/README.md does not say what make $target does"
done <"$work/targets"
for policy in policies/*.policy.jsonc; do
	found=$((found + 1))
	grep -q "^| \`$(basename "$policy")\` |" policies/README.md ||
		fail "policies/README.md does not say what $policy is for"
done
[ "$found" -gt 50 ] || fail "few references found"
[ "$failed" -eq 0 ] && echo "references: $found ok"
exit "$failed"
