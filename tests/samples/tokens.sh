#!/bin/sh
# tokens.sh TAMIS GENERATE
# The shipped policy gives the same 1,000 people the same tokens in every
# format: the tokens of the person and of the sending, record by record.  So
# does a policy that makes pseudonyms of traits, also when names are spelled in
# capitals and dates without hyphens.
set -u
tamis=$1
generate=$2
here=$(dirname "$0")
policy=$here/../../policies/sidep-antigen.policy.jsonc
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

fail()
{
	echo "tokens: $*" >&2
	failed=1
}

# The output of a format with one record a line.
lines()
{
	case $1 in
	json) cat ;;
	csv) sed 1d ;;
	xml) sed '1,2d;$d' ;;
	hl7v2)
		tr '\r' '\n' | awk '
			/^MSH/ && NR > 1 { print "" }
			{ printf "%s", $0 }
			END { print "" }'
		;;
	esac
}

# The tokens of each record on one line, in one order.
tokens()
{
	awk '{
		n = 0
		while (match($0, /tk1\.[a-z0-9]+\.[0-9]+\.[a-z2-7]+/)) {
			token[++n] = substr($0, RSTART, RLENGTH)
			$0 = substr($0, RSTART + RLENGTH)
		}
		if (n == 1)
			print token[1]
		else if (token[1] < token[2])
			print token[1], token[2]
		else
			print token[2], token[1]
	}'
}

"$tamis" key new "$work/keys" sidep 2>"$work/said" || exit 1
for format in json csv xml hl7v2; do
	"$generate" -f $format -n 1000 -s 3 |
		"$tamis" -p "$policy" -f $format -k "$work/keys" \
			>"$work/out" || fail "$format: tamis said $?"
	lines $format <"$work/out" | tokens >"$work/$format"
	[ "$(wc -l <"$work/$format")" -eq 1000 ] ||
		fail "$format: not 1000 records"
	cmp "$work/json" "$work/$format" || fail "$format: other tokens"
done
[ "$(tr ' ' '\n' <"$work/json" | sort -u | wc -l)" -ge 1900 ] ||
	fail "fewer tokens than people and sendings"

# The policy of traits: the fields of a format behind its own keys.
kind()
{
	cat <<-EOF
	"$1": { "format": "$1", $2, "fields": { "$3": {
		"do": "tokenize", "as": "traits",
		"from": [ "$4nom", "$4date_naissance", "$4sexe" ],
		"absent": "reject", "because": "the tokens are compared" } } }
	EOF
}

{
	cat <<-EOF
	{ "policy": "traits", "version": "2021-11-03", "title": "Pseudonyms",
	"purpose": "Compare what formats give", "domains": { "traits": {
		"entity": "person", "key": "sidep", "normalize": "identity-u15"
	} }, "records": {
	EOF
	kind json '"title": "json"' +patient.pseudonyme patient.
	echo ,
	kind csv '"delimiter": ";", "encoding": "utf-8"' +pseudonyme patient_
	echo ,
	kind xml '"record": "/envois/envoi"' +/envoi/patient/pseudonyme \
		/envoi/patient/
	echo '} }'
} >"$work/traits.policy.jsonc"

# Names of a table in capitals, as far as awk knows them; dates in digits.
respell()
{
	awk -F ';' -v OFS=';' '
		NR > 1 { $5 = toupper($5); gsub(/-/, "", $7) }
		{ print }'
}

for way in json csv respelled xml; do
	format=$way
	[ "$way" = respelled ] && format=csv
	"$generate" -f $format -n 1000 -s 3 |
		if [ "$way" = respelled ]; then respell; else cat; fi |
		"$tamis" -p "$work/traits.policy.jsonc" -f $format \
			-k "$work/keys" >"$work/out" 2>"$work/said" ||
		fail "traits, $way: tamis said $?"
	lines $format <"$work/out" | tokens >"$work/traits.$way"
	[ "$(grep -c '^tk1' "$work/traits.$way")" -eq 1000 ] ||
		fail "traits, $way: not 1000 tokens"
	cmp "$work/traits.json" "$work/traits.$way" ||
		fail "traits, $way: other tokens"
done
[ "$(sort -u "$work/traits.json" | wc -l)" -ge 900 ] ||
	fail "fewer pseudonyms than people"

[ "$failed" -eq 0 ] && echo "tokens: ok"
exit "$failed"
