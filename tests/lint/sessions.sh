#!/bin/sh
# sessions.sh TAMIS FILE.md...
# What the documentation tells a reader to type works, and says what is shown.
# The blocks of a file are one session, in their order, in a private folder that
# holds copies of policies/ and of the synthetic samples:
#
#   ```LANGUAGE NAME.EXT   a file, written as it stands there
#   ```console             behind "$ " a command, then all that it prints; a line
#                          "..." stands for any lines
#   ```sh                  a script; what it prints is not compared
#
# A command that does not end with 0 fails the session, unless the next one is
# `echo $?`.  Nothing is skipped silently: a script that cannot run here has
# "<!-- not run: REASON -->" on the line before, which is told; a command in any
# other place is a mistake.
set -u
checkout=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$(dirname "$1")" && pwd)
shift
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
umask 077
failed=0
commands=0
mkdir "$work/bin" || exit 1
ln -s "$build/tamis" "$work/bin/tamis"
PATH=$work/bin:$PATH
export PATH
unset CI PAGER CREDENTIALS_DIRECTORY

fail()
{
	echo "sessions: $*" >&2
	failed=1
}

# Writes the blocks of a file as steps, of one kind each: NNN.file with its name
# in NNN.name, NNN.script, or NNN.command with NNN.shown; NNN.at is the line.
extract()
{
	awk -v to="$1" '
	function step() {
		n++
		base = sprintf("%s/%03d", to, n)
		print NR >(base ".at")
		close(base ".at")
	}
	function empty(file) {
		printf "" >file
		close(file)
	}
	/^```/ && kind != "" { kind = ""; next }
	/^```console$/ { kind = "console"; shown = ""; next }
	/^```sh$/ && reason != "" { kind = "other"; print NR ": " reason >(to "/not-run"); reason = ""; next }
	/^```sh$/ { kind = "script"; step(); shown = base ".script"; empty(shown); next }
	/^```[a-z0-9]+ [^ ].*\.[a-z]+$/ {
		kind = "file"; step()
		print substr($0, index($0, " ") + 1) >(base ".name")
		shown = base ".file"; empty(shown)
		next
	}
	/^```/ { kind = "other"; next }
	kind == "" && /^<!-- not run: .* -->$/ {
		reason = substr($0, 15, length($0) - 18); next
	}
	kind == "" { reason = "" }
	kind == "console" && more { print substr($0, 3) >>command; more = /\\$/; next }
	kind == "console" && /^\$ / {
		step(); command = base ".command"; shown = base ".shown"
		empty(shown)
		print substr($0, 3) >>command; more = /\\$/
		next
	}
	kind == "console" && shown == "" { print NR >(to "/mistakes"); next }
	kind == "console" || kind == "script" || kind == "file" { print >>shown; next }
	/^[ \t]+\$ / { print NR >(to "/mistakes") }
	' "$2"
}

# Whether FILE is SHOWN, in which "..." stands for any lines.
is_shown()
{
	sed -f "$checkout/tests/lint/tokens.sed" "$1" >"$work/expected"
	sed -f "$checkout/tests/lint/tokens.sed" "$2" >"$work/actual"
	grep -qx '\.\.\.' "$work/expected" || {
		diff "$work/expected" "$work/actual" >&2
		return
	}
	awk '
	NR == FNR { line[++n] = $0; next }
	BEGIN { at = 1 }
	!bad && line[at] == "..." && at <= n {
		if (at < n && line[at + 1] == $0) at += 2
		next
	}
	{ if (at > n || line[at] != $0) { bad = 1 } else at++ }
	END { exit bad || !(at > n || (at == n && line[n] == "...")) }
	' "$work/expected" "$work/actual" && return
	diff "$work/expected" "$work/actual" >&2
	return 1
}

write_file()
{
	name=$(cat "$1.name")
	mkdir -p "$session/$(dirname "$name")" && cp "$1.file" "$session/$name"
}

# Ends with what the command before ended with, for `echo $?`.
run_command()
{
	commands=$((commands + 1))
	{
		printf '(exit %s)\n' "$status"
		cat "$1.command"
	} >"$work/run"
	[ "$status" -eq 0 ] || grep -q '^echo \$?$' "$1.command" ||
		fail "$where: ends with $status, which is not shown"
	(cd "$session" && sh "$work/run" >"$work/out" 2>&1 </dev/null)
	status=$?
	is_shown "$1.shown" "$work/out" || fail "$where: prints something else"
}

run_script()
{
	commands=$((commands + 1))
	(cd "$session" && sh -e "$1.script" >"$work/out" 2>&1 </dev/null) || {
		cat "$work/out" >&2
		fail "$where: the script ends with an error"
	}
}

run_steps()
{
	status=0
	for at in "$work/steps"/*.at; do
		step=${at%.at}
		where="$1:$(cat "$at")"
		if [ -f "$step.file" ]; then
			write_file "$step"
		elif [ -f "$step.script" ]; then
			run_script "$step"
		else
			run_command "$step"
		fi
	done
	[ "$status" -eq 0 ] || fail "$where: ends with $status, which is not shown"
}

run_session()
{
	session=$work/session
	rm -rf "$session" "$work/steps"
	mkdir -p "$session/tests" "$work/steps" || return
	cp -R "$checkout/policies" "$session" || return
	cp -R "$checkout/tests/samples" "$session/tests" || return
	extract "$work/steps" "$1"
	[ ! -f "$work/steps/mistakes" ] ||
		fail "$1: nobody runs line $(tr '\n' ' ' <"$work/steps/mistakes")"
	[ ! -f "$work/steps/not-run" ] || sed "s|^|sessions: not run: $1:|" "$work/steps/not-run"
	[ ! -f "$work/steps/001.at" ] || run_steps "$1"
}

for file in "$@"; do
	before=$commands
	run_session "$file"
	[ "$commands" -gt "$before" ] || fail "$file: no command found"
done
[ "$failed" -eq 0 ] && echo "sessions: $commands commands ok"
exit "$failed"
