#!/bin/sh
# floors.sh: an #include in src/ only goes down, and each foreign library is
# entered by one door.  src/README.md explains the floors.
set -u
bad=0

# complain FILE TEXT
complain() {
	echo "$1: $2"
	bad=1
}

# Each floor, and the floors it may include besides itself.
floors='
base:
crypto: base
match: base
action: base crypto
program: base crypto match action
policy: base crypto match action program
engine: base crypto match action program
format: base match engine
run: base crypto action program engine format
study: base crypto match action program policy engine format
'

# included FILE: the first folder of every quoted include, or the name alone.
included() {
	sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"/]*\).*/\1/p' "$1"
}

for file in src/*/*.[ch] src/*/*/*.[ch]; do
	floor=${file#src/}
	floor=${floor%%/*}
	row=$(printf '%s' "$floors" | grep "^$floor:") || {
		complain "$file" "the floor $floor is not in the table"
		continue
	}
	for below in $(included "$file"); do
		case " $floor ${row#*:} " in
		*" $below "*) ;;
		*) complain "$file" "$floor may not include $below" ;;
		esac
	done
done

# The program sees the public header and its own.
for file in filter/*.[ch]; do
	for header in $(included "$file"); do
		[ "$header" = tamis.h ] || [ -f "filter/$header" ] ||
			complain "$file" "filter may not include $header"
	done
done

# door HEADER FILE...: who may include <HEADER...>
door() {
	header=$1
	shift
	grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*<$header" \
		-r src filter include | while read -r file; do
		case " $* " in
		*" $file "*) ;;
		*) echo "$file: <$header> is not for this file" ;;
		esac
	done
}
through=$(
	# shellcheck disable=SC2046
	door sodium $(echo src/crypto/*.c)
	door cjson/ src/policy/parse.c
	door libxml/
	door linux/seccomp src/run/sandbox.c
	door linux/landlock src/run/sandbox.c
	door utf8proc src/base/fold.c src/action/identity.c
	door check.h
	door pthread
)
if [ -n "$through" ]; then
	echo "$through"
	bad=1
fi
exit $bad
