#!/bin/sh
# run.sh [--check] [WORD]: whether the tests find the defects of defects.txt,
# or those whose name has the WORD.  One defect at a time is put into a copy of
# the checkout, which is then built and tested; the tests must fail.
# --check only says whether each can still be put in.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
check=false
[ "${1-}" != --check ] || {
	check=true
	shift
}
word=${1-}
failed=0 found=0

# block N: the block of the N-th defect, without its comments.
block() {
	awk -v n="$1" '/^= /{i++} i == n && !/^#/' "$here/defects.txt"
}

# field MARK: what stands behind the mark in the block.
field() {
	printf '%s\n' "$defect" | sed -n "s/^$1 //p"
}

# mutate FROM TO: the file with the defect.  Fails if the line is not there
# exactly once.
mutate() {
	OLD=$(field '-') NEW=$(field '+') awk '
		$0 == ENVIRON["OLD"] { seen++; $0 = ENVIRON["NEW"] }
		{ print }
		END { exit seen != 1 }' "$1" >"$2"
}

complain() {
	echo "$*"
	failed=$((failed + 1))
}

# passes KIND: whether the tests of that kind pass.  Suite: the unit tests of
# the file alone, which find many defects and take no time.
passes() {
	(
		if [ "$1" = suite ]; then
			CK_RUN_SUITE=$(basename "${file%.?}")
			export CK_RUN_SUITE
			set -- unit
		fi
		FIRST=1 make -C "$copy" BUILD=build "$1" >"$copy/log" 2>&1
	)
}

# witness: the first test that the log says to have failed.
witness() {
	sed -n 's/^FAIL \([^:]*\):.*/\1/p
		s/^[^ ]*:[0-9]*:[FE]:\([^:]*:[^:]*\):.*/\1/p
		/^make/d
		/^skipped/d
		s/^[a-z]*: ./&/p' "$copy/log" | sed 1q
}

# try: builds and tests the copy; says what found the defect.
try() {
	make -C "$copy" BUILD=build all build/unit >"$copy/log" 2>&1 || {
		complain "DOES NOT BUILD: $name"
		tail -5 "$copy/log"
		return
	}
	for kind in suite golden unit replay fault samples; do
		passes $kind || {
			echo "found by $kind $(witness): $name"
			found=$((found + 1))
			return
		}
	done
	complain "NOT FOUND: $name"
}

if ! $check; then
	copy=$(mktemp -d "${TMPDIR:-/tmp}/tamis-mutation-XXXXXX") || exit 1
	trap 'rm -rf "$copy"' EXIT
	trap 'exit 1' HUP INT TERM
	(cd "$root" && cp -Rp Makefile README.md include filter src policies \
		tests "$copy") || exit 1
	echo "building a copy, whose tests must pass"
	make -C "$copy" BUILD=build all unit golden replay fault samples \
		>"$copy/log" 2>&1 || {
		echo "they do not"
		tail -5 "$copy/log"
		exit 1
	}
fi

n=0
while n=$((n + 1)) && defect=$(block "$n") && [ -n "$defect" ]; do
	name=$(field '=') file=$(field '@')
	case $name in
	*"$word"*) ;;
	*) continue ;;
	esac
	if $check; then
		mutate "$root/$file" /dev/null ||
			complain "tests/mutation: no such line in $file: $name"
		continue
	fi
	if mutate "$root/$file" "$copy/$file"; then
		try
	else
		complain "CANNOT BE PUT IN: $name"
	fi
	cp "$root/$file" "$copy/$file"
done
$check || echo "$found defects found, $failed not"
[ "$failed" -eq 0 ] && { $check || [ "$found" -gt 0 ]; }
