"""A workbook of ours in the shape in which WPS 表格 saves it, with the same values."""

from __future__ import annotations

from lxml import etree

from benchmarks.office_package import (
    BOOK,
    MC,
    STYLES,
    X14,
    Package,
    element,
    main,
    numbers,
    say_who_wrote,
    with_namespaces,
)

WPS = "http://www.wps.cn/officeDocument"
ETC = f"{WPS}/2017/etCustomData"
ONLINE = "https://web.wps.cn/et/2018/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
STORED = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
SHEET_SPACES = {"xdr": DRAWING, "x14": X14, "mc": MC, "etc": ETC}
CUSTOM = "docProps/custom.xml"

# Every workbook has all built-in styles, by number.
BUILT_IN = {
    **{3: "千位分隔", 4: "货币", 5: "百分比", 6: "千位分隔[0]", 7: "货币[0]", 8: "超链接"},
    **{9: "已访问的超链接", 10: "注释", 11: "警告文本", 15: "标题", 53: "解释性文本"},
    **{16: "标题 1", 17: "标题 2", 18: "标题 3", 19: "标题 4", 20: "输入", 21: "输出"},
    **{22: "计算", 23: "检查单元格", 24: "链接单元格", 25: "汇总", 26: "好", 27: "差", 28: "适中"},
    **{
        29 + 4 * accent + shade: f"{share}强调文字颜色 {accent + 1}"
        for accent in range(6)
        for shade, share in enumerate(("", "20% - ", "40% - ", "60% - "))
    },
}


def as_wps(content: bytes) -> bytes:
    package = Package(content)
    for _, name in package.sheets():
        root = with_namespaces(package.trees[name], SHEET_SPACES)
        package.trees[name] = root
        write_sheet(root)
    write_styles(package)
    write_book(package)
    write_own_parts(package)
    write_properties(package)
    say_who_wrote(
        package, "WPS 表格", "12.0000", {"Worksheets": "工作表", "Named Ranges": "命名范围"}
    )
    return package.packed(b"\n")


def write_sheet(root: etree._Element) -> None:
    for view in root.iter(main("sheetView")):
        if view.find(main("selection")) is None:
            view.append(element('<selection activeCell="B6" sqref="B6"/>'))
    for one in root.iter(main("sheetFormatPr")):
        one.set("defaultColWidth", "9")
    for row in root.iter(main("row")):
        # Its heights stand before its spans.
        if spans := row.attrib.pop("spans", None):
            row.set("spans", spans)
    for cell in root.iter(main("c")):
        for value in numbers(cell):
            value.text = (value.text or "").removesuffix(".0")


def write_styles(package: Package) -> None:
    root = package.trees[STYLES]
    fonts, fills, formats, names = (
        root.find(main(name)) for name in ("fonts", "fills", "cellStyleXfs", "cellStyles")
    )
    names[0].set("name", "常规")
    for number, name in BUILT_IN.items():
        fonts.append(
            element(
                f'<font><sz val="11"/><color theme="{number % 10}"/><name val="宋体"/>'
                '<charset val="0"/><scheme val="minor"/></font>'
            )
        )
        fills.append(
            element(
                f'<fill><patternFill patternType="solid"><fgColor theme="{number % 10}"'
                ' tint="0.8"/><bgColor indexed="64"/></patternFill></fill>'
            )
        )
        formats.append(
            element(
                f'<xf numFmtId="0" fontId="{len(fonts) - 1}" fillId="{len(fills) - 1}" borderId="0"'
                ' applyNumberFormat="0" applyBorder="0" applyAlignment="0" applyProtection="0">'
                '<alignment vertical="center"/></xf>'
            )
        )
        names.append(
            element(f'<cellStyle name="{name}" xfId="{len(formats) - 1}" builtinId="{number}"/>')
        )
    for one in (fonts, fills, formats, names):
        one.set("count", str(len(one)))
    root.append(
        element(
            '<extLst><ext uri="{9260A510-F301-46a8-8635-F512D64BE5F5}">'
            '<x14:slicerStyles defaultSlicerStyle="SlicerStyleLight1"/></ext></extLst>',
            x14=X14,
        )
    )


def write_book(package: Package) -> None:
    root = package.trees[BOOK]
    for one in root.iter(main("fileVersion")):
        one.set("lastEdited", "3")
        one.set("lowestEdited", "5")
        one.set("rupBuild", "9302")
    for one in root.iter(main("calcPr")):
        one.attrib.clear()
        one.set("calcId", "144525")


def write_own_parts(package: Package) -> None:
    """Pictures in cells, and what the online editor keeps."""
    package.add(
        "xl/cellimages.xml",
        etree.Element(f"{{{ETC}}}cellImages", None, {"etc": ETC, "xdr": DRAWING}),
        "application/vnd.wps-officedocument.cellimage+xml",
    )
    package.relate(BOOK, f"{WPS}/2020/cellImage", "cellimages.xml")
    sheets = "".join(
        f'<woSheetProps sheetStid="{sheet}" interlineOnOff="0" interlineColor="0" isDbSheet="0"/>'
        for sheet, _ in package.sheets()
    )
    kept = (
        f'<woProps xmlns="{ONLINE}"><woSheetsProps>{sheets}</woSheetsProps><woBookProps>'
        '<bookSettings isFilterShared="1" isAutoUpdatePaused="0" filterType="conn"/>'
        "</woBookProps></woProps>"
    )
    package.trees["customXml/item1.xml"] = etree.fromstring(kept)
    package.add(
        "customXml/itemProps1.xml",
        etree.fromstring(
            f'<ds:datastoreItem xmlns:ds="{STORED}"'
            ' ds:itemID="{06C82605-B75B-4693-9329-32AAD527C692}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{ONLINE}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    package.relate("customXml/item1.xml", "customXmlProps", "itemProps1.xml")
    package.relate(BOOK, "customXml", "../customXml/item1.xml")


def write_properties(package: Package) -> None:
    root = package.trees[CUSTOM]
    for name, text in (
        ("ICV", "5F1B6C3A0D7E4B5C9A2F8E1D4C7B6A59_12"),
        ("KSOProductBuildVer", "2052-12.1.0.18608"),
    ):
        root.append(
            element(
                '<p:property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"'
                f' pid="{len(root) + 2}" name="{name}"><vt:lpwstr>{text}</vt:lpwstr></p:property>',
                p=PROPERTIES,
                vt=VARIANT,
            )
        )
