#!/bin/sh
# check.sh GENERATE
# The committed sample is what the generator writes, and names nobody; and the
# generator notices what it should.
set -u
generate=$1
here=$(dirname "$0")
sample=$here/sidep-antigen.ndjson
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

fail()
{
	echo "samples: $*" >&2
	failed=1
}

refuses()
{
	why=$1
	shift
	"$@" >"$work/out" 2>"$work/err" && fail "accepted: $why"
	[ -s "$work/err" ] || fail "said nothing: $why"
}

# record NIR: a file with one record that has it.
record()
{
	printf '{"patient":{"nir": %s}}\n' "$1" >"$work/record"
}

"$generate" -n 200 -s 1 >"$work/sample" || fail "cannot generate"
cmp "$sample" "$work/sample" || fail "the sample is not what is generated"
"$generate" -c "$sample" >"$work/out" || fail "the sample names somebody"
[ "$(wc -l <"$sample")" -eq 200 ] || fail "the sample has not 200 records"

"$generate" -n 50 -s 2 >"$work/other" || fail "cannot generate"
cmp -s "$work/other" "$work/sample" && fail "another seed, the same bytes"
"$generate" -n 100 -s 1 | cmp -s - "$work/sample" &&
	fail "half the records, the same bytes"

for nir in 255081416800063 255082A16800025; do
	record "\"$nir\""
	"$generate" -c "$work/record" >"$work/out" || fail "refused: $nir"
done
record '"255082A16800005"'
refuses "a wrong key" "$generate" -c "$work/record"
record '"255081416802538"'
refuses "an order number that is given" "$generate" -c "$work/record"
record '"25508141680002"'
refuses "a short number" "$generate" -c "$work/record"
record '2550814168000'
refuses "a number without quotes" "$generate" -c "$work/record"
record 'null'
refuses "a file without numbers" "$generate" -c "$work/record"
refuses "a missing file" "$generate" -c "$work/missing"
refuses "a count that is none" "$generate" -n many
refuses "an operand" "$generate" file

if [ -c /dev/full ]; then
	"$generate" -n 10 >/dev/full 2>"$work/err" &&
		fail "did not notice that writing failed"
fi

[ "$failed" -eq 0 ] && echo "samples: ok"
exit "$failed"
