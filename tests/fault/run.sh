#!/bin/sh
# Faults: nothing lost, nothing half-written, no crash, no byte of a record in
# a message, whatever fails.
#
#	run.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"

cat >policy.jsonc <<'EOF'
{
  "policy": "fault", "version": "2021-11-03", "title": "faults",
  "purpose": "tests", "conditions": {
    "positive": { "field": "resultat.code", "is": "P" } },
  "domains": { "patient":
    { "entity": "person", "key": "test", "normalize": "nir" } },
  "records": { "test": { "format": "json", "fields": {
    "patient.nir": { "do": "tokenize", "as": "patient", "must": "nir",
      "because": "x" },
    "patient.sexe": { "do": "keep", "when": "positive",
      "oneOf": ["M", "F"], "because": "x" },
    "resultat.code": { "do": "keep", "must": "code", "because": "x" }
  } } }
}
EOF
cp "$cases/keyring" keys && chmod 600 keys
head -n 20 "$records" >few
i=0
while [ $i -lt 50 ]; do
	cat "$records"
	i=$((i + 1))
done >many

tamis_run() { "$tamis" -p policy.jsonc -k keys "$@"; }

tamis_run <few >few.expected || fail "cannot run at all"
tamis_run <many >many.expected || fail "cannot run at all"

# No social security number, name or street of the input in a message.
silent() {
	! grep -Eq '[12][0-9]{14}|"nom"|rue |avenue ' "$1"
}

check() { # NAME EXPECTED-CODES CODE OUT EXPECTED-OUT
	case " $2 " in
	*" $3 "*) ;;
	*) fail "$1: exit $3"; return ;;
	esac
	if ! whole "$4" "$5"; then
		fail "$1: output is not whole records"
	elif ! silent stderr; then
		fail "$1: a message shows a record"
	else
		pass
	fi
}

# Every allocation, one by one: it fails once, or for ever.
allocations() { # TAMIS_FAIL_ON-or-not INPUT EXPECTED ARGUMENT...
	on=$1
	input=$2
	expected=$3
	shift 3
	k=1
	while [ $k -lt 100000 ]; do
		: >fired
		rm -f list
		env LD_PRELOAD="$build/fault/alloc.so" TAMIS_FAIL_AT=$k \
			TAMIS_FAIL_FD=9 ${on:+TAMIS_FAIL_ON=1} \
			"$tamis" "$@" <"$input" >out 2>stderr 9>fired
		code=$?
		# One that died did not come to say so.
		[ -s fired ] || [ $code -ge 128 ] || break
		check "$1: allocation $k" "0 70 73 74 77 78" $code out \
			"$expected"
		k=$((k + 1))
	done
}

# A replay, which tells the time as well, tells all or nothing.
told() { sed 's/"nanoseconds":[0-9]*//' "$1"; }
replay_allocations() {
	k=1
	while [ $k -lt 100000 ]; do
		: >fired
		env LD_PRELOAD="$build/fault/alloc.so" TAMIS_FAIL_AT=$k \
			TAMIS_FAIL_FD=9 "$tamis" replay -p policy.jsonc \
			--json two >list 2>stderr 9>fired
		code=$?
		[ -s fired ] || [ $code -ge 128 ] || break
		: >out
		[ $code -ne 0 ] || told list >out
		check "replay: allocation $k" "0 70 73 74 78" $code out \
			told.expected
		[ $code -ne 0 ] || expect "replay: allocation $k" [ -s out ]
		k=$((k + 1))
	done
}

# What holders of keys have, and what they get.
cp "$cases/unseal/secret" secret && chmod 600 secret
cp "$cases/reveal/ring" ring && chmod 600 ring
cp "$cases/reveal/study.policy.jsonc" study.jsonc
for format in json csv xml hl7v2; do
	tr -s '\r' '\n' <"$cases/unseal/$format/stdin" >sealed.$format
	"$tamis" unseal -i secret -f $format <sealed.$format \
		>opened.$format || fail "cannot unseal $format"
done
"$tamis" unseal -i secret --quarantine <"$cases/unseal/quarantine/stdin" \
	>quarantine.expected || fail "cannot unseal a quarantine"
"$tamis" reveal -k ring -p study.jsonc --list <"$cases/reveal/list/stdin" \
	>list.expected || fail "cannot reveal"
printf '1\n2\n3\n' >values
"$tamis" rekey -k ring -p study.jsonc --domain visit --from 1 --to 2 \
	<values >values.expected || fail "cannot rekey"
"$tamis" risk -f json --quasi patient.sexe,patient.adresse.code_postal \
	--sensitive resultat.code <few >risk.expected || fail "cannot measure"

