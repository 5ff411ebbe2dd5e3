#!/bin/sh
# Runs the golden cases: run.sh TAMIS PIECES [FAMILY[/CASE]...]
#
# A case is a folder FAMILY/CASE beside this script.  ../README.md says what
# it holds.  UPDATE=1 rewrites what is expected; with FIRST=1 the first case
# that fails is the last.
set -u
LC_ALL=C
TERM=dumb
TZ=UTC
export LC_ALL TERM TZ
unset NO_COLOR CLICOLOR_FORCE
umask 022

if [ $# -lt 2 ]; then
	echo "usage: run.sh TAMIS PIECES [FAMILY[/CASE]...]" >&2
	exit 2
fi
if [ -n "${UPDATE-}" ] && [ -n "${CI-}" ]; then
	echo "run.sh: UPDATE is for people, not for CI" >&2
	exit 2
fi
here=$(cd "$(dirname "$0")" && pwd) || exit 2
tamis=$(realpath "$1") && pieces=$(realpath "$2") || exit 2
shift 2
top=$(mktemp -d) || exit 2
trap 'rm -rf "$top"' EXIT
trap 'exit 2' HUP INT TERM
mkdir "$top/bin" && ln -s "$tamis" "$top/bin/tamis" || exit 2
PATH=$top/bin:$PATH
CHECKOUT=$(realpath "$here/../..") || exit 2
export PATH CHECKOUT

passed=0
failed=0
skipped=0
scratch=$top/scratch
got=$top/got
mkdir "$got" || exit 2

# Copies a file, and those that lie in a folder itself, to another folder.
copy_files() {
	from=$2
	to=$3
	set -- "$1"
	for file in "$from"/*; do
		[ -f "$file" ] && set -- "$@" "$file"
	done
	cp "$@" "$to"
}

# A private copy of the case without its expectations, with the files of its
# family and the test keyring.
prepare() {
	rm -rf "$scratch" && (
		umask 077 &&
			cp -R "$1" "$scratch" &&
			copy_files "$here/keyring" "${1%/*}" "$scratch" &&
			cd "$scratch" &&
			rm -rf cmd needs stdin stdout stderr exit files
	)
}

# Runs a command line in the scratch folder; one that hangs is a failure.
execute() {
	input=$case/stdin
	[ -f "$input" ] || input=/dev/null
	(cd "$scratch" && timeout 60 sh -c "$1") \
		<"$input" >"$got/stdout" 2>"$got/stderr"
	code=$?
	echo $code >"$got/exit"
}

# Finds what is expected; a file that is missing is an empty one, or exit 0.
expect() {
	if [ -f "$case/$1" ]; then
		expected=$case/$1
	elif [ "$1" = exit ]; then
		expected=$top/zero
	else
		expected=/dev/null
	fi
}
echo 0 >"$top/zero"

# compare LABEL EXPECTED GOT
compare() {
	if [ ! -s "$2" ] && [ ! -s "$3" ]; then
		return 0
	fi
	cmp -s "$2" "$3" && return 0
	echo "FAIL $name: $1"
	diff -u -a "$2" "$3" | sed 1,2d
	return 1
}

compare_all() {
	ok=0
	for part in exit stderr stdout; do
		expect $part
		compare $part "$expected" "$got/$part" || ok=1
	done
	[ -d "$case/files" ] || return $ok
	for file in $(cd "$case/files" && find . -type f); do
		if [ -f "$scratch/$file" ]; then
			compare "$file" "$case/files/$file" \
				"$scratch/$file" || ok=1
		else
			echo "FAIL $name: $file is not there"
			ok=1
		fi
	done
	return $ok
}

# Rewrites the expectations, and leaves out those that need no file.
update() {
	for part in stdout stderr exit; do
		rm -f "$case/$part"
		expect $part
		cmp -s "$got/$part" "$expected" ||
			cp "$got/$part" "$case/$part"
	done
	[ -d "$case/files" ] || return 0
	for file in $(cd "$case/files" && find . -type f); do
		cp "$scratch/$file" "$case/files/$file" || return 1
	done
}

# A run of standard input that was not refused must give the same in pieces.
run_in_pieces() {
	[ -f "$case/stdin" ] || return 0
	case $code in
	0 | 1 | 65) ;;
	*) return 0 ;;
	esac
	case $1 in
	*[\;\|\&\<\>\$\'\"\`]*) return 0 ;;
	'tamis run '* | 'tamis -p '*) ;;
	*) return 0 ;;
	esac
	execute "'$pieces' ${1#tamis }"
	# It has options or operands that say nothing about reading.
	[ "$code" -ne 3 ] || return 0
	expect stdout
	compare 'in pieces: stderr' /dev/null "$got/stderr" &&
		compare 'in pieces: stdout' "$expected" "$got/stdout"
}

# Whether this machine has what the case needs.
is_possible() {
	[ -f "$1/needs" ] || return 0
	sh "$1/needs" >/dev/null 2>&1 </dev/null && return 0
	echo "skipped ${1#"$here"/}: it needs $(cat "$1/needs")"
	return 1
}

run_case() {
	case=$1
	name=${case#"$here"/}
	name=${name#./}
	IFS= read -r line <"$case/cmd"
	if ! prepare "$case"; then
		echo "FAIL $name: cannot be prepared"
		return 1
	fi
	execute "$line"
	[ -z "${UPDATE-}" ] || update || return 1
	compare_all && run_in_pieces "$line"
}

[ $# -gt 0 ] || set -- .
for which; do
	for cmd in "$here/$which"/cmd "$here/$which"/*/cmd \
		"$here/$which"/*/*/cmd; do
		[ -f "$cmd" ] || continue
		dir=${cmd%/cmd}
		if ! is_possible "$dir"; then
			skipped=$((skipped + 1))
		elif run_case "$dir"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			[ -z "${FIRST-}" ] || break 2
		fi
	done
done
if [ $((passed + failed + skipped)) -eq 0 ]; then
	echo "run.sh: no case was found" >&2
	exit 2
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
