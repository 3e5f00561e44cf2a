#!/bin/sh
# demo.sh [--page] - install what kho needs, build it, index the samples and ask them something.
#
# --page: leave the page running afterwards (kho serve) and print its address.
# Works as root and with sudo, from any folder, again and again.
set -eu
case ${1:-} in '' | --page) ;; *) echo "usage: sh samples/demo.sh [--page]" >&2; exit 64 ;; esac
cd "$(dirname "$0")/.."
echo 'Installing what kho needs and building it: a minute or two ...'
sh .ci/install.sh build
cmake -S . -B build/demo -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUILD_TESTING=OFF > /dev/null
cmake --build build/demo -j "$(nproc)" -- --quiet
kho=build/demo/kho
KHO_DB=build/demo/samples.db
export KHO_DB

show() { # COMMAND...: print it as one would type it, run it, let "nothing found" pass
	printf '\n$ kho'
	for a in "$@"; do case $a in *[!A-Za-z0-9/._=:-]*) printf " '%s'" "$a" ;; *) printf ' %s' "$a" ;; esac; done
	printf '\n'
	rc=0
	"$kho" "$@" || rc=$?
	[ "$rc" -le 1 ] || exit "$rc"
}

show index samples/ke-hoach-mau.zip
show search -n 3 "chuyen doi so"
show cites 33/CT-TTg
show tasks -n 5 --due 2024
show status

printf '\nThe page: %s serve -d %s, then open http://127.0.0.1:8080/\n' "$kho" "$KHO_DB"
if [ "${1:-}" = --page ]; then
	log=build/demo/serve.log
	nohup "$kho" serve --port 0 > "$log" 2>&1 &
	pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		grep -q http "$log" && break
		kill -0 "$pid" 2> /dev/null || { cat "$log" >&2; exit 1; }
		sleep 0.2
	done
	cat "$log"
	echo "It runs as process $pid; stop it with: kill $pid"
fi
