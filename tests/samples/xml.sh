#!/bin/sh
# Large documents, and XML that nobody here wrote, when it lies beside
# the checkout:
#
#	xml.sh BUILD [FOLDER]
#
# large           memory stays small, whether they are accepted or refused
# xml-w3c         as EXPECT.tsv says: accepted, refused, or either
# xml-libxml2     entity attacks are refused at once
# cda-fr          documents end as expected, and nothing about the persons in
#                 them comes out, in any encoding
# all of them     libxml2 says the same
#
# No message of the program may hold a byte of an input.
set -u
build=$1
shared=${2:-../shared}
here=$(dirname "$0")
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
tamis=$build/tamis
needles=$build/needles
# shellcheck source=tests/samples/search.sh
. "$here/search.sh"

cat >"$work/policy.jsonc" <<'EOF'
{
  "policy": "suites", "version": "2021-11-03", "title": "one element",
  "purpose": "tests with inputs of others",
  "records": { "any": { "format": "xml", "fields": {
    "/doc": { "do": "drop", "because": "only the grammar is looked at" }
  } } }
}
EOF

check() {
	if [ "$2" = "$3" ]; then
		pass
	else
		fail "$1: $2, should be $3"
	fi
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
		pass
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
cat >"$work/persons" <<'EOF'
279035121518989
276059205062865
PAT-TROIS
DOMINIQUE
MARIE-LOUISE
Breteuil
0144534551
0647151010
0147150000
19790328
1979-03-28
51215
DOMPREMY
NESSI
Jeanne
DECOURCY
mssante
147720425367411
194704032
DUPONT
Lilas
Vittefleur
76748
63220
EOF

# judge FOLDER POLICY WRITTEN: all files of a folder through a policy; WRITTEN
# is the pattern of those that leave, the others are of no kind.
judge() {
	if ! [ -d "$1" ]; then
		skip "$1"
		return
	fi
	for file in "$1"/*; do
		search_input "$file" "$work/persons"
		"$tamis" -p "$policies/$2.policy.jsonc" -k "$work/keys" \
			--quarantine "$work/rejected" "$file" \
			>"$work/out" 2>"$work/err"
		found=$(sed -n 's/.*"reason":"\([^"]*\)".*/\1/p' \
			"$work/rejected" | sort -u)
		expected=kind
		echo "${file##*/}" | grep -qE "$3" && expected=written
		check "$file" "${found:-written}" "$expected"
		search "$file" "$work/persons" "$work/out" "$work/err" \
			"$work/rejected"
		rm -f "$work/rejected"
	done
}

"$tamis" key new "$work/keys" sidep 2>"$work/said" || exit 1
judge "$shared/samples/cda-fr" cda-bio-trod '^BIO-TROD'

# Whether libxml2 says the same about all documents of a folder.
ask() {
	if ! [ -d "$1" ]; then
		skip "$1"
		return
	fi
	if find "$1" -name '*.xml' -type f -print0 |
		xargs -0 "$build/replay_fuzz_xml_oracle" >"$work/asked" 2>"$work/err"; then
		pass
	else
		fail "$1: libxml2 does not say the same about a document"
	fi
}

for folder in suites/xml-w3c suites/xml-libxml2 samples/cda-fr; do
	ask "$shared/$folder"
done

finish
