#!/bin/sh
# Large documents, and XML and FHIR that nobody here wrote, when it lies beside
# the checkout:
#
#	xml.sh BUILD [FOLDER]
#
# large           memory stays small, whether they are accepted or refused
# xml-w3c         as EXPECT.tsv says: accepted, refused, or either
# xml-libxml2     entity attacks are refused at once
# cda-fr, fhir-*  documents end as expected, and no needle comes out of any
# all of them     libxml2 says the same
#
# No message of the program may hold a byte of an input.
set -u
build=$1
shared=${2:-../shared}
here=$(dirname "$0")
policies=$here/../../policies
passed=0
failed=0
skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
tamis=$build/tamis

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

# The most memory of a run in KiB, whatever came of the records.
peak() {
	input=$1
	shift
	# shellcheck disable=SC2016
	"$build/bench/pinned" "$input" sh -c '"$@"; [ $? -le 1 ]' sh \
		"$tamis" "$@" --quarantine "$work/large" 2>"$work/err" |
		cut -d ' ' -f 2
	rm -f "$work/large"
}

# at_most NAME KIB PEAK
at_most() {
	if [ "${3:-$2}" -lt "$2" ]; then
		passed=$((passed + 1))
	else
		fail "$1: ${3:-no} KiB of memory, should be less than $2"
	fi
}

# repeat TEXT MEGABYTES
repeat() {
	yes "$1" | head -c "${2}000000"
}

cat >"$work/records.jsonc" <<'EOF'
{
  "policy": "large", "version": "2021-11-03", "title": "elements of a document",
  "purpose": "tests with large inputs",
  "records": { "any": { "format": "xml", "record": "/doc/r", "fields": {
    "/r/a": { "do": "keep", "because": "something must be kept" }
  } } }
}
EOF

# A stream needs what one read does; a document that is one record, its own
# limit and the room that doubling takes.
stream=12288
record=49152

large_stream() {
	{
		echo '<doc>'
		repeat '<r><a>kept</a><b c="1">dropped &amp; gone</b></r>' 64 |
			sed '$d'
		echo '</doc>'
	} >"$work/doc"
	at_most "records of 64 MB" $stream \
		"$(peak "$work/doc" -p "$work/records.jsonc" -o "$work/out")"
	check "records of 64 MB" "$(grep -c '^<r><a>kept</a></r>$' "$work/out")" \
		"$(grep -c '^<r>' "$work/doc")"
}

# large_document NAME KIB: what stands in the file doc
large_document() {
	at_most "$1" "$2" "$(peak "$work/doc" -p "$work/policy.jsonc")"
}

large_documents() {
	{
		echo '<!DOCTYPE doc ['
		repeat '<!ENTITY e "&e;&e;">' 64
	} >"$work/doc"
	large_document "a document type of 64 MB" $stream
	repeat '<doc>' 64 >"$work/doc"
	large_document "elements in elements, 64 MB" $stream
	{
		echo '<doc><!--'
		repeat 'a comment' 64
	} >"$work/doc"
	large_document "a comment of 64 MB" $record
	{
		printf '<doc '
		repeat "xmlns:p='u'" 15
	} >"$work/doc"
	large_document "a tag of 15 MB" $stream
	{
		echo '<doc>'
		yes '<doc b="1"/>&#38;' | head -n 9000
		repeat '&#38;text' 15
		echo '</doc>'
	} >"$work/doc"
	large_document "a record of 15 MB" $record
}

empty=$(peak /dev/null -p "$work/policy.jsonc")
if [ "${empty:-0}" -lt 8192 ]; then
	large_stream
	large_documents
	rm -f "$work/doc" "$work/out"
else
	echo "skipped: with a sanitizer memory says nothing"
fi

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

# A text without what may hide a needle: %4F, &#x4F; and &#79;.
decode() {
	LC_ALL=C awk '
	function number(digits, base,   n, i) {
		n = 0
		for (i = 1; i <= length(digits); i++)
			n = n * base + index("0123456789abcdef",
			    tolower(substr(digits, i, 1))) - 1
		return n
	}
	function character(code) {
		if (code ~ /^%/)
			return sprintf("%c", number(substr(code, 2), 16))
		gsub(/[&#;]/, "", code)
		if (code ~ /^x/)
			return sprintf("%c", number(substr(code, 2), 16))
		return sprintf("%c", number(code, 10))
	}
	{
		text = ""
		while (match($0, /%[0-9A-Fa-f][0-9A-Fa-f]|&#x[0-9A-Fa-f]+;|&#[0-9]+;/)) {
			text = text substr($0, 1, RSTART - 1) \
			    character(substr($0, RSTART, RLENGTH))
			$0 = substr($0, RSTART + RLENGTH)
		}
		print text $0
	}' | tr -d '\000'
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
		decode <"$work/plain"
	} >"$work/decoded"
	needles_of "$2" | tr ' ' '\n' >"$work/needles"
	grep -qaiF -f "$work/needles" "$work/decoded"
}

# plant TEXT DOCUMENT: whether the search finds a needle in it
plant() {
	echo "<a>$1</a>" >"$work/planted"
	has_needle "$work/planted" "$2"
}

# The search finds a needle as it is, in small letters and behind each
# encoding, and none where there is none.
control() {
	for needle in 'x="DOMPREMY"' dompremy 'D%4FMPREMY' 'D&#x4F;MPREM&#89;' \
		"$(printf 'some text and DOMPREMY in it' | base64)"; do
		if plant "$needle" "$1"; then
			passed=$((passed + 1))
		else
			fail "the needle in $needle is not found"
		fi
	done
	plant 'tk1.sidep.1.dompremyaaaaaaaaaaaaaaaaaa D%4F' "$1" &&
		fail "a needle is found where there is none"
}

# All files of a folder through a policy: judge FOLDER POLICY WRITTEN, where
# WRITTEN is the pattern of those that leave; the others are of no kind.
judge() {
	if ! [ -d "$1" ]; then
		skip "$1"
		return
	fi
	for file in "$1"/*; do
		plant "$(needles_of "$file" | tail -n 1)" "$file" ||
			fail "$file: a needle of its own is not found"
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
control "$work/policy.jsonc"
judge "$shared/samples/cda-fr" cda-bio-trod '^BIO-TROD'
judge "$shared/samples/fhir-fr" fhir-r4-minimal '^Patient-tddui'
judge "$shared/samples/fhir-synthea" fhir-r4-minimal '^(Patient|Immunization)'

# Whether libxml2 says the same about all documents of a folder.
ask() {
	if ! [ -d "$1" ]; then
		skip "$1"
		return
	fi
	if find "$1" -name '*.xml' -type f -print0 |
		xargs -0 "$build/replay_fuzz_xml_oracle" >"$work/asked" 2>"$work/err"; then
		passed=$((passed + 1))
	else
		fail "$1: libxml2 does not say the same about a document"
	fi
}

for folder in suites/xml-w3c suites/xml-libxml2 samples/cda-fr; do
	ask "$shared/$folder"
done

echo "xml: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
