#!/bin/sh
# banned.sh: functions that have no safe use here.
set -u
found=0

# ban NAMES FILE...
ban() {
	names=$1
	shift
	if grep -nE "(^|[^A-Za-z0-9_])($names)[[:space:]]*\(" "$@"; then
		echo "banned: one of $names"
		found=1
	fi
}
everywhere='sprintf|vsprintf|strcpy|strcat|strncat|gets|atoi|atol|atof|alloca'
everywhere="$everywhere|strtok|tmpnam|mktemp|system|popen|rand|srand"

# shellcheck disable=SC2046
ban "$everywhere" $(find src filter include tests -name '*.[ch]')
# The library never prints, exits, reads the environment or the clock.
# shellcheck disable=SC2046
ban 'printf|puts|putchar|perror|exit|_exit|getenv|time|strerror' \
	$(find src -name '*.[ch]')
exit $found
