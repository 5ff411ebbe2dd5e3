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
