#!/usr/bin/env python3
"""make_plans.py N OUT.zip [--seed S] [--truth TRUTH.jsonl] - N invented plans, as an archive of an office keeps them.

The same N and seed give the same bytes.  Plans come in families: a plan of a province (or of its Party committee, or of
one of its departments), plans of its districts that cite it, plans of communes that cite those, and reports, official
letters, notices and decisions about them.  All rest on a set of documents of the centre and of the province that are
cited as unevenly as real ones are: a few by every tenth plan, most by a handful.  Three in a hundred are in encodings
of before Unicode, others decomposed (NFD), copies, or drafts without number and day.  At most about 500,000.

TRUTH.jsonl gets one line for each file: path, how it was written, head, and symbol and date of what it cites.

Words and topics stand in plan_words.tsv beside this file; names of offices and provinces come from schemas/.
"""
import argparse
import json
import unicodedata
import zipfile

from plan_offices import DISTRICTS, GOALS, WORKS, Cited, Dice, Library, Map, Office, Words, day_form, iso, party_name, two_digits

YEARS = range(2012, 2026)
WRAP = 88


class Paper:
    """One document in the making: its text, and the truth about it."""

    def __init__(self, office, kind, name, number, date, title):
        self.office, self.kind, self.kind_name = office, kind, name
        self.number, self.date, self.title = number, date, title
        self.lines, self.cites, self.draft = [], [], False
        if kind == "CV":
            form = "{n}-CV/{o}" if office.party else "{n}/{o}-TH"
        else:
            form = "{n}-{k}/{o}" if office.party else "{n}/{k}-{o}"
        self.symbol = form.format(n=two_digits(number), k=kind, o=office.code)

    def unnumbered(self):
        return "      " + self.symbol[self.symbol.index("-" if self.office.party else "/"):]

    def cited(self):
        by = "Ban Thường vụ " + self.office.name if self.office.signs == "BAN THƯỜNG VỤ" else self.office.name
        return Cited(self.kind_name, self.symbol, self.date, by, "về " + self.title)


PROPER = ("Sở", "Ban", "Bộ", "Công an", "Phòng", "Thanh tra", "Trạm", "Văn phòng", "Ủy ban", "Bảo hiểm")


