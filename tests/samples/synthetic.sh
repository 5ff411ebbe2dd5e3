# shellcheck shell=sh disable=SC2154
# synthetic.sh: for scripts that have $tamis.

# nasty PERCENT FORMAT [OPTION...]: records of people whom nobody is, some of them
# as real files have them.
nasty() {
	percent=$1
	shift
	"$tamis" generate --kind sidep-antigen --nasty "$percent" -f "$@"
}

# synthetic FORMAT [OPTION...]: with nothing unusual in them.
synthetic() {
	nasty 0 "$@"
}

# synthetic_file FILE FORMAT RECORDS: the same in a file, unless it is there.
synthetic_file() {
	[ -s "$1" ] && return
	synthetic "$2" -n "$3" >"$1.part" && mv "$1.part" "$1"
}
