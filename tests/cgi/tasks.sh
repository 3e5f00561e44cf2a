#!/bin/sh
# tasks.sh - the list of tasks: units as people name them, ranges that move with the day, orders, provinces, and what is
# said when little is found.
set -u
. "$KHO_SOURCE/tests/lib.sh"
mkdir in
# One letter is put in by its bytes: dash loses it in what stands in a function.
plan() { # NUMBER PROVINCE-IN-CAPITALS PROVINCE DATE, the tasks on standard input
	{
		cat <<'TXT'
ỦY BAN NHÂN DÂN
T@I@NH @CAPITALS@
-------
Số: @NUMBER@/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

@PROVINCE@, ngày @DATE@

KẾ HOẠCH
Cải cách hành chính trên địa bàn tỉnh năm 2024

I. MỤC ĐÍCH
Nâng cao chất lượng phục vụ người dân và doanh nghiệp trên địa bàn tỉnh.
II. TỔ CHỨC THỰC HIỆN
TXT
		cat
	} | sed -e 's/@I@/\xe1\xbb\x88/' -e "s/@NUMBER@/$1/" -e "s/@CAPITALS@/$2/" -e "s/@PROVINCE@/$3/" -e "s/@DATE@/$4/" -e "s/@YEAR@/$year/" > "in/$1.txt"
}
year=$(date +%Y)
plan 11 'LÀO CAI' 'Lào Cai' '05 tháng 3 năm 2024' <<'TXT'
1. Sở Nội vụ: Chủ trì báo cáo Ủy ban nhân dân tỉnh kết quả rà soát trước ngày 20/4/2024.
2. Công an tỉnh: Bảo đảm an ninh các điểm kiểm tra, hoàn thành trước ngày 30/6/2024.
3. Ủy ban nhân dân các thị xã, thành phố: Lập danh sách thủ tục trước ngày 15/5/2024.
TXT
plan 12 'CAO BẰNG' 'Cao Bằng' '05 tháng 1 năm 2025' <<'TXT'
1. Sở Nội vụ: Hướng dẫn rà soát, sắp xếp vị trí việc làm trước ngày 31/12/@YEAR@.
2. Ủy ban nhân dân các xã, phường: Lập danh sách cán bộ, báo cáo trước ngày 10/02/2025.
3. Các tổ chức, cá nhân có liên quan: Phối hợp cung cấp tài liệu rà soát.
TXT
exits 0 "$KHO" index -q -d db in

tasks() { # UNIT ARGUMENTS...: in which plans, as "11 12"
	"$KHO" tasks -d db --format=json -u "$@" 2> err | field plan.symbol | sed 's/.KH.*//' | sort -u | tr '\n' ' ' | sed 's/ $//'
}
same 'a unit' "$(tasks 'Sở Nội vụ')" '11 12'
same 'a unit with its province' "$(tasks 'Sở Nội vụ tỉnh Lào Cai')" 11
same 'a unit with its province alone' "$(tasks 'so noi vu cao bang')" 12
same 'its letters with a province' "$(tasks 'SNV tỉnh Lào Cai')" 11
same 'a body of every level with its province' "$(tasks 'Công an tỉnh Lào Cai')" 11
same 'another province' "$(tasks 'Công an tỉnh Cao Bằng')" ''
same 'communes are no towns' "$(tasks 'UBND xã')" 12
same 'towns are no communes' "$(tasks 'UBND thị xã')" 11
same 'letters that read like a word' "$(tasks CA)" 11
same 'letters with a level' "$(tasks 'CA tỉnh')" 11
same 'persons' "$(tasks 'cá nhân')" 12

# words of one task, in order, names in any form; the same for plans and tasks
found() { # QUERY
	a=$("$KHO" tasks -d db --format=json "nhiem-vu:\"$1\"" 2> err | field plan.symbol | sort -u | tr '\n' ' ')
	b=$("$KHO" search -d db --format=json "nhiem-vu:\"$1\"" 2> err | field symbol | grep . | sort -u | tr '\n' ' ')
	same "plans and tasks of $1" "$a" "$b"
	printf '%s' "$a"
}
same 'in order' "$(found 'báo cáo Ủy ban nhân dân')" '11/KH-UBND '
same 'not in this order' "$(found 'rà soát báo cáo')" ''
same 'abbreviated' "$(found 'báo cáo UBND')" '11/KH-UBND '
same 'across tasks' "$(found 'an ninh thủ tục')" ''
same 'of words that begin so' "$(found 'lập danh*')" '11/KH-UBND 12/KH-UBND '