for code in P N; do
	echo '{"synthetic":true,"x":1,"resultat":{"code":"'$code'"}}'
done >two
"$tamis" learn -f json <two >draft.expected || fail "cannot learn"
"$tamis" preview -p policy.jsonc -k keys two >shown.expected ||
	fail "cannot preview"
"$tamis" replay -p policy.jsonc --json two >list || fail "cannot replay"
told list >told.expected

if [ -f "$build/fault/alloc.so" ]; then
	for on in '' on; do
		allocations "$on" few few.expected -p policy.jsonc -k keys \
			--quarantine list
		for format in json csv xml hl7v2; do
			allocations "$on" sealed.$format opened.$format \
				unseal -i secret -f $format
		done
		allocations "$on" "$cases/unseal/quarantine/stdin" \
			quarantine.expected unseal -i secret --quarantine
		allocations "$on" "$cases/reveal/list/stdin" list.expected \
			reveal -k ring -p study.jsonc --list
		allocations "$on" values values.expected \
			rekey -k ring -p study.jsonc --domain visit \
			--from 1 --to 2
		allocations "$on" few risk.expected risk -f json \
			--quasi patient.sexe,patient.adresse.code_postal \
			--sensitive resultat.code
		allocations "$on" two draft.expected learn -f json
		allocations "$on" two shown.expected preview -p policy.jsonc \
			-k keys two
	done
	replay_allocations
else
	skip "failing allocations: not under sanitizers"
fi

# A device that is full, and a file that may not grow.
tamis_run <many >/dev/full 2>stderr
check "full device" 74 $? /dev/null many.expected
(
	ulimit -f 64
	tamis_run <many >out 2>stderr
)
check "file that may not grow" 74 $? out many.expected
[ -s out ] || fail "file that may not grow: nothing was written"
(
	ulimit -f 64
	tamis_run -o new <many 2>stderr
)
check "output file that may not grow" 74 $? /dev/null many.expected
[ ! -e new ] || fail "an incomplete output file was left"
if mkdir small && mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
	tamis_run <many >small/out 2>stderr
	check "full disk" 74 $? small/out many.expected
	umount small
else
	skip "full disk: no file system can be mounted here"
fi

# A reader that goes away.
{
	tamis_run <many 2>stderr
	echo $? >code
} | head -c 1 >/dev/null
check "reader gone" 74 "$(cat code)" /dev/null many.expected

# Descriptors that do not block, and a slow reader.
# shellcheck disable=SC2002 # standard input must be a pipe
cat many | "$build/fault/nonblock" "$tamis" -p policy.jsonc -k keys \
	2>stderr | {
	sleep 0.3
	cat
} >out
check "descriptors that do not block" 0 0 out many.expected
cmp -s out many.expected || fail "descriptors that do not block: lost"

# A relay on a slow pipe sees each record at once.
{
	head -n 1 few
	i=0
	while [ $i -lt 100 ] && [ ! -e seen ]; do
		sleep 0.1
		i=$((i + 1))
	done
	[ -e seen ] && echo yes >at-once
	sed -n 2p few
} | tamis_run 2>stderr | {
	read -r _
	: >seen
	cat >/dev/null
}
if [ -e at-once ]; then pass; else fail "a record waits for the next"; fi

# A cut record holds back none of those behind it.
{
	printf '{"id":\n'
	head -n 2 few
	i=0
	while [ $i -lt 100 ] && [ ! -e after-cut ]; do
		sleep 0.1
		i=$((i + 1))
	done
	[ -e after-cut ] && echo yes >not-held
} | tamis_run --quarantine cut 2>stderr | {
	read -r _
	: >after-cut
	cat >/dev/null
}
if [ -e not-held ]; then pass; else fail "a cut record holds others back"; fi

# Records that are all cut take no more time than others.
yes '{' | head -n 500000 | timeout 20 "$tamis" -p policy.jsonc -k keys \
	--quarantine opened >out 2>stderr
check "lines that only open" 1 $? out few.expected
[ "$(wc -l <opened)" -eq 500000 ] || fail "lines that only open: not all noted"

# Nor more memory, when nothing comes out.
if [ -f "$build/fault/alloc.so" ]; then
	yes '{' | head -n 1500000 | (
		# shellcheck disable=SC3045 # the usual shells have it
		ulimit -v 65536
		"$tamis" -p policy.jsonc -k keys --quarantine all >out 2>stderr
	)
	check "nothing but rejected records" 1 $? out few.expected
else
	skip "memory of rejected records: not under sanitizers"
fi

