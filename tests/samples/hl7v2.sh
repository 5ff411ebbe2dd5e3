#!/bin/sh
# Messages that nobody here wrote, when they lie beside the checkout, and laws
# of messages:
#
#	hl7v2.sh TAMIS GENERATE [SHARED]
#
# samples, prime-reportstream, hl7v2-hapi
#                every file ends with messages written or rejected for a reason,
#                and no value of PID-3, 5, 7, 11, 13, 14, 18, 19 or NK1 of four
#                characters or more is in output, quarantine or messages, also
#                after decoding
# hl7-batches    what is written has no part that belongs to no message, and
#                says how much it is
# other marks    random legal delimiters and line ends: the same output, once
#                the delimiters are the usual ones again
set -u
tamis=$1
generate=$2
shared=${3:-../shared}
policies=$(dirname "$0")/../../policies
passed=0
failed=0
skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

pass()
{
	passed=$((passed + 1))
}

fail()
{
	failed=$((failed + 1))
	echo "$*"
}

skip()
{
	skipped=$((skipped + 1))
	echo "skipped: $1 is not there"
}

"$tamis" key new "$work/keys" sidep us-covid 2>"$work/said" || exit 1

# Values about a person, whose delimiters are the usual ones.  Codes of sets
# and of places that a policy may keep are not among them.
needles()
{
	tr '\r' '\n' <"$1" | awk -F '|' '
	function add(field,    i, n, part) {
		n = split(field, part, /[~^&]/)
		for (i = 1; i <= n; i++)
			if (length(part[i]) >= 4 && part[i] !~ known)
				print part[i]
	}
	BEGIN { known = "^(\"\"|INS|CLIA|ISO|[0-9.]+\\.[0-9.]+\\.[0-9.]+)$" }
	$1 == "PID" {
		split($4, id, /[~^&]/)
		if (length(id[1]) >= 4)
			print id[1]
		split($8, birth, /[~^&]/)
		if (length(birth[1]) >= 8)
			print substr(birth[1], 1, 8)
		add($6); add($14); add($15); add($20)
		split($19, account, /[~^&]/)
		if (length(account[1]) >= 4)
			print account[1]
		split($12, home, /[~^&]/)
		if (length(home[1]) >= 4)
			print home[1]
	}
	$1 == "NK1" { add($3); split($5, kin, /[~^&]/)
		if (length(kin[1]) >= 4)
			print kin[1] }' |
		# Words that are codes of the format in these places.
		grep -vixE 'Internet|Cell|Home|Work|Mobile|MOTH|Mother|Other|null' |
		sort -u
}

# Tokens say nothing, but may spell a short name by chance.
without_tokens()
{
	LC_ALL=C sed -E 's/tk1\.[a-z0-9-]+\.[0-9]+\.[a-z2-7]{26}/token/g' "$1"
}

# What somebody may read in a file who tries the usual decodings.
decoded()
{
	without_tokens "$1" >"$work/plain"
	cat "$work/plain"
	sed 's/%20/ /g; s/%40/@/g; s/&amp;/\&/g; s/\\u0040/@/g
		s/\\T\\/\&/g; s/\\S\\/^/g; s/\\F\\/|/g; s/\\R\\/~/g
		s/\\E\\/\\/g' "$work/plain"
	tr -c 'A-Za-z0-9+/' '\n' <"$work/plain" | awk 'length($0) >= 16' |
		while IFS= read -r word; do
			printf '%s===' "$word" | base64 -d 2>/dev/null |
				tr -d '\0'
			echo
		done
}

# run FILE POLICY: 0 if it ended as documented.
run()
{
	rm -f "$work/bad"
	"$tamis" -p "$policies/$2.policy.jsonc" -k "$work/keys" -f hl7v2 \
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
	needles "$1" >"$work/needles"
	# The name of the file is told in messages, and may look like a value.
	sed "s|$1||g" "$work/said" >"$work/told"
	for part in out bad told; do
		decoded "$work/$part"
	done >"$work/seen"
	if [ -s "$work/needles" ] && LC_ALL=C grep -a -F -i \
		-f "$work/needles" "$work/seen" >"$work/leaks"; then
		fail "$1: leaks"
		LC_ALL=C grep -a -o -F -i -f "$work/needles" "$work/seen" |
			head -n 3
	else
		pass
	fi
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

check_all hl7-oru-fr "$shared/samples/hl7-fr"
check_all us-covid-hl7 "$shared/samples/hl7-oru" \
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
		run "$file" hl7-oru-fr
		[ "$code" -eq 0 ] || fail "$file: exit $code"
		for part in out bad said; do
			decoded "$work/$part"
		done >"$work/seen"
		if LC_ALL=C grep -a -q -F -i -f "$work/names" "$work/seen"; then
			fail "$file: leaks"
		else
			pass
		fi
	done
fi

# batch FILE MESSAGES REJECTED TRAILERS: what there is in the output.
batch()
{
	if ! run "$shared/samples/hl7-batches/$1" us-covid-hl7; then
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

# The same messages with other delimiters and line ends.
filter()
{
	"$tamis" -p "$policies/sidep-antigen.policy.jsonc" -f hl7v2 \
		-k "$work/keys" <"$1" 2>"$work/said"
}
# Escapes hold no delimiter but the escape itself: bytes map to bytes.
"$generate" -f hl7v2 -n 300 -s 5 | tr -d '*!;{}' >"$work/plain"
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

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
