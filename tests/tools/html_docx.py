#!/usr/bin/env python3
"""html_docx.py IN.html OUT.docx - the paragraphs and tables of a simple page as a Word file.

Knows p, ul, li, b and tables with colspan, rowspan and tables inside cells: what the documents of
tests/golden/tables are made of, so that each is read in both formats.
"""
import sys
import zipfile
from html.parser import HTMLParser
from xml.sax.saxutils import escape

TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
         'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
         'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
         'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELS = ('<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>')
MAIN = ('<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body>%s</w:body></w:document>')


class Cell:
    def __init__(self, colspan=1, rowspan=1):
        self.colspan, self.rowspan, self.blocks = colspan, rowspan, []


class Reader(HTMLParser):
    """Blocks: a paragraph is a string, a table a list of rows of cells."""

    def __init__(self):
        super().__init__()
        self.body = Cell()
        self.stack = [self.body]  # cells that are open
        self.tables = []          # tables that are open
        self.para = None
        self.quiet = False

    def flush(self):
        if self.para is not None and self.para.strip():
            self.stack[-1].blocks.append(" ".join(self.para.split()))
        self.para = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.quiet |= tag == "head"
        if tag in ("p", "li"):
            self.flush()
            self.para = "- " if tag == "li" else ""
        elif tag == "table":
            self.flush()
            table = []
            self.stack[-1].blocks.append(table)
            self.tables.append(table)
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            cell = Cell(int(a.get("colspan", 1)), int(a.get("rowspan", 1)))
            self.tables[-1][-1].append(cell)
            self.stack.append(cell)

    def handle_endtag(self, tag):
        self.quiet &= tag != "head"
        if tag in ("p", "li", "td", "th"):
            self.flush()
        if tag in ("td", "th"):
            self.stack.pop()
        elif tag == "table":
            self.tables.pop()

    def handle_data(self, data):
        if not self.quiet and (self.para is not None or data.strip()):
            self.para = (self.para or "") + data


def blocks_xml(blocks):
    out = []
    for b in blocks:
        out.append(table_xml(b) if isinstance(b, list) else
                   '<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % escape(b))
    if not blocks or isinstance(blocks[-1], list):
        out.append("<w:p/>")  # Word wants a paragraph at the end of a cell
    return "".join(out)


def cell_xml(cell, merge):
    props = '<w:gridSpan w:val="%d"/>' % cell.colspan if cell.colspan > 1 else ""
    return "<w:tc><w:tcPr>%s%s</w:tcPr>%s</w:tc>" % (props, merge, blocks_xml(cell.blocks))


def table_xml(rows):
    """Word repeats a cell merged downwards in every row it covers."""
    covered = {}  # column: (rows left, cell)
    out = []
    for row in rows:
        col, cells, queue = 0, [], list(row)
        while queue or col in covered:
            if col in covered:
                left, above = covered.pop(col)
                if left > 1:
                    covered[col] = (left - 1, above)
                cells.append(cell_xml(Cell(above.colspan), "<w:vMerge/>"))
                col += above.colspan
                continue
            cell = queue.pop(0)
            cells.append(cell_xml(cell, '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""))
            if cell.rowspan > 1:
                covered[col] = (cell.rowspan - 1, cell)
            col += cell.colspan
        # a column covered for this row must not be met again in it
        out.append("<w:tr>%s</w:tr>" % "".join(cells))
    return "<w:tbl>%s</w:tbl>" % "".join(out)


def main(source, target):
    reader = Reader()
    with open(source, encoding="utf-8") as f:
        reader.feed(f.read())
    reader.flush()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", RELS)
        z.writestr("word/document.xml", MAIN % blocks_xml(reader.body.blocks))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
