#!/bin/sh
# seal.sh BUILD [RECORDS [ROUNDS]]
# What sealing costs: the parts of src/crypto alone, and whole runs of tamis
# that seal seven values of each record; see README.md.
set -u
build=$1
tamis=$build/tamis
records=${2:-200000}
rounds=${3:-5}
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/../samples/synthetic.sh"
data=$build/bench/records-$records.ndjson
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

"$build/bench/crypto" || die "crypto failed"
echo
"$build/bench/timing" || die "timing failed"
echo

cp "$here/seal.policy.jsonc" "$work" || exit 1
"$tamis" key pair --for seal "$work/agency" 2>"$work/errors" ||
	die "no key: $(cat "$work/errors")"
if ! "$tamis" check "$work/seal.policy.jsonc" >"$work/errors" 2>&1; then
	echo "sealed values of whole runs: this tamis has no action seal"
	exit 0
fi

mkdir -p "$build/bench" || exit 1
synthetic_file "$data" json "$records" || die "cannot generate records"
sealed=$("$tamis" -p "$work/seal.policy.jsonc" <"$data" |
	grep -o '"sb1\.' | wc -l)
[ "$sealed" -gt "$records" ] || die "not enough was sealed: $sealed"

run()
{
	"$build/bench/pinned" "$data" \
		"$tamis" -p "$work/seal.policy.jsonc" ||
		die "tamis failed"
}
run >"$work/first"
for i in $(seq "$rounds"); do
	[ -t 2 ] && printf '\rround %d of %d' "$i" "$rounds" >&2
	run >>"$work/times"
done
[ -t 2 ] && printf '\r\033[K' >&2
sort -n "$work/times" | awk -v sealed="$sealed" -v records="$records" '
	{ s[NR] = $1; kib[NR] = $2 }
	END {
		m = int((NR + 1) / 2)
		printf "%d records, %d values sealed; median of %d runs on one core:\n",
		    records, sealed, NR
		printf "%.0f sealed values a second, %.0f records a second, %.1f MiB\n",
		    sealed / s[m], records / s[m], kib[m] / 1024
	}'