class Writer:
    def __init__(self, words, library, seed):
        self.w, self.lib, self.seed = words, library, seed

    # -- pieces ------------------------------------------------------------------------------

    def mention(self, paper, c, dice, full=True):
        party = paper.office.party
        paper.cites.append(c)
        symbol = c.symbol
        if dice.chance(.01) and symbol.endswith("/TW"):
            symbol = symbol.replace("-", "- ", 1)  # a slip of the keyboard
        out = "%s số %s%s ngày %s của %s" % (c.kind, symbol, "," if party and dice.chance(.7) else "",
                                             day_form(c.date, (0, 0, 0, 1, 2)[dice.below(5)]), c.by)
        return out + " " + c.about if full else out

    def person(self, dice):
        return " ".join((dice.of(self.w.surnames), dice.of(self.w.kind["middle"]), dice.of(self.w.kind["given"])))

    def bases(self, paper, topic, p, above, dice):
        """What it rests on: Zipf over the documents of the topic that were there already."""
        out = [c for rank, c in enumerate(self.lib.of_topic[topic]) if c.date < paper.date and dice.chance(min(.95, 1.5 / (rank + 1)))]
        out += [c for c in self.lib.general if c.date < paper.date and dice.chance(.06)]
        if paper.office.place.level != "province" or dice.chance(.5):
            out += [c for c in self.lib.of_province(p, topic) if c.date < paper.date and dice.chance(.4)]
        return out[:6] + [a.cited() for a in above]

    def head(self, paper, dice):
        o, place = paper.office, paper.office.place
        number_line = ("Số %s" if o.party else "Số: %s") % (paper.unnumbered() if paper.draft else paper.symbol)
        day = "%s, ngày %s" % (place.name, "    tháng    năm %d" % paper.date[0] if paper.draft else day_form(paper.date, 1))
        right = ["ĐẢNG CỘNG SẢN VIỆT NAM", ""] if o.party else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
        left = o.head + (["*"] if o.party else [])
        if dice.chance(.6):  # in two columns
            while len(right) < len(left):
                right.append("")
            while len(left) < len(right):
                left.append("")
            out = ["%-38s%s" % ("   " + a, b) if b else "   " + a for a, b in zip(left, right)]
            out += ["   %-35s%s" % (number_line, day)]
        else:
            out = [r for r in right if r] + ["", *left, number_line, day]
        return (["DỰ THẢO"] if paper.draft else []) + out + [""]

    def deadline(self, paper, dice):
        y, m = paper.date[:2]
        k = dice.below(8)
        if k == 0:
            return " Hoàn thành trong quý %s/%d." % (("I", "II", "III", "IV")[min(3, m // 3 + dice.below(3))], y)
        if k == 1:
            return " Thời gian: trước ngày %02d/%d/%d." % (1 + dice.below(28), min(12, m + 1 + dice.below(8)), y)
        if k == 2:
            return " Báo cáo kết quả định kỳ hằng quý trước ngày %d tháng cuối quý." % (10 + dice.below(15))
        if k == 3:
            return " Thực hiện thường xuyên."
        if k == 4:
            return " Hoàn thành trước ngày 30/%d/%d." % (min(12, m + 3), y)
        return ""

    def task(self, paper, topic, dice):
        k, t = self.w.kind, self.w.topics[topic]
        out = "%s %s %s" % (dice.of(k["verb"]), dice.of(t[WORKS]), dice.of(k["where"]))
        if dice.chance(.55):
            out += ", " + dice.of(k["how"])
        if dice.chance(.25):
            out += "; chọn thôn %s %s làm điểm" % (dice.of(k["first"]), dice.of(k["second"]))
        if dice.chance(.10):
            out += ", rút kinh nghiệm từ mô hình “%s” của ông %s" % (dice.of(t[WORKS]), self.person(dice))
        return out + "." + self.deadline(paper, dice)

    def units(self, paper, topic):
        o, t = paper.office, self.w.topics[topic]
        if o.place.level == "province":
            lead = [self.w.office(t[3]), "Sở Tài chính", "Sở Nội vụ", "Công an tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"]
            if o.party:
                lead = [self.w.office(t[5]), "Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy", "Ban cán sự đảng Ủy ban nhân dân tỉnh"]
            return lead + ["Ủy ban nhân dân các huyện, thành phố" if not o.party else "Các huyện ủy, thị ủy, thành ủy"]
        if o.place.level == "district":
            lead = [t[4], "Phòng Tài chính - Kế hoạch", "Phòng Nội vụ", "Công an huyện", "Văn phòng HĐND và UBND huyện"]
            if o.party:
                lead = ["Ban Tuyên giáo Huyện ủy", "Ban Tổ chức Huyện ủy", "Văn phòng Huyện ủy", "Ủy ban Kiểm tra Huyện ủy"]
            return lead + ["Ủy ban nhân dân các xã, thị trấn" if not o.party else "Các chi bộ, đảng bộ trực thuộc"]
        return ["Công chức Văn phòng - Thống kê", "Công an xã", "Ban Chỉ huy Quân sự xã", "Trạm Y tế", "Công chức Tài chính - Kế toán", "Các thôn, tổ dân phố"]

    def duties(self, paper, topic, dice):
        units, out = self.units(paper, topic), []
        t = self.w.topics[topic]
        for i, unit in enumerate(units[:2 + dice.below(5)]):
            other = units[(i + 1 + dice.below(len(units) - 1)) % len(units)]
            what = "%s %s" % (dice.of(self.w.kind["verb"]).lower(), dice.of(t[WORKS]))
            out.append("%d. %s: Chủ trì, phối hợp với %s %s.%s" % (i + 1, unit, other if other.startswith(PROPER) else other[0].lower() + other[1:], what, self.deadline(paper, dice)))
        return out

    def goals(self, paper, topic, dice):
        out = []
        for goal in dice.some(self.w.topics[topic][GOALS], 1 + dice.below(3)):
            form = dice.below(4)
            figure = 5 + dice.below(95)
            out.append(("- Phấn đấu %d%% %s." % (figure, goal), "- Trên %d%% %s." % (figure, goal), "- Ít nhất %d%% %s, tăng %d%% so với năm %d." % (
                figure, goal, 1 + dice.below(9), paper.date[0] - 1), "- Đến hết năm %d có từ %d - %d%% %s." % (
                    paper.date[0], figure // 2, figure, goal))[form])
        return out

    def foot(self, paper, topic, dice):
        o, place = paper.office, paper.office.place
        who = []
        if place.above is not None:
            who.append("- %s %s (b/c)" % (party_name(place.above) if o.party else "UBND", "" if o.party else place.above.full))
        who += ["- Thường trực cấp ủy, HĐND (b/c)"] if not o.party else ["- Các đồng chí ủy viên Ban Thường vụ"]
        who += ["- " + u for u in dice.some(self.units(paper, topic), 2 + dice.below(3))]
        who.append("- Lưu: VT." if not o.party else "- Lưu Văn phòng.")
        end = ", " if o.party else "; "
        who = [" ".join(x.split()) + (end.strip() if not x.endswith(".") else "") for x in who]
        deputy = dice.chance(.6)
        left = ["Nơi nhận:"] + who
        right = []
        if o.signs:
            right.append(("T/M " if o.party else "TM. ") + o.signs)
        if deputy and not o.party:
            right.append("KT. " + o.chief)
        right += ["PHÓ " + o.chief if deputy else o.chief, "", "", self.person(dice)]
        out = []
        for i in range(max(len(left), len(right))):
            a, b = left[i] if i < len(left) else "", right[i] if i < len(right) else ""
            out.append("%-48s%s" % (a, b) if b else a)
        return out

    # -- documents ---------------------------------------------------------------------------

    def plan(self, paper, topic, p, above, dice):
        o, t, k = paper.office, self.w.topics[topic], self.w.kind

        def heading(i, text):
            return ("%s- %s" if o.party else "%s. %s") % (("I", "II", "III", "IV", "V")[i - 1], text)

        out = self.head(paper, dice) + ["KẾ HOẠCH", paper.title[0].upper() + paper.title[1:], "-----" if o.party else "", ""]
        bases = self.bases(paper, topic, p, above, dice)
        if o.party:
            out.append("Thực hiện " + "; ".join(self.mention(paper, c, dice) for c in bases) + ", %s ban hành Kế hoạch như sau:" % (
                "Ban Thường vụ " + o.name if o.signs else o.name) if bases else "%s ban hành Kế hoạch %s như sau:" % (o.name, paper.title))
        else:
            out += ["Căn cứ %s;" % self.mention(paper, c, dice) for c in bases]
            out.append("%s ban hành Kế hoạch %s như sau:" % (o.name, paper.title))
        out += ["", heading(1, "MỤC ĐÍCH, YÊU CẦU"), "1. Mục đích"]
        out += ["- " + s.format(t=t[1]) for s in dice.some(k["aim"], 2 + dice.below(3))]
        out += ["2. Yêu cầu"] + ["- " + s for s in dice.some(k["need"], 2 + dice.below(3))]
        out += ["", heading(2, "MỤC TIÊU")] + self.goals(paper, topic, dice)
        out += ["", heading(3, "NHIỆM VỤ, GIẢI PHÁP")]
        n = 4 + int(14 * dice.r() ** 3) + (6 if o.place.level == "province" else 0)
        for i in range(n):
            text = self.task(paper, topic, dice)
            if bases and dice.chance(.08):
                text += " Bám sát nội dung %s." % self.mention(paper, dice.of(bases), dice, False)
            out.append("%d. %s" % (i + 1, text))
        out += ["", heading(4, "KINH PHÍ"), dice.of(k["money"]), "", heading(5, "TỔ CHỨC THỰC HIỆN")]
        out += self.duties(paper, topic, dice)
        out += ["", "Trên đây là Kế hoạch %s; trong quá trình thực hiện nếu có vướng mắc, các cơ quan, đơn vị báo cáo %s xem xét, quyết định./." % (
            paper.title, o.name), ""]
        paper.lines = out + self.foot(paper, topic, dice)

    def other(self, paper, topic, plan, dice):
        """A report, a letter, a notice or a decision about a plan."""
        o, t = paper.office, self.w.topics[topic]
        mention = self.mention(paper, plan.cited(), dice, False)
        out = self.head(paper, dice)
        if paper.kind == "CV":
            out += ["V/v " + paper.title, "", "Kính gửi: Các cơ quan, đơn vị trực thuộc.", ""]
        else:
            out += [paper.kind_name.upper(), paper.title[0].upper() + paper.title[1:], ""]
        if paper.kind == "QĐ":
            out += ["Căn cứ %s;" % mention, "QUYẾT ĐỊNH:"]
            out += ["Điều 1. Thành lập Tổ giúp việc thực hiện Kế hoạch gồm %d thành viên do ông %s làm Tổ trưởng." % (5 + dice.below(9), self.person(dice)),
                    "Điều 2. Tổ giúp việc có nhiệm vụ %s %s." % (dice.of(self.w.kind["verb"]).lower(), dice.of(t[WORKS])),
                    "Điều 3. Các cơ quan liên quan và các ông, bà có tên tại Điều 1 thi hành Quyết định này./."]
        else:
            out.append("Thực hiện %s, %s %s như sau:" % (mention, o.name, {"BC": "báo cáo kết quả", "TB": "thông báo kết luận"}.get(paper.kind, "đề nghị các đơn vị")))
            out += ["%d. %s" % (i + 1, self.task(paper, topic, dice)) for i in range(3 + dice.below(8))]
            if paper.kind == "BC":
                out += ["Kết quả đạt %d%% kế hoạch; còn %d việc chậm so với thời hạn." % (50 + dice.below(50), dice.below(9))]
            out += ["Trên đây là nội dung %s, đề nghị các cơ quan, đơn vị nghiêm túc thực hiện./." % paper.title]
        paper.lines = out + [""] + self.foot(paper, topic, dice)


def wrapped(lines):
    """Hard line ends, as old converters left them."""
    out = []
    for line in lines:
        while len(line) > WRAP and "    " not in line.strip():
            at = line.rfind(" ", 1, WRAP)
            if at < 0:
                break
            out.append(line[:at])
            line = line[at + 1:]
        out.append(line)
    return out


TYPES = {"KH": "Kế hoạch", "BC": "Báo cáo", "CV": "Công văn", "TB": "Thông báo", "QĐ": "Quyết định"}
STATE_PLAN, PARTY_PLAN = "{t} năm {y}", "thực hiện nhiệm vụ {t} năm {y}"
TITLES = {"BC": "kết quả thực hiện Kế hoạch {t} năm {y}", "CV": "đôn đốc thực hiện Kế hoạch {t} năm {y}",
                "TB": "kết luận cuộc họp về Kế hoạch {t} năm {y}", "QĐ": "thành lập Tổ giúp việc thực hiện Kế hoạch {t} năm {y}"}


class Archive:
    """Families in an order that the seed decides, each a list of papers."""

    def __init__(self, seed):
        self.w, self.seed = Words(), seed
        self.lib = Library(self.w, seed)
        self.map, self.writer = Map(self.w, seed), Writer(self.w, self.lib, seed)

    def order(self):
        """(province, side, topic, year): frequent topics first, more of late years."""
        dice = Dice(self.seed, "order")
        all_of = [(dice.r() ** (1 / (1 / (1 + t) ** .7 * (1 + (y - 2012) / 8))), p, side, t, y)
                  for p in range(len(self.w.provinces)) for side in (0, 1) for t in range(len(self.w.topics)) for y in YEARS]
        all_of.sort(reverse=True)
        return [x[1:] for x in all_of]

    def paper(self, office, topic, year, dice, after, kind="KH"):
        """A paper of an office, later than `after`; the number says the topic, so that no two of a series are equal."""
        n = 3 + topic * 4 + dice.below(4)
        t = self.w.topics[topic][1]
        if after is None:
            first = 7 if getattr(office, "merged", False) else 1
            date = (year, first + dice.below(4), 1 + dice.below(28))
        else:
            date = (year, min(12, after[1] + 1 + dice.below(2)), 1 + dice.below(28))
        title = TITLES.get(kind, PARTY_PLAN if office.party else STATE_PLAN)
        return Paper(office, kind, TYPES[kind], n, date, title.format(t=t, y=year))

    def family(self, key):
        p, side, topic, year = key
        dice = Dice(self.seed, "family", *key)
        party, merged = side == 1, year == 2025 and dice.chance(.5)
        province = self.map.province(p, merged)
        if merged and self.w.provinces.index(province.name if province.name in self.w.provinces else self.w.provinces[p]) != p:
            return []  # merged into another one, which has its own
        out, t = [], self.w.topics[topic]

        def add(place, above, department=None):
            office = Office(place, party, department, self.w)
            office.merged = merged
            paper = self.paper(office, topic, year, dice, above[0].date if above else None)
            self.writer.plan(paper, topic, p, above, dice)
            out.append(paper)
            if dice.chance(.015):
                draft = self.paper(office, topic, year, dice, above[0].date if above else None)
                draft.draft = True
                self.writer.plan(draft, topic, p, above, dice)
                out.append(draft)
            if dice.chance(.12):
                kind = dice.of(["BC", "BC", "CV", "TB", "QĐ"])
                more = self.paper(office, topic, year, dice, paper.date, kind)
                self.writer.other(more, topic, paper, dice)
                out.append(more)
            return paper

        top = add(province, [])
        if dice.chance(.3):
            add(province, [top], t[5] if party else t[3])
        if merged:
            for place in dice.some(self.map.communes(p, 0, True), 2 + dice.below(5)):
                add(place, [top])
            return out
        for d in dice.some(range(DISTRICTS), 3 + dice.below(6)):
            below = add(self.map.districts(p)[d], [top])
            if dice.chance(.5):
                for place in dice.some(self.map.communes(p, d, False), 1 + dice.below(4)):
                    add(place, [below, top] if dice.chance(.3) else [below])
        return out

    def files(self, n):
        """(path, bytes, truth), n of them."""
        dice, seen, made, last = Dice(self.seed, "files"), set(), 0, None
        for key in self.order():
            for paper in self.family(key):
                if made == n:
                    return
                if last is not None and dice.chance(.015):
                    path = "Sao lưu/" + last[0]
                    if path not in seen:
                        seen.add(path)
                        yield path, last[1], dict(last[2], path=path, copy=True)
                        made += 1
                        if made == n:
                            return
                last = self.file(paper, dice, seen)
                made += 1
                yield last
        raise SystemExit("make_plans: no more than %d plans" % made)

    def file(self, paper, dice, seen):
        o = paper.office
        where = o.place
        units = [where.full]
        while where.above is not None:
            where = where.above
            units.insert(0, where.full)
        path = "%s/%s/%s/%s %d - %s%s.txt" % (units[0], paper.date[0], "/".join(units[1:] + [o.name]), paper.kind, paper.number,
                                             self.short(paper.title), " (dự thảo)" if paper.draft else "")
        while path in seen:
            path = path[:-4] + " (2).txt"
        seen.add(path)
        lines = wrapped(paper.lines) if dice.chance(.35) else paper.lines
        text, how = "\n".join(lines) + "\n", "utf-8"
        k = dice.r()
        if k < .012:
            data, how = text.replace("“", '"').replace("”", '"').translate(self.w.vni).encode("latin-1", "replace"), "vni"
        elif k < .022:
            data, how = text.encode("utf-16"), "utf-16"
        elif k < .03:
            data, how = text.replace("“", '"').replace("”", '"').translate(self.w.tcvn3).encode("latin-1", "replace"), "tcvn3"
        elif k < .05:
            data, how = unicodedata.normalize("NFD", text).encode(), "nfd"
        elif k < .06:
            data, how = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "utf-8-bom"
        else:
            data = text.encode()
        truth = {"path": path, "how": how, "draft": paper.draft, "type": paper.kind, "symbol": None if paper.draft else paper.symbol,
                 "date": iso(paper.date), "place": o.place.name, "issuer": o.name, "title": paper.title,
                 "cites": sorted({(c.symbol, iso(c.date)) for c in paper.cites})}
        return path, data, truth

    @staticmethod
    def short(title):
        return title if len(title) < 60 else title[:title.rfind(" ", 0, 60)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("n", type=int)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--truth")
    args = parser.parse_args()
    truth = open(args.truth, "w", encoding="utf-8") if args.truth else None
    with zipfile.ZipFile(args.out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as z:
        for path, data, facts in Archive(args.seed).files(args.n):
            info = zipfile.ZipInfo(path, (2025, 11, 1, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            z.writestr(info, data, compresslevel=3)
            if truth:
                truth.write(json.dumps(facts, ensure_ascii=False) + "\n")
    if truth:
        truth.close()


if __name__ == "__main__":
    main()
