"""Why a file is not counted: for the list of files and inside messages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, unique

from toolkit.text import shorten


@dataclass(frozen=True, slots=True)
class _Advice:
    """What to do about a file: the office that has received it, and the unit whose file it is."""

    office: str
    unit: str


_NOT_OURS = "不是报表的文件，请移出文件夹。"
_FILL = "把数据填入下发的 Excel 模板，报送“.xlsx”工作簿"
_FILL_IN = f"请{_FILL}"
_READABLE = "能选中文字的 Word 文档（.docx）、PDF 或网页"
_DIRECT = _Advice(
    f"如是报表，请该单位报送下发的 Excel 模板，至少是{_READABLE}，"
    f"不要报送图片或扫描件；{_NOT_OURS}",
    f"{_FILL_IN}，至少是{_READABLE}，不要报送图片或扫描件。",
)
_NONE_READ = "没有从中读出正式表格"


def _because(why: str) -> _Advice:
    """What to do about a document without a table that can be read; ``why``: what it may be."""
    return _Advice(
        f"可能{why}。如是报表，请该单位报送下发的 Excel 模板；{_NOT_OURS}",
        f"可能{why}。{_FILL_IN}。",
    )


_NO_TABLE = _because("只有文字、表格是图片，或改动了表头")
_NO_RULED_TABLE = _because("只有文字、表格是图片或没有边框线，或改动了表头")
_NO_MARKED_TABLE = _because("只有文字，各栏没有用制表符或“|”分开，或改动了表头")
_OTHER_HEADS = _because("不是报表，或改动了表头")
_SAVE_AS = _Advice(
    "请该单位用 Excel 或 WPS 打开后另存为“.xlsx”工作簿，重新报送。",
    "请用 Excel 或 WPS 打开后另存为“.xlsx”工作簿，再报送。",
)
_TEMPLATE = _Advice(
    f"如是报表，请该单位把数据填入下发的 Excel 模板，报送“.xlsx”工作簿；{_NOT_OURS}",
    f"{_FILL_IN}。",
)
_SEND_INSIDE = "请解压后直接报送里面的“.xlsx”工作簿。"
_UNPACK = _Advice(
    "请解压后把里面的工作簿放入文件夹，或请该单位直接报送“.xlsx”工作簿。", _SEND_INSIDE
)
_UNPACK_ALL = _Advice("请先把压缩包解压到文件夹中，再重新汇总。", _SEND_INSIDE)
_AGAIN = _Advice(
    "可能是传送中断所致，请重新下载或拷贝；仍打不开的，请该单位重新报送。",
    f"可能是保存或拷贝中断所致，请重新拷贝；仍打不开的，{_FILL_IN}。",
)
_SUSPICIOUS = _Advice(
    "请向该单位核实文件的来历，不要打开；如确是报表，请该单位填入下发的模板重新报送。",
    f"请核实文件的来历，不要打开；如确是报表，{_FILL_IN}。",
)
_SAVE_AS_WORD = _Advice(
    "请用 Word 或 WPS 打开后另存为“.docx”文档，放入文件夹重新汇总；"
    "最好请该单位填入下发的 Excel 模板，重新报送。",
    f"请用 Word 或 WPS 打开后另存为“.docx”文档，再报送；最好{_FILL}。",
)
_INSTALL_PDF = _Advice(
    "请安装 toolkit[pdf]（见安装说明）后重新汇总，或请该单位填入下发的 Excel 模板，重新报送。",
    f"请安装 toolkit[pdf]（见安装说明）后重新审核；最好{_FILL}。",
)
_SCANNED = _Advice(
    f"如是报表，请该单位报送下发的 Excel 模板，至少是{_READABLE}，不设密码；{_NOT_OURS}",
    f"{_FILL_IN}，至少是{_READABLE}，不设密码。",
)
_SAVE_PAGE = _Advice(
    "请在浏览器中打开，等表格显示出来后另存为“网页，全部”或打印成 PDF，放入文件夹重新汇总；"
    "最好请该单位报送下发的 Excel 模板。",
    f"请在浏览器中打开，等表格显示出来后另存为“网页，全部”或打印成 PDF，再报送；最好{_FILL}。",
)
_FETCH_LINKED = _Advice(
    "请打开网页，把附件下载到文件夹中，再重新汇总。",
    f"请打开网页，下载附件后报送附件；最好{_FILL}。",
)
_ONE_EACH = _Advice(
    "请按单位、年度分开，一份报告存成一个文件，再重新汇总。",
    "请只保留本单位本年度的报告，存成一个文件，再报送。",
)
_NOTHING = "无需处理。"
_CLEAR = "把表格下方、右侧多余的行和列整行、整列选中后删除（不要只清除内容），保存后"
_FEWER = _Advice(f"请该单位{_CLEAR}重新报送。", f"请{_CLEAR}再报送。")
_TWINS = "删去多余的工作表或改名，保存后"
_SEND_ATTACHED = "附件另存出来，直接报送“.xlsx”工作簿。"
_ATTACHED = _Advice("请把邮件中的附件另存到文件夹中，再重新汇总。", f"请把邮件中的{_SEND_ATTACHED}")
_DEFAULT = _Advice(
    f"如是报表，请用 Excel 或 WPS 打开后另存为不加密的“.xlsx”工作簿，重新报送；{_NOT_OURS}",
    "请用 Excel 或 WPS 打开后另存为不加密的“.xlsx”工作簿，再报送。",
)


@unique
class Refusal(Enum):
    """The reason, and what to do about it; one without advice of its own gets the general one."""

    text: str
    advice: str
    unit_advice: str

    def __init__(self, text: str, advice: _Advice | str = _DEFAULT) -> None:
        self.text = text
        told = _Advice(advice, advice) if isinstance(advice, str) else advice
        self.advice, self.unit_advice = told.office, told.unit

    NOT_A_WORKBOOK = "不是能识别的工作簿"
    ENCRYPTED = "文件设有打开密码"
    ENCRYPTED_ODS = (
        "“.ods”工作簿设有打开密码",
        _Advice(
            "请该单位打开后另存为不带密码的“.xlsx”工作簿，重新报送。",
            "请打开后另存为不带密码的“.xlsx”工作簿，再报送。",
        ),
    )
    BROKEN = ("文件已损坏", _AGAIN)
    TOO_LARGE = ("解压后过大或部件过多，疑似异常文件", _TEMPLATE)
    TOO_FAR = ("表格的行列数远超正常范围", _FEWER)
    TWIN_SHEETS = (
        "有同名的工作表",
        _Advice(
            f"各种软件打开时看到的可能不同：请该单位打开后{_TWINS}重新报送。",
            f"各种软件打开时看到的可能不同：请打开后{_TWINS}再报送。",
        ),
    )
    UNSAFE = ("含有不允许的外部实体定义，疑似异常文件", _TEMPLATE)
    CRASHED = ("读取时出现严重错误，疑似异常文件", _TEMPLATE)
    TOO_SLOW = ("读取超过 5 秒，疑似异常文件", _TEMPLATE)
    CANNOT_OPEN = (
        "没有读取权限或文件正被占用",
        _Advice(
            "请关闭正在使用该文件的程序，确认有读取权限后重新汇总。",
            "请关闭正在使用该文件的程序，确认有读取权限后重新审核。",
        ),
    )

    LOCK_FILE = "Excel 或系统的临时文件"
    PART_OF_A_PAGE = "网页的附属文件（图片、样式等）"
    ROSTER = "单位名册"
    OWN_JSON = ("本工具生成的 JSON", _NOTHING)
    OWN_OUTPUT = "本工具生成的汇总工作簿"
    OWN_YEARS = "本工具生成的历年对比"
    OWN_LAST_YEAR = "填写上年数的表"
    A_WORKBOOK = "是填报工作簿，不是公开发布的年度报告"
    OWN_REPORT = "本工具生成的年度报告，不能代替工作簿"
    OWN_NOTICE = "本工具生成的通知或回执"
    OWN_JOURNAL = "本工具的台账"
    NO_REPORT = "不是年度报告（没有一个正式表头，也没有单位名称）"
    OWN_BACKUP = "本工具保留的上一版汇总工作簿（.bak）"
    UNTOUCHED = "未填写的空白模板"
    SENT_BACK = "本工具生成的退回件，没有改动过"
    NO_IDENTITY = "没有填报单位信息，文件名也对不上名册"
    NO_TABLES = (
        "没有找到报表中的任何一张表",
        _Advice(f"如是报表，请该单位用下发的模板重新填报；{_NOT_OURS}", f"{_FILL_IN}。"),
    )
    NO_UNIT = "没有填写单位名称和代码"
    CONTRADICTION = "单位或年度前后矛盾"
    NO_YEAR = "没有填报告年度"
    TIE = "与其他版本数据不同，分不出先后"
    TWINS = "名册中有同名单位，又没有填单位代码"
    COLLECTOR_ITSELF = (
        "填报单位就是汇总单位本身，它的数由下级单位汇总得出，不单独填报",
        _Advice(
            "如填的是本级机关的数，请改用本级机关的模板填报；否则请移出文件夹。",
            "如填的是本级机关的数，请改用本级机关的模板填报；否则不必报送。",
        ),
    )

    # Kinds of files that we do not read as workbooks.
    XLSB = ("是 Excel 二进制工作簿（.xlsb）", _SAVE_AS)
    XML_SPREADSHEET = ("是 XML 表格（Excel 2003），不是工作簿", _SAVE_AS)
    CSV = (f"是 CSV 文本，{_NONE_READ}", _OTHER_HEADS)
    HTML = (f"是网页，{_NONE_READ}", _NO_TABLE)
    PDF = (f"是 PDF 文件，{_NONE_READ}", _NO_RULED_TABLE)
    OFD = ("是 OFD 版式文件", _DIRECT)
    PICTURE = ("是图片", _DIRECT)
    WORD = (f"是 Word 文档，{_NONE_READ}", _NO_TABLE)
    RTF = ("是 RTF 文档", _SAVE_AS_WORD)
    SLIDES = ("是演示文稿（PPT）", _DIRECT)
    OPENDOCUMENT = ("是 OpenDocument 文档，不是表格", _SAVE_AS_WORD)
    OTHER_OFFICE = "是其他程序的文档，不是工作簿"
    XML = ("是 XML 文件", _TEMPLATE)
    TEXT = (f"是文本文件，{_NONE_READ}", _NO_MARKED_TABLE)
    PROGRAM = ("是程序文件，不是工作簿", _SUSPICIOUS)
    SHORTCUT = (
        "是快捷方式，不是文件本身",
        _Advice("请该单位报送文件本身，不要报送快捷方式。", "请报送文件本身，不要报送快捷方式。"),
    )
    EMPTY = ("是空文件", _AGAIN)
    ZIP = ("是 ZIP 压缩包", _UNPACK)
    RAR = ("是 RAR 压缩包", _UNPACK)
    SEVEN_ZIP = ("是 7z 压缩包", _UNPACK)
    GZIP = ("是 GZIP 压缩包", _UNPACK)
    TAR = ("是 TAR 打包文件", _UNPACK)
    OTHER_ARCHIVE = ("是其他格式的压缩包", _UNPACK)
    MAIL = ("是邮件", _ATTACHED)
    OUTLOOK_MAIL = (
        "是 Outlook 邮件（.msg）",
        _Advice(
            "请在 Outlook 中打开邮件，把附件另存到文件夹中，再重新汇总。",
            f"请在 Outlook 中打开邮件，把{_SEND_ATTACHED}",
        ),
    )
    TNEF = (
        "是 Outlook 专用格式的附件（winmail.dat）",
        _Advice(
            "请发件人以纯文本或 HTML 格式重新发送邮件，或直接报送“.xlsx”工作簿。",
            "请以纯文本或 HTML 格式重新发送邮件，或直接报送“.xlsx”工作簿。",
        ),
    )

    # Documents in which no official table could be read.
    OLD_WORD = ("是旧版 Word 或 WPS 文字文档（.doc、.wps）", _SAVE_AS_WORD)
    WORD_WITH_MACROS = ("是带宏的 Word 文档（.docm）", _SAVE_AS_WORD)
    PDF_READER_MISSING = ("是 PDF 文件，所用的工具没有装读取 PDF 的组件", _INSTALL_PDF)
    SCANNED_PDF = ("是扫描的 PDF 文件，里面只有图片，没有文字", _SCANNED)
    LOCKED_PDF = ("是设有密码的 PDF 文件", _SCANNED)
    EMPTY_PAGE = ("是网页，文件里没有表格（打开时才由网站另行取来）", _SAVE_PAGE)
    LINKING_PAGE = ("是网页，里面没有表格，只有附件的链接", _FETCH_LINKED)
    TOO_MANY_ROWS = ("里面的表格行数过多，不像一份年度报告", _ONE_EACH)
    SEVERAL_REPORTS = ("里面有不止一个单位或年度的报告", _ONE_EACH)

    # For archives, mails and folders.
    LOCKED_ARCHIVE = (
        "压缩包设有密码",
        _Advice(
            "请用 --password 写明密码后重新汇总，或用密码解压后把里面的工作簿放入文件夹。",
            "请用密码解压后直接报送里面的“.xlsx”工作簿；"
            "密码是统一发放的，可用 --password 写明后重新审核。",
        ),
    )
    UNUSUAL_ZIP = ("压缩方法不常见，无法解压", _UNPACK)
    EMPTY_ARCHIVE = (
        "压缩包里没有文件",
        _Advice("请该单位核实压缩包，重新报送。", "请核实压缩包，直接报送“.xlsx”工作簿。"),
    )
    TOO_DEEP = (
        "压缩包或邮件层层嵌套过深，疑似异常文件",
        _Advice(
            "请逐层解压，把里面的工作簿放入文件夹后重新汇总。",
            "请逐层解压，直接报送里面的“.xlsx”工作簿。",
        ),
    )
    TOO_MUCH = ("本次解压的总量已达上限，没有解压", _UNPACK_ALL)
    HUGE_MAIL = ("是邮件，过大", _ATTACHED)
    HUGE_MAILBOX = (
        "是邮箱文件，过大或邮件过多",
        _Advice(
            "请只把报送年报的邮件（或其中的附件）另存到文件夹中，再重新汇总。",
            f"请把年报的{_SEND_ATTACHED}",
        ),
    )
    PART_OF_A_MAIL = (
        "邮件被拆成几封分别发送，这里只有其中一段",
        _Advice(
            "请发件人不拆分，重新发送整封邮件，或直接报送“.xlsx”工作簿。",
            "请不要拆分，重新发送整封邮件，或直接报送“.xlsx”工作簿。",
        ),
    )
    WRITTEN_IN_TEXT = (
        "附件以文本编码写在邮件正文里，无法取出",
        _Advice(
            "请发件人把文件作为附件重新发送，或直接报送“.xlsx”工作簿。",
            "请把文件作为附件重新发送，或直接报送“.xlsx”工作簿。",
        ),
    )
    EMPTY_MAIL = (
        "是邮件，里面没有附件",
        _Advice(
            "如附件是云附件或下载链接，请下载后放入文件夹；确无附件的，请该单位重新报送。",
            "如附件是云附件或下载链接，请下载后直接报送“.xlsx”工作簿。",
        ),
    )
    MAIL_PICTURE = "邮件正文或签名中的图片"
    MAIL_SIGNATURE = "邮件的数字签名"
    HIDDEN = "隐藏文件（名称以“.”开头）"
    FOLDER_LINK = "指向别的文件夹的链接"
    LOST_LINK = (
        "是链接，所指的文件不存在",
        _Advice("请把链接所指的文件拷贝到文件夹中，再重新汇总。", "请报送链接所指的文件本身。"),
    )
    SPECIAL = "管道、设备等，不是文件"


@dataclass(frozen=True, slots=True)
class FarCell:
    """The cell because of which a sheet is too large."""

    cell: str
    # Empty where it is not known.
    sheet: str = ""

    @property
    def text(self) -> str:
        sheet = f"工作表“{shorten(self.sheet)}”的 " if self.sheet else "工作表的 "
        return f"{sheet}{self.cell} 单元格有内容，表格的行列数远超正常范围"

    @property
    def advice(self) -> str:
        return Refusal.TOO_FAR.advice

    @property
    def unit_advice(self) -> str:
        return Refusal.TOO_FAR.unit_advice


class Unreadable(Exception):
    """A file that cannot be read as a workbook, with the reason."""

    def __init__(self, refusal: Refusal, reason: FarCell | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        # The refusal, or what it says of this one file.
        self.reason: Refusal | FarCell = reason or refusal

    def on(self, sheet: str) -> Unreadable:
        """The same, where it is now known on which sheet it was met."""
        if isinstance(self.reason, FarCell):
            return Unreadable(self.refusal, replace(self.reason, sheet=sheet))
        return self

    def __str__(self) -> str:
        return self.refusal.text
