"""docx.py - a small source format -> Office Open XML, as a word processor in an office would save it.

One line is one paragraph; **bold**, *italic*, ***both***, [^1] a footnote mark.  Lines starting with # are comments.
  .running TEXT        page header: TEXT and the page number, not on the first page (TEXT may be empty)
  .letterhead / .signature ... .end   two columns, one "left | right" per line
  .title .subtitle .centre TEXT       centred
  .h1 .h2 TEXT         automatic numbers: I. II. III. and 1. 2. 3.; they are not in the text
  .p TEXT              plain paragraph (also a line without a dot command)
  .fn N TEXT           text of footnote N
  .pagebreak
  .table W,W,... .end  widths in percent; cells split by ||; the first row is a header, repeated on each page;
                       "= A || text" is a group row over all columns, "^" continues the cell above
"""
import re
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
OFF = "application/vnd.openxmlformats-officedocument.wordprocessingml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = f'xmlns:w="{W}" xmlns:r="{R}"'
PAGE = 9072  # width of the text in twentieths of a point: A4 less 30 mm left and 20 mm right

STYLES = f"""<w:styles {NS}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>
<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Noidung"><w:name w:val="Nội dung"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Tenloai"><w:name w:val="Tên loại"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Trichyeu"><w:name w:val="Trích yếu"/><w:basedOn w:val="Normal"/>
<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Giua"><w:name w:val="Giữa"/><w:basedOn w:val="Normal"/>
<w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="120"/>
<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:basedOn w:val="Noidung"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>
<w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>
<w:pPr><w:jc w:val="center"/></w:pPr></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/><w:lvlJc w:val="left"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def run(text, props=""):
    return f'<w:r>{"<w:rPr>" + props + "</w:rPr>" if props else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(text):
    """Inline marks -> runs."""
    out, bold, italic = [], False, False
    for piece in re.split(r"(\*{1,3}|\[\^\d+\])", text):
        if piece.startswith("*"):
            bold ^= len(piece) >= 2
            italic ^= len(piece) != 2
        elif piece.startswith("[^"):
            out.append('<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                       f'<w:footnoteReference w:id="{piece[2:-1]}"/></w:r>')
        elif piece:
            out.append(run(piece, ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")))
    return "".join(out)


def para(text, style="Noidung", extra=""):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs(text)}</w:p>'


def cell(width, content, props=""):
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{props}</w:tcPr>{content}</w:tc>'


def table(widths, rows, border):
    lines = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                    for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if border else ""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr>'
            f'<w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')


def columns(lines, style, gap):
    """Letterhead or signature: two cells, one paragraph for each line; the room for the seal before the last."""
    left, right = zip(*[[c.strip() for c in line.split("|")] for line in lines])
    left, right = [x for x in left if x], [x for x in right if x]
    widths = [PAGE * 45 // 100, PAGE - PAGE * 45 // 100]
    tall = [para("", "Giua")] * gap
    paras = [para(x, "Giua") for x in right]
    row = (cell(widths[0], "".join(para(x, style) for x in left))
           + cell(widths[1], "".join(paras[:-1] + tall + paras[-1:])))
    return table(widths, [f"<w:tr>{row}</w:tr>"], False)


def data_table(spec, lines):
    percent = [int(x) for x in spec.split(",")]
    widths = [PAGE * p // 100 for p in percent]
    grid = [[c.strip() for c in line.split("||")] for line in lines]
    rows = []
    for i, cells in enumerate(grid):
        if cells[0].startswith("="):
            row = cell(widths[0], para("**" + cells[0][1:].strip() + "**", "Giua"))
            row += cell(sum(widths[1:]), para("**" + cells[1] + "**", "Normal"),
                        f'<w:gridSpan w:val="{len(widths) - 1}"/>')
            rows.append(f"<w:tr>{row}</w:tr>")
            continue
        row = ""
        for k, text in enumerate(cells):
            below = grid[i + 1][k] if i + 1 < len(grid) and len(grid[i + 1]) == len(cells) else ""
            merge = "<w:vMerge/>" if text == "^" else '<w:vMerge w:val="restart"/>' if below == "^" else ""
            shown = "" if text == "^" else "**" + text + "**" if i == 0 else text
            row += cell(widths[k], para(shown, "Giua" if i == 0 or k == 0 else "Normal"), merge)
        rows.append(f'<w:tr>{"<w:trPr><w:tblHeader/></w:trPr>" if i == 0 else ""}{row}</w:tr>')
    return table(widths, rows, True)


def parse(source):
    """-> (body xml, footnotes {number: text}, running head or None)"""
    lines = [x for x in source.splitlines() if x.strip() and not x.startswith("#")]
    body, notes, running, i = [], {}, None, 0
    while i < len(lines):
        line = lines[i]
        i += 1
        word, _, rest = line.partition(" ")
        if word in (".letterhead", ".signature", ".table"):
            end = lines.index(".end", i)
            block, i = lines[i:end], end + 1
            if word == ".table":
                body.append(data_table(rest, block))
            else:
                body.append(columns(block, "Giua" if word == ".letterhead" else "Normal", 4 * (word == ".signature")))
            body.append("<w:p/>")
        elif word == ".running":
            running = rest
        elif word == ".fn":
            number, _, text = rest.partition(" ")
            notes[int(number)] = text
        elif word == ".pagebreak":
            body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        elif word in STYLE_OF:
            body.append(para(rest, STYLE_OF[word]))
        elif word.startswith("."):
            raise ValueError(f"unknown command {word}")
        else:
            body.append(para(line))
    return "".join(body), notes, running


STYLE_OF = {".title": "Tenloai", ".subtitle": "Trichyeu", ".centre": "Giua", ".h1": "Heading1", ".h2": "Muc", ".p": "Noidung"}


def footnotes_xml(notes):
    parts = ['<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
             '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>']
    for number, text in sorted(notes.items()):
        parts.append(f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
                     '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
                     f"{run(' ')}{runs(text)}</w:p></w:footnote>")
    return f'<w:footnotes {NS}>{"".join(parts)}</w:footnotes>'


def header_xml(running):
    page = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    text = run(running + " - trang ") if running else ""
    return f'<w:hdr {NS}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{text}{page}</w:p></w:hdr>'


def build(source, path, when):
    """Write the document at path; when = (year, month, day, hour, minute, second) of every member."""
    body, notes, running = parse(source)
    section = ('<w:sectPr>' + ('<w:headerReference w:type="default" r:id="rId4"/>' if running is not None else "")
               + '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" '
               'w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>')
    parts = {"styles": STYLES, "numbering": NUMBERING, "footnotes": footnotes_xml(notes)}
    if running is not None:
        parts["header1"] = header_xml(running)
    kinds = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "header1": "header"}
    types = "".join(f'<Override PartName="/word/{p}.xml" ContentType="{OFF}{kinds[p]}+xml"/>' for p in parts)
    rels = "".join(f'<Relationship Id="rId{i}" Type="{R}/{kinds[p]}" Target="{p}.xml"/>' for i, p in enumerate(parts, 1))
    files = [
        ("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/word/document.xml" ContentType="{OFF}document.main+xml"/>{types}</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{REL}"><Relationship Id="rId1" Type="{R}/officeDocument" '
         'Target="word/document.xml"/></Relationships>'),
        ("word/_rels/document.xml.rels", f'<Relationships xmlns="{REL}">{rels}</Relationships>'),
        ("word/document.xml", f"<w:document {NS}><w:body>{body}{section}</w:body></w:document>"),
    ] + [(f"word/{p}.xml", xml) for p, xml in parts.items()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, xml in files:
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            out.writestr(info, HEAD + xml)
