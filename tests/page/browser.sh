#!/bin/sh
# browser.sh TAMIS [AXE]: the pages of a register and of a replay in a real
# browser, at 320 and 1280 pixels: axe-core (AXE is its axe.min.js) finds no violation, and nothing
# is wider than the screen.  What is not installed is said to be skipped.
set -u
if [ $# -lt 1 ]; then
	echo "usage: browser.sh TAMIS [AXE]" >&2
	exit 2
fi
tamis=$(realpath "$1") || exit 2
axe=${2-}
policies=$(cd "$(dirname "$0")/../../policies" && pwd) || exit 2
browser=$(command -v chromium || command -v chromium-browser) || {
	echo "page: skipped, chromium is not installed"
	exit 0
}
top=$(mktemp -d) || exit 2
trap 'rm -rf "$top"' EXIT
bad=0

complain() {
	echo "page: $*"
	bad=1
}

# look FILE: what the browser, without a window, makes of a page
look() {
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
		--hide-scrollbars --user-data-dir="$top/profile" \
		--window-size=1400,1000 --virtual-time-budget=20000 \
		--dump-dom "file://$1" 2>/dev/null
}

# instrument PAGE: the page with a script that tells what it finds
instrument() {
	sed -e '/Content-Security-Policy/d' -e '/<\/body>/,$d' "$1"
	[ -z "$axe" ] || { echo '<script>' && cat "$axe" && echo '</script>'; }
	cat <<'SCRIPT'
<script>
addEventListener('load', async () => {
	const root = document.documentElement;
	const found = {
		screen: root.clientWidth,
		wide: root.scrollWidth > root.clientWidth,
	};
	if (window.axe) {
		const { violations } = await axe.run();
		found.violations = violations.length;
		found.which = violations.map(v => v.id + ' ' +
			v.nodes.map(n => n.target).join(' ')).join('; ');
	}
	parent.postMessage(found, '*');
});
</script></body></html>
SCRIPT
}

# frame WIDTH: a page that shows the instrumented one, so wide, and notes down
# what it tells: no window is as narrow as a telephone
frame() {
	cat <<PAGE
<!DOCTYPE html><html lang="en"><head><title>frame</title></head><body>
<script>addEventListener('message', e =>
	Object.assign(document.documentElement.dataset, e.data));</script>
<iframe src="with.html" style="width:$1px;height:900px;border:0"></iframe>
</body></html>
PAGE
}

# fact NAME: what was told
fact() {
	sed -n "s/.*<html[^>]* data-$1=\"\([^\"]*\)\".*/\1/p" "$top/dom" |
		head -n 1
}

# check_at WIDTH PAGE
check_at() {
	instrument "$2" >"$top/with.html"
	frame "$1" >"$top/frame.html"
	look "$top/frame.html" >"$top/dom" ||
		complain "$1 pixels: the browser failed"
	[ "$(fact screen)" = "$1" ] ||
		complain "$1 pixels: the screen has $(fact screen)"
	[ "$(fact wide)" = false ] || complain "$1 pixels: wider than that"
	[ -z "$axe" ] || [ "$(fact violations)" = 0 ] ||
		complain "$1 pixels: axe: $(fact which)"
}

for language in en fr; do
	"$tamis" explain --html "$top/register.html" --lang $language \
		--against "$policies/sidep-surveillance.policy.jsonc" \
		"$policies/sidep-antigen.policy.jsonc" || exit 1
	"$tamis" replay --html "$top/replay.html" --lang $language \
		-p "$policies/sidep-antigen.policy.jsonc" -f json \
		--against "$policies/sidep-surveillance.policy.jsonc" \
		"$policies/../tests/samples/sidep-antigen.ndjson" "$0" >/dev/null
	for width in 320 1280; do
		check_at $width "$top/register.html"
		check_at $width "$top/replay.html"
	done
done
[ -n "$axe" ] || echo "page: axe-core skipped, its file was not named"
[ $bad -eq 0 ] && echo "page: good at 320 and 1280 pixels"
exit $bad
