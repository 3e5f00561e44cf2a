#!/bin/sh
# serve.sh - kho serve answers on loopback, like the CGI, and stops on a signal.
set -u
. "$KHO_SOURCE/tests/lib.sh"
command -v curl > /dev/null || { echo "skipped: curl is not installed"; exit 77; }
exits 66 "$KHO" serve -d nothing --port 0
one_line err
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
served db
case $url in http://127.0.0.1:*) ;; *) fail "not loopback: $url" ;; esac
same 'search' "$(curl -s -o body -w '%{http_code}' "${url}?q=chuyen+doi+so")" 200
has body '<mark>'
same 'bad' "$(curl -s -o body -w '%{http_code}' "${url}?x=1")" 400
same 'post' "$(curl -s -o body -w '%{http_code}' -d a=b "$url")" 405
same 'json' "$(curl -s -o body -w '%{http_code}' "${url}?q=ke+hoach&format=json")" 200
id=$(head -n 1 body | field id)
same 'file' "$(curl -s -D head -o body -w '%{http_code}' "${url}file?id=$id")" 200
"$KHO" show -d db --format=raw "$id" > raw
cmp -s raw body || fail 'the download differs'
has head "Content-Security-Policy: default-src 'none'; sandbox"
# Browsers keep connections open that they do not use.
python3 - "$url" << 'PY' || fail 'idle connections lock others out'
import socket, sys, urllib.request
port = int(sys.argv[1].rstrip("/").rsplit(":", 1)[1])
idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
for s in idle:
    s.sendall(b"GET / HT")
urllib.request.urlopen(sys.argv[1], timeout=5).read()
PY
kill -INT "$pid"
wait "$pid"
same 'exit after SIGINT' $? 0
[ ! -s errors ] || { fail 'words on stderr'; cat errors; }
done_testing
