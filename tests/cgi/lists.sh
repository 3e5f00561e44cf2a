#!/bin/sh
# lists.sh - long lists on the page: behind the last page, years in their order, more values of a field than fit.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
i=100
while [ $i -lt 330 ]; do
	cat > "in/$i.txt" <<TXT
ỦY BAN NHÂN DÂN
XÃ TÂN $i
-------
Số: $i/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Tân Lập, ngày 05 tháng 3 năm $((2019 + i % 5))

KẾ HOẠCH
Trồng cây năm $((2019 + i % 5))

Thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ, Ủy ban nhân dân xã ban hành kế hoạch như sau:

I. NHIỆM VỤ
1. Văn phòng: Lập danh sách hộ nhận cây giống trước ngày 20/4/2024.
TXT
	i=$((i + 1))
done
exits 0 "$KHO" index -q -d db in
ask() { cgi GET "$1" "$2" > body || fail "kho.cgi died: $1 $2"; }

for at in '/ q=trong+cay' '/tasks q=danh+sach' '/cited key=33/CT-TTg'; do
	ask "${at% *}" "${at#* }&page=99"
	has body 'Không có trang này: danh sách chỉ có 12 trang.'
	has body 'page=12">← Đến trang cuối</a>'
	lacks body 'Không tìm thấy'
	ask "${at% *}" "${at#* }&page=12"
	lacks body 'Không có trang này'
done
ask / 'q=trong+cay&page=99&lang=en'
has body '>230 documents</p>'
has body 'There is no such page: the list has 12.'
ask /refs 'page=9'
has body 'danh sách chỉ có 1 trang'
ask / 'q=khongcogica&page=9'
has body 'Không tìm thấy'
lacks body 'Không có trang này'

ask / 'q=trong+cay'
same 'years, the newest first' "$(grep -o 'f.nam=20[0-9]*">' body | head -n 5 | tr -d '\n')" \
	'f.nam=2023">f.nam=2022">f.nam=2021">f.nam=2020">f.nam=2019">'
has body '<summary>225 mục nữa</summary>'
has body '?q=trong%20cay&amp;list=co-quan">Xem cả 230</a>'
ask / 'q=trong+cay&list=co-quan&f.nam=2023'
has body '>46 mục</p>'
has body 'href="/kho/?q=trong%20cay&amp;f.nam=2023&amp;f.co-quan='
ask / 'q=trong+cay&list=co-quan&page=3'
same 'the last of the issuers' "$(grep -o '<span class="count">1</span></li>' body | wc -l | tr -d ' ')" 30
ask / 'q=trong+cay&list=co-quan&page=4'
has body 'danh sách chỉ có 3 trang'
ask / 'q=trong+cay&list=co-quan&has=tan+321'
has body '>1 mục</p>'
has body 'Tân 321'
ask / 'list=noi-dung'
has body 'Status: 400'
ask / 'list=co-quan&format=json'
has body 'Status: 400'
done_testing
