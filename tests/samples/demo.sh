#!/bin/sh
# demo.sh TAMIS: what the shipped policy does to one synthetic record, and to
# a file of them, with a key that is thrown away.
set -eu
tamis=$1
here=$(dirname "$0")
policy=$here/../../policies/sidep-antigen.policy.jsonc
sample=$here/sidep-antigen.ndjson
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One member a line: the records below hold no comma before a quote.
show() {
	sed 's/,"/,\n  "/g'
}

if ! "$tamis" key new "$work/keyring" sidep 2>"$work/said"; then
	cat "$work/said" >&2
	exit 1
fi
echo "One synthetic record, as a pharmacy's software sends it:"
head -n 1 "$sample" | show
echo
echo "What leaves under policies/sidep-antigen.policy.jsonc:"
head -n 1 "$sample" | "$tamis" -p "$policy" -f json -k "$work/keyring" | show
echo
echo "The whole file:"
status=0
"$tamis" -p "$policy" -f json -k "$work/keyring" --quarantine "$work/quarantine" \
	--stats "$work/stats" -o "$work/out" "$sample" || status=$?
grep -o '"\(records\|written\|rejected\|bytes_in\|bytes_out\)":[0-9]*' \
	"$work/stats" | sed -n '1,5s/"\(.*\)":\(.*\)/  \1 \2/p'
exit "$status"
