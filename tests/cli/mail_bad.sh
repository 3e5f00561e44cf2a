#!/bin/sh
# mail_bad.sh - mails that are broken, locked or too much: what can be read is found, what cannot has a note.
set -u
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 77; }
. "$KHO_SOURCE/tests/lib.sh"
python3 -B "$KHO_SOURCE/tests/tools/hostile_mail.py" zoo || fail 'no mails were made'
exits 0 "$KHO" index -d db zoo
cp err errors
lacks errors 'zoo/thu.txt'
"$KHO" search -d db -n 1000 --format=json songsot > all
found() { # WORD SOURCE
	"$KHO" search -d db --format=json "$1" | field source | grep -xF "zoo/$2" > /dev/null || fail "$1 is not found in $2"
}
noted() { # SOURCE NOTE
	"$KHO" search -d db -n 1000 --format=json "ghi-chu:$2" | field source | grep -xF "zoo/$1" > /dev/null || fail "$1 has no note $2"
}
whole() { # SOURCE: nothing is noted about it
	! grep -qF "zoo/$1: " errors || fail "a note about $1"
}
for m in khongdong matranhgioi base64cut nul dai nhieu longnhau bom tuchi ky; do
	found "noidung$m" "$m.eml"
done
for m in khongdong nul dai nhieu bom ky; do
	"$KHO" show -d db --format=raw "zoo/$m.eml//sau.txt" > out 2> err
	same "attachment of $m" "$(cat out)" 'teptinphiasau songsot'
done
noted khongdong.eml hong
noted matranhgioi.eml hong
noted base64cut.eml//a.txt hong
noted bom.eml//bom.zip//a.txt bom-nen
noted matpgp.eml ma-hoa
noted matsmime.eml ma-hoa
noted thu.msg khong-ho-tro
for m in nhieu.eml longnhau.eml ky.eml trang.mht thu.txt goi.zip; do whole "$m"; done
# The subject is the title, of a locked mail too.
same title "$("$KHO" search -d db --format=json matpgp | field title)" 'matpgp songsot'
# Eight mails in one another are opened, the ninth is read and has the note.
found noidunglop49 thutrongthu.eml
grep -cF thutrongthu.eml all > out
same 'mails in mails' "$(cat out)" 9
same 'too deep' "$("$KHO" search -d db -n 1000 --format=json ghi-chu:qua-sau | field source | grep -c thutrongthu)" 1
found noidungtrang trang.mht
lacks errors a.png
# A text that begins like a mail is no mail.
same 'text' "$("$KHO" search -d db --format=json noidungthuong dinh-dang:txt | field source)" zoo/thu.txt
found noidungtronggoi 'goi.zip//thu/trong goi.eml'
found trongzip 'goi.zip//thu/trong goi.eml//b.zip//c.txt'
found langgieng 'goi.zip//lang gieng.txt'
# Again: nothing is read anew, and what was attached leaves with its mail.
exits 0 "$KHO" index -d db zoo
has out '0 members'
rm zoo/goi.zip
exits 0 "$KHO" index -d db zoo
exits 1 "$KHO" search -d db trongzip
done_testing
