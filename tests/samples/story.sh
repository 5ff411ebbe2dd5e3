#!/bin/sh
# story.sh TAMIS [SHARED]
# Everything shipped, as one story: two agencies make their keys; synthetic
# people, some of them as real files have them and some with a value that is
# none, are generated in all four formats; the policy is checked, tested and
# replayed; runs over several files are signed, quarantined, counted and
# audited; their risk is measured, receipts are verified, sealed values are
# opened by whom they were sealed to, and rejected records by whoever mends
# them.  What was read is what was written and what was rejected, counted here
# by record in each format, in each run and in all together.  Everything that
# must hold is also shown to be able to fail.
#
# Then the tests of the other policies are run as files, records are made from all
# policies, and public samples are replayed where they lie beside the checkout.
set -u
tamis=$1
here=$(dirname "$0")
shared=${2:-../shared}
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
umask 077
failed=0

fail()
{
	echo "story: $*" >&2
	failed=1
}

# ends CODE WHAT COMMAND...: what it prints is in $work/out and $work/said.
ends()
{
	expected=$1 what=$2
	shift 2
	"$@" >"$work/out" 2>"$work/said"
	code=$?
	[ $code -eq "$expected" ] && return 0
	fail "$what: ended with $code"
	head -n 5 "$work/out" "$work/said" >&2
	return 1
}

# same WHAT FILE FILE: the same bytes, and some.
same()
{
	[ -s "$2" ] || fail "$1: nothing is there"
	cmp "$2" "$3" >&2 || fail "$1"
}

differ()
{
	cmp -s "$2" "$3" && fail "$1"
}

# Every 40th record gets a sex that is none.
spoil()
{
	case $1 in
	json)
		awk 'NR % 40 == 0 { sub(/"sexe": *"[^"]*"/, "\"sexe\":\"?\"") }
		{ print }'
		;;
	csv) # A record begins where no quote is open.
		awk 'NR > 1 && quotes % 2 == 0 && ++n % 40 == 0 {
			sub(/;[MF];/, ";?;")
		}
		{ quotes += gsub(/"/, "&"); print }'
		;;
	xml)
		awk '/^<envoi>/ && ++n % 40 == 0 { sub(/<sexe>./, "<sexe>?") }
		{ print }'
		;;
	hl7v2)
		awk 'BEGIN { RS = ORS = "\r" }
		/^MSH/ { n++ }
		/^PID/ && n % 40 == 0 { sub(/\|[MF]\|/, "|?|") }
		{ print }'
		;;
	esac
}

# Each record of a format on a line of its own, line ends within it as \001.
flat()
{
	case $1 in
	json) cat ;;
	csv)
		awk 'NR > 1 {
			quotes += gsub(/"/, "&")
			printf "%s%s", $0, quotes % 2 ? "\001" : "\n"
		}'
		;;
	xml)
		awk '/^<envoi>/ { inside = 1 }
		inside {
			inside = !/<\/envoi>$/
			printf "%s%s", $0, inside ? "\001" : "\n"
		}'
		;;
	hl7v2)
		tr '\r' '\n' | awk '
		/^MSH/ && NR > 1 { print "" }
		{ printf "%s\001", $0 }
		END { print "" }'
		;;
	esac
}

# flats FORMAT FILE...: of all files.
flats()
{
	kind=$1
	shift
	for name in "$@"; do
		flat "$kind" <"$name"
	done
}

# count FORMAT FILE...: the records.
count()
{
	flats "$@" | wc -l | tr -d ' '
}

# sum NAME FILE: of the numbers that are called so, one in each line.
sum()
{
	sed -n 's/.*[{,]"'"$1"'":\([0-9]*\),.*/\1/p' "$2" |
		awk '{ n += $1 } END { print n + 0 }'
}

