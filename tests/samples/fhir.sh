#!/bin/sh
# FHIR that nobody here wrote, when it lies beside the checkout:
#
#	fhir.sh TAMIS NEEDLES [SHARED]
#
# Every file of fhir-fr, fhir-synthea, fhir-msanon and prime-reportstream that
# holds a resource goes through the shipped policy; its records are written, or
# rejected as the table below says.  No name, birth date, street, phone number,
# address or identifier of it is in output, quarantine or messages, in any
# encoding.
set -u
tamis=$1
needles=$2
shared=${3:-../shared}
here=$(dirname "$0")
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/samples/search.sh
. "$here/search.sh"

# What becomes of the records of a file: written, or the reason.
expected()
{
	case $1 in
	# Resources of other kinds, or an entry that is none.
	*/fhir-fr/*.entry.json) echo kind ;;
	*/Organization.000.ndjson | */Practitioner.000.ndjson) echo kind ;;
	*/R4OnlyResource/* | */Stu3OnlyResource/*) echo kind ;;
	*/contained-in-bundle*) echo written ;;
	*/contained-*.json | */condition-empty.json) echo kind ;;
	# A name that an object has twice.
	*/sample_KS_20240429-0001.fhir) echo duplicate ;;
	*/sample_FL_20240702-0001.fhir) echo duplicate ;;
	*) echo written ;;
	esac
}

# Values about persons; of "value", those that are numbers or addresses, not
# codes.  JSON may spell them with blanks and over several lines.
values()
{
	text='"([^"\\]|\\.)*"'
	tr -d '\r\n' <"$1" | grep -oE "\"(family|birthDate|value|given|line)\" *: *($text|\\[[^]]*\\])" |
		awk '/^"value"/ && !/@/ && gsub(/[0-9]/, "&") < 6 { next }
			{ sub(/^"[A-Za-z]*" *: */, ""); print }' |
		grep -oE "$text" | sed 's/^"//; s/"$//' | grep -E '^.{4,}$' |
		sort -u
}

filter()
{
	rm -f "$work/bad"
	"$tamis" -p "$policies/fhir-r4-minimal.policy.jsonc" -f json \
		-k "$work/keys" --quarantine "$work/bad" "$1" \
		>"$work/out" 2>"$work/said"
	code=$?
	[ -f "$work/bad" ] || : >"$work/bad"
	sed 's/.*"reason":"\([^"]*\)".*/\1/' "$work/bad" | sort -u
	case $code in
	0) echo written ;;
	1) [ ! -s "$work/out" ] || echo written ;;
	*) echo "exit $code" ;;
	esac
}

check()
{
	found=$(filter "$1")
	if [ "$found" = "$(expected "$1")" ]; then
		pass
	else
		fail "$1: $found, should be $(expected "$1")"
	fi
	values "$1" >"$work/values"
	# The name of the file is told in messages, and may look like a value.
	sed "s|$1||g" "$work/said" >"$work/told"
	search "$1" "$work/values" "$work/out" "$work/bad" "$work/told"
	[ ! -s "$work/values" ] || search_input "$1" "$work/values"
}

"$tamis" key new "$work/keys" sidep 2>"$work/said" || exit 1
for folder in "$shared/samples/fhir-fr" "$shared/samples/fhir-synthea" \
	"$shared/suites/fhir-msanon" "$shared/suites/prime-reportstream"; do
	if [ ! -d "$folder" ]; then
		skip "$folder"
		continue
	fi
	grep -rl '"resourceType"' "$folder" >"$work/files"
	while IFS= read -r file; do
		check "$file"
	done <"$work/files"
done
finish
