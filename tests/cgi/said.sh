#!/bin/sh
# said.sh - what the page says beside results: what was not understood, what would be found, what is nearly the same.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
plan() { # NAME NUMBER YEAR
	cat > "in/$1.txt" <<TXT
ỦY BAN NHÂN DÂN
XÃ AN LẠC
-------
Số: $2/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

An Lạc, ngày 05 tháng 3 năm $3

KẾ HOẠCH
Trồng cây năm $3

I. MỤC ĐÍCH
Trồng cây gây rừng, giữ đất, giữ nước, làm đẹp đường làng ngõ xóm; mỗi thôn trồng ít nhất 100 cây bóng mát.
II. TỔ CHỨC THỰC HIỆN
Văn phòng: Lập danh sách hộ nhận cây giống, báo cáo Ủy ban nhân dân xã trước ngày 20/4/$3. $4
TXT
}
plan ke-hoach 12 2024 ''
plan du-thao 12 2024 'Dự thảo lần 2.'
exits 0 "$KHO" index -q -d db in

ask() { cgi GET "$1" "$2" > body || fail "kho.cgi died: $1 $2"; }
ask / 'q=co-quan%3A%22An+L%E1%BA%A1c%22+nam%3A2019'
has body 'Không tìm thấy'
has body 'Bỏ nam:2019 thì có 2 văn bản: <a href="'
ask / 'q=co-quan%3A%22An+L%E1%BA%A1c%22+nam%3A2019&lang=en'
has body 'Without nam:2019, 2 found: <a href="'
ask / 'q=ngay%3Amai+%3Cb%3Ekhac%3Ax+c%C3%A2y'
has body 'Trường “ngay:” không nhận giá trị “mai”'
lacks body '<b>'
ask / 'q=tr%E1%BB%93ng+c%C3%A2y'
same 'one result, the copy under it' "$(grep -c 'class="card"' body)" 1
has body 'gần như cùng nội dung'
has body '= <a href="'
# words as the archive has them: keys of Telex, other marks, letters changed over in a typed title
for q in 'troongf+cayy' 'tr%E1%BB%93ng+c%C3%A3y' 'trong+c%E1%BA%A7y' 'tr%E1%BB%93ng+c%C3%A2yy'; do
	ask / "q=$q"
	has body 'Có phải bạn muốn tìm: <a href="/kho/?q=tr%E1%BB%93ng%20c%C3%A2y">trồng cây</a>'
done
ask / 'q=tr%E1%BB%93ng+c%C3%A2yy+n%C4%83m+2024+tr%E1%BB%93ng'
has body '>trồng cây năm 2024 trồng</a>'
ask / 'q=tr%E1%BB%93ng+khongcogica+caay+n%C4%83m+b%C3%A1o'
has body 'Không văn bản nào có từ: khongcogica, caay'
has body '>trồng khongcogica cây năm báo</a>'
ask / 'q=tr%E1%BB%93ng+c%C3%A2y'
lacks body 'Có phải bạn muốn tìm'
ask / ''
same 'the newest, without its copy' "$(sed -n '/id="latest"/,/id="most-cited"/p' body | grep -c 'class="card"')" 1
ask /cited 'key=99-NQ/TW'
has body '/?q=99-NQ%2FTW'
has body '/refs?q=99-NQ%2FTW'
done_testing