# JSON without blanks, and with characters instead of their escapes, but for
# quotes, backslashes and control characters.
plain_json()
{
	sed 's/": /":/g;s/, "/,"/g;s/\\\//\//g' | LC_ALL=C awk '
	function hex(digits,  i, n)
	{
		for (i = 1; i <= 4; i++)
			n = 16 * n + index("0123456789abcdef", \
				tolower(substr(digits, i, 1))) - 1
		return n
	}
	function utf8(c)
	{
		if (c < 128)
			return sprintf("%c", c)
		if (c < 2048)
			return sprintf("%c%c", 192 + int(c / 64), 128 + c % 64)
		if (c < 65536)
			return sprintf("%c%c%c", 224 + int(c / 4096), \
				128 + int(c / 64) % 64, 128 + c % 64)
		return sprintf("%c%c%c%c", 240 + int(c / 262144), \
			128 + int(c / 4096) % 64, 128 + int(c / 64) % 64, \
			128 + c % 64)
	}
	{
		text = ""
		while (match($0, /\\u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]/)) {
			c = hex(substr($0, RSTART + 2, 4))
			text = text substr($0, 1, RSTART - 1)
			$0 = substr($0, RSTART + 6)
			if (c >= 55296 && c < 56320) {
				c = 65536 + (c - 55296) * 1024 + hex(substr($0, 3, 4)) - 56320
				$0 = substr($0, 7)
			}
			text = text (c < 32 ? sprintf("\\u%04x", c) : utf8(c))
		}
		print text $0
	}'
}

# members PATTERN: all that has it, each on a line; of lists, each member.
members()
{
	awk -v pattern="$1" '{
		while (match($0, pattern)) {
			found = substr($0, RSTART, RLENGTH)
			$0 = substr($0, RSTART + RLENGTH)
			gsub(/","/, "\"\n\"", found)
			print found
		}
	}'
}

# confidential FORMAT FILE...: what of positive records is sealed, in its order,
# as it is spelled; of records that were spoiled nothing.
#
# In JSON and XML, what others have that is called so, as a pharmacy its
# telephone, is cut off first.
confidential()
{
	flats "$@" | case $1 in
	json)
		plain_json | grep '"code":"P"' | grep -v '"sexe":"?"' |
			sed -e 's/"pharmacie":{[^{}]*\({[^{}]*}\)*[^{}]*}//' \
				-e 's/"prescripteur":{[^{}]*}//' |
			members '"(nom|prenoms|telephone|email|ligne[12])":("([^"\\\\]|\\\\.)+"|\\[[^]]*\\])'
		;;
	xml)
		grep '<code>P<' | grep -v '<sexe>?' |
			sed -e 's/<pharmacie>.*<\/pharmacie>//' \
				-e 's/<prescripteur>.*<\/prescripteur>//' |
			members '<(nom|prenom|telephone|email|ligne[12])>[^<]+'
		;;
	csv)
		awk -v header="$(head -n 1 "$2")" '
		# The cells of a row, without the quotes around them.
		function split_row(row, cells,  n, cell)
		{
			n = 0
			row = row ";"
			while (row != "") {
				if (row ~ /^"/)
					match(row, /^"([^"]|"")*";/)
				else
					match(row, /^[^;]*;/)
				cell = substr(row, 1, RLENGTH - 1)
				row = substr(row, RLENGTH + 1)
				if (sub(/^"/, "", cell)) {
					sub(/"$/, "", cell)
					gsub(/""/, "\"", cell)
				}
				cells[++n] = cell
			}
			return n
		}
		BEGIN {
			n = split(header, names, ";")
			for (i = 1; i <= n; i++)
				at[names[i]] = i
			n = split("nom prenoms ligne1 ligne2 telephone email",
				names, " ")
		}
		{
			split_row($0, cells)
			if (cells[at["resultat_code"]] != "P" ||
			    cells[at["patient_sexe"]] == "?")
				next
			for (i = 1; i <= n; i++) {
				value = cells[at["patient_" names[i]]]
				if (value != "")
					print names[i], value
			}
		}'
		;;
	hl7v2)
		awk '
		# The components of all repetitions of a field.
		function show(field, components,  reps, n, i, parts, m, k)
		{
			n = split(field, reps, "~")
			for (i = 1; i <= n; i++) {
				m = split(reps[i], parts, "^")
				for (k = 1; k <= m; k++)
					if (index(components, k) && parts[k] != "")
						print k, parts[k]
			}
		}
		{
			positive = 0
			n = split($0, segments, "\001")
			for (i = 1; i <= n; i++) {
				split(segments[i], fields, "|")
				if (fields[1] == "PID")
					pid = segments[i]
				if (fields[1] == "OBX" && fields[4] ~ /^94558-4/)
					positive = fields[6] ~ /^P(\^|$)/
			}
			split(pid, fields, "|")
			if (!positive || fields[9] == "?")
				next
			show(fields[6], "123")
			show(fields[12], "12")
			show(fields[14], "14")
		}'
		;;
	esac
}

