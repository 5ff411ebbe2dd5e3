#!/bin/sh
# The table of threats in tests/README.md: every row is there once, and says
# what meets it.  Each test that it, or the table of promises in README.md,
# names is there.
set -u
cd "$(dirname "$0")/.." || exit 1
rows=$(mktemp) || exit 1
names=$(mktemp) || exit 1
trap 'rm -f "$rows" "$names"' EXIT
failed=0

fail() {
	echo "tests/README.md: $*"
	failed=1
}

# Letters, and how many rows each has.
all=$(for group in H:9 P:6 C:8 J:8 X:8 V:4 L:8 S:13; do
	i=1
	while [ $i -le "${group#*:}" ]; do
		echo "${group%:*}$i"
		i=$((i + 1))
	done
done)

grep -E '^\| [A-Z][0-9]+ \|' README.md >"$rows"
for id in $all; do
	n=$(grep -c "^| $id |" "$rows")
	[ "$n" -eq 1 ] || fail "$id has $n rows"
done
while IFS='|' read -r _ id tried met _; do
	id=$(echo "$id" | tr -d ' ')
	echo "$all" | grep -qx "$id" || fail "there is no threat $id"
	case $tried$met in
	*[a-z]*'`'* | *" none: "*) ;;
	*) fail "$id is met by nothing" ;;
	esac
done <"$rows"

# The tests, one a line.
sed -n '/^## Security/,/^## What/p' ../README.md | grep '^|' >>"$rows"
tr '`' '\n' <"$rows" | grep -E '^[a-z]+/[a-zA-Z0-9_./-]*(:.*)?$' >"$names"
[ -s "$names" ] || fail "no test is named"
while IFS= read -r name; do
	file=${name%%:*}
	word=
	[ "$file" = "$name" ] || word=${name#*:}
	case $file in
	*/) [ -d "$file" ] || fail "there is no $file" ;;
	golden/*) [ -f "$file/cmd" ] || fail "there is no $file" ;;
	*)
		if [ ! -f "$file" ]; then
			fail "there is no $file"
		elif [ -z "$word" ]; then
			:
		elif [ "${file%.c}" != "$file" ]; then
			grep -qx "START_TEST($word)" "$file" ||
				fail "$file has no test $word"
		else
			grep -qF -- "$word" "$file" ||
				fail "$file does not say: $word"
		fi
		;;
	esac
done <"$names"
[ $failed -eq 0 ] && echo "threats: met by $(sort -u "$names" | wc -l) tests"
exit $failed
