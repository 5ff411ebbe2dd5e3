#!/bin/sh
# tokens.sh TAMIS
# Each of the shipped policies for antigen tests gives the same 1,000 people the
# same tokens in every format: the tokens of the person and of the sending,
# record by record.  Nothing links the tokens of the two policies, even if their
# keys had the same bytes.  A policy that makes pseudonyms of traits gives the
# same ones, too, also when names are spelled in capitals and dates without
# hyphens.
set -u
tamis=$1
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
policies=$here/../../policies
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

# All formats through a policy; the tokens are in POLICY.FORMAT.
run()
{
	for format in json csv xml hl7v2; do
		"$tamis" -p "$policies/$1.policy.jsonc" -f $format \
			-k "$work/$1.keys" "$work/in.$format" \
			>"$work/$1.out" || fail "$1, $format: tamis said $?"
		lines $format <"$work/$1.out" | tokens >"$work/$1.$format"
		[ "$(wc -l <"$work/$1.$format")" -eq 1000 ] ||
			fail "$1, $format: not 1000 records"
		cmp "$work/$1.json" "$work/$1.$format" ||
			fail "$1, $format: other tokens"
	done
	[ "$(tr ' ' '\n' <"$work/$1.json" | sort -u | wc -l)" -ge 1900 ] ||
		fail "$1: fewer tokens than people and sendings"
}

# What is left of tokens without the names of keys.
bodies()
{
	tr ' ' '\n' <"$1" | sed 's/.*\.//' | sort -u
}

# The number or token of each record's person; some have none.
people()
{
	sed -e 's/.*"nir": *"\([^"]*\)".*/\1/' -e t -e 's/.*/nobody/' "$1"
}

# One token for each person, although every record comes twice.
persons()
{
	cat "$work/in.json" "$work/in.json" >"$work/twice"
	"$tamis" -p "$policies/$1.policy.jsonc" -f json -k "$work/$1.keys" \
		"$work/twice" >"$work/out" || fail "$1: tamis said $?"
	people "$work/twice" >"$work/nirs"
	people "$work/out" >"$work/persons"
	n=$(sort -u "$work/nirs" | wc -l)
	[ "$n" -gt 900 ] || fail "$1: too few people"
	[ "$(sort -u "$work/persons" | wc -l)" -eq "$n" ] ||
		fail "$1: not a token for each person"
	[ "$(paste "$work/nirs" "$work/persons" | sort -u | wc -l)" -eq "$n" ] ||
		fail "$1: a person has two tokens"
}

for format in json csv xml hl7v2; do
	synthetic $format -n 1000 --seed 3 >"$work/in.$format"
done
"$tamis" key new "$work/sidep-antigen.keys" sidep 2>"$work/said" || exit 1
sed 's/^key sidep /key surveillance /' "$work/sidep-antigen.keys" \
	>"$work/sidep-surveillance.keys"
chmod 600 "$work/sidep-surveillance.keys"
for policy in sidep-antigen sidep-surveillance; do
	run $policy
	persons $policy
	bodies "$work/$policy.json" >"$work/$policy.bodies"
done
[ -z "$(comm -12 "$work/sidep-antigen.bodies" \
	"$work/sidep-surveillance.bodies")" ] ||
	fail "a token of one policy is in the other, too"

# The policy of traits: a kind of records, the new field, and the three that it
# is made of.
kind()
{
	cat <<-EOF
	"$1": { "format": "$1", $2, "fields": { "$3": {
		"do": "tokenize", "as": "traits", "from": [ "$4", "$5", "$6" ],
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
	kind json '"title": "json"' +patient.pseudonyme patient.nom \
		patient.date_naissance patient.sexe
	echo ,
	kind csv '"delimiter": ";", "encoding": "utf-8"' +pseudonyme \
		patient_nom patient_date_naissance patient_sexe
	echo ,
	kind xml '"record": "/envois/envoi"' +/envoi/patient/pseudonyme \
		/envoi/patient/nom /envoi/patient/date_naissance \
		/envoi/patient/sexe
	echo ,
	kind hl7v2 '"title": "hl7v2"' +PID-2.1 PID-5.1 PID-7 PID-8
	echo '} }'
} >"$work/traits.policy.jsonc"

# Names of a table in capitals, as far as awk knows them; dates in digits.
respell()
{
	awk -F ';' -v OFS=';' '
		NR > 1 { $5 = toupper($5); gsub(/-/, "", $7) }
		{ print }'
}

for way in json csv respelled xml hl7v2; do
	format=$way
	[ "$way" = respelled ] && format=csv
	synthetic $format -n 1000 --seed 3 |
		if [ "$way" = respelled ]; then respell; else cat; fi |
		"$tamis" -p "$work/traits.policy.jsonc" -f $format \
			-k "$work/sidep-antigen.keys" >"$work/out" 2>"$work/said" ||
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
