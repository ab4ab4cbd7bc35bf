#include "app/junit.h"

#include "app/diagnosisjson.h"
#include "core/transfer/recordline.h"
#include "ui/wording/findings.h"

#include <QXmlStreamWriter>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether XML may hold the sign at @p at (XML 1.0, 2.2): no controls, no halves of pairs by
/// themselves, and neither U+FFFE nor U+FFFF.
bool isOfXml(const QString& text, qsizetype at)
{
    const QChar sign = text.at(at);
    if (sign.isHighSurrogate()) {
        return at + 1 < text.size() && text.at(at + 1).isLowSurrogate();
    }
    if (sign.isLowSurrogate()) {
        return at > 0 && text.at(at - 1).isHighSurrogate();
    }
    const char16_t code = sign.unicode();
    return code == u'\n' || code == u'\t' || (code >= 0x20 && code < 0xFFFE);
}

/// Without what only a window needs to break lines, and with a mark for what XML cannot hold.
QString safe(QString text)
{
    text.removeIf([](QChar sign) { return sign == u'\u200B' || sign == u'\u2060'; });
    QString kept = text;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (!isOfXml(text, at)) {
            kept[at] = QChar(QChar::ReplacementCharacter);
        }
    }
    return withoutPhoneNumbers(kept);
}

qint64 unexplained(const Diagnosis& diagnosis)
{
    qint64 refusals = 0;
    for (const CausePart& part : diagnosis.parts) {
        refusals += part.kind ? 0 : part.refusals;
    }
    return refusals;
}

void writeFinding(QXmlStreamWriter& xml, const Finding& finding)
{
    const QString text = safe(Wording::findingText(finding) + u'\n' + Wording::changeThis(finding));
    if (finding.sure == Cause::Sure::Possible) {
        xml.writeTextElement(u"system-out"_s, text);
        return;
    }
    xml.writeStartElement(u"failure"_s);
    xml.writeAttribute(u"type"_s, identifier(finding.kind));
    xml.writeAttribute(
        u"message"_s,
        safe(Wording::findingTitle(finding.kind) + u", "_s + Wording::findingAmount(finding)));
    xml.writeCharacters(text);
    xml.writeEndElement();
}

void startCase(QXmlStreamWriter& xml, const QString& name)
{
    xml.writeStartElement(u"testcase"_s);
    xml.writeAttribute(u"classname"_s, u"pacewatch"_s);
    xml.writeAttribute(u"name"_s, name);
}

} // namespace

QByteArray toJunit(const Diagnosis& diagnosis)
{
    const auto failures = std::ranges::count_if(diagnosis.findings, [](const Finding& finding) {
        return finding.sure != Cause::Sure::Possible;
    });
    const qint64 open = unexplained(diagnosis);
    const qint64 cases = diagnosis.findings.size() + diagnosis.checked.size() + 1;
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s, u"pacewatch analyze"_s);
    xml.writeAttribute(u"tests"_s, QString::number(cases));
    xml.writeAttribute(u"failures"_s, QString::number(failures + (open > 0 ? 1 : 0)));
    for (const Finding& finding : diagnosis.findings) {
        startCase(xml, identifier(finding.kind));
        writeFinding(xml, finding);
        xml.writeEndElement();
    }
    for (const FindingKind kind : diagnosis.checked) {
        startCase(xml, identifier(kind));
        xml.writeEndElement();
    }
    startCase(xml, u"not_explained"_s);
    if (open > 0) {
        xml.writeStartElement(u"failure"_s);
        xml.writeAttribute(u"type"_s, u"not_explained"_s);
        xml.writeAttribute(u"message"_s, safe(Wording::totals(diagnosis)));
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return text;
}

} // namespace Pacewatch
