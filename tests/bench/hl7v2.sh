#!/bin/sh
# hl7v2.sh BUILD [RECORDS [ROUNDS]]
# The speed of tamis on messages beside mawk, the same job without a token; see README.md.
set -u
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

names="cat mawk tamis shipped"

present()
{
	[ "$1" != mawk ] || command -v mawk >/dev/null
}

through()
{
	name=$1
	shift
	case $name in
	cat) "$@" cat ;;
	mawk) "$@" mawk -f "$here/peer_hl7v2.awk" ;;
	tamis) "$@" "$tamis" -p "$here/hl7v2.policy.jsonc" -k "$work/keys" ;;
	shipped)
		"$@" "$tamis" -p "$policies/sidep-antigen.policy.jsonc" \
			-f hl7v2 -k "$work/keys"
		;;
	esac
}

title()
{
	case $1 in
	cat) echo "cat" ;;
	mawk) echo "mawk, no token" ;;
	tamis) echo "tamis, the same job" ;;
	shipped) echo "tamis, sidep-antigen policy" ;;
	esac
}

# The facts are the same but for the person, and for text that is not ASCII:
# only tamis states the character set where there is none.
facts()
{
	tr '\r' '\n' <"$1" | sed 's/^\(PID|||\)[^|]*/\1/
		s/|*UNICODE UTF-8$//; s/[|^]*$//'
}

compare()
{
	synthetic hl7v2 -n 1000 >"$work/sample" || die "cannot generate records"
	for name in mawk tamis; do
		present $name || continue
		output $name >"$work/out"
		facts "$work/out" >"$work/$name.facts"
	done
	present mawk || return 0
	cmp -s "$work/mawk.facts" "$work/tamis.facts" ||
		die "tamis and mawk do not write the same facts"
}

make_records hl7v2 hl7
make_keys bench sidep
compare
measure "messages of HL7 v2"
