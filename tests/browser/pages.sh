#!/bin/sh
# pages.sh - every page in Chromium without JavaScript, at three widths, light and dark: nothing is wider than the
# window, everything has a name, contrast and size enough, headings in order, nothing is fetched from elsewhere.
# Screenshots are left in the build folder, browser-shots/.
set -u
. "$KHO_SOURCE/tests/lib.sh"
chromium=$(command -v chromium || command -v chromium-browser) || { echo "skipped: chromium is not installed"; exit 77; }
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
served db
id=$("$KHO" search -d db --format=json 'so:41/KH-UBND' | head -n 1 | field id)
mkdir -p "$KHO_BUILD/browser-shots" home
HOME="$PWD/home" python3 "$KHO_SOURCE/tests/browser/drive.py" "$chromium" "$url" "$id" "$KHO_BUILD/browser-shots" > found 2>&1 ||
	{ fail 'pages'; cat found; }
done_testing
