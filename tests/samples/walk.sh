#!/bin/sh
# Where nothing is sealed to somebody, unsealing changes no byte, whatever the
# input is:
#
#	walk.sh TAMIS [SHARED]
#
# Inputs of the golden cases, of the fuzz corpora and of the generator, and
# those that nobody here wrote, when they lie beside the checkout.  Of an input
# that is refused, what came out is its beginning; no input ends otherwise.
set -u
tamis=$1
shared=${2:-../shared}
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
passed=0
failed=0
skipped=0
whole=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

"$tamis" key pair --for seal "$work/secret" >"$work/err" 2>&1 || {
	cat "$work/err"
	exit 1
}

# same FILE OPTION...: the law for one input.
same() {
	file=$1
	shift
	"$tamis" unseal -i "$work/secret" "$@" <"$file" >"$work/out" \
		2>"$work/err"
	code=$?
	case $code in
	0 | 1) size=$(wc -c <"$file") ;;
	65) size=$(wc -c <"$work/out") ;;
	*) size=none ;;
	esac
	[ "$code" -eq 65 ] || whole=$((whole + 1))
	if [ "$size" != none ] &&
		head -c "$size" "$file" | cmp -s - "$work/out"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "walk: $file as $*: exit $code, or not the same bytes"
	fi
}

# every FORMAT FILE...: those that are there.
every() {
	format=$1
	shift
	for name; do
		[ -f "$name" ] && same "$name" -f "$format"
	done
}

for format in json xml csv hl7v2; do
	synthetic $format -n 200 >"$work/made" || exit 1
	same "$work/made" -f $format
	every $format "$here"/../fuzz/corpus/$format/*
	[ $whole -gt 0 ] || echo "walk: nothing of $format was walked over"
	[ $whole -gt 0 ] || failed=$((failed + 1))
	whole=0
done
every json "$here"/*.ndjson "$here"/../fuzz/corpus/records/*
every csv "$here"/../golden/csv/*/stdin "$here"/../golden/unseal/*/stdin
for format in json xml hl7v2; do
	every $format "$here"/../golden/stream/*/stdin \
		"$here"/../golden/unseal/*/stdin
done

if [ -d "$shared" ]; then
	every json "$shared"/samples/fhir-*/*json \
		"$shared"/suites/json-testsuite/test_parsing/*.json \
		"$shared"/suites/blns/*.json
	every xml "$shared"/samples/cda-fr/*.xml
	every csv "$shared"/suites/csv-spectrum/csvs/*.csv
	every hl7v2 "$shared"/samples/hl7-*/*.hl7 \
		"$shared"/suites/hl7v2-hapi/*/*.hl7
	for name in "$shared"/suites/prime-reportstream/csv/*.csv; do
		same "$name" -f csv --delimiter ,
	done
	cp "$here/../golden/unseal/people.policy.jsonc" "$work"
	for name in "$shared"/samples/hprim/*; do
		same "$name" -p "$work/people.policy.jsonc" -f hl7v2
	done
else
	skipped=1
	echo "skipped: $shared is not there"
fi

echo "walk: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
