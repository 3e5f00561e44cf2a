#!/bin/sh
# record.sh - what kho concludes of a document is shown in its own words, not in those of the index.
set -u
. "$KHO_SOURCE/tests/lib.sh"
exits 0 "$KHO" index -q -d db "$KHO_SOURCE/samples/ke-hoach-mau.zip"
"$KHO" search -d db --format=json -n 1000 '' 2> err | field id | while read -r id; do
	cgi GET /plan "id=$id&lang=vi" | grep -o '<th scope="row">Địa bàn</th><td> .*<span class="evidence">' |
		sed 's/<[^>]*>/ /g; s/  */ /g'
done | sort -u > places
has places 'Địa bàn xã Đông Thuận, huyện Thiên Trường'
has places 'Địa bàn phường Bạch Sen, thành phố Việt Trì, tỉnh Phú Thọ'
has places 'Địa bàn xã Thu Lâm, tỉnh Quảng Nam'
! grep -q '[a-z?]\.[a-z?]' places || { fail 'keys of the index'; cat places; }
done_testing
