"""Codes about the running text of a published report, held against its tables and its subject."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, Code, Words

TITLE = "报告正文"

# TEXT-01 of parts that the text does not add up.
PARTS_AGAINST_TABLE = Words(
    title="正文的数与表格不符",
    message="正文{section}“{sentence}”中，{parts} 相加是 {actual}，{compared}。",
    remedy="请对照台账核对：表格无误的，请改正正文各部分的数；正文无误的，请改正表格，"
    "再核对勾稽关系。",
)

CODES = (
    # A figure in the text is none of those that its words can mean.
    Code(
        code="TEXT-01",
        severity="warning",
        title="正文的数与表格不符",
        message="正文{section}“{sentence}”写的是{stated}，{compared}。",
        remedy="请对照台账核对：表格无误的，正文改为 {fitting}；正文无误的，请改正表格，"
        "再核对勾稽关系；统计范围确实不同的，请在正文写明范围。",
        page_remedy="请对照台账核对：表格无误的，请改正正文；正文无误的，请改正表格，"
        "再核对勾稽关系；统计范围确实不同的，请在正文写明范围。",
        why="报告的文字和表格说的是同一年的同一批事项，公众会对着看；文字中的数多半是起草时填的，"
        "表格后来改过，或是沿用了上年的文字。说法可以有两种理解的（如“受理”可以含上年结转），"
        "与其中一种相符就不提示；“余”“约”等概数、人次、百分比、其他范围的数不核对。",
        example="正文写“全年共收到政府信息公开申请 97 件”，表三 J6 是 110，加上上年结转也不是 97。",
        effect=ALL,
        needs="text",
    ),
    # Parts within a sentence do not add up to the whole that it states.
    Code(
        code="TEXT-02",
        severity="warning",
        title="正文一句之内的数加不起来",
        message="正文{section}“{sentence}”中，{parts} 相加是 {actual}，"
        "而这里写的总数是 {expected}。",
        remedy="请核对各部分的数和总数；各部分有重复、没有列全的，请在正文写明。",
        why="一句话里把总数分成几部分（线上、线下，或一直列到“其他”）时，各部分之和应等于总数；"
        "对不上的，多半是改了总数没有改各部分。没有列全的不提示。",
        example="“共收到申请 110 件，其中线上 13 件、线下 87 件”：相加是 100。",
        effect=ALL,
        needs="text",
    ),
    # The text speaks of another year as of the one that it reports on.
    Code(
        code="TEXT-03",
        severity="warning",
        title="正文写的是别的年度",
        message="正文{section}“{sentence}”写的是 {actual} 年；"
        "按本报告的年度，这里应是 {expected} 年。",
        remedy="请核对是否沿用了上年的文字：是的，请改为 {expected} 年，并核对这一句的内容和数；"
        "说的确实是 {actual} 年的，请写明与本年的关系。",
        why="年度报告说的是当年 1 月 1 日至 12 月 31 日的情况，沿用上年文字时最容易漏改年份。"
        "与上年相比、上年问题的整改、文件标题和文号中的年份、下一年的打算都不提示。",
        example="2024 年度的报告写“2023 年，我局共收到政府信息公开申请 12 件”。",
        effect=ALL,
        needs="text",
    ),
    # Another body stands where only the unit itself can stand.
    Code(
        code="TEXT-04",
        severity="warning",
        title="正文写的是别的单位",
        message="正文{section}“{sentence}”说的是“{actual}”，而本报告是“{expected}”的。",
        remedy="请核对是否套用了其他单位的文字：是的，请改正，并核对这一段的内容和数；"
        "确实要写其他单位的，请写明与本单位的关系。",
        why="套用其他单位的报告时，常常漏改单位名称。只看应当写本单位的地方（由谁编制、与谁联系、"
        "谁收到申请、谁的工作）；联合、指导、通报等处写到的其他单位不提示。",
        example="某县教育局的报告写“2024 年，某县民政局坚持以公开为常态……”。",
        effect=ALL,
        needs="text",
    ),
    # A paragraph is last year's.
    Code(
        code="TEXT-05",
        severity="warning",
        title="正文照抄上年",
        message="正文{section}的一段与上年报告{before}的一段有 {percent} 相同：“{sentence}”。",
        remedy="请按本年的情况重写这一段；情况确实没有变化的，请写明。",
        why="通报中多次点名年度报告“年年相似”：除年份外照抄上年的工作总结、存在问题和改进措施。"
        "不满 40 字的、写明编制依据和联系方式的、数已经是本年数的段落不提示。",
        example="上年“五、存在的主要问题及改进情况”的一段，本年只改了年份。",
        effect=ALL,
        needs="last_text",
    ),
    # Something was left to be filled in.
    Code(
        code="TEXT-06",
        severity="warning",
        title="正文还有没填的地方",
        message="正文{section}还没有填写：“{sentence}”。",
        remedy="请填写，或删去提示文字。",
        why="“【请填写：…】”“XX 件”“（文字描述）”等是留给起草人填的，带着它们发布，公众会看到。",
        example="发布的报告中还有“【请填写：本年度政府信息公开工作存在的主要问题】”。",
        effect=ALL,
        needs="text",
    ),
)
