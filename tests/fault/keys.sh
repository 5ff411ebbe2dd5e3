#!/bin/sh
# Faults of keyrings: whatever fails, and wherever the power is cut, there is
# the old keyring or the new one, whole; a passphrase is not seen; and without
# random bytes nothing is made.
#
#	keys.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"

fresh() {
	rm -rf ring .ring.new lab lab.pub
	cp "$cases/keyring" ring
	chmod 600 ring
}
states() { "$tamis" key list ring | awk 'NR > 1 { printf "%s%s ", $2, $3 }'; }

# A command with its k-th call failing (errno 28: no space; 5: I/O) or dying.
broken() { # K ERRNO COMMAND...
	at=$1
	error=$2
	shift 2
	: >fired
	LD_PRELOAD="$build/fault/calls.so" TAMIS_CALL_AT=$at \
		TAMIS_CALL_ERRNO=$error TAMIS_CALL_FD=9 \
		"$@" >out 2>stderr 9>fired
	code=$?
	[ -s fired ]
}

# changes ERRNO AFTER COMMAND...: all calls of a change, one by one; the
# keyring is as before, or as AFTER.
changes() {
	error=$1
	after=$2
	shift 2
	fresh
	before=$(states)
	k=1
	while fresh && broken $k "$error" "$@"; do
		now=$(states)
		if [ "$now" != "$before" ] && [ "$now" != "$after" ]; then
			fail "$* with call $k broken by $error: $now"
		elif [ "$error" -ne 0 ] && [ "$code" -eq 0 ]; then
			fail "$* with call $k broken by $error: exit 0"
		elif [ "$error" -ne 0 ] && [ -e .ring.new ]; then
			fail "$* with call $k broken by $error: remains"
		elif ! "$@" 2>stderr && [ "$now" = "$before" ]; then
			fail "$* after call $k broken by $error: refused"
		else
			pass
		fi
		k=$((k + 1))
	done
	[ $k -gt 5 ] || fail "$*: only $k calls were seen"
}

# creates ERRNO COMMAND...: nothing is left, or all of it.
creates() {
	error=$1
	shift
	k=1
	while rm -f lab lab.pub && broken $k "$error" "$@"; do
		# What a power cut leaves is at least a secret.
		if [ "$error" -ne 0 ] && [ "$code" -eq 0 ]; then
			fail "$* with call $k broken by $error: exit 0"
		elif [ "$error" -ne 0 ] && { [ -e lab ] || [ -e lab.pub ]; }; then
			fail "$* with call $k broken by $error: remains"
		elif [ -e lab.pub ] && [ ! -s lab ]; then
			fail "$* with call $k broken by $error: no secret"
		else
			pass
		fi
		k=$((k + 1))
	done
	[ $k -gt 4 ] || fail "$*: only $k calls were seen"
}

# unsynced CALLS COMMAND...: a folder that cannot be synced at all, as on some
# network file systems (errno 22), is no fault; so many calls sync one.
unsynced() {
	calls=$1
	shift
	k=1
	well=0
	while fresh && broken $k 22 "$@"; do
		[ "$code" -ne 0 ] || well=$((well + 1))
		k=$((k + 1))
	done
	expect "$*: a folder that cannot be synced" [ $well -eq "$calls" ]
}

# Every allocation, too.
allocations() {
	k=1
	while fresh; do
		: >fired
		env LD_PRELOAD="$build/fault/alloc.so" TAMIS_FAIL_AT=$k \
			TAMIS_FAIL_FD=9 "$tamis" key rotate ring test \
			>out 2>stderr 9>fired
		code=$?
		[ -s fired ] || break
		case $code:$(states) in
		0:'1old 2active ' | 7[047]:'1active ') pass ;;
		*) fail "allocation $k: exit $code, $(states)" ;;
		esac
		k=$((k + 1))
	done
}

