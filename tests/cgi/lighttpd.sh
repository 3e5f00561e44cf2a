#!/bin/sh
# lighttpd.sh - kho.cgi under lighttpd, as CGI and as FastCGI, with the shipped examples.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/cgi/server.inc"
lighttpd=$(program lighttpd lighttpd) || exit 77
prepare

start() { # with ./site.conf
	port=$(free_port)
	{
		printf 'server.document-root = "%s/empty"\nserver.bind = "127.0.0.1"\nserver.port = %s\n' "$PWD" "$port"
		printf 'server.modules += ( "mod_access" )\n'
		cat site.conf
	} > lighttpd.conf
	run "$lighttpd" -D -f "$PWD/lighttpd.conf"
	answers
}
# what an office takes the comment marks from
uncommented() { sed 's/^#\(\$\|  \|}\)/\1/'; }
for how in cgi fastcgi; do
	example lighttpd-$how.conf | uncommented > site.conf
	start
	shut_out "$how"
	halt
	example lighttpd-$how.conf 127.0.0.1 | uncommented > site.conf
	start
	gives "$how, own network" 200 '/kho/?q=so'
	halt
	example lighttpd-$how.conf > site.conf
	start
	check "$how"
	sees_changes "$how"
	halt
done
left_behind
done_testing
