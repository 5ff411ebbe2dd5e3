#!/bin/sh
# headers.sh FLAGS...: every header compiles alone, so that it includes what
# it needs; under each compiler that is there.
set -u
bad=0
for compiler in gcc clang; do
	if ! command -v "$compiler" >/dev/null; then
		echo "headers: skipped under $compiler, which is not installed"
		continue
	fi
	for header in include/*.h src/*/*.h src/*/*/*.h filter/*.h; do
		case $header in
		src/*) see=-Isrc ;;
		*) see=-Iinclude ;;
		esac
		"$compiler" "$@" "$see" -Wall -Wextra -Werror -fsyntax-only \
			-x c -include "$header" /dev/null || bad=1
	done
done
exit $bad
