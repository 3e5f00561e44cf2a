#!/bin/sh
# nginx.sh - kho.cgi under nginx with fcgiwrap, with the shipped example.
set -u
. "$KHO_SOURCE/tests/lib.sh"
. "$KHO_SOURCE/tests/cgi/server.inc"
nginx=$(program nginx nginx) || exit 77
fcgiwrap=$(program fcgiwrap fcgiwrap) || exit 77
[ -r /etc/nginx/fastcgi_params ] || { echo "skipped: /etc/nginx/fastcgi_params is missing"; exit 77; }
prepare

start() { # with ./site.conf
	port=$(free_port)
	cp /etc/nginx/fastcgi_params .
	{
		cat <<-CONF
			daemon off;
			worker_processes 1;
			pid $PWD/run/nginx.pid;
			error_log $PWD/run/error.log;
			events { worker_connections 64; }
			http {
			    access_log off;
			    client_body_temp_path $PWD/run/body;
			    proxy_temp_path $PWD/run/proxy;
			    fastcgi_temp_path $PWD/run/fastcgi;
			    uwsgi_temp_path $PWD/run/uwsgi;
			    scgi_temp_path $PWD/run/scgi;
			    large_client_header_buffers 4 16k;
			    server {
			        listen 127.0.0.1:$port;
			        root $PWD/empty;
		CONF
		cat site.conf
		printf '    }\n}\n'
	} > nginx.conf
	rm -f run/fcgiwrap.socket
	run "$fcgiwrap" -f -s "unix:$PWD/run/fcgiwrap.socket"
	run "$nginx" -e "$PWD/run/error.log" -c "$PWD/nginx.conf"
	answers
}
example nginx.conf > site.conf
start
shut_out nginx
halt
example nginx.conf 127.0.0.1 > site.conf
start
check nginx
sees_changes nginx
halt
# where the port is not the usual one, what docs/cgi.md says
example nginx.conf 127.0.0.1 | sed 's|^ *include fastcgi_params;|fastcgi_param HTTP_HOST $host:$server_port;\n&|' > site.conf
start
gives 'nginx, with its port' 200 /kho/opensearch.xml
has body "http://127.0.0.1:$port/kho/?q="
halt
left_behind
[ "$bad" -eq 0 ] || cat run/error.log
done_testing
