"""plan_offices.py - who issues invented plans and what they cite: for make_plans.py."""
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMAS = os.path.join(HERE, "..", "..", "schemas")
DISTRICTS, COMMUNES = 9, 14  # of a province, of a district
CITIES = {"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ"}
WORKS, GOALS = 6, 7  # columns of a topic


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]


class Words:
    """The tables."""

    def __init__(self):
        self.kind = {}
        for row in rows(os.path.join(HERE, "plan_words.tsv")):
            self.kind.setdefault(row[0], []).append(row[1] if len(row) == 2 else row[1:])
        self.topics = self.kind.pop("topic")
        for t in self.topics:
            t[WORKS], t[GOALS] = t[WORKS].split("|"), t[GOALS].split("|")
        self.issuers = {r[0]: r[1] for r in rows(os.path.join(SCHEMAS, "issuers.tsv"))}
        self.surnames = [r[0] for r in rows(os.path.join(SCHEMAS, "surnames.tsv"))][:40]
        self.provinces = [r[0] for r in rows(os.path.join(SCHEMAS, "provinces.tsv"))]
        self.new = {r[0]: r[1] for r in rows(os.path.join(SCHEMAS, "provinces.tsv"))}
        old = [r for r in rows(os.path.join(SCHEMAS, "legacy_encodings.tsv"))]
        self.tcvn3 = {ord(r[0]): chr(int(r[1], 16)) for r in old if r[1] != "-" and " " not in r[1]}
        for letter, byte in list(self.tcvn3.items()):  # capitals with tones: small letters in a font of capitals
            if chr(letter).isalpha():
                self.tcvn3.setdefault(ord(chr(letter).upper()), byte)
        self.vni = {ord(r[0]): "".join(chr(int(b, 16)) for b in r[2].split()) for r in old if r[2] != "-"}

    def office(self, abbr):
        return self.issuers[abbr].split(" / ")[0].split(" (")[0]


class Dice:
    """random.Random with what is needed here, fast."""

    def __init__(self, *seed):
        self.r = random.Random("|".join(map(str, seed))).random

    def below(self, n):
        return int(self.r() * n)

    def of(self, items):
        return items[int(self.r() * len(items))]

    def some(self, items, n):
        """n different ones, in their order."""
        n = min(n, len(items))
        chosen = set()
        while len(chosen) < n:
            chosen.add(int(self.r() * len(items)))
        return [items[i] for i in sorted(chosen)]

    def chance(self, p):
        return self.r() < p


class Cited:
    """A document that plans cite: "Nghị quyết", its symbol, day and issuer, "về ..."."""

    __slots__ = ("kind", "symbol", "date", "by", "about")

    def __init__(self, kind, symbol, date, by, about):
        self.kind, self.symbol, self.date, self.by, self.about = kind, symbol, date, by, about


def iso(date):
    return "%04d-%02d-%02d" % date


def two_digits(n):
    return "%02d" % n if n < 10 else str(n)


def day_form(date, how):
    y, m, d = date
    month = "%02d" % m if m < 3 else str(m)
    if how == 0:
        return "%02d/%s/%d" % (d, month, y)
    if how == 1:
        return "%02d tháng %s năm %d" % (d, month, y)
    return "%02d-%s-%d" % (d, month, y)


def some_date(dice, first, last):
    return (first + dice.below(last - first + 1), 1 + dice.below(12), 1 + dice.below(28))


