# plain.sh ARGUMENT...: tamis replay, with the same times always.
tamis replay "$@" >report.out
code=$?
sed -f speeds.sed report.out
exit $code
