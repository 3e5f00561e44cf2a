#!/bin/sh
# install.sh LIST... - install the Debian packages of .ci/packages.LIST that are missing.
# Works as root and with sudo; does nothing (and needs neither) when all are there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
missing=''
for list in "$@"; do
	for p in $(grep -v '^#' "$here/packages.$list"); do
		[ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2> /dev/null)" = installed ] && continue
		# npm may have come with another Node.js, beside which Debian's cannot be installed
		[ "$p" != npm ] || ! command -v npm > /dev/null || continue
		missing="$missing $p"
	done
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -eq 0 ]; then sudo=''; else sudo=sudo; fi
if [ -n "$sudo" ] && ! command -v sudo > /dev/null; then
	echo "install.sh: these packages are missing and I am neither root nor is there sudo:$missing" >&2
	exit 69
fi
echo "installing:$missing"
$sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# shellcheck disable=SC2086 # a list of names
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
