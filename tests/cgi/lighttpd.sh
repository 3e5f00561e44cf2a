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
# Who sees what: the server asks for a name, and only the name it has found out counts.
printf '[group g]\nuser = an\nsees = *\n' > rules.conf
printf 'an:bi mat\nbinh:khac\n' > users
chmod a+r rules.conf users
for how in cgi fastcgi; do
	example lighttpd-$how.conf | sed -e '/^# Who sees/,$s/^#//' -e "s|\"KHO_DB\" =>|\"KHO_RULES\" => \"$PWD/rules.conf\", &|" \
		-e "s|\"htpasswd\"|\"plain\"|; s|\.htpasswd\.userfile = .*|.plain.userfile = \"$PWD/users\"|" \
		-e 's/^ Who sees/# &/' > site.conf
	start
	gives "$how, no name" 401 '/kho/?format=json'
	gives "$how, no name" 401 '/kho/?format=json' -H 'Remote-User: an'
	gives "$how, a wrong password" 401 '/kho/?format=json' -u 'an:khac'
	gives "$how, who sees everything" 200 '/kho/?format=json' -u 'an:bi mat'
	[ "$(tail -n 1 body | field total)" -gt 5 ] || fail "$how: a name does not reach kho"
	gives "$how, who sees nothing" 200 '/kho/?format=json' -u 'binh:khac' -H 'Remote-User: an' -H 'REMOTE_USER: an'
	same "$how, who sees nothing" "$(tail -n 1 body | field total)" 0
	echo 'sees' > rules.conf
	: > run.err
	gives "$how, a mistake" 503 '/kho/?format=json' -u 'an:bi mat'
	has run.err "$PWD/rules.conf:1: "
	printf '[group g]\nuser = an\nsees = *\n' > rules.conf
	halt
done
left_behind
done_testing