# Nor do records in which many values ask for one that stands there often.
cat >ages.jsonc <<'EOF'
{ "policy": "ages", "version": "2021-11-03", "title": "t", "purpose": "p",
  "records": { "test": { "format": "json", "fields": { "p[].b": {
    "do": "generalize", "to": "age-5y", "at": "v[].d", "must": "date",
    "because": "x" } } } } }
EOF
repeated() { yes "$1" | head -n 4999 | paste -sd , -; }
{
	printf '{"p":['
	repeated '{"b":"1950-01-01"}'
	printf '],"v":['
	repeated '{"d":"2021-11-03"}'
	echo ']}'
} >aged
i=0
while [ $i -lt 300 ]; do
	cat aged
	i=$((i + 1))
done | timeout 20 "$tamis" -p ages.jsonc >out 2>stderr
check "many ages" 0 $? /dev/null few.expected

# A record that would grow without measure is rejected, and does not end the run.
cat >grow.jsonc <<'EOF'
{ "policy": "grow", "version": "2021-11-03", "title": "t", "purpose": "p",
  "records": { "test": { "format": "json", "fields": {
    "m": { "do": "mask", "with": "é", "because": "x" },
    "r[][]": { "do": "replace", "with": "a rather long text in its place",
      "because": "x" } } } } }
EOF
ones=$(yes 1 | head -n 9999 | paste -sd , -)
{
	printf '{"m":"'
	head -c 9000000 /dev/zero | tr '\0' x
	printf '"}\n{"r":['
	yes "[$ones]" | head -n 400 | paste -sd , -
	printf ']}\n{"m":"x"}\n'
} | "$tamis" -p grow.jsonc --quarantine grown >out 2>stderr
check "records that grow" 1 $? /dev/null few.expected
if [ "$(cat out)" != '{"m":"é"}' ] || [ "$(wc -l <grown)" -ne 2 ]; then
	fail "records that grow: not rejected"
fi

# Receipts: an output has one, or does not appear; and a receipt tells of what
# is there.
cp "$cases/receipt/signer" "$cases/receipt/signer.pub" . &&
	chmod 600 signer

signed_run() { tamis_run --receipt receipts --sign signer "$@"; }
verified() { "$tamis" verify -i signer.pub "$@" >verdict 2>&1; }
lines() { grep -c '' "$1"; }


# Whatever fails, an output under its name is the one of the last receipt.
receipt_allocations() { # TAMIS_FAIL_ON or not
	k=1
	while [ $k -lt 100000 ]; do
		: >fired
		rm -f list receipts new new.tamis-*
		env LD_PRELOAD="$build/fault/alloc.so" TAMIS_FAIL_AT=$k \
			TAMIS_FAIL_FD=9 ${1:+TAMIS_FAIL_ON=1} \
			"$tamis" -p policy.jsonc -k keys --quarantine list \
			--receipt receipts --sign signer -o new \
			<few 2>stderr 9>fired
		code=$?
		[ -s fired ] || [ $code -ge 128 ] || break
		if [ -e new ]; then
			cp new out
			verified receipts --output new ||
				fail "allocation $k: no receipt"
		else
			: >out
			[ ! -s receipts ] || verified receipts \
				--output new.tamis-* ||
				fail "allocation $k: no output"
		fi
		check "allocation $k with a receipt" "0 70 73 74 77 78" \
			$code out few.expected
		k=$((k + 1))
	done
}
if [ -f "$build/fault/alloc.so" ]; then
	receipt_allocations ''
	receipt_allocations on
else
	skip "failing allocations with a receipt: not under sanitizers"
fi

# A file of receipts that may not grow, at its last line and at the next.
rm -f receipts
full() (
	ulimit -f 16
	i=0
	while [ $i -lt 100 ] && signed_run -o new <few 2>stderr; do
		mv new last
		i=$((i + 1))
	done
	signed_run "$@" <few >out 2>stderr
)
full -o new
check "receipts that may not grow" 74 $? /dev/null few.expected
expect "receipts that may not grow" [ ! -e new ]
expect "receipts that may not grow" verified receipts --output last
full
check "receipts that may not grow, behind a pipe" 74 $? out few.expected
expect "receipts that may not grow, behind a pipe" \
	grep -q 'standard output has no receipt' stderr
expect "receipts that may not grow, behind a pipe" verified receipts
expect "receipts that may not grow" [ "$(lines receipts)" -gt 1 ]

