#!/bin/sh
# Faults: nothing lost, nothing half-written, no crash, no byte of a record in
# a message, whatever fails.
#
#	run.sh BUILD
set -u
build=$(cd "$1" && pwd) || exit 1
tamis=$build/tamis
here=$(cd "$(dirname "$0")" && pwd)
records=$here/../samples/sidep-antigen.ndjson
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0
skipped=0

pass() { passed=$((passed + 1)); }
fail() {
	failed=$((failed + 1))
	echo "fault: $*"
}
skip() {
	skipped=$((skipped + 1))
	echo "skipped: $*"
}

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
chmod 700 .
cp "$here/../golden/keyring" keys && chmod 600 keys
head -n 20 "$records" >few
i=0
while [ $i -lt 50 ]; do
	cat "$records"
	i=$((i + 1))
done >many

tamis_run() { "$tamis" -p policy.jsonc -k keys "$@"; }

tamis_run <few >few.expected || fail "cannot run at all"
tamis_run <many >many.expected || fail "cannot run at all"

# What came out is the beginning of what should, and ends with a record.
whole() {
	size=$(wc -c <"$1")
	head -c "$size" "$2" | cmp -s - "$1" || return 1
	[ "$size" -eq 0 ] || [ "$(tail -c 1 "$1" | od -An -c | tr -d ' ')" = '\n' ]
}

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
		[ -s fired ] || break
		check "$1: allocation $k" "0 70 73 74 77 78" $code out \
			"$expected"
		k=$((k + 1))
	done
}

# What holders of keys have, and what they get.
cases=$here/../golden
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
	done
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

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