# spoiled FORMAT FILE...: the records that were spoiled, byte for byte, each
# with the line end that `unseal` puts behind it where there is none.
spoiled()
{
	flats "$@" | grep ';?;\|"sexe": *"?"\|<sexe>?<\||?|' |
		if [ "$1" = hl7v2 ]; then
			tr '\001' '\r'
		else
			tr '\001' '\n'
		fi
}

# tokens FILE...: all different ones.
tokens()
{
	cat "$@" | tr -c 'a-z0-9.' '\n' | grep '^tk1\.' | sort -u
}

#
# The parts of the story, of $policy and $format, and of $name, a run.
#

# of COMMAND [OPTION...]: with the policy and the format at hand.
# shellcheck disable=SC2317 # `ends` calls it
of()
{
	command=$1
	shift
	"$tamis" "$command" -p "$policies/$policy.policy.jsonc" -f "$format" "$@"
}

# conserved FILE...: whether the run wrote or rejected each record of these,
# as it says in its statistics and on the last line of the receipts.
conserved()
{
	read=$(count "$format" "$@")
	written=$(count "$format" "$work/$name.out")
	rejected=$(wc -l <"$work/$name.rejected")
	[ "$read" -gt 0 ] && [ "$read" -eq $((written + rejected)) ] || return 1
	tail -n 1 "$work/$policy.receipts" >"$work/line"
	for said in "$work/$name.stats" "$work/line"; do
		[ "$(sum records "$said")" -eq "$read" ] &&
			[ "$(sum written "$said")" -eq "$written" ] &&
			[ "$(sum rejected "$said")" -eq "$rejected" ] || return 1
	done
}

# replay FILE...: before the run, with no key, the same is foretold.
foretell()
{
	ends 1 "$name: replay" of replay --json "$@"
	grep '"event":"total"' "$work/out" >"$work/foretold"
}

# run NAME [OPTION...] -- FILE...
run()
{
	name=$policy.$1
	options=
	shift
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	foretell "$@"
	# shellcheck disable=SC2086 # words
	ends 1 "$name: the run" of run -k "$work/keyring" \
		$recipients $options --quarantine "$work/$name.rejected" \
		--stats "$work/$name.stats" -o "$work/$name.out" \
		--receipt "$work/$policy.receipts" --sign "$work/relay" "$@"
	mv "$work/said" "$work/$name.said"
	conserved "$@" || fail "$name: $read read, $written written, $rejected rejected"
	{
		[ "$(sum written "$work/foretold")" -eq "$written" ] &&
			[ "$(sum rejected "$work/foretold")" -eq "$rejected" ]
	} || fail "$name: replay said otherwise"
	echo "$read $written $rejected" >>"$work/$policy.counted"
	kept=$written

	# A record less in the output is seen, here and in the receipt.
	ends 0 "$name: verify" "$tamis" verify -i "$work/relay.pub" \
		--output "$work/$name.out" "$work/$policy.receipts"
	mv "$work/$name.out" "$work/whole"
	drop_one <"$work/whole" >"$work/$name.out"
	conserved "$@" && fail "$name: a record that is missing is not"
	ends 1 "$name: verify of another output" "$tamis" verify -i "$work/relay.pub" \
		--output "$work/$name.out" "$work/$policy.receipts"
	mv "$work/whole" "$work/$name.out"

	look_for "$@"
	gate
	if [ "$policy" = sidep-antigen ]; then
		open_values "$@"
		mend "$@"
	fi
}

# All but the last record.
drop_one()
{
	case $format in
	json | csv) sed '$d' ;;
	xml) sed -e '$d' | sed -e '$d' && echo '</envois>' ;;
	hl7v2) awk 'BEGIN { RS = ORS = "\r" } /^MSH/ { n++ } n < 3' ;;
	esac
}

