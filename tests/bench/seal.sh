#!/bin/sh
# seal.sh BUILD [RECORDS [ROUNDS]]
# What sealing costs: the parts of src/crypto alone, and whole runs of tamis
# that seal seven values of each record; see README.md.
set -u
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

"$build/bench/crypto" || die "crypto failed"
echo
"$build/bench/timing" || die "timing failed"
echo

cp "$here/seal.policy.jsonc" "$work" || exit 1
"$tamis" key pair --for seal "$work/agency" 2>"$work/errors" ||
	die "no key: $(cat "$work/errors")"
make_records json ndjson
sealed=$("$tamis" -p "$work/seal.policy.jsonc" <"$data" |
	grep -o '"sb1\.' | wc -l)
[ "$sealed" -gt "$records" ] || die "not enough was sealed: $sealed"

run()
{
	"$build/bench/pinned" "$data" \
		"$tamis" -p "$work/seal.policy.jsonc" >>"$work/times" ||
		die "tamis failed"
}
often run
sort -n "$work/times" | awk -v sealed="$sealed" -v records="$records" '
	{ s[NR] = $1; kib[NR] = $2 }
	END {
		m = int((NR + 1) / 2)
		printf "%d records, %d values sealed; median of %d runs on one core:\n",
		    records, sealed, NR
		printf "%.0f sealed values a second, %.0f records a second, %.1f MiB\n",
		    sealed / s[m], records / s[m], kib[m] / 1024
	}'
