#!/bin/sh
# echo.sh BUILD [RECORDS [ROUNDS]]
# What the search for protected values costs; see README.md.
set -u
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

# cost TITLE POLICY FORMAT SUFFIX: of the data that the other scripts left.
cost()
{
	data=$build/bench/records-$records.$4
	[ -s "$data" ] || die "$data is not there: run make bench"
	printf '%-30s ' "$1"
	"$build/bench/echo" "$2" "$3" "$work/keys" "$data" "$rounds" ||
		die "it failed"
}

make_keys bench sidep
echo "protected values in what leaves, $records records, medians of $rounds rounds"
cost "the same job, json" "$here/job.policy.jsonc" json ndjson
cost "the same job, csv" "$here/csv.policy.jsonc" csv csv
cost "the same job, hl7v2" "$here/hl7v2.policy.jsonc" hl7v2 hl7
cost "the same job, xml" "$here/xml.policy.jsonc" xml xml
cost "sidep-antigen policy, json" "$policies/sidep-antigen.policy.jsonc" json \
	ndjson
