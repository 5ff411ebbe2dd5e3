#!/bin/sh
# Every system call of a run fails, once or from then on: the exit code says
# so, what is there are whole records, and no message shows one.
#
#	calls.sh BUILD
#
# SOAK=1 tries every error in every way; else some of them.
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"

if [ ! -f "$build/fault/calls.so" ]; then
	echo "skipped: failing system calls: not under sanitizers"
	exit 0
fi

cat >policy.jsonc <<'EOT'
{
  "policy": "calls", "version": "2021-11-03", "title": "failing calls",
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
cp "$cases/keyring" keys
cp "$cases/receipt/signer" "$cases/receipt/signer.pub" .
chmod 600 keys signer
{
	head -n 8 "$records"
	echo '{"patient":{"nir":"no number"},"resultat":{"code":"P"}}'
	sed -n 9,16p "$records"
} >few
"$tamis" -p policy.jsonc -k keys --quarantine bad.expected -o expected few
expect "it can run at all" [ $? -eq 1 ]

# broken ARGUMENT...: call number $k, of those called $only if that is set,
# fails with $error, and from then on if $on is set.
only=
broken() {
	: >fired
	timeout 60 env "LD_PRELOAD=$build/fault/calls.so" \
		TAMIS_CALL_READ=4096 TAMIS_CALL_AT="$k" TAMIS_CALL_ERRNO="$error" \
		TAMIS_CALL_FD=9 ${on:+TAMIS_CALL_ON=1} \
		${only:+TAMIS_CALL_ONLY=$only} \
		"$tamis" -p policy.jsonc -k keys few "$@" >out 2>stderr 9>fired
	code=$?
	[ -s fired ]
}

# Nothing of the values of the input.
silent() {
	! grep -Eq '[12][0-9]{14}|"nom"|rue |avenue |no number' "$1"
}
vouched() { "$tamis" verify -i signer.pub "$@" receipts >verdict 2>&1; }

# What must be so whatever failed.
check_run() { # NAME OUTPUT-OR-EMPTY
	case $code in
	1)
		cmp -s "$2" expected || fail "$1: not all records, and exit 1"
		cmp -s bad bad.expected || fail "$1: not all rejects, and exit 1"
		;;
	66 | 73 | 74 | 77 | 78)
		[ -s stderr ] || fail "$1: exit $code without a word"
		;;
	*) fail "$1: exit $code" ;;
	esac
	[ "$2" != file ] || [ ! -e file ] || cmp -s file expected ||
		fail "$1: half an output has its name"
	whole out expected || fail "$1: standard output is torn"
	[ ! -e bad ] || whole bad bad.expected || fail "$1: quarantine is torn"
	silent stderr || fail "$1: a message shows a record"
	pass
}

clean() { rm -f file file.tamis-* bad stats receipts notes; }

# sweep NAME OUTPUT ARGUMENT...: all calls, one after the other.
sweep() {
	way=$1
	output=$2
	shift 2
	k=1
	while clean && broken "$@"; do
		check_run "$way, call $k ${on:-once} fails by $error" "$output"
		"after_$way" "$way, call $k ${on:-once} fails by $error" "$@"
		k=$((k + 1))
	done
	[ $k -gt 10 ] || fail "$way: only $k calls were seen"
}
after_plain() { :; }
after_file() {
	for left in file.tamis-*; do
		[ ! -e "$left" ] || fail "$1: $left is left"
	done
}
after_receipt() {
	if [ -e file ]; then
		vouched --output file || fail "$1: an output has no receipt"
	elif [ -s receipts ] && grep -q 'complete in' stderr; then
		vouched --output file.tamis-* || fail "$1: kept, but no receipt"
	fi
}
after_checkpoint() {
	name=$1
	shift
	"$tamis" -p policy.jsonc -k keys few "$@" 2>stderr
	again=$?
	[ $again -eq 1 ] || fail "$name: then exit $again: $(cat stderr)"
	cmp -s file expected || fail "$name: then another output"
	cmp -s bad bad.expected || fail "$name: then another quarantine"
	vouched --output file || fail "$name: then no receipt"
}

sweeps() { # ERROR ON-OR-NOT
	error=$1
	on=$2
	sweep plain out --quarantine bad
	sweep file file --quarantine bad --stats stats -o file
	sweep receipt file --quarantine bad --receipt receipts --sign signer \
		-o file
	sweep checkpoint file --quarantine bad --receipt receipts \
		--sign signer --checkpoint notes -o file
}
# EIO, ENOSPC, EDQUOT, ENOMEM; and EINTR and EAGAIN, which pass.
if [ -n "${SOAK-}" ]; then
	for each in 5 28 122 12; do
		sweeps $each ''
		sweeps $each on
	done
	sweeps 4 ''
	sweeps 11 ''
else
	sweeps 5 ''
	sweeps 28 on
	sweeps 4 ''
fi

# A failed fsync is final: nobody tries again and takes the next for an answer.
k=1
error=5
on=
only=fsync
while clean && broken --quarantine bad --receipt receipts --sign signer \
	-o file; do
	case $code in
	73 | 74) pass ;;
	*) fail "fsync $k fails: exit $code" ;;
	esac
	# The last one is that of the folder in which it has its name.
	[ ! -e file ] || cmp -s file expected || fail "fsync $k fails: half"
	k=$((k + 1))
done
# The quarantine, the receipt, the output before the receipt tells of it and
# once more before it gets its name; and three times a folder with a new name.
expect "all seven of them were seen" [ $k -eq 8 ]

# Whoever opens records hears of it, too, when a record has stopped them before.
cp "$cases/unseal/secret" . && chmod 600 secret
{
	cat "$cases/unseal/json/stdin"
	echo '{"x":'
} >stops
"$tamis" unseal -i secret -f json -o opened stops 2>stderr
expect "a record stops unseal: exit" [ $? -eq 65 ]
expect "a record stops unseal" [ -s opened ]
rm -f opened
env "LD_PRELOAD=$build/fault/calls.so" TAMIS_CALL_AT=1 TAMIS_CALL_ERRNO=5 \
	TAMIS_CALL_ONLY=fsync "$tamis" unseal -i secret -f json -o opened stops \
	2>stderr
expect "fsync fails behind it: exit" [ $? -eq 74 ]
expect "fsync fails behind it" grep -q '^tamis: error: opened: ' stderr
expect "fsync fails behind it" [ ! -e opened ]

# A write that is interrupted, or would block, loses nothing.
for error in 4 11; do
	for only in read write; do
		k=1
		while clean && broken --quarantine bad; do
			expect "$only $k fails by $error" [ "$code" -eq 1 ]
			k=$((k + 1))
		done
	done
done

summary
