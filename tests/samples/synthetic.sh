# shellcheck shell=sh disable=SC2154
# synthetic.sh: for scripts that have $tamis.

# synthetic FORMAT [OPTION...]: records of people whom nobody is, with nothing
# unusual in them.
synthetic() {
	"$tamis" generate --kind sidep-antigen --nasty 0 -f "$@"
}
