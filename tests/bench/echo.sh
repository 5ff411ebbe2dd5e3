#!/bin/sh
# echo.sh BUILD [RECORDS [ROUNDS]]
# What the search for protected values costs; see README.md.
set -u
build=$1
records=${2:-200000}
rounds=${3:-5}
here=$(dirname "$0")
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

die()
{
	echo "bench: $*" >&2
	exit 1
}

# row TITLE POLICY FORMAT SUFFIX: of the data that the other scripts left.
row()
{
	data=$build/bench/records-$records.$4
	[ -s "$data" ] || die "$data is not there: run make bench"
	printf '%-30s ' "$1"
	"$build/bench/echo" "$2" "$3" "$work/keys" "$data" "$rounds" ||
		die "it failed"
}

"$build/tamis" key new "$work/keys" bench sidep 2>"$work/errors" ||
	die "no keys: $(cat "$work/errors")"
echo "protected values in what leaves, $records records, medians of $rounds rounds"
row "the same job, json" "$here/job.policy.jsonc" json ndjson
row "the same job, csv" "$here/csv.policy.jsonc" csv csv
row "the same job, hl7v2" "$here/hl7v2.policy.jsonc" hl7v2 hl7
row "the same job, xml" "$here/xml.policy.jsonc" xml xml
row "sidep-antigen policy, json" "$policies/sidep-antigen.policy.jsonc" json \
	ndjson
