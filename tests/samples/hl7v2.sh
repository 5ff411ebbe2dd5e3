#!/bin/sh
# Messages that nobody here wrote, when they lie beside the checkout, and laws
# of messages:
#
#	hl7v2.sh TAMIS NEEDLES [SHARED]
#
# samples, prime-reportstream, hl7v2-hapi
#                every file ends with messages written or rejected for a reason,
#                and no value of PID-3, 5, 6, 7, 9, 11, 13, 14, 18, 19, of names,
#                addresses and phones of NK1, GT1 and IN1, of four characters or
#                more, is in output, quarantine or messages, in any encoding
# hprim          the same for the person of the message
# hl7-batches    what is written has no part that belongs to no message, and
#                says how much it is
# other marks    random legal delimiters and line ends: the same output, once
#                the delimiters are the usual ones again
set -u
tamis=$1
needles=$2
shared=${3:-../shared}
here=$(dirname "$0")
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
# shellcheck source=tests/samples/search.sh
. "$here/search.sh"

"$tamis" key new "$work/keys" sidep us-covid 2>"$work/said" || exit 1

# Values about persons, where the delimiters are the usual ones.  Codes of sets
# and of places that a policy may keep are not among them.
values()
{
	tr '\r' '\n' <"$1" | awk -F '|' '
	function add(field,    i, n, part) {
		n = split(field, part, /[~^&]/)
		for (i = 1; i <= n; i++)
			show(part[i])
	}
	function add_first(field,    part) {
		split(field, part, /[~^&]/)
		show(part[1])
	}
	function add_date(field,    part) {
		split(field, part, /[~^&]/)
		if (length(part[1]) >= 8)
			print substr(part[1], 1, 8)
	}
	function show(value) {
		if (length(value) >= 4 && value !~ known)
			print value
	}
	BEGIN { known = "^(\"\"|INS|CLIA|ISO|[0-9.]+\\.[0-9.]+\\.[0-9.]+)$" }
	$1 == "PID" {
		add_first($4)
		add_date($8)
		add($6); add($7); add($10); add($14); add($15); add($20)
		add_first($19)
		add_first($12)
	}
	$1 == "NK1" { add($3); add_first($5); add($6); add($7) }
	$1 == "GT1" { add($4); add_first($6); add($7); add($8); add_date($9) }
	$1 == "IN1" { add($17); add_date($19); add_first($20) }' |
		# Words that are codes of the format in these places.
		grep -vixE 'Internet|Cell|Home|Work|Mobile|MOTH|Mother|Other|null' |
		sort -u
}

# run FILE POLICY: 0 if it ended as documented.
run()
{
	rm -f "$work/bad"
	"$tamis" -p "$2.policy.jsonc" -k "$work/keys" -f hl7v2 \
		--quarantine "$work/bad" "$1" >"$work/out" 2>"$work/said"
	code=$?
	[ -f "$work/bad" ] || : >"$work/bad"
	[ "$code" -eq 0 ] || { [ "$code" -eq 1 ] && [ -s "$work/bad" ]; }
}

check()
{
	if ! run "$1" "$2"; then
		fail "$1: exit $code"
		return
	fi
	values "$1" >"$work/values"
	# The name of the file is told in messages, and may look like a value.
	sed "s|$1||g" "$work/said" >"$work/told"
	search "$1" "$work/values" "$work/out" "$work/bad" "$work/told"
	[ ! -s "$work/values" ] || search_input "$1" "$work/values"
}

# check_all POLICY FOLDER...
check_all()
{
	policy=$1
	shift
	for folder; do
		if [ ! -d "$folder" ]; then
			skip "$folder"
			continue
		fi
		find "$folder" -name '*.hl7' -o -name 'messages.txt' \
			-o -name 'uuencoded*.txt' -o -name '*.xml' \
			-path '*hl7v2-hapi*' >"$work/files"
		while IFS= read -r file; do
			check "$file" "$policy"
		done <"$work/files"
	done
}

check_all "$policies/hl7-oru-fr" "$shared/samples/hl7-fr"
check_all "$policies/us-covid-hl7" "$shared/samples/hl7-oru" \
	"$shared/samples/hl7-batches" \
	"$shared/suites/prime-reportstream" "$shared/suites/hl7v2-hapi"

