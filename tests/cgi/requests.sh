#!/bin/sh
# requests.sh - kho.cgi as a web server starts it: pages, errors, headers, escaping.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
cat > 'in/<b>x&"y.txt' <<'TXT'
ỦY BAN NHÂN DÂN                      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ AN LẠC                            Độc lập - Tự do - Hạnh phúc

Số: 12/KH-UBND                       An Lạc, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Chuyển đổi số <script>alert(1)</script> năm 2024

Thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ, Ủy ban nhân dân xã ban hành kế hoạch như sau:

I. NHIỆM VỤ
1. Văn phòng: Lập danh sách "thiết bị" & báo cáo trước ngày 20/4/2024.
TXT
exits 0 "$KHO" index -q -d db in

# get METHOD PATH QUERY [NAME=VALUE...]: status in $status, headers in ./head, body in ./body
get() {
	method=$1 path=$2 query=$3
	shift 3
	cgi "$method" "$path" "$query" ${KHO_BIN_FOR_TEST:+KHO_BIN="$KHO_BIN_FOR_TEST"} "$@" > answer ||
		fail "kho.cgi died: $method $path $query"
	python3 - <<'PY'
a = open("answer", "rb").read()
i = a.find(b"\r\n\r\n")
open("head", "wb").write(a[:i + 2].replace(b"\r\n", b"\n"))
open("body", "wb").write(a[i + 4:])
PY
	status=$(sed -n 's/^Status: //p' head)
	[ "$status" = 304 ] || same "length of $path?$query" "$(sed -n 's/^Content-Length: //p' head)" \
		"$([ "$method" = HEAD ] && sed -n 's/^Content-Length: //p' head || wc -c < body | tr -d ' ')"
}
is() { [ "$status" = "$1" ] || fail "$method $path?$query: status $status, want $1"; }

get GET / ''; is 200
has head "Content-Security-Policy: default-src 'none'"
has head 'X-Content-Type-Options: nosniff'
has body '<html lang="vi">'
has body '12/KH-UBND'
get GET / 'q=chuyen+doi+so'; is 200
has body '<mark>Chuyển'
lacks body '<script'
lacks body '<b>x'
etag=$(sed -n 's/^ETag: //p' head)
get GET / 'q=chuyen+doi+so' HTTP_IF_NONE_MATCH="$etag"; is 304
get HEAD / 'q=chuyen+doi+so'; is 200
[ ! -s body ] || fail 'HEAD has a body'
get GET / 'q=chuyen' HTTP_ACCEPT_LANGUAGE='en-GB,en;q=0.8'; is 200
has body '<html lang="en">'
get GET / 'q=khongcogica'; is 200
has body 'Không tìm thấy'
get GET / 'q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E'; is 200
lacks body '<script'
get GET / 'q=%ff%fe%80((%22'; is 200
get GET / 'format=json&q=chuyen'; is 200
has head 'application/x-ndjson'
head -n 1 body | field symbol | grep -qx '12/KH-UBND' || fail 'json of a search'
id=$(head -n 1 body | field id)
get GET / 'format=csv'; is 200
has head 'text/csv'
get GET /plan "id=$id"; is 200
has body 'Chỉ thị số 33/CT-TTg'
has body '/kho/cited?key='
lacks body '<script'
get GET /plan "id=$id&format=json"; is 200
get GET /plan 'id=00000000000000000000000000000000'; is 404
get GET /plan ''; is 404
get GET /cited 'key=33-CT%2FTTg'; is 200
has body '<mark>'
get GET /cited 'key=9999/QĐ-XYZ'; is 200
get GET /refs ''; is 200
has body '33/CT-TTg'
get GET /tasks 'from=soon&lang=vi'; is 400
has body '<html lang="vi"'
has body '“soon”'
get GET / 'q=x&to=2024-13&lang=vi'; is 400
has body '“2024-13”'
get GET /tasks 'to=%3Cb%3E%FF&lang=vi'; is 400
lacks body '<b>'
get GET /tasks 'from=quy+2/2024'; is 200
get GET /tasks 'from=2024&from=2023'; is 400
lacks body 'quý 2/2022'
get GET / 'q=x&from=10/01/2023&to=+2024+'; is 200
get GET /tasks 'from=2024-04&to=2024-06'; is 200
has body 'Văn phòng'
get GET /tasks 'format=ics'; is 200
has body 'BEGIN:VEVENT'
get GET /status ''; is 200
get GET /help ''; is 200
get GET /style.css ''; is 200
has head 'text/css'

