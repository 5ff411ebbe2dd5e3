#!/bin/sh
# Public suites that nobody here wrote, when they lie beside the checkout:
#
#	suites.sh TAMIS [FOLDER]
#
# json-testsuite  y_ accepted (but for duplicate names), n_ rejected (but for
#                 inputs without any value, which are no records), i_ as
#                 decided: numbers and the byte order mark accepted, the rest
#                 (other encodings, lone surrogates, depth) rejected
# utf8            every line of the stress test that iconv takes is accepted,
#                 every other one rejected
# blns            every naughty string comes out as it went in, unless it
#                 holds a NUL
#
# No message of the program may hold a byte of an input.
set -u
tamis=$1
suites=${2:-../shared/suites}
passed=0
failed=0
skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

cat >"$work/policy.jsonc" <<'EOF'
{
  "policy": "suites", "version": "2021-11-03", "title": "one value",
  "purpose": "tests with inputs of others",
  "records": { "any": { "format": "json", "fields": {
    "v": { "do": "keep", "because": "it is looked at in the test" }
  } } }
}
EOF

# Says how a file was taken: accepted, rejected, or what else happened.
outcome() {
	"$tamis" -p "$work/policy.jsonc" <"$1" >"$work/out" 2>"$work/err"
	code=$?
	case $code in
	0) echo accepted ;;
	65) echo rejected ;;
	*) echo "exit $code" ;;
	esac
}

expect() {
	found=$(outcome "$2")
	if [ "$found" = "$1" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$2: $found, should be $1"
	fi
}

json_verdict() {
	case $1 in
	y_object_duplicated_key.json | y_object_duplicated_key_and_value.json)
		echo rejected ;;
	n_structure_no_data.json | n_single_space.json | \
		n_structure_UTF8_BOM_no_data.json) # no record at all
		echo accepted ;;
	y_* | i_number_* | i_structure_UTF-8_BOM_empty_object.json)
		echo accepted ;;
	*) echo rejected ;;
	esac
}

skip() {
	skipped=$((skipped + 1))
	echo "skipped: $1 is not there"
}

folder=$suites/json-testsuite/test_parsing
if [ -d "$folder" ]; then
	for file in "$folder"/*.json; do
		expect "$(json_verdict "${file##*/}")" "$file"
	done
else
	skip "$folder"
fi

# One record a line; lines with quotes, backslashes or controls are left out.
stress=$suites/utf8/kuhn/UTF-8-test.txt
if [ -f "$stress" ]; then
	LC_ALL=C grep -av '["\\[:cntrl:]]' "$stress" >"$work/lines"
	LC_ALL=C sed 's/.*/{"v":"&"}/' "$work/lines" >"$work/records"
	number=0
	while IFS= read -r line; do
		number=$((number + 1))
		printf '%s\n' "$line" >"$work/line-$number"
		if iconv -f UTF-8 -t UTF-16 "$work/line-$number" \
			>/dev/null 2>&1; then
			expect accepted "$work/line-$number"
		else
			expect rejected "$work/line-$number"
		fi
	done <"$work/records"
else
	skip "$stress"
fi

naughty=$suites/blns/blns.json
if [ -f "$naughty" ]; then
	sed -n 's/^  *\(".*"\),\{0,1\}$/{"v":\1}/p' "$naughty" |
		grep -v '\\u0000' >"$work/naughty"
	expect accepted "$work/naughty"
	if cmp -s "$work/naughty" "$work/out"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$naughty: not the same after the filter"
	fi
else
	skip "$naughty"
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