if [ -f "$build/fault/calls.so" ]; then
	for error in 0 28 5; do
		changes "$error" '1old 2active ' "$tamis" key rotate ring test
		changes "$error" '1revoked ' "$tamis" key revoke ring test 1
		creates "$error" "$tamis" key pair --for seal lab
		creates "$error" "$tamis" key new lab one
	done
	unsynced 2 "$tamis" key rotate ring test
	unsynced 1 "$tamis" key new lab one
	allocations

	fresh
	echo '{"id":"somebody"}' >record
	cp "$cases"/key-source/person.policy.jsonc .
	TAMIS_NO_RANDOM=1 LD_PRELOAD="$build/fault/calls.so" \
		"$tamis" key new lab one >out 2>stderr
	code=$?
	expect "key new without random bytes: exit" [ $code -ne 0 ]
	expect "key new without random bytes" [ ! -e lab ]
	TAMIS_NO_RANDOM=1 LD_PRELOAD="$build/fault/calls.so" \
		"$tamis" -p person.policy.jsonc -k ring -o lab record \
		>out 2>stderr
	code=$?
	expect "a run without random bytes: exit" [ $code -ne 0 ]
	expect "a run without random bytes" [ ! -s out ] && [ ! -e lab ]
else
	skip "failing calls: not under sanitizers"
fi

# Passphrases on a terminal: what a person sees.
tty="$build/fault/tty"
C=$(printf '\003')
Z=$(printf '\032')
new() { # EXIT SEEN TYPED...
	exit=$1
	seen=$2
	shift 2
	rm -f lab
	"$tty" "$@" -- "$tamis" key new --passphrase lab one >out 2>stderr
	code=$?
	if [ $code -ne "$exit" ]; then
		fail "typed '$*': exit $code"
	elif [ "$(cat out)" != "$(printf '%b' "$seen")" ]; then
		fail "typed '$*': saw '$(cat out)'"
	else
		pass
	fi
}
typed_passphrases() {
ask='New passphrase for lab: \n'
again='The same again: \n'
new 0 "$ask${again}[echo on]" 'correct horse
' 'correct horse
'
expect "a typed passphrase protects" grep -q argon2id lab
printf 'correct horse' | "$tamis" key list --passphrase-fd 0 lab >out 2>stderr
expect "a typed passphrase is the same" grep -q one out
"$tty" 'correct horse
' -- "$tamis" key list lab >out 2>stderr
expect "a typed passphrase opens" grep -q one out
expect "a typed passphrase is not shown" sh -c '! grep -q horse out stderr'
new 77 "$ask${again}[echo on]" 'correct horse
' 'correct house
'
new 77 "${ask}[echo on]" '
'
new 77 "${ask}[echo on]" "$(printf '\004')"
new 77 "$ask${again}[echo on]" 'short
' 'short
'
new 130 "${ask}[echo on]" "$C"
new 130 "$ask${again}[echo on]" 'correct horse
' "$C"
# Stopped, woken up, and asked again.
new 0 "${ask}[echo on]\n$ask${again}[echo on]" "$Z" 'correct horse
' 'correct horse
'
expect "nothing is made without a passphrase" [ -e lab ]
new 130 "${ask}[echo on]" "half$C"
expect "nothing is made without a passphrase" [ ! -e lab ]
# A run is asked to end: it does not ask again.
echo '{"id":"somebody"}' >record
cp "$cases"/key-source/person.policy.jsonc .
printf 'correct horse' | "$tamis" key new --passphrase-fd 0 locked test 2>stderr
timeout 20 "$tty" "$C" -- "$tamis" -p person.policy.jsonc -k locked -o lab \
	record >out 2>stderr
expect "asked to end, a run does: exit" [ $? -eq 130 ]
expect "asked to end, a run does" [ "$(grep -c Passphrase out)" -eq 1 ]
expect "asked to end, a run does" grep -q '^\[echo on\]' out
expect "asked to end, a run does" [ ! -e lab ]
}
"$tty" -- true >out 2>stderr
if [ $? -eq 99 ]; then
	skip "passphrases on a terminal: none can be made here"
else
	typed_passphrases
fi

summary
