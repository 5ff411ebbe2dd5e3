#!/bin/sh
# tables.sh TAMIS: manual pages and completions have every command and option,
# and are what those who read them expect, where these are installed.
set -u
tamis=$(cd "$(dirname "$1")" && pwd)/tamis
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
	echo "tables: $*" >&2
	failed=1
}

# commands: their names, with verbs.
commands() {
	"$tamis" help | sed -n '/^Commands:/,/^$/s/^  \([a-z ]*[a-z]\)  .*/\1/p'
}

# options COMMAND: the long ones, without dashes.
options() {
	# shellcheck disable=SC2086
	"$tamis" help $1 | sed -n '/^Options:/,/^$/s/^  .... --\([a-z-]*\).*/\1/p;
		/^Options:/,/^$/s/^   *--\([a-z-]*\).*/\1/p' | sort -u
}

for page in tamis tamis-policy; do
	"$tamis" manual "$page" >"$work/$page" || fail "no page $page"
done
for shell in bash zsh fish; do
	"$tamis" completion "$shell" >"$work/$shell" || fail "nothing for $shell"
done

commands >"$work/commands"
[ "$(wc -l <"$work/commands")" -gt 10 ] || fail "few commands in the help"
while read -r command; do
	grep -q "^\.Ss tamis $command\( \|\$\)" "$work/tamis" ||
		fail "no $command in tamis(1)"
	options "$command" >"$work/options"
	[ -s "$work/options" ] || fail "no options of $command in its help"
	while read -r option; do
		sed -n "/^\.Ss tamis $command\( \|\$\)/,/^\.El/p" \
			"$work/tamis" | grep -q "Fl -$option\( \|\$\)" ||
			fail "no --$option of $command in tamis(1)"
		grep "\"$command\"\*)" "$work/bash" |
			grep -q -e "--$option " ||
			fail "no --$option of $command for bash"
		sed -n "/\"$command\"\*)/,/;;/p" "$work/zsh" |
			grep -q -e "--$option" ||
			fail "no --$option of $command for zsh"
		grep "from ${command##* }'" "$work/fish" |
			grep -q -e "-l $option " ||
			fail "no --$option of $command for fish"
	done <"$work/options"
done <"$work/commands"

# offered WORD...: what bash offers for the last of these words.
offered() {
	bash -c '. "$1"
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_tamis
		echo "${COMPREPLY[*]}"' - "$work/bash" "$@"
}

# offers EXPECTED WORD...
offers() {
	expected=$1
	shift
	got=$(offered "$@")
	[ "$got" = "$expected" ] || fail "bash offers \`$got' for: $*"
}

if command -v bash >/dev/null; then
	offers check tamis che
	offers "pair passphrase" tamis key p
	offers --deny-warnings tamis check --de
	offers --quarantine tamis -p policy --quar
	offers "json" tamis run -f j
	offers "never" tamis check --color n
	offers "" tamis check some
	offers "exit-codes" tamis help exi
else
	echo "tables: skipped: no bash"
fi
for shell in zsh fish; do
	if command -v "$shell" >/dev/null; then
		"$shell" -n "$work/$shell" || fail "$shell cannot read it"
	else
		echo "tables: skipped: no $shell"
	fi
done
if command -v mandoc >/dev/null; then
	for page in tamis tamis-policy; do
		mandoc -T lint -W warning <"$work/$page" ||
			fail "mandoc complains about $page"
	done
else
	echo "tables: skipped: no mandoc"
fi
exit "$failed"