# Nothing of anybody is in anything that the run left; what is planted is found.
look_for()
{
	against=
	for file in "$@"; do
		against="$against --against $file"
	done
	flats "$format" "$1" | sed -n 2p >"$work/second"
	cat "$work/$name.stats" "$work/second" >"$work/planted"
	set -- "$work/$name.out" "$work/$name.rejected" "$work/$name.stats" \
		"$work/$name.said" "$work/$policy.receipts"
	# shellcheck disable=SC2086 # words
	{
		ends 0 "$name: audit" of audit $against "$@"
		grep -q 'looked for [1-9]' "$work/out" ||
			fail "$name: nothing was looked for"
		ends 1 "$name: audit of what is planted" of audit $against \
			"$@" "$work/planted"
	}
	grep -q "^$work/planted:2: .*spelling" "$work/out" ||
		fail "$name: what is planted is not found"
	grep 'spelling' "$work/out" | grep -q -v "^$work/planted:2: " &&
		fail "$name: something is found that is not planted"
}

# Not everybody hides among others by what the policy leaves coarser, but by
# their sex alone.
gate()
{
	case $format in
	json) sex=patient.sexe ;;
	csv) sex=patient_sexe ;;
	xml) sex=/envoi/patient/sexe ;;
	hl7v2) sex=PID-8 ;;
	esac
	ends 1 "$name: risk" of risk --min-k 5 "$work/$name.out"
	grep -q ': generalize to month$' "$work/out" ||
		fail "$name: risk does not say what days in months would change"
	grep -q '^NOT MET' "$work/out" || fail "$name: risk was not measured"
	ends 0 "$name: risk by sex" of risk --min-k 5 --quasi "$sex" \
		"$work/$name.out"
	grep -q '^met' "$work/out" || fail "$name: risk by sex was not measured"
}

# What was sealed is opened by whom it was sealed to, and by nobody else.
open_values()
{
	sealed=$(grep -o 'sb1\.sidep\.' "$work/$name.out" | wc -l)
	confidential "$format" "$@" >"$work/confidential"
	[ "$sealed" -gt 0 ] || fail "$name: nothing is sealed"
	[ "$(wc -l <"$work/confidential")" -eq "$sealed" ] ||
		fail "$name: $sealed values are sealed"
	ends 0 "$name: unseal" of unseal -i "$work/sidep" -o "$work/$name.open" \
		"$work/$name.out"
	confidential "$format" "$work/$name.open" >"$work/opened"
	same "$name: values are others than before" "$work/confidential" \
		"$work/opened"
	[ "$(count "$format" "$work/$name.open")" -eq "$kept" ] ||
		fail "$name: unseal lost a record"
	ends 1 "$name: unseal by another" of unseal -i "$work/quarantine" \
		-o "$work/closed" "$work/$name.out"
	same "$name: what stays sealed is not as it was" "$work/closed" \
		"$work/$name.out"
	confidential "$format" "$work/closed" >"$work/opened"
	differ "$name: sealed values are those before" "$work/confidential" \
		"$work/opened"
	rm "$work/closed"
}

# Rejected records come back to whoever mends them.
mend()
{
	spoiled "$format" "$@" >"$work/spoiled"
	ends 0 "$name: unseal --quarantine" "$tamis" unseal --quarantine \
		-i "$work/quarantine" "$work/$name.rejected"
	same "$name: rejected records are others" "$work/spoiled" "$work/out"
	ends 1 "$name: unseal --quarantine by another" "$tamis" unseal \
		--quarantine -i "$work/sidep" "$work/$name.rejected"
	[ -s "$work/out" ] && fail "$name: others can read rejected records"
}

# All of one policy: a run over three files each, with a checkpoint in JSON; an
# output of XML is a document, so that three are as many runs.
story()
{
	policy=$1
	recipients=
	[ "$policy" = sidep-antigen ] &&
		recipients="--recipient sidep=$work/sidep.pub --recipient quarantine=$work/quarantine.pub"
	# shellcheck disable=SC2086 # words
	ends 0 "$policy: check" "$tamis" check --deny-warnings $recipients \
		"$policies/$policy.policy.jsonc"
	ends 0 "$policy: test" "$tamis" test "$policies/$policy.policy.jsonc"
	break_policy
	for format in json csv xml hl7v2; do
		set -- "$work/1.$format" "$work/2.$format" "$work/3.$format"
		case $format in
		json) run json --checkpoint "$work/$policy.progress" -- "$@" ;;
		xml)
			for file in "$@"; do
				run "xml.$(basename "$file" .xml)" -- "$file"
			done
			;;
		*) run $format -- "$@" ;;
		esac
	done
	account
	agree
	doubt
}

