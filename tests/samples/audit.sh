#!/bin/sh
# audit.sh TAMIS
# Nothing of 500 people is found in what the shipped policies write of them, in
# any format, nor in quarantines and statistics; all of them are found in what
# they were made of, and in what is planted behind each encoding.  A large file
# is searched in little memory.
set -u
tamis=$1
here=$(dirname "$0")
# shellcheck source=tests/samples/synthetic.sh
. "$here/synthetic.sh"
policies=$here/../../policies
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

fail()
{
	echo "audit: $*" >&2
	failed=1
}

# audit EXIT WHAT FILE...: of the policy and format at hand.
audit()
{
	expected=$1 what=$2
	shift 2
	"$tamis" audit -p "$policies/$policy.policy.jsonc" -f "$format" \
		--against "$work/in.$format" "$@" >"$work/found" 2>"$work/said"
	code=$?
	[ $code -eq "$expected" ] || {
		fail "$policy, $format, $what: ended with $code"
		head -n 5 "$work/found" "$work/said" >&2
	}
	grep -q 'looked for [1-9][0-9]* values of 500 records' "$work/found" ||
		fail "$policy, $format, $what: not all was read"
}

"$tamis" key new "$work/keys" sidep surveillance 2>"$work/said" || exit 1
for format in json csv xml hl7v2; do
	synthetic $format -n 500 --seed 5 >"$work/in.$format"
	for policy in sidep-antigen sidep-surveillance; do
		rm -f "$work/rejected"
		"$tamis" -p "$policies/$policy.policy.jsonc" -f $format \
			-k "$work/keys" --quarantine "$work/rejected" \
			--stats "$work/stats" -o "$work/$policy.$format" \
			"$work/in.$format" 2>"$work/said"
		[ $? -le 1 ] || fail "$policy, $format: the run failed"
		audit 0 'what is written' "$work/$policy.$format" \
			"$work/rejected" "$work/stats"
		audit 1 'what is read' "$work/in.$format"
		[ "$(grep -ci '\(nir\|PID-3\).*(spelling: as it is' \
			"$work/found")" -ge 1 ] ||
			fail "$policy, $format: the numbers are not found"
	done
done

# One number, planted in what is clean.
format=json policy=sidep-surveillance
nir=$(sed -n '1s/.*"nir": *"\([0-9]*\)".*/\1/p' "$work/in.json")
hex=$(printf %s "$nir" | od -An -tx1 | tr -d ' \n')
plant()
{
	{
		cat "$work/$policy.json"
		printf '{"note":"%s"}\n' "$2"
		cat "$work/$policy.json"
	} >"$work/planted"
	audit 1 "$1" "$work/planted"
	grep -q "planted:501: patient.nir (.*encoding: $1)" "$work/found" ||
		fail "not found behind: $1"
}
plant 'as it stands' "$nir"
plant 'JSON escapes' "$(echo "$hex" | sed 's/../\\u00&/g')"
plant 'XML references' "$(echo "$hex" | sed 's/../\&#x&;/g')"
plant percent "$(echo "$hex" | sed 's/../%&/g')"
plant 'HL7 v2 escapes' "\\X$hex\\"
plant hexadecimal "$hex"
plant base64 "$(printf 'the number %s' "$nir" | base64 | tr -d '\n')"

# 32 MB of output, in less memory than it would take.
i=0
while [ $i -lt 5 ]; do
	cat "$work/$policy.json" "$work/$policy.json" "$work/$policy.json" \
		>"$work/more"
	mv "$work/more" "$work/$policy.json"
	i=$((i + 1))
done
head -c 32000000 "$work/$policy.json" >"$work/large"
[ "$(wc -c <"$work/large")" -eq 32000000 ] || fail "no large file"
if (
	# shellcheck disable=SC3045 # the usual shells have it
	ulimit -v 40000 && "$tamis" version >"$work/said" 2>&1
); then
	(
		# shellcheck disable=SC3045
		ulimit -v 40000
		audit 0 'a large file' "$work/large"
		exit "$failed"
	) || failed=1
else
	echo "audit: memory is not measured with a sanitizer: skipped"
fi

[ "$failed" -eq 0 ] && echo "audit: ok"
exit "$failed"
