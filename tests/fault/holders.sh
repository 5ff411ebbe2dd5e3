#!/bin/sh
# Secrets of pairs, and of the commands for those who hold keys: while they
# work, keys are in guarded memory alone, and passphrases nowhere any more.
#
#	holders.sh BUILD
# shellcheck source=tests/fault/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/fault/memory.sh
. "$here/memory.sh"

umask 077
mkfifo in
printf 'correct horse battery' >phrase
printf 'staple of a later day' >later
phrase="passphrase=$(hex phrase)"

cat >both.policy.jsonc <<'END'
{
  "policy": "both",
  "version": "2021-11-03",
  "title": "A token and a sealed value",
  "purpose": "tests",
  "recipients": { "agency": { "name": "An agency", "key": "agency.pub" } },
  "domains": {
    "patient": { "entity": "person", "key": "test", "normalize": "none" }
  },
  "records": {
    "person": {
      "format": "json",
      "fields": {
        "id": { "do": "tokenize", "as": "patient", "because": "a test" },
        "phone": { "do": "seal", "to": "agency", "because": "a test" }
      }
    }
  }
}
END
record='{"id":"somebody","phone":"0612345678"}'
{
	"$tamis" key new ring test
	"$tamis" key rotate ring test
	"$tamis" key pair --for seal agency
	"$tamis" key pair --for sign signer
} 2>messages || exit 1
for file in ring agency signer; do
	cp $file protected-$file
	"$tamis" key passphrase --new-passphrase-fd 3 protected-$file \
		3<phrase 2>messages || exit 1
done
# Words, one for each pattern.
old=$("$scan" --keys ring 0 person patient none)
new=$("$scan" --keys ring 1 person patient none)
signer=$("$scan" --secret signer)
agency=$("$scan" --secret agency)

# What is written holds no secret.
check_files() { # WHAT PATTERN=HEX...
	what=$1
	shift
	for file in out messages; do
		expect "$what: $file holds no secret" holds_none $file "$@"
	done
}

# A run that makes tokens, seals, and signs; two passphrases were asked for.
hold "$record" "$tamis" -p both.policy.jsonc -k protected-ring \
	--passphrase-fd 3 --receipt receipts --sign protected-signer \
	--sign-passphrase-fd 5 3<phrase 5<phrase
session=$("$scan" --session agency <out)
# shellcheck disable=SC2086 # words
{
	check_memory "a run" $new "$phrase"
	check_memory "a run that signs" $signer "$phrase"
	found_as=session check_memory "a run that seals" "$session"
	end
	expect "a receipt was written" [ -s receipts ]
	check_files "a run that seals and signs" $new $signer "$session" "$phrase"
	expect "receipts hold no secret" \
		holds_none receipts $new $signer "$session" "$phrase"
}

# Opening: the recipient's secret, and the key of the run.
sealed=$(cat out)
hold "$sealed" "$tamis" unseal -i protected-agency -f json \
	--passphrase-fd 3 3<phrase
expect "it was unsealed" grep -q 0612345678 out
# shellcheck disable=SC2086
{
	check_memory "unseal" $agency "$phrase"
	found_as=session check_memory "unseal of a run" "$session"
	end
	check_files "unseal" $agency "$session" "$phrase"
}

# Two epochs at once.
hold somebody "$tamis" rekey -p both.policy.jsonc -k protected-ring \
	--domain patient --from 1 --to 2 --passphrase-fd 3 3<phrase
expect "pairs were made" grep -q 'tk1.test.1.*tk1.test.2' out
# shellcheck disable=SC2086
{
	check_memory "rekey, the old epoch" $old "$phrase"
	check_memory "rekey, the new epoch" $new "$phrase"
	end
	check_files "rekey" $old $new "$phrase"
}

# A passphrase is changed: it waits for the new one.
mkfifo fifo
exec 6<>fifo
"$tamis" key passphrase --passphrase-fd 3 --new-passphrase-fd 5 protected-ring \
	>out 2>messages 3<phrase 5<fifo 6>&- &
pid=$!
is_open() {
	# shellcheck disable=SC2086
	"$scan" "$pid" $old >found
	[ $? -eq 77 ] || grep -q '^base64url [1-9]' found
}
await is_open
# shellcheck disable=SC2086
{
	found_as=base64url check_memory "key passphrase" $old "$phrase"
	cat later >fifo
	exec 6>&-
	wait "$pid"
	pid=
	check_files "key passphrase" $old "$phrase"
	expect "the file holds no key" holds_none protected-ring $old $new
}
"$tamis" key list --passphrase-fd 3 protected-ring 3<later >out 2>messages
expect "the new passphrase opens" grep -q active out

# What was freed is not read, and nothing is lost, says valgrind, which knows
# nothing of sandboxes.
if ! command -v valgrind >/dev/null; then
	skip "valgrind: not here"
	summary
	exit
fi
under_valgrind() {
	valgrind -q --error-exitcode=99 --leak-check=full "$tamis" "$@" \
		>valgrind-out 2>messages
}
checked() { expect "valgrind: $*" under_valgrind "$@"; }
echo "$record" >record
printf '%s\n' "$sealed" >sealed
echo somebody >value
rm -f receipts
checked -p both.policy.jsonc -k ring --receipt receipts --sign signer \
	--no-sandbox record
checked verify --no-sandbox -i signer.pub receipts
checked unseal --no-sandbox -i agency -f json sealed
checked rekey --no-sandbox -p both.policy.jsonc -k ring --domain patient --from 1 --to 2 \
	value
checked key new a one
checked key rotate a one
checked key list a
checked key pair --for sign b
checked key passphrase --new-passphrase-fd 3 b 3<phrase
checked unseal --no-sandbox -i protected-agency -f json --passphrase-fd 3 sealed 3<phrase
summary