# A policy that does something else is another one.
break_policy()
{
	cp -R "$policies/$policy.tests" "$policies/keys" "$work"
	sed 's/"age-[0-9]*y"/"age-1y"/' "$policies/$policy.policy.jsonc" \
		>"$work/$policy.policy.jsonc"
	ends 1 "$policy: test of ages" "$tamis" test "$work/$policy.policy.jsonc"
	sed 's/"tokenize"/"tokenise"/' "$policies/$policy.policy.jsonc" \
		>"$work/$policy.policy.jsonc"
	ends 78 "$policy: check of a mistake" "$tamis" check \
		"$work/$policy.policy.jsonc"
	rm -r "$work/$policy.tests" "$work/keys" "$work/$policy.policy.jsonc"
}

# What was read is what was written and rejected, in all runs together.
account()
{
	# shellcheck disable=SC2046 # three numbers
	set -- $(awk '{ read += $1; written += $2; rejected += $3 }
		END { print read, written, rejected }' "$work/$policy.counted")
	receipts=$work/$policy.receipts
	{
		[ "$1" -eq 2400 ] && [ "$1" -eq $(($2 + $3)) ] &&
			[ "$3" -eq 60 ] &&
			[ "$(sum records "$receipts")" -eq "$1" ] &&
			[ "$(sum written "$receipts")" -eq "$2" ] &&
			[ "$(sum rejected "$receipts")" -eq "$3" ]
	} || fail "$policy: $1 records read, $2 written, $3 rejected"
	[ "$(wc -l <"$receipts")" -eq 6 ] || fail "$policy: not six receipts"
}

# The tokens of all formats are the same.
agree()
{
	tokens "$work/$policy.json.out" >"$work/$policy.tokens"
	[ "$(wc -l <"$work/$policy.tokens")" -gt 1000 ] ||
		fail "$policy: few tokens"
	for format in csv xml hl7v2; do
		tokens "$work/$policy.$format"*.out >"$work/tokens"
		same "$policy, $format: other tokens" "$work/$policy.tokens" \
			"$work/tokens"
	done
	tokens "$work/$policy.xml.1.out" "$work/$policy.xml.2.out" >"$work/tokens"
	differ "$policy: the tokens of two files are those of three" \
		"$work/$policy.tokens" "$work/tokens"
}

# Receipts are believed only as they were signed, and all of them.
doubt()
{
	receipts=$work/$policy.receipts
	ends 0 "$policy: verify" "$tamis" verify -i "$work/relay.pub" "$receipts"
	mark=$(sed -n 's/.*, last \(.*\)/\1/p' "$work/out")
	ends 0 "$policy: verify with a mark" "$tamis" verify --expect "$mark" \
		-i "$work/relay.pub" "$receipts"
	for edit in '3s/"rejected":[0-9]*/"rejected":0/' '2d' '2{h;d;};3G'; do
		sed "$edit" "$receipts" >"$work/tampered"
		differ "$policy: receipts are as they were" "$receipts" \
			"$work/tampered"
		ends 1 "$policy: verify after $edit" "$tamis" verify \
			-i "$work/relay.pub" "$work/tampered"
	done
	sed '$d' "$receipts" >"$work/tampered"
	ends 1 "$policy: verify without the last line" "$tamis" verify \
		--expect "$mark" -i "$work/relay.pub" "$work/tampered"
}

#
# Other policies.
#

# through REJECTED FILE...: a run of $policy and $format, of which so many
# records are rejected, is signed and counted.
through()
{
	reject=$1
	shift
	rm -f "$work/rejected" "$work/receipts"
	ends $((reject > 0)) "$name" of run -k "$work/keyring" \
		--quarantine "$work/rejected" --stats "$work/stats" \
		-o "$work/written" --receipt "$work/receipts" \
		--sign "$work/relay" "$@"
	written=$(sum written "$work/stats")
	{
		[ "$(wc -l <"$work/rejected")" -eq "$reject" ] &&
			[ "$(sum rejected "$work/stats")" -eq "$reject" ] &&
			[ "$(sum records "$work/stats")" -eq $((written + reject)) ]
	} || fail "$name: $reject records are to be rejected"
	ends 0 "$name: verify" "$tamis" verify -i "$work/relay.pub" \
		--output "$work/written" "$work/receipts"
}

# try CASE: the input of a test of $policy: `reject` has a line for every record
# that is to be rejected.  Some have only short values, which an audit does not
# look for.
try()
{
	input=$(find "$1" -name 'in.*')
	format=${input##*.}
	name="$policy, $(basename "$1")"
	if [ -f "$1/reject" ]; then
		through "$(wc -l <"$1/reject")" "$input"
	else
		through 0 "$input"
	fi
	of audit --against "$input" "$input" >"$work/out" 2>"$work/said"
	code=$?
	grep -q 'no value that could be looked for' "$work/said" && return
	[ $code -eq 1 ] || fail "$name: the input is not found in itself"
	audits=$((audits + 1))
	ends 0 "$name: audit" of audit --against "$input" "$work/written" \
		"$work/rejected" "$work/stats" "$work/receipts"
}

# reach FORMAT: records that are made to reach all of $policy, and 20 of 50 to
# be rejected.
reach()
{
	format=$1 name="$policy, $1, made from it"
	rm -rf "$work/made"
	mkdir "$work/made"
	# A policy of documents makes a file for each.
	made=$work/made/all
	[ "$policy" = cda-bio-trod ] && made=$work/made
	ends 0 "$name: generate" "$tamis" generate -n 50 --nasty 40 \
		--from "$policies/$policy.policy.jsonc" -f "$format" -o "$made"
	through 20 "$work/made"/*
	[ "$written" -eq 30 ] || fail "$name: $written records are written"
	for made in "$work/made"/*; do
		set -- "$@" --against "$made"
	done
	shift
	ends 0 "$name: audit" of audit "$@" "$work/written" "$work/rejected" \
		"$work/stats" "$work/receipts"
}

# replayed POLICY FOLDER: of public samples, every record is accounted for.
replayed()
{
	if ! [ -d "$shared/samples/$2" ]; then
		echo "story: no samples in $shared/samples/$2: skipped"
		return
	fi
	"$tamis" replay --json -p "$policies/$1.policy.jsonc" \
		"$shared/samples/$2" >"$work/out" 2>"$work/said"
	[ $? -le 1 ] || fail "$1: $2 was not replayed"
	grep '"event":"file"' "$work/out" >"$work/files"
	records=$(sum records "$work/files")
	written=$(sum written "$work/files")
	rejected=$(sum rejected "$work/files")
	[ "$records" -gt 0 ] || fail "$1: $2 has no record"
	[ "$records" -eq $((written + rejected)) ] ||
		fail "$1: not all records of $2 are accounted for"
}

"$tamis" key new "$work/keyring" sidep surveillance us-covid 2>"$work/said" &&
	"$tamis" key pair --for seal "$work/sidep" 2>"$work/said" &&
	"$tamis" key pair --for seal "$work/quarantine" 2>"$work/said" &&
	"$tamis" key pair --for sign "$work/relay" 2>"$work/said" || exit 1

for format in json csv xml hl7v2; do
	for seed in 1 2 3; do
		nasty 20 $format -n 200 --seed $seed >"$work/whole" ||
			fail "$format: generate"
		spoil $format <"$work/whole" >"$work/$seed.$format"
		differ "$format: nothing is spoiled" "$work/whole" \
			"$work/$seed.$format"
	done
done
story sidep-antigen
story sidep-surveillance

audits=0
for policy in cda-bio-trod fhir-r4-minimal hl7-oru-fr us-covid-csv us-covid-hl7; do
	for case in "$policies/$policy.tests"/*; do
		try "$case"
	done
done
[ $audits -ge 10 ] || fail "only $audits cases of other policies were audited"
for policy in sidep-antigen sidep-surveillance; do
	for format in json csv xml hl7v2; do
		reach $format
	done
done
policy=cda-bio-trod && reach xml
policy=fhir-r4-minimal && reach json
policy=hl7-oru-fr && reach hl7v2
policy=us-covid-csv && reach csv
policy=us-covid-hl7 && reach hl7v2
replayed cda-bio-trod cda-fr
replayed fhir-r4-minimal fhir-fr
replayed hl7-oru-fr hl7-fr
replayed us-covid-hl7 hl7-oru

[ "$failed" -eq 0 ] && echo "story: ok"
exit "$failed"