ask() { cgi GET "$1" "$2" > body || fail "kho.cgi died: $1 $2"; }
# from the start page alone: a unit and a range
ask / 'lang=en'
has body '<select name="due"><option value="">Any time</option><option value="over">Overdue</option>'
has body '<option value="next-quarter">Next quarter</option>'
ask /tasks 'unit=So+Noi+vu&due=year&lang=en'
has body ">1 task"
has body "($year)"
has body 'Hướng dẫn rà soát'
has body 'due=year&amp;lang=en" aria-current="true">This year</a>'
ask /tasks 'due=over&sort=due&lang=en'
has body 'Sở Nội vụ'
same 'the earliest first' "$(grep -o 'datetime="[0-9-]*"' body | head -n 2 | tr '\n' ' ')" 'datetime="2024-04-19" datetime="2024-05-14" '
ask /tasks 'due=over&from=2024-05&lang=en'
lacks body '2024-04-19'
ask /tasks 'sort=date'
same 'the newest plan first' "$(grep -o '>1[12]/KH-UBND' body | head -n 1)" '>12/KH-UBND'
ask /tasks 'sort=date-up'
same 'the oldest plan first' "$(grep -o '>1[12]/KH-UBND' body | head -n 1)" '>11/KH-UBND'
for q in sort=title sort=number due=soon2 due=9; do
	ask /tasks "$q"
	has body 'Status: 400'
done
ask / 'q=x&sort=due'
has body 'Status: 400'

# provinces, where there are several
ask /tasks ''
has body 'f.dia-ban-nay=L%C3%A0o%20Cai">Lào Cai</a> <span class="count">3</span>'
ask /tasks 'f.dia-ban-nay=L%C3%A0o+Cai&lang=en'
has body '>3 tasks'
has body 'Remove filter'
lacks body '12/KH-UBND'

# what is said: as of a search
ask /tasks 'q=khac:x+ra+soat&lang=en'
has body 'There is no field &quot;khac:&quot;'
ask /tasks 'q=raf+soats&lang=en'
has body 'No document has the word: raf, soats'
has body 'Did you mean: <a href="/kho/tasks?q=r%C3%A0%20so%C3%A1t&amp;lang=en">rà soát</a> <span class="count">3</span>'
ask /tasks 'unit=Sowr+Nooij+vuj&lang=en'
has body 'Did you mean the unit: <a href="/kho/tasks?unit=S%E1%BB%9F%20N%E1%BB%99i%20v%E1%BB%A5&amp;lang=en">Sở Nội vụ</a>'
ask /tasks 'unit=Sowr+Nooij+vuj&from=2020&to=2020&q=khac&lang=en'
has body 'Did you mean the unit: <a href="/kho/tasks?unit=S%E1%BB%9F%20N%E1%BB%99i%20v%E1%BB%A5&amp;lang=en">Sở Nội vụ</a>'
ask /tasks 'unit=Cong+an&from=2024-01&to=2024-03&f.dia-ban-nay=L%C3%A0o+Cai&lang=en'
has body 'Without &quot;Due&quot;: 1<'
has body '>How to search</a>'
ask /tasks 'unit=Cong+an&f.dia-ban-nay=Cao+B%E1%BA%B1ng'
has body 'Bỏ “Cao Bằng”: có 1 nhiệm vụ'
has body 'Bỏ “Cong an”: có 3 nhiệm vụ'
ask /tasks 'q=an+ninh+cung&lang=en'
has body 'No task has all the words; these are the nearest.'
exits 1 "$KHO" tasks -d db raf soats
has err 'kho tasks: no document has the word: raf, soats'
has err 'kho tasks: did you mean: rà soát (3 tasks)'
exits 0 "$KHO" tasks -d db --sort date -n 1 --filter 'dia-ban-nay=Cao Bằng' danh sach
has out '12/KH-UBND'
exits 64 "$KHO" tasks -d db --filter 'khong=x'

# the calendar is called after what it is of, and is the same as long as the index is
ask /tasks 'format=ics&unit=S%E1%BB%9F+N%E1%BB%99i+v%E1%BB%A5&from=2024-04&to=2024-06&lang=vi'
has body 'X-WR-CALNAME:Nhiệm vụ - Sở Nội vụ - 2024-04..2024-06'
has body "DTSTAMP:$(date -u +%Y)"
lacks body 'T000000Z'
tr -d '\r' < body | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' > whole
has whole 'DESCRIPTION:11/KH-UBND Cải cách hành chính trên địa bàn tỉnh năm 2024\nỦy ban nhân dân tỉnh Lào Cai\nII.1: trước ngày 20/4/2024'
cp body first
ask /tasks 'format=ics&unit=S%E1%BB%9F+N%E1%BB%99i+v%E1%BB%A5&from=2024-04&to=2024-06&lang=vi'
cmp -s body first || fail 'the calendar differs from itself'
done_testing
