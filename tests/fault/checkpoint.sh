#!/bin/sh
# Checkpoints: a run that is killed goes on behind what is on the disk, and
# leaves what an uninterrupted one leaves, byte for byte.
#
#	checkpoint.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"

# Sealed values are others each time.
plain() { sed 's/sb1\.[A-Za-z0-9._-]*/SEALED/g' "$1"; }
same() {
	plain "$1" >one
	plain "$2" >other
	cmp -s one other
}

# A folder of its own for each set of options and inputs.
begin() { # NAME READ-SIZE FAMILY OPTION...
	name=$1
	size=$2
	mkdir "$work/$name" && cd "$work/$name" || exit 1
	cp "$cases/keyring" ring
	cp "$cases/receipt/signer" "$cases/receipt/signer.pub" .
	find "$cases/$3" -maxdepth 1 -type f -exec cp {} . \;
	chmod 600 ./*
}

# Nothing is synced where that can be had, which saves time, not safety.
preload=
[ ! -f "$build/fault/calls.so" ] || preload=$build/fault/calls.so
run_it() {
	LD_PRELOAD=$preload "$tamis" "$@" -o out --quarantine bad \
		--checkpoint notes
}

# How it ends when nothing happens to it.
expected() { # ARGUMENT...
	"$tamis" "$@" -o out.expected --quarantine bad.expected 2>stderr
	code_expected=$?
	[ -e out.expected ] || fail "$name: cannot run at all"
}

clean() { rm -f out out.tamis-part bad notes stats receipts; }

# killed K ARGUMENT...: the process dies at its k-th call.
killed() {
	at=$1
	shift
	: >fired
	LD_PRELOAD=$preload TAMIS_CALL_READ="$size" \
		TAMIS_CALL_AT="$at" TAMIS_CALL_FD=9 \
		"$tamis" "$@" -o out --quarantine bad --checkpoint notes \
		2>stderr 9>fired
	[ -s fired ]
}

# Whether the output has a receipt, if it is to have one.
vouched() {
	[ ! -e receipts ] ||
		"$tamis" verify -i signer.pub --output out receipts >verdict 2>&1
}

# What is there is what an uninterrupted run leaves.
check_done() { # NAME CODE
	if [ "$2" -ne "$code_expected" ]; then
		fail "$1: exit $2: $(cat stderr)"
	elif ! same out out.expected; then
		fail "$1: another output"
	elif ! same bad bad.expected; then
		fail "$1: another quarantine"
	elif [ -e out.tamis-part ]; then
		fail "$1: a part is left"
	elif ! vouched; then
		fail "$1: no receipt"
	else
		pass
	fi
}

# Killed at every call, and again on the way back, then not any more.
sweep() { # ARGUMENT...
	expected "$@"
	k=1
	while clean && killed $k "$@"; do
		if [ -e out ] && ! same out out.expected; then
			fail "$name, call $k: half an output has its name"
		fi
		killed $((k * 7 % 23 + 9)) "$@"
		run_it "$@" 2>stderr
		check_done "$name, killed at call $k" $?
		k=$((k + 1))
	done
	run_it "$@" 2>stderr
	check_done "$name, once more" $?
	expect "$name, once more" grep -q 'nothing to do' stderr
	expect "$name: calls" [ $k -gt 30 ]
}

if [ -n "$preload" ]; then
	begin array 9 stream
	cp "$cases/stream/array-element-rejected/stdin" in
	sweep -p plain.policy.jsonc in
	begin document 9 stream
	cp "$cases/stream/record-path-rejected/stdin" in
	sweep -p path.policy.jsonc in
	begin records 150 new
	cp "$cases/new/elements/stdin" in
	sweep -p elements.policy.jsonc -k ring in
	begin csv 90 csv
	cp "$cases/csv/rejected/stdin" in
	sweep -p people.policy.jsonc -k ring in
	begin tables 50 csv
	cp "$cases"/csv/two-tables/*.csv .
	sweep -p people.policy.jsonc -k ring one.csv two.csv
	begin hl7v2 90 hl7v2
	cp "$cases/hl7v2/batches/stdin" in
	sweep -p base.policy.jsonc -k ring in
	begin xml 80 xml
	cp "$cases/xml/records-with-faults/stdin" in
	sweep -p people.policy.jsonc in
	begin sealed 200 quarantine
	cp "$cases/quarantine/comes-back-json/in" .
	sweep -p json.policy.jsonc in
	begin receipt 150 new
	cp "$cases/new/elements/stdin" in
	sweep -p elements.policy.jsonc -k ring --receipt receipts \
		--sign signer --stats stats in
	expect "the output has its receipt" [ -s receipts ]
else
	skip "kills at every call: not under sanitizers"
fi

# Real kills, at any moment, of a run that is fed by a pipe.
cat >"$work/policy.jsonc" <<'EOT'
{
  "policy": "checkpoint", "version": "2021-11-03", "title": "kills",
  "purpose": "tests",
  "domains": { "patient":
    { "entity": "person", "key": "test", "normalize": "nir" } },
  "records": { "test": { "format": "json", "fields": {
    "patient.nir": { "do": "tokenize", "as": "patient", "must": "nir",
      "because": "x" },
    "resultat.code": { "do": "keep", "must": "code", "because": "x" }
  } } }
}
EOT
begin kills 0 new
i=0
while [ $i -lt 100 ]; do
	cat "$records"
	echo '{'
	i=$((i + 1))
done >many
expected -p ../policy.jsonc -k ring many

# kill_one SLEEP: a run that is killed after so long, if it has not ended.
kill_one() {
	LD_PRELOAD=$preload TAMIS_CALL_READ=65536 "$tamis" -p ../policy.jsonc \
		-k ring -o out --quarantine bad --checkpoint notes <many \
		2>stderr &
	run=$!
	sleep "$1"
	kill -KILL "$run" 2>kill.err
	wait "$run" 2>kill.err
}
clean
rounds=${ROUNDS:-30}
i=0
while [ $i -lt "$rounds" ]; do
	kill_one "0.$(printf %03d $((i * 37 % 331)))"
	[ $((i % 10)) -eq 9 ] || { i=$((i + 1)) && continue; }
	run_it -p ../policy.jsonc -k ring <many 2>stderr
	check_done "killed ten times, round $i" $?
	clean
	i=$((i + 1))
done

# A signal, an interruption that is told: the next run goes on.
i=0
while [ $i -lt "${ROUNDS:-10}" ]; do
	clean
	env --default-signal=TERM "$tamis" -p ../policy.jsonc -k ring -o out \
		--quarantine bad --checkpoint notes <many 2>stderr &
	run=$!
	sleep "0.0$((i % 10))"
	kill -TERM "$run" 2>kill.err
	wait "$run" 2>kill.err
	run_it -p ../policy.jsonc -k ring <many 2>stderr
	check_done "ended by SIGTERM after 0.0$i s" $?
	i=$((i + 1))
done

# Half of the records are on the disk, and the run was asked to end.
head -n 250 many >half
mkfifo pipe
halfway() {
	clean
	"$tamis" -p ../policy.jsonc -k ring -o out --quarantine bad \
		--checkpoint notes <pipe 2>stderr &
	run=$!
	exec 8>pipe
	cat half >&8
	i=0
	while [ $i -lt 100 ] && ! grep -aq ' open ' notes 2>grep.err; do
		sleep 0.1
		i=$((i + 1))
	done
}
end_halfway() {
	kill -TERM "$run"
	wait "$run" 2>kill.err
	exec 8>&-
	rm -rf kept
	mkdir kept
	cp out.tamis-part bad notes kept
}
again() {
	clean
	cp kept/* .
}

halfway
expect "a slow input is noted down" grep -aq ' open 250 ' notes
"$tamis" -p ../policy.jsonc -k ring -o other --checkpoint notes half 2>stderr
expect "a checkpoint in use: exit" [ $? -eq 73 ]
expect "a checkpoint in use" grep -q 'another run has it' stderr
"$tamis" -p ../policy.jsonc -k ring -o out --checkpoint notes2 half 2>stderr
expect "an output in use: exit" [ $? -eq 73 ]
expect "an output in use" grep -q 'another run writes it' stderr
end_halfway
expect "until it is complete, an output has another name" [ ! -e out ]
run_it -p ../policy.jsonc -k ring many 2>stderr
check_done "a slow input, gone on with" $?
expect "it goes on" grep -q 'goes on behind record 250' stderr

# A checkpoint is words, numbers and digests of no record.
tr -d '\0' <notes | tr -s ' ' >words
expect "what is in a checkpoint" [ "$(grep -Ecv \
	'^(tamis-checkpoint 1 [0-9]+ [a-z]+( [0-9]+){5}( [0-9a-f]{64}){2} )$' \
	words)" -eq 0 ]
expect "two slots" [ "$(grep -c . words)" -eq 2 ]

# One slot of two is enough.
for slot in 0 4096; do
	again
	printf x | dd of=notes bs=1 seek=$((slot + 40)) conv=notrunc 2>dd.err
	run_it -p ../policy.jsonc -k ring many 2>stderr
	check_done "the slot at $slot is damaged" $?
done

# What was written behind what is known to be there is not believed.
again
printf 'half a rec' >>out.tamis-part
cat many >>out.tamis-part
printf '{"record":' >>bad
run_it -p ../policy.jsonc -k ring many 2>stderr
check_done "torn lines" $?

# What does not belong together is refused, and nothing of it is changed.
refused() { # NAME EXIT MESSAGE ARGUMENT...
	what=$1
	code=$2
	message=$3
	shift 3
	for file in out* bad* notes* ring; do sum "$file"; done >before 2>sum.err
	"$tamis" "$@" 2>stderr
	is=$?
	expect "$what: exit $is" [ $is -eq "$code" ]
	expect "$what: message" grep -q "$message" stderr
	for file in out* bad* notes* ring; do sum "$file"; done >after 2>sum.err
	expect "$what: nothing is changed" cmp -s before after
}
set -- -o out --quarantine bad --checkpoint notes -p ../policy.jsonc -k ring
again
sed 5d many >another
refused "another input" 78 'not what this input' "$@" another
head -n 80 half >short
refused "a shorter input" 78 'more records than' "$@" short
refused "another number of inputs" 78 'of other inputs' "$@" half many
sed 's/"2021-11-03"/"2021-11-04"/' ../policy.jsonc >newer.jsonc
refused "another policy" 78 'by another policy' -o out \
	--quarantine bad --checkpoint notes -p newer.jsonc -k ring many
cp ring rotated && "$tamis" key rotate rotated test 2>stderr
refused "another epoch" 78 'with other keys' -o out \
	--quarantine bad --checkpoint notes -p ../policy.jsonc -k rotated many
"$tamis" key new stranger test 2>stderr
refused "another key" 78 'not what this input' -o out \
	--quarantine bad --checkpoint notes -p ../policy.jsonc -k stranger many
refused "no quarantine" 78 'of other inputs' -p ../policy.jsonc -k ring \
	-o out --checkpoint notes many
printf X | dd of=out.tamis-part bs=1 seek=30 conv=notrunc 2>dd.err
refused "an output that was changed" 78 'not what this input' "$@" many
again
printf '{"record":9' | dd of=bad bs=1 conv=notrunc 2>dd.err
refused "a quarantine that was changed" 78 'not what this input' "$@" many
again
head -c 100 kept/out.tamis-part >out.tamis-part
refused "an output that was cut" 78 'shorter than' "$@" many
again
printf 'something else' >notes
refused "no checkpoint" 78 'no checkpoint' "$@" many
clean
ln -s ring notes
refused "a link for a checkpoint" 73 'notes: ' "$@" many
rm notes
refused "a keyring for a checkpoint" 78 'no checkpoint' -o out \
	-p ../policy.jsonc -k ring --checkpoint ring many
: >empty
refused "an input for a checkpoint" 64 'the input empty as well' \
	-o out -p ../policy.jsonc -k ring --checkpoint empty empty
expect "an input for a checkpoint" [ ! -s empty ]
refused "no -o" 64 'without a file for -o' -p ../policy.jsonc -k ring \
	--checkpoint notes many
refused "standard output" 64 'without a file for -o' -p ../policy.jsonc \
	-k ring --checkpoint notes -o - many
refused "a device for an output" 64 'must be a regular file' \
	-p ../policy.jsonc -k ring --checkpoint notes2 -o /dev/null many
expect "a device for an output" [ ! -s notes2 ]
rm -f notes2
for same in 'ring is the keyring' 'many is the input' 'notes is the checkpoint' \
	'policy.jsonc is the policy'; do
	again
	file=${same%% *}
	[ "$file" != policy.jsonc ] || file=../policy.jsonc
	refused "a quarantine to go on with: $same" 64 "$same" -o out \
		--quarantine "$file" --checkpoint notes -p ../policy.jsonc \
		-k ring many
	expect "a quarantine to go on with: $same" [ -s "$file" ]
done
refused "the output's part for statistics" 64 'cannot both go to' "$@" \
	--stats out.tamis-part many
refused "the output's part for receipts" 64 'is the file of receipts' "$@" \
	--receipt out.tamis-part --sign signer many
clean
echo earlier >bad
: >notes
refused "an earlier quarantine" 73 'File exists' "$@" many
expect "an earlier quarantine" [ ! -s notes ]
rm -f bad
run_it -p ../policy.jsonc -k ring many 2>stderr
check_done "begun after it was refused" $?
clean

# Nor is what others may have put there written to.
for place in out.tamis-part bad notes; do
	again
	ln $place out.link
	refused "$place with another name" 73 "$place" "$@" many
	rm out.link
	[ "$(id -u)" -eq 0 ] || continue
	chown 12345 $place
	refused "$place of another user" 73 "$place" "$@" many
done
again
run_it -p ../policy.jsonc -k ring many 2>stderr
check_done "what was refused is one's own" $?
rm out
refused "a complete output that is gone" 73 'out: ' "$@" many

# A record that stops a run is mended, and the run goes on.
clean
grep -v '^{$' many >good
"$tamis" -p ../policy.jsonc -k ring -o good.expected good 2>stderr
set -- -p ../policy.jsonc -k ring -o out --checkpoint notes
{
	head -n 500 good
	echo '{'
} >stops
"$tamis" "$@" --receipt receipts --sign signer stops 2>stderr
expect "a record stops a run: exit" [ $? -eq 65 ]
expect "a record stops a run" [ ! -e out ]
expect "only complete runs have receipts" [ ! -s receipts ]
"$tamis" "$@" --receipt receipts --sign signer good 2>stderr
expect "it was mended: exit" [ $? -eq 0 ]
expect "it was mended" cmp -s out good.expected
"$tamis" verify -i signer.pub --output out receipts >verdict 2>&1
expect "it was mended: receipt" [ $? -eq 0 ]
expect "one receipt" [ "$(grep -c . receipts)" -eq 1 ]

summary
