#!/bin/sh
# pages.sh - every page in Chromium: without JavaScript, at three widths, light and dark, by the keyboard alone, and
# before axe (WCAG 2.2 AA); see pages.mjs.  Screenshots are left in the build folder, browser-shots/.
set -u
. "$KHO_SOURCE/tests/lib.sh"
chromium=$(command -v chromium || command -v chromium-browser) || { echo "skipped: chromium is not installed"; exit 77; }
for p in node npm; do
	command -v $p > /dev/null || { echo "skipped: $p is not installed"; exit 77; }
done
mkdir -p "$KHO_BUILD/browser" "$KHO_BUILD/browser-shots" home
cp "$KHO_SOURCE"/tests/browser/*.json "$KHO_SOURCE"/tests/browser/*.mjs "$KHO_BUILD/browser/"
cmp -s "$KHO_BUILD/browser/package-lock.json" "$KHO_BUILD/browser/node_modules/.installed" || {
	(cd "$KHO_BUILD/browser" && npm ci --prefer-offline --ignore-scripts --no-audit --no-fund > npm.log 2>&1) ||
		{ echo "skipped: npm cannot fetch playwright-core and axe-core: $(grep -m 1 -i error "$KHO_BUILD/browser/npm.log")"; exit 77; }
	cp "$KHO_BUILD/browser/package-lock.json" "$KHO_BUILD/browser/node_modules/.installed"
}
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
served db
id=$("$KHO" search -d db --format=json 'so:41/KH-UBND' | head -n 1 | field id)
HOME="$PWD/home" node "$KHO_BUILD/browser/pages.mjs" "$chromium" "$url" "$id" "$KHO_BUILD/browser-shots" > found 2>&1 ||
	{ fail 'pages'; cat found; }
done_testing
