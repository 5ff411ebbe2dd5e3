#!/bin/sh
# XML and FHIR that nobody here wrote, when it lies beside the checkout:
#
#	xml.sh TAMIS [FOLDER]
#
# xml-w3c         as EXPECT.tsv says: accepted, refused, or either
# xml-libxml2     entity attacks are refused at once
# cda-fr, fhir-*  documents end as expected, and no needle comes out of any
#
# No message of the program may hold a byte of an input.
set -u
tamis=$1
shared=${2:-../shared}
here=$(dirname "$0")
policies=$here/../../policies
passed=0
failed=0
skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
case $tamis in
/*) ;;
*) tamis=$PWD/$tamis ;;
esac

cat >"$work/policy.jsonc" <<'EOF'
{
  "policy": "suites", "version": "2021-11-03", "title": "one element",
  "purpose": "tests with inputs of others",
  "records": { "any": { "format": "xml", "fields": {
    "/doc": { "do": "drop", "because": "only the grammar is looked at" }
  } } }
}
EOF

fail() {
	failed=$((failed + 1))
	echo "$*"
}

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		fail "$1: $2, should be $3"
	fi
}

skip() {
	skipped=$((skipped + 1))
	echo "skipped: $1 is not there"
}

# The list of the suite is corrected where it is not about what is read here:
# a comment that looks like a document type; names that the fifth edition of
# XML 1.0 allows; what the suite itself writes as XML 1.1; a name that is none
# with namespaces.
w3c_verdict() {
	case $1 in
	oasis/p15pass1.xml | oasis/p16pass1.xml | oasis/p18pass1.xml) echo accept ;;
	eduni/xml-1.1/016.xml | eduni/xml-1.1/019.xml) echo accept ;;
	xmltest/valid/sa/out/012.xml) echo refuse ;;
	*/out/*)
		if head -c 30 "$1" | grep -q 'version="1.1"'; then
			echo refuse
		else
			echo "$2"
		fi
		;;
	*) echo "$2" ;;
	esac
}

# An element that the policy does not know is well-formed all the same.
w3c() {
	grep -v '^#' EXPECT.tsv | cut -f 1,2 >"$work/expected"
	cut -f 1 "$work/expected" | tr '\n' '\0' |
		xargs -0 -n 5000 "$tamis" -p "$work/policy.jsonc" \
			--quarantine "$work/quarantine" -o "$work/out" \
			2>"$work/err"
	check "messages about xml-w3c" "$(cat "$work/err")" ""
	sed -n 's/.*"input":\([0-9]*\),.*"reason":"\([^"]*\)".*/\1 \2/p' \
		"$work/quarantine" | grep -v ' kind$' | cut -d ' ' -f 1 >"$work/refused"
	awk 'NR == FNR { refused[$1] = 1; next }
		{ print $1, $2, (FNR in refused) ? "refuse" : "accept" }' \
		"$work/refused" "$work/expected" >"$work/verdicts"
	while read -r file expected found; do
		[ "$expected" = either ] && expected=$found
		check "$file" "$found" "$(w3c_verdict "$file" "$expected")"
	done <"$work/verdicts"
}

folder=$shared/suites/xml-w3c
if [ -d "$folder" ]; then
	cd "$folder" && w3c
	cd "$OLDPWD" || exit 1
else
	skip "$folder"
fi

# At once: what it would expand to is never looked at.
attack() {
	timeout 1 "$tamis" -p "$work/policy.jsonc" \
		--quarantine "$work/attack" "$1" >"$work/out" 2>"$work/err"
	check "$1" $? 1
	check "$1" "$(grep -o '"reason":"[a-z]*"' "$work/attack")" \
		'"reason":"doctype"'
	check "$1" "$(cat "$work/out" "$work/err")" ""
	rm -f "$work/attack"
}

folder=$shared/suites/xml-libxml2/test/recurse
if [ -d "$folder" ]; then
	for file in "$folder"/*.xml; do
		attack "$file"
	done
else
	skip "$folder"
fi

# Names, numbers, places and addresses of those whom the documents are about.
needles='279035121518989 276059205062865 PAT-TROIS DOMINIQUE MARIE-LOUISE
Breteuil 0144534551 0647151010 0147150000 19790328 1979-03-28 51215 DOMPREMY
NESSI Jeanne DECOURCY mssante 147720425367411 194704032 DUPONT Lilas Vittefleur
76748 63220'

# Those of the synthetic patients, as they stand in their file.
needles_of() {
	echo "$needles"
	grep -ohE '"(family|div|birthDate)":"[^"]*"|"(given|line)":\["[^"]*"' \
		"$1" | sed 's/.*"\([^"]*\)"$/\1/' | grep -E '^[^<]{5,}$' |
		grep -v ' ' | sort -u
	grep -oE '999-[0-9]{2}-[0-9]{4}|555-[0-9]{3}-[0-9]{4}' "$1" | sort -u
}

# Tokens say nothing, but may spell a short name by chance.
without_tokens() {
	LC_ALL=C sed -E 's/tk1\.[a-z0-9-]+\.[0-9]+\.[a-z2-7]{26}/token/g' "$1"
}

# Whether a file holds a needle of a document, as it is or behind an encoding:
# has_needle FILE DOCUMENT
has_needle() {
	without_tokens "$1" >"$work/plain"
	{
		cat "$work/plain"
		grep -oaE '[A-Za-z0-9+/]{24,}={0,2}' "$work/plain" | base64 -di 2>/dev/null
		sed 's/%\(..\)/\\x\1/g; s/&#x\([0-9A-Fa-f]*\);/\\x\1/g' "$work/plain" |
			tr -d '\000'
	} >"$work/decoded"
	needles_of "$2" | tr ' ' '\n' >"$work/needles"
	grep -qaiF -f "$work/needles" "$work/decoded"
}

# All files of a folder through a policy: judge FOLDER POLICY WRITTEN, where
# WRITTEN is the pattern of those that leave; the others are of no kind.
judge() {
	if ! [ -d "$1" ]; then
		skip "$1"
		return
	fi
	for file in "$1"/*; do
		"$tamis" -p "$policies/$2.policy.jsonc" -k "$work/keys" \
			--quarantine "$work/rejected" "$file" \
			>"$work/out" 2>"$work/err"
		found=$(sed -n 's/.*"reason":"\([^"]*\)".*/\1/p' \
			"$work/rejected" | sort -u)
		expected=kind
		echo "${file##*/}" | grep -qE "$3" && expected=written
		check "$file" "${found:-written}" "$expected"
		for result in out err rejected; do
			has_needle "$work/$result" "$file" &&
				fail "$file: a needle is in $result"
		done
		rm -f "$work/rejected"
	done
}

"$tamis" key new "$work/keys" sidep 2>"$work/said" || exit 1
judge "$shared/samples/cda-fr" cda-bio-trod '^BIO-TROD'
judge "$shared/samples/fhir-fr" fhir-r4-minimal '^Patient-tddui'
judge "$shared/samples/fhir-synthea" fhir-r4-minimal '^(Patient|Immunization)'

echo "xml: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
