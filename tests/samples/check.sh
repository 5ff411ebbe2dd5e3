#!/bin/sh
# check.sh TAMIS HARMLESS
# The committed sample is what is generated, and names nobody; what is generated
# is the same people in every format, and as nasty as it was asked to be.
set -u
tamis=$1
harmless=$2
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
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

synthetic json -n 200 >"$work/sample" || fail "cannot generate"
cmp "$sample" "$work/sample" || fail "the sample is not what is generated"
"$harmless" "$sample" >"$work/out" || fail "the sample names somebody"
[ "$(wc -l <"$sample")" -eq 200 ] || fail "the sample has not 200 records"

synthetic json -n 50 --seed 2 >"$work/other" || fail "cannot generate"
cmp -s "$work/other" "$work/sample" && fail "another seed, the same bytes"
synthetic json -n 100 | cmp -s - "$work/sample" &&
	fail "half the records, the same bytes"

for nir in 255081416800063 255082A16800025; do
	record "\"$nir\""
	"$harmless" "$work/record" >"$work/out" || fail "refused: $nir"
done
record '"255082A16800005"'
refuses "a wrong key" "$harmless" "$work/record"
record '"255081416802538"'
refuses "an order number that is given" "$harmless" "$work/record"
record '"25508141680002"'
refuses "a short number" "$harmless" "$work/record"
record '2550814168000'
refuses "a number without quotes" "$harmless" "$work/record"
record 'null'
refuses "a file without numbers" "$harmless" "$work/record"
refuses "a missing file" "$harmless" "$work/missing"

if [ -c /dev/full ]; then
	synthetic json -n 10 >/dev/full 2>"$work/err" &&
		fail "did not notice that writing failed"
fi

[ "$failed" -eq 0 ] && echo "samples: ok"
exit "$failed"
