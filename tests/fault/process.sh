#!/bin/sh
# The process: signals end a run with whole records, and the sandbox lets it
# open nothing once it reads.
#
#	process.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"

cat >policy.jsonc <<'EOT'
{
  "policy": "process", "version": "2021-11-03", "title": "signals",
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
cp "$cases/keyring" keys && chmod 600 keys
i=0
while [ $i -lt 50 ]; do
	cat "$records"
	i=$((i + 1))
done >many
"$tamis" -p policy.jsonc -k keys <many >expected || fail "cannot run at all"

# Waits until a process has ended, 3 seconds at most; then it is killed.
ends() {
	left=30
	while kill -0 "$1" 2>kill.err && [ $left -gt 0 ]; do
		sleep 0.1
		left=$((left - 1))
	done
	if [ $left -eq 0 ]; then
		kill -KILL "$1"
		return 1
	fi
}

# A run that waits for more records is asked to end.
for signal in HUP:129 INT:130 TERM:143; do
	name=${signal%:*}
	rm -f out message
	mkfifo pipe
	# In a shell of its own: what a shell starts behind it ignores SIGINT.
	env "--default-signal=$name" "$tamis" -p policy.jsonc -k keys \
		<pipe >out 2>message &
	run=$!
	exec 9>pipe
	cat many >&9
	printf '{"resultat":{"code":"half' >&9
	sleep 0.3
	kill -"$name" "$run"
	if ends "$run"; then pass; else fail "SIG$name: does not end"; fi
	wait "$run" 2>kill.err
	code=$?
	exec 9>&-
	rm -f pipe
	if [ $code -eq "${signal#*:}" ]; then pass; else fail "SIG$name: exit $code"; fi
	if cmp -s expected out; then pass; else fail "SIG$name: records are missing"; fi
	if grep -q 'stopped by a signal' message; then pass; else fail "SIG$name: says nothing"; fi
done

# A run whose reader does not read is asked to end.
mkfifo pipe
# shellcheck disable=SC2217
sleep 5 <pipe &
sleeper=$!
env --default-signal=TERM "$tamis" -p policy.jsonc -k keys \
	<many >pipe 2>message &
run=$!
sleep 0.5
kill -TERM "$run"
if ends "$run"; then pass; else fail "a reader that waits: does not end"; fi
wait "$run" 2>kill.err
kill "$sleeper" 2>kill.err
wait "$sleeper" 2>kill.err
rm -f pipe

# At any moment: whole records, and a file that is whole or not there.
i=0
while [ $i -lt 20 ]; do
	rm -f out file message
	env --default-signal=TERM "$tamis" -p policy.jsonc -k keys \
		<many >out 2>message &
	run=$!
	env --default-signal=TERM "$tamis" -p policy.jsonc -k keys -o file \
		<many 2>>message &
	other=$!
	sleep "0.0$((i % 10))"
	kill -TERM "$run" "$other" 2>kill.err
	wait "$run" 2>kill.err
	wait "$other" 2>kill.err
	if whole out expected; then pass; else fail "SIGTERM: the output is torn"; fi
	if [ ! -e file ] || cmp -s file expected; then
		pass
	else
		fail "SIGTERM: half a file has its name"
	fi
	i=$((i + 1))
done
if ls file.tamis-* >left 2>&1; then fail "SIGTERM: files are left"; else pass; fi

# The sandbox, seen from outside.
sandboxed=$("$tamis" -p policy.jsonc -k keys --no-sandbox <many 2>&1 >out)
case $sandboxed in
*"in no sandbox"*) pass ;;
*) fail "--no-sandbox says nothing" ;;
esac
if cmp -s expected out; then pass; else fail "--no-sandbox changes the output"; fi
if ! command -v strace >which 2>&1 || ! strace -o trace true 2>message; then
	skip "system calls: no strace here"
elif nm "$tamis" 2>message | grep -q __asan_init; then
	skip "the sandbox: a build with sanitizers has none"
else
	"$tamis" key pair --for sign signer >message 2>&1
	set -- --quarantine bad --stats stats -o out
	[ -e signer ] && set -- "$@" --receipt receipts --sign signer
	strace -f -o trace "$tamis" -p policy.jsonc -k keys "$@" many 2>message
	# All behind the sandbox: its last call installs the filter.
	sed '1,/seccomp(SECCOMP_SET_MODE_FILTER/d' trace >inside
	if grep -q 'read(' inside && grep -q 'renameat(' inside; then
		pass
	else
		fail "the trace does not show the run"
	fi
	if grep -nE '[a-z0-9_]*(open|socket|connect|exec|fork|clone|ptrace)[a-z0-9_]*\(' \
		inside >calls; then
		fail "in the sandbox: $(head -n 1 calls)"
	else
		pass
	fi
	if sed -n '1,/seccomp(SECCOMP_SET_MODE_FILTER/p' trace | grep -q 'read([0-9]*, "{\\"version'; then
		fail "something was read before the sandbox"
	else
		pass
	fi
fi

# What the environment says changes nothing.
env LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 TZ=/etc/passwd MALLOC_PERTURB_=85 \
	MALLOC_CHECK_=3 XML_CATALOG_FILES=/etc/passwd LOCPATH=/tmp TMPDIR=/nowhere \
	"$tamis" -p policy.jsonc -k keys <many >out 2>message
code=$?
if [ $code -eq 0 ] && cmp -s expected out && [ ! -s message ]; then
	pass
else
	fail "the environment changes something"
fi

summary
