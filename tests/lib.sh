# lib.sh - what test scripts share; sourced: . "$KHO_SOURCE/tests/lib.sh"
# Words of kho are compared in English, and nothing of the caller's environment changes an answer.
LC_ALL=C
KHO_CONFIG=/dev/null # no settings of this machine
export LC_ALL KHO_CONFIG
unset KHO_DB KHO_BIN KHO_RULES KHO_LANG NO_COLOR LANG LC_MESSAGES 2> /dev/null || true
bad=0
fail() { printf 'FAIL: %s\n' "$*"; bad=1; }
# same WHAT GOT WANT
same() { [ "$2" = "$3" ] || fail "$1: got <$2>, want <$3>"; }
# exits CODE COMMAND...: output of the command is in ./out and ./err
exits() {
	want=$1
	shift
	rc=0
	"$@" > out 2> err < /dev/null || rc=$?
	[ "$rc" -eq "$want" ] || { fail "exit $rc, want $want: $*"; head -n 5 err; }
}
has() { grep -qF -- "$2" "$1" || { fail "$1 lacks <$2>"; head -n 5 "$1"; }; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 has <$2>"; }
one_line() { [ "$(wc -l < "$1")" -eq 1 ] || { fail "$1 is not one line"; head -n 5 "$1"; }; }
# field NAME: values of a member of the JSON lines on stdin, one per line
field() {
	python3 -c '
import json, sys
for line in sys.stdin.buffer:
    v = json.loads(line)
    for k in sys.argv[1].split("."):
        v = v.get(k) if isinstance(v, dict) else None
    sys.stdout.buffer.write((("" if v is None else v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)) + "\n").encode())
' "$1"
}
# served DB: kho serve in the background, ended with the script; its address in $url, what it says in ./said and ./errors
served() {
	"$KHO" serve -d "$1" --port 0 > said 2> errors &
	pid=$!
	trap 'kill "$pid" 2> /dev/null' EXIT
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		grep -q http said && break
		sleep 0.2
	done
	url=$(grep -o 'http://[^ ]*' said)
	[ -n "$url" ] || { fail 'no address was printed'; exit 1; }
}
# cgi METHOD PATH QUERY [NAME=VALUE...]: what kho.cgi answers, with its head, to standard output; index ./db, at /kho
cgi() {
	cgi_method=$1 cgi_path=$2 cgi_query=$3
	shift 3
	env -i PATH=/usr/bin:/bin KHO_DB="$PWD/db" GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 SCRIPT_NAME=/kho \
		REQUEST_METHOD="$cgi_method" PATH_INFO="$cgi_path" QUERY_STRING="$cgi_query" "$@" "$KHO_CGI" 2> errors < /dev/null
}
done_testing() { exit "$bad"; }
