#!/bin/sh
# apache.sh - kho.cgi under Apache with mod_cgid, with the shipped example.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/cgi/server.inc"
apache=$(program apache2 apache2) || exit 77
modules=/usr/lib/apache2/modules
[ -e $modules/mod_cgid.so ] || { echo "skipped: mod_cgid is not in $modules"; exit 77; }
prepare

start() { # with ./site.conf; around it what Debian's apache2.conf says
	port=$(free_port)
	{
		for m in mpm_event authz_core authz_host alias env cgid; do
			printf 'LoadModule %s_module %s/mod_%s.so\n' $m $modules $m
		done
		cat <<-CONF
			ServerRoot "$PWD/run"
			DefaultRuntimeDir "$PWD/run"
			PidFile "$PWD/run/apache.pid"
			ScriptSock "$PWD/run/cgid.sock"
			ErrorLog "$PWD/run/error.log"
			ServerName 127.0.0.1
			Listen 127.0.0.1:$port
			DocumentRoot "$PWD/empty"
			StartServers 1
			<Directory />
			    AllowOverride None
			    Require all denied
			</Directory>
			<Directory "$PWD/empty">
			    Require all granted
			</Directory>
		CONF
		cat site.conf
	} > apache.conf
	run "$apache" -D FOREGROUND -f "$PWD/apache.conf"
	answers
}
example apache.conf > site.conf
start
shut_out Apache
halt
example apache.conf 127.0.0.1 > site.conf
start
check Apache
sees_changes Apache
halt
left_behind
[ "$bad" -eq 0 ] || cat run/error.log
done_testing
