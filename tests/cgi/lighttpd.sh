#!/bin/sh
# lighttpd.sh - kho.cgi under a real web server, as CGI and as FastCGI, as docs/cgi.md tells.
set -u
. "$KHO_SOURCE/tests/lib.sh"
lighttpd=$(command -v lighttpd || command -v /usr/sbin/lighttpd) || { echo "skipped: lighttpd is not installed"; exit 77; }
command -v curl > /dev/null || { echo "skipped: curl is not installed"; exit 77; }
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; wait 2> /dev/null' EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
start() { # CONFIG-LINES on stdin
	port=$(free_port)
	mkdir -p empty
	{
		printf 'server.document-root = "%s/empty"\nserver.bind = "127.0.0.1"\nserver.port = %s\n' "$PWD" "$port"
		cat
	} > lighttpd.conf
	"$lighttpd" -D -f lighttpd.conf 2> lighttpd.err &
	pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		curl -s -o /dev/null "http://127.0.0.1:$port/" && return 0
		sleep 0.2
	done
	fail 'lighttpd does not answer'
	cat lighttpd.err
}
halt() { kill "$pid" 2> /dev/null; wait "$pid" 2> /dev/null; pid=''; }
ask() { # PATH: status in $status, body in ./body
	status=$(curl -s -o body -w '%{http_code}' --max-time 20 "http://127.0.0.1:$port$1")
}
check() {
	ask '/kho/?q=chuyen+doi+so'
	same "$1: search" "$status" 200
	has body '<mark>'
	ask '/kho/?q=chuyen+doi+so&format=json'
	same "$1: json" "$status" 200
	id=$(head -n 1 body | field id)
	ask "/kho/plan?id=$id"
	same "$1: plan" "$status" 200
	ask "/kho/file?id=$id"
	same "$1: download" "$status" 200
	"$KHO" show -d db --format=raw "$id" > raw
	cmp -s raw body || fail "$1: the download differs"
	ask '/kho/nirgends'
	same "$1: no such page" "$status" 404
	ask '/kho/?x=1'
	same "$1: bad parameter" "$status" 400
	ask '/kho/cited?key=33/CT-TTg'
	same "$1: cited" "$status" 200
	same "$1: POST" "$(curl -s -o /dev/null -w '%{http_code}' -d a=b "http://127.0.0.1:$port/kho/")" 405
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		ask '/kho/refs'
		same "$1: again" "$status" 200
	done
}
start <<CONF
server.modules += ( "mod_cgi", "mod_setenv", "mod_alias" )
alias.url += ( "/kho" => "$KHO_CGI" )
\$HTTP["url"] =~ "^/kho" {
    cgi.assign = ( "" => "" )
    setenv.set-environment = ( "KHO_DB" => "$PWD/db", "KHO_BIN" => "$KHO" )
}
CONF
check CGI
halt
ln -s "$KHO_CGI" kho.cgi # lighttpd cuts bin-path at blanks
start <<CONF
server.modules += ( "mod_fastcgi" )
fastcgi.server = ( "/kho" => ((
    "bin-path" => "$PWD/kho.cgi", "socket" => "$PWD/kho.sock", "check-local" => "disable", "max-procs" => 1,
    "bin-environment" => ( "KHO_DB" => "$PWD/db", "KHO_BIN" => "$KHO" ) )) )
CONF
check FastCGI
# a rewritten index is seen by the process that is already there
printf 'KẾ HOẠCH\nthử nghiệm từ duynhatmotlan\n' > new.txt
exits 0 "$KHO" index -q -d db new.txt
ask '/kho/?q=duynhatmotlan'
has body 'new.txt'
halt
done_testing