# the rest of the forms, at the same addresses
get GET / 'q=chuyen&format=atom' HTTP_HOST=kho.example; is 200
has head 'application/atom+xml'
has body 'href="http://kho.example/kho/plan?id='
xml() { python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse("body")' || fail "not XML: $path?$query"; }
xml
get GET / 'q=%3C%26%ff%01&format=atom' 'HTTP_HOST=evil"><x'; is 200
xml
lacks body 'evil'
for f in graphml atom; do
	get GET /cited "key=33/CT-TTg&format=$f"; is 200
	xml
done
get GET /cited 'key=33/CT-TTg&format=dot'; is 200
has body 'digraph'
get GET /cited 'key=33/CT-TTg&format=json'; is 200
get GET /opensearch.xml '' HTTP_HOST=kho.example; is 200
xml
has body 'template="http://kho.example/kho/?q={searchTerms}"'

# a number typed alone opens the document, with a way back that stays
get GET / 'q=33/CT-TTg'; is 303
has head 'Location: /kho/cited?key=33%2FCT-TTg&back=33%2FCT-TTg'
get GET /cited 'key=33%2FCT-TTg&back=33%2FCT-TTg'; is 200
has body '/kho/?q=33%2FCT-TTg&amp;stay=1'
get GET / 'q=33/CT-TTg&stay=1'; is 200
get GET / 'q=12/KH-UBND'; is 303
has head "Location: /kho/plan?id=$id&back="
get GET / 'q=%0d%0aX:y%2033/CT-TTg'
lacks head 'X:y'
get GET / 'q=12/KH-UBND&f.nam=1999'; is 200
has body 'Không tìm thấy'
has body 'Bỏ “1999”: có 1 văn bản'
get GET / 'q=chuyeen+doi+so&f.nam=1999'; is 200

# the record: stated and concluded, contents, tasks in their place
get GET /plan "id=$id"; is 200
has body 'href="#t0"'
has body 'id="t0"'

get GET /tasks "id=$id"; is 200
has body 'Văn phòng'
get GET /refs 'q=chi+thi&type=CT&from=2021'; is 200
has body '33/CT-TTg'
get GET /refs 'q=khongcogica'; is 200
lacks body 'class="card"'

# what is typed comes back escaped, whatever page and parameter it is typed into
x='%22%27%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3Cimg+src=x+onerror=alert(1)%3E'
for at in '/ q' '/ back' '/ f.nam' '/ f.co-quan' '/cited key' '/cited back' '/cited f.nam' '/refs q' '/refs type' '/ list=co-quan&has' \
	'/tasks q' '/tasks unit' '/plan back' '/status back' '/help back'; do
	get GET "${at% *}" "${at#* }=$x&id=$id&lang=en"
	case $status in 200 | 303 | 400 | 404) ;; *) fail "$at: status $status" ;; esac
	lacks body '<script'
	lacks body '<img'
done
get GET "/$x" ''; is 404
lacks body '<script'

# an ETag holds for its own address and language only
get GET / 'q=chuyen'; etag=$(sed -n 's/^ETag: //p' head)
get GET / 'q=chuyen' HTTP_IF_NONE_MATCH="W/\"x\", $etag"; is 304
[ ! -s body ] || fail '304 has a body'
get GET / 'q=chuyen' HTTP_IF_NONE_MATCH="$etag" HTTP_ACCEPT_LANGUAGE=en; is 200
get GET / 'q=chuyenx' HTTP_IF_NONE_MATCH="$etag"; is 200
for m in PUT DELETE OPTIONS TRACE ''; do
	get "$m" / ''; is 405
done
get HEAD /file "id=$id"; is 404

for q in 'format=exe' 'format=dot' 'back=%zz' 'type=%00' 'stay=2' 'n=0' 'n=101' 'page=501' 'page=99999999999' 'f.nam=' \
	'from=2024-02-31' 'id=../../etc/passwd' 'Q=x' 'q%00=x' "f.nam=$(head -c 301 /dev/zero | tr '\0' 1)" 'x=1' 'page=0' 'page=x' 'q=a%00' 'q=%zz' 'sort=best' 'f.khac=1' 'id=xyz' 'q=a&q=b'; do
	get GET / "$q"; is 400
done
get GET / "q=$(head -c 5000 /dev/zero | tr '\0' a)"; is 414
get GET / "$(head -c 100000 /dev/zero | tr '\0' '&')"; is 414
get GET /etc/passwd ''; is 404
get GET /../x ''; is 404
get POST / ''; is 405
has head 'Allow: GET, HEAD'
get GET /file "id=$id"; is 404
KHO_BIN_FOR_TEST=$KHO get GET /file "id=$id"; is 200
cmp -s body 'in/<b>x&"y.txt' || fail 'the download differs'
has head 'attachment; filename*=UTF-8'
has head 'sandbox'
mv db gone
get GET / ''; is 503
has head 'Retry-After'
[ ! -s errors ] || { fail 'words on stderr'; cat errors; }
done_testing