# A disk that is full, and one that cannot be written.
if mount -t tmpfs -o size=16k tmpfs small 2>/dev/null; then
	yes '' | head -c 16384 >small/full 2>/dev/null
	tamis_run --receipt small/receipts --sign signer -o new <few 2>stderr
	check "full disk for receipts" 74 $? /dev/null few.expected
	expect "full disk for receipts" [ ! -e new ]
	expect "full disk for receipts" [ ! -s small/receipts ]
	rm small/full
	tamis_run --receipt small/receipts --sign signer -o new <few 2>stderr
	check "disk for receipts" 0 $? new few.expected
	mount -o remount,ro small
	rm -f new
	tamis_run --receipt small/receipts --sign signer -o new <few 2>stderr
	check "disk that is only read" 73 $? /dev/null few.expected
	expect "disk that is only read" [ ! -e new ]
	umount small
elif [ "$(id -u)" -ne 0 ]; then
	mkdir -p closed && chmod 500 closed
	tamis_run --receipt closed/receipts --sign signer -o new <few 2>stderr
	check "folder that is only read" 73 $? /dev/null few.expected
	expect "folder that is only read" [ ! -e new ]
	skip "full disk for receipts: no file system can be mounted here"
else
	skip "disks for receipts: no file system can be mounted here"
fi

# A run that waits for its second record while something happens.
during() { # COMMAND OPTION...
	command=$1
	shift
	rm -f began
	{
		head -n 1 few
		i=0
		while [ $i -lt 100 ] && [ ! -s began ]; do
			sleep 0.1
			i=$((i + 1))
		done
		eval "$command"
		sed -n 2p few
	} | {
		signed_run --no-progress "$@" 2>stderr
		echo $? >code
	} | {
		# shellcheck disable=SC2162 # as it is
		read _ && echo yes >began
		cat
	} >rest
	return "$(cat code)"
}

rm -f receipts
signed_run <few >out
during 'mv receipts rotated; signed_run <few >out'
expect "receipts renamed during a run" [ $? -eq 0 ]
expect "receipts renamed during a run" verified rotated
expect "receipts renamed during a run" [ "$(lines rotated)" -eq 2 ]
expect "receipts renamed during a run" verified receipts --output out
expect "receipts renamed during a run" [ "$(lines receipts)" -eq 1 ]
during 'rm receipts'
expect "receipts removed during a run" [ $? -eq 74 ]
expect "receipts removed during a run" \
	grep -q 'was removed meanwhile; standard output has no receipt' stderr
signed_run <few >out
during 'echo x >>receipts'
expect "receipts damaged during a run" [ $? -eq 74 ]
rm -f receipts

# The output cannot take its name when its receipt is there.
{
	cat few
	i=0
	while [ $i -lt 100 ] && [ "$(echo new.tamis-*)" = 'new.tamis-*' ]; do
		sleep 0.1
		i=$((i + 1))
	done
	mkdir new
} | signed_run -o new 2>stderr
check "name taken during a run" 74 $? new.tamis-* few.expected
expect "name taken during a run" grep -q 'it is complete in /' stderr
expect "name taken during a run" verified receipts --output new.tamis-*
rm -rf new new.tamis-* receipts

# A signal: neither an output nor a receipt, and nothing is left over.
{
	cat few
	i=0
	while [ $i -lt 100 ] && [ "$(echo new.tamis-*)" = 'new.tamis-*' ]; do
		sleep 0.1
		i=$((i + 1))
	done
	kill -TERM "$(cat pid)"
} | {
	# shellcheck disable=SC2016 # the shell that is started expands it
	sh -c 'echo $$ >pid; exec "$@"' sh "$tamis" -p policy.jsonc -k keys \
		--receipt receipts --sign signer -o new
} 2>stderr
expect "signal with a receipt" [ ! -s receipts ]
expect "signal with a receipt" [ "$(echo new*)" = 'new*' ]

# Runs at once.
rm -f receipts
i=0
while [ $i -lt 20 ]; do
	signed_run -o "at-once.$i" <few 2>/dev/null &
	i=$((i + 1))
done
wait
expect "runs at once" verified receipts
expect "runs at once" [ "$(lines receipts)" -eq 20 ]
expect "runs at once" cmp -s at-once.19 few.expected

# A signal ends a run that waits for somebody else's receipt.
if command -v flock >which 2>&1; then
	flock receipts sleep 5 &
	holder=$!
	sleep 0.3
	env --default-signal=TERM timeout --preserve-status -s TERM 0.3 \
		"$tamis" -p policy.jsonc -k keys --receipt receipts \
		--sign signer -o waited <few 2>stderr
	check "a run that waits for receipts" 143 $? /dev/null few.expected
	expect "a run that waits for receipts" \
		kill -0 "$holder" # it did not wait to the end
	kill "$holder"
	wait "$holder" 2>kill.err
	expect "a run that waits for receipts" [ ! -e waited ]
	expect "a run that waits for receipts" [ "$(lines receipts)" -eq 20 ]
else
	skip "a run that waits for receipts: no flock here"
fi

summary
