# shellcheck shell=sh
# What the scripts about samples of others share; to be read by them with `.`.
# They set `needles`, the program that searches, and `work`, a folder.
: "${needles:?}" "${work:?}"
passed=0
failed=0
skipped=0

pass()
{
	passed=$((passed + 1))
}

fail()
{
	failed=$((failed + 1))
	echo "$*"
}

skip()
{
	skipped=$((skipped + 1))
	echo "skipped: $1 is not there"
}

finish()
{
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
}

# search NAME LIST FILE...: no value of the list is in a file, in any encoding.
search()
{
	name=$1
	shift
	if "$needles" "$@" >"$work/found"; then
		pass
	else
		fail "$name: leaks"
		head -n 3 "$work/found"
	fi
}

# search_input FILE LIST: the values of the list are in the file; so the search
# for them is no search for nothing.
search_input()
{
	if "$needles" "$2" "$1" >"$work/found"; then
		fail "$1: its own values are not found in it"
	else
		pass
	fi
}

hexadecimal()
{
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# The ways to spell a value that the search must see through, one on each line.
spellings()
{
	hex=$(hexadecimal "$1")
	printf 'a|%s|b\n' "$1"
	printf '%s' "$1" | tr '[:lower:]' '[:upper:]'
	echo
	echo "$hex"
	printf '%s\n' "$hex" | sed 's/../%&/g'
	printf '%s\n' "$hex" | sed 's/../\&#x&;/g'
	printf '%s\n' "$hex" | sed 's/../\\u00&/g'
	printf '%s\\X%s\\\n' '' "$hex"
	printf '%s' "$1" | base64
	printf 'xx%s' "$1" | base64
	printf '"%s"' "$(hexadecimal "$1" | sed 's/../\\u00&/g')" | base64 |
		tr -d '\n'
	echo
	printf 'Base64%s\n' "$(printf '%s' "$1" | base64)"
}

# control VALUE: it is found however it is spelled, and not where it is not.
control()
{
	echo "$1" >"$work/control.list"
	spellings "$1" >"$work/control"
	while IFS= read -r line; do
		printf '%s\n' "$line" >"$work/control.line"
		if "$needles" "$work/control.list" "$work/control.line" \
			>"$work/found"; then
			fail "the search does not see: $line"
		else
			pass
		fi
	done <"$work/control"
	echo "nothing of it, tk1.sidep.1.plantedvalueaaaaaaaaaaaaaa" \
		>"$work/control.line"
	search "a file without the value" "$work/control.list" \
		"$work/control.line"
}

control plantedvalue
control 279035121518989
