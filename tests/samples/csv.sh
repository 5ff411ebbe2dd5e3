#!/bin/sh
# Tables that nobody here wrote, when they lie beside the checkout, and laws
# of tables:
#
#	csv.sh TAMIS NEEDLES [FOLDER]
#
# csv-spectrum        a policy that keeps every column changes no byte; a quote
#                     inside a bare cell (location_coordinates) is rejected
# csv-commons-csv     as the table below says: comments and other liberties are
#                     no RFC 4180
# prime-reportstream  every table is filtered by the shipped policy or refused
#                     by its header; nobody's name, birth date, street, number
#                     or address is in output, quarantine or messages, also
#                     after decoding
# permuted columns    give the same output, permuted
set -u
tamis=$1
needles=$2
suites=${3:-../shared/suites}
here=$(dirname "$0")
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
# shellcheck source=tests/samples/search.sh
. "$here/search.sh"

# keep DELIMITER ENCODING COLUMN...: a policy that keeps these columns.
keep()
{
	printf '{"policy":"p","version":"2026-01-15","title":"t","purpose":"p",'
	printf '"records":{"k":{"format":"csv","delimiter":"%s",' "$1"
	printf '"encoding":"%s","fields":{' "$2"
	shift 2
	comma=
	for column; do
		printf '%s"%s":{"do":"keep","because":"x"}' "$comma" "$column"
		comma=,
	done
	printf '}}}}\n'
}

# Runs a table through the policy in $work; what became of it, in words.
outcome()
{
	rm -f "$work/bad"
	"$tamis" -p "$work/policy" --quarantine "$work/bad" "$1" \
		>"$work/out" 2>"$work/said"
	printf '%d' $?
	sed 's/.*"reason":"\([^"]*\)".*/ \1/' "$work/bad" | sort | uniq -c |
		awk '{ printf " %s:%d", $2, $1 }'
}

spectrum()
{
	encoding=utf-8
	cp "$1" "$work/in"
	if ! iconv -f UTF-8 -t UTF-8 "$1" >"$work/expected" 2>"$work/said"; then
		encoding=windows-1252
		iconv -f WINDOWS-1252 -t UTF-8 "$1" >"$work/expected"
	fi
	# The last row may lack its line end; the output never does.
	if [ -n "$(tail -c 1 "$1" | tr -d '\n')" ]; then
		if head -n 1 "$1" | grep -q "$(printf '\r')"; then
			printf '\r' >>"$work/expected"
		fi
		echo >>"$work/expected"
	fi
	head -n 1 "$1" | tr -d '\r' >"$work/header"
	IFS=,
	# shellcheck disable=SC2046 # the header's columns
	keep , $encoding $(cat "$work/header") >"$work/policy"
	unset IFS
	found=$(outcome "$1")
	case $1 in
	*/location_coordinates.csv)
		if [ "$found" = '1 quote:1' ]; then
			pass
		else
			fail "$1: $found"
		fi
		return
		;;
	esac
	if [ "$found" = 0 ] && cmp -s "$work/expected" "$work/out"; then
		pass
	else
		fail "$1: $found, or not the same bytes"
	fi
}

