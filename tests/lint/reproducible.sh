#!/bin/sh
# reproducible.sh BUILD: the same sources give the same program and the same
# library, byte for byte, wherever they lie: they are built once more, in a
# folder of another name, and compared with what is in BUILD.  Run by make, the
# second build has the compiler and flags of the first.
set -u
build=$1
copy=$(mktemp -d) || exit 1
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' HUP INT TERM

bad=0
cp -R Makefile include src filter policies "$copy" &&
	make -s -j"$(nproc)" -C "$copy" all >/dev/null || exit 1
for what in libtamis.a tamis; do
	cmp "$build/$what" "$copy/$build/$what" || bad=1
done
exit $bad