class Library:
    """What is cited: of the centre for each topic and for all, of each province for each topic."""

    CENTRE = [  # type, form of the number, body, what it says
        ("Nghị quyết", "{n}-NQ/TW", "Bộ Chính trị", "về tăng cường sự lãnh đạo của Đảng đối với công tác {t} trong tình hình mới"),
        ("Quyết định", "{n}/QĐ-TTg", "Thủ tướng Chính phủ", "phê duyệt Chương trình {t} giai đoạn {y} - {z}"),
        ("Chỉ thị", "{n}-CT/TW", "Ban Bí thư", "về đẩy mạnh {t} đến năm {z}"),
        ("Nghị định", "{n}/{y}/NĐ-CP", "Chính phủ", "quy định chi tiết và biện pháp thi hành về {t}"),
        ("Chỉ thị", "{n}/CT-TTg", "Thủ tướng Chính phủ", "về chấn chỉnh, nâng cao hiệu quả công tác {t}"),
        ("Thông tư", "{n}/{y}/TT-{b}", "", "hướng dẫn thực hiện nhiệm vụ {t} ở địa phương"),
        ("Kết luận", "{n}-KL/TW", "Ban Bí thư", "về tiếp tục thực hiện nhiệm vụ {t}"),
        ("Quyết định", "{n}/QĐ-{b}", "", "ban hành tài liệu bồi dưỡng về {t}"),
    ]
    GENERAL = ["công tác văn thư, lưu trữ", "sắp xếp tổ chức bộ máy của hệ thống chính trị", "chế độ báo cáo của cơ quan hành chính",
               "quy chế làm việc mẫu của Ủy ban nhân dân các cấp", "trách nhiệm nêu gương của cán bộ, đảng viên",
               "tự phê bình và phê bình gắn với đánh giá cuối năm"]

    def __init__(self, words, seed):
        self.words, self.seed, self.used, self.local = words, seed, set(), {}
        self.of_topic = [self.topic(i, t, 14) for i, t in enumerate(words.topics)]
        self.general = []
        for i, about in enumerate(self.GENERAL):
            self.general += self.made(Dice(seed, "general", i), about, "BNV", 2, 2010)

    def numbered(self, dice, form, year, first, last, **more):
        while True:
            symbol = form.format(n=two_digits(first + dice.below(last - first)), y=year, **more)
            if (symbol, year) not in self.used:
                self.used.add((symbol, year))
                return symbol

    def made(self, dice, about, ministry, n, since):
        out = []
        for i in range(n):
            kind, form, by, says = self.CENTRE[i % len(self.CENTRE)]
            date = some_date(dice, since, since + 2 if i < 4 else 2024)
            y = date[0]
            symbol = self.numbered(dice, form, y, 2, 1900 if "QĐ" in form else 190, b=ministry)
            out.append(Cited(kind, symbol, date, by or self.words.office(ministry),
                             says.format(t=about, y=y, z=y // 5 * 5 + 5 + 5 * dice.below(2))))
        return out

    def topic(self, i, t, n):
        return self.made(Dice(self.seed, "topic", i), t[1], t[2], n, 2008)

    def of_province(self, p, topic):
        """Documents of province number p on a topic, made when first asked for."""
        got = self.local.get((p, topic))
        if got is None:
            dice, t = Dice(self.seed, "province", p, topic), self.words.topics[topic][1]
            name = self.words.provinces[p]
            unit = "thành phố" if name in CITIES else "tỉnh"
            got = []
            for kind, form, by, says in (
                    ("Nghị quyết", "{n}-NQ/TU", "Ban Chấp hành Đảng bộ " + unit, "về {t} giai đoạn {y} - {z}"),
                    ("Quyết định", "{n}/{y}/QĐ-UBND", "Ủy ban nhân dân %s %s" % (unit, name), "ban hành Quy định về {t} trên địa bàn"),
                    ("Nghị quyết", "{n}/{y}/NQ-HĐND", "Hội đồng nhân dân %s %s" % (unit, name), "quy định chính sách hỗ trợ {t}")):
                date = some_date(dice, 2010, 2022)
                n = 2 + topic + 40 * dice.below(2)  # one for each topic: no two documents of one number
                got.append(Cited(kind, form.format(n=two_digits(n), y=date[0]), date, by,
                                 says.format(t=t, y=date[0], z=date[0] // 5 * 5 + 5)))
            self.local[p, topic] = got
        return got


class Place:
    """A unit: its names for the letterhead and the text, and the one above."""

    def __init__(self, level, kind, name, above=None):
        self.level, self.kind, self.name, self.above = level, kind, name, above
        self.full = kind + " " + name


class Map:
    """Invented districts and communes of the real provinces."""

    def __init__(self, words, seed):
        self.words, self.seed, self.made = words, seed, {}

    def province(self, p, merged):
        name = self.words.provinces[p]
        if merged:
            name = self.words.new[name]
        return Place("province", "thành phố" if name in CITIES else "tỉnh", name)

    def names(self, dice, n):
        out = []
        while len(out) < n:
            name = dice.of(self.words.kind["first"]) + " " + dice.of(self.words.kind["second"])
            if name not in out:
                out.append(name)
        return out

    def districts(self, p):
        got = self.made.get(p)
        if got is None:
            above = self.province(p, False)
            city = above.kind == "thành phố"
            names = self.names(Dice(self.seed, "districts", p), DISTRICTS)
            kinds = ["quận"] * 4 + ["huyện"] * 5 if city else ["thành phố", "thị xã"] + ["huyện"] * 7
            got = self.made[p] = [Place("district", k, n, above) for k, n in zip(kinds, names)]
        return got

    def communes(self, p, d, merged):
        got = self.made.get((p, d, merged))
        if got is None:
            above = self.province(p, True) if merged else self.districts(p)[d]
            urban = above.kind in ("quận", "thị xã") or (above.level == "district" and above.kind == "thành phố")
            kinds = ["phường"] * COMMUNES if urban else ["xã"] * (COMMUNES - 1) + ["phường" if merged else "thị trấn"]
            names = self.names(Dice(self.seed, "communes", p, d, merged), COMMUNES)
            got = self.made[p, d, merged] = [Place("commune", k, n, above) for k, n in zip(kinds, names)]
        return got


PARTY_CODE = {"tỉnh": "TU", "huyện": "HU", "quận": "QU", "thị xã": "TXU", "xã": "ĐU", "phường": "ĐU", "thị trấn": "ĐU"}
PARTY_NAME = {"tỉnh": "Tỉnh ủy", "huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy"}


class Office:
    """Who issues: lines of the letterhead, name, code, series of the number."""

    def __init__(self, place, party, department=None, words=None):
        self.place, self.party = place, party
        self.code = "UBND"
        if party and department:
            self.code, base = department, words.office(department).replace(" Tỉnh ủy", "")
            above = party_name(place)
            self.head, self.name = [above.upper(), base.upper()], base + " " + above
            self.signs, self.chief = None, "TRƯỞNG BAN"
        elif party:
            self.code = "TU" if place.level == "province" else "ThU" if place.kind == "thành phố" else PARTY_CODE[place.kind]
            self.name = party_name(place)
            self.head = [self.name.upper()] if place.above is None else ["ĐẢNG BỘ " + place.above.full.upper(), self.name.upper()]
            self.signs, self.chief = "BAN THƯỜNG VỤ", "BÍ THƯ"
        elif department:
            base = words.office(department)
            self.code, self.signs, self.chief = department, None, "GIÁM ĐỐC"
            if base.endswith(" tỉnh"):  # Công an, Bộ Chỉ huy Quân sự: not under the committee
                self.name = base[:-5] + " " + place.full
                self.head = [self.name.upper()]
            else:
                self.name = base + " " + place.full
                self.head = ["ỦY BAN NHÂN DÂN", place.full.upper(), base.upper()]
        else:
            self.name = "Ủy ban nhân dân " + place.full
            self.head, self.signs, self.chief = ["ỦY BAN NHÂN DÂN", place.full.upper()], "ỦY BAN NHÂN DÂN", "CHỦ TỊCH"


def party_name(place):
    if place.level == "commune":
        return "Đảng ủy " + place.full
    return PARTY_NAME[place.kind] + " " + place.name