# The identities of the French samples, also those inside their documents.
french=$shared/samples/hl7-fr
if [ -d "$french" ]; then
	cat >"$work/names" <<'EOF'
279035121518989
276037510669380
PAT-TROIS
DOMINIQUE
Breteuil
19790328
0144534551
0647151010
NESSI
Jeanne
0147150000
DE VINCI
DONATELLO
EOF
	for file in "$french"/*.hl7; do
		run "$file" "$policies/hl7-oru-fr"
		[ "$code" -eq 0 ] || fail "$file: exit $code"
		search "$file" "$work/names" "$work/out" "$work/bad" "$work/said"
	done
fi

# check_hprim FILE CODE VALUE...: a file of HPRIM, and what is about persons.
check_hprim()
{
	file=$1
	expected=$2
	shift 2
	printf '%s\n' "$@" >"$work/values"
	run "$file" "$here/hprim"
	[ "$code" -eq "$expected" ] || fail "$file: exit $code"
	search "$file" "$work/values" "$work/out" "$work/bad" "$work/said"
	search_input "$file" "$work/values"
}

# Names go on in the next line; one leads to a document.
check_hprim "$here/hprim.hpr" 1 'Lefèvre' 'Noémie' 'Angèle' 'Guénée' 'rue des Érables' \
	255081416800063 190125805300045 19550817 19901222 0495000000 \
	0639980017
hprim=$shared/samples/hprim
if [ -d "$hprim" ]; then
	for sample in "$hprim"/*.hpr; do
		check_hprim "$sample" 0 GAULLE MARECHAL 'RUE DE LA PAIX' \
			19370325 B1042100871
	done
else
	skip "$hprim"
fi

# batch FILE MESSAGES REJECTED TRAILERS: what there is in the output.
batch()
{
	if ! run "$shared/samples/hl7-batches/$1" "$policies/us-covid-hl7"; then
		fail "$1: exit $code"
		return
	fi
	found=$(tr '\r' '\n' <"$work/out" | awk -F '|' '
		/^MSH/ { n++ }
		/^[BF]TS/ { trailers = trailers $1 $2 }
		END { printf "%d ", n
			print trailers }')
	found="${found%% *} $(grep -c '' "$work/bad") ${found#* }"
	if [ "$found" = "$2 $3 $4" ]; then
		pass
	else
		fail "$1: $found, should be $2 $3 $4"
	fi
}

if [ -d "$shared/samples/hl7-batches" ]; then
	batch sample_bad_batch.hl7 0 1 BTS0
	batch sample_bad_file.hl7 0 1 BTS0FTS1
	batch sample_bad_file3.hl7 0 1 FTS0
	batch sample_batch.hl7 0 1 BTS0
	batch sample_batch1.hl7 0 2 BTS0
	batch sample_file1.hl7 0 3 BTS0BTS0FTS2
	batch sample_hl7.hl7 1 0 ''
else
	skip "$shared/samples/hl7-batches"
fi

# The same messages with other delimiters and line ends; sealed values differ
# in every run.
filter()
{
	"$tamis" -p "$policies/sidep-antigen.policy.jsonc" -f hl7v2 \
		-k "$work/keys" <"$1" >"$work/filtered" 2>"$work/said" &&
		sed 's/sb1\.\([a-z.-]*\)\.[A-Za-z0-9_-]*/sb1.\1/g' "$work/filtered"
}
# Escapes hold no delimiter but the escape itself: bytes map to bytes.
synthetic hl7v2 -n 300 --seed 5 | tr -d '*!;{}' >"$work/plain"
filter "$work/plain" >"$work/plain.out" || fail "other marks: $?"
for marks in '*!;{}' '{;!*}' '!*}{;'; do
	for end in '\n' '\r'; do
		tr '|^~\\&\r' "$marks$end" <"$work/plain" >"$work/other"
		filter "$work/other" | tr "$marks$end" '|^~\\&\r' >"$work/back"
		if [ -s "$work/back" ] &&
			cmp -s "$work/plain.out" "$work/back"; then
			pass
		else
			fail "other marks: another output with $marks"
		fi
	done
done
sed 's/\r/\r\n/g' "$work/plain" >"$work/other"
filter "$work/other" | tr -d '\n' >"$work/back"
if cmp -s "$work/plain.out" "$work/back"; then
	pass
else
	fail "other line ends: another output"
fi

finish
