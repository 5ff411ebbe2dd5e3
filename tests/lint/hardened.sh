#!/bin/sh
# hardened.sh PROGRAM: what the compiler and the linker were asked for is in the
# program: no place in memory is writable and executable, what the loader has
# filled in is read-only, calls that write into buffers know their size, and no
# library is loaded but those that README names.
set -u
program=$1
bad=0

# expect WHAT PATTERN TEXT: the text has a line that fits the pattern.
expect() {
	printf '%s\n' "$3" | grep -qE "$2" || {
		echo "hardened: $program: no $1"
		bad=1
	}
}

command -v readelf >/dev/null || {
	echo "hardened: skipped, there is no readelf"
	exit 0
}
segments=$(readelf -lW "$program")
dynamic=$(readelf -dW "$program")
symbols=$(readelf -sW "$program")

expect "random address" 'Elf file type is DYN' "$segments"
expect "stack that is not executable" 'GNU_STACK .* RW +0x' "$segments"
expect "read-only relocations" 'GNU_RELRO' "$segments"
expect "binding before the start" 'FLAGS_1.* NOW' "$dynamic"
expect "guard on the stack" '__stack_chk_fail' "$symbols"
expect "sizes of buffers" '__memcpy_chk' "$symbols"

if printf '%s\n' "$segments" | grep -E ' LOAD .* RWE '; then
	echo "hardened: $program: writable and executable"
	bad=1
fi
if printf '%s\n' "$dynamic" | grep -E 'RPATH|RUNPATH|TEXTREL'; then
	echo "hardened: $program: it looks for libraries in places of its own"
	bad=1
fi
if printf '%s\n' "$dynamic" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
	grep -vE '^(libsodium|libcjson|libutf8proc|libm|libc|ld-linux[-a-z0-9]*)\.so'; then
	echo "hardened: $program: a library that README does not name"
	bad=1
fi
exit $bad