if [ -d "$suites/csv-spectrum/csvs" ]; then
	for file in "$suites/csv-spectrum/csvs"/*.csv; do
		spectrum "$file"
	done
else
	skip "$suites/csv-spectrum"
fi

# commons FILE DELIMITER COLUMN OUTCOME
commons()
{
	keep "$2" utf-8 "$3" >"$work/policy"
	found=$(outcome "$suites/csv-commons-csv/$1")
	if [ "$found" = "$4" ]; then
		pass
	else
		fail "$1: $found, should be $4"
	fi
}

if [ -d "$suites/csv-commons-csv" ]; then
	commons 999751170.patch.csv ';' CHANELID '0'
	commons bom.csv , Date '0'
	commons csv-254.csv , AA '0'
	commons emoji.csv , id '0'
	commons japanese.csv , id '0'
	commons sample.txt , x '0'
	commons psql.csv , 1 '65 header:1'
	commons psql.tsv '\t' 1 '0'
	commons test.csv , A '1 quote:1 ragged:10'
	commons testCSV246.csv , a '1 ragged:5'
	commons testCSV85.csv , a '65 header:1'
	commons sample1.csv , author '65 header:1'
	commons csv-141.csv , 1414770317901 '65 quote:1'
else
	skip "$suites/csv-commons-csv"
fi

# Values of the columns that are about a person, from four characters on; a
# table whose cells hold line ends is none of these.
values()
{
	tr -d '\r' <"$1" | sed '1s/^\xEF\xBB\xBF//' | awk '
	function cells(line, at,    n, c, inside, cell) {
		n = 0
		cell = ""
		inside = 0
		for (at = 1; at <= length(line); at++) {
			c = substr(line, at, 1)
			if (c == "\"")
				inside = !inside
			else if (c == "," && !inside) {
				row[++n] = cell
				cell = ""
			} else
				cell = cell c
		}
		row[++n] = cell
		return n
	}
	{ n = cells($0) }
	NR == 1 {
		for (i = 1; i <= n; i++)
			wanted[i] = tolower(row[i]) ~ \
			    /(last_name|first_name|middle_name|street|phone|dob|email|patient_id)/
		next
	}
	{
		for (i = 1; i <= n; i++)
			if (wanted[i] && length(row[i]) >= 4)
				print row[i]
	}' | sort -u
}

reportstream()
{
	rm -f "$work/bad"
	"$tamis" -p "$policies/us-covid-csv.policy.jsonc" -k "$work/keys" \
		--quarantine "$work/bad" "$1" >"$work/out" 2>"$work/said"
	code=$?
	[ -f "$work/bad" ] || : >"$work/bad"
	case $code in
	0 | 1) [ "$(grep -c '' "$work/out")" -ge 1 ] ;;
	65) [ ! -s "$work/out" ] && grep -q '(header)' "$work/said" ;;
	*) false ;;
	esac || {
		fail "$1: exit $code"
		return
	}
	values "$1" >"$work/values"
	# The name of the file is told in messages, and may look like a value.
	sed "s|$1||g" "$work/said" >"$work/told"
	search "$1" "$work/values" "$work/out" "$work/bad" "$work/told"
	[ ! -s "$work/values" ] || search_input "$1" "$work/values"
}

if [ -d "$suites/prime-reportstream" ]; then
	"$tamis" key new "$work/keys" us-covid 2>"$work/said" || exit 1
	find "$suites/prime-reportstream" -name '*.csv' >"$work/files"
	while IFS= read -r file; do
		reportstream "$file"
	done <"$work/files"
else
	skip "$suites/prime-reportstream"
fi

# Columns in the other order; rows without quotes, which awk can split.
backwards()
{
	awk -F ';' '{
		for (i = NF; i > 1; i--)
			printf "%s;", $i
		print $1
	}'
}

# Sealed values differ in every run.
without_sealed()
{
	sed 's/sb1\.\([a-z.-]*\)\.[A-Za-z0-9_-]*/sb1.\1/g'
}

synthetic csv -n 500 | grep -v '"' >"$work/table"
backwards <"$work/table" >"$work/permuted"
"$tamis" key new "$work/sidep" sidep 2>"$work/said" || exit 1
for name in table permuted; do
	"$tamis" -p "$policies/sidep-antigen.policy.jsonc" -f csv \
		-k "$work/sidep" "$work/$name" | without_sealed >"$work/$name.out"
done
backwards <"$work/permuted.out" >"$work/straight"
if [ -s "$work/table.out" ] && cmp -s "$work/table.out" "$work/straight"; then
	pass
else
	fail "permuted columns: another output"
fi

finish
