#include "core/transfer/fieldfinder.h"

#include "core/privacy/privatefields.h"
#include "core/privacy/redactor.h"
#include "core/quota/moments.h"
#include "core/transfer/formatfinder.h"
#include "core/transfer/importers.h"
#include "core/transfer/linereader.h"
#include "core/transfer/timetext.h"
#include "core/transfer/utf16device.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// Enough for some hundred lines; looked through in a few milliseconds.
constexpr qint64 FieldSample = 256 * 1024;

bool canBeRead(const CallFactRole& role, QByteArrayView value)
{
    bool isNumber = false;
    const qint64 number = value.trimmed().toLongLong(&isNumber);
    if (hasUnit(role.fact)) {
        return parseNumber(value).has_value() || parseSpan(value).has_value();
    }
    switch (role.fact) {
    case CallFact::Arrived:
    case CallFact::Ended:
        return readTime(value, role).has_value();
    case CallFact::Status:
        return isNumber && number >= 100 && number <= 999;
    case CallFact::RequestBytes:
    case CallFact::ResponseBytes:
    case CallFact::Attempt:
        return isNumber && number >= 0;
    case CallFact::RequestLine:
        return value.contains(' ');
    default:
        return true;
    }
}

/// Shows a value of a field as it would be shown in a call.
class SampleMask final
{
public:
    explicit SampleMask(const QByteArray& key)
        : m_standIns(key)
        , m_redactor(key)
    { }

    QString masked(const QByteArray& name, QByteArrayView value)
    {
        constexpr qsizetype Longest = 4096;
        constexpr qsizetype Shown = 64;
        const QByteArray text
            = value.first(std::min(value.size(), Longest)).trimmed().toByteArray();
        return QString::fromUtf8(maskedText(name, text)).simplified().left(Shown);
    }

private:
    QByteArray maskedText(const QByteArray& name, const QByteArray& text)
    {
        const qsizetype point = name.lastIndexOf('.');
        const QByteArray last = name.mid(point + 1);
        const QByteArray parent = point < 0 ? QByteArray() : name.left(point).split('.').last();
        if (const auto kind = privateKindOf(last, parent)) {
            return m_standIns.of(*kind, text);
        }
        Exchange call;
        if (text.startsWith('{') || text.startsWith('[')) {
            call.response.headers.append("Content-Type", "application/json");
            call.responseBody = {text, text.size(), {}};
            return m_redactor.redacted(std::move(call)).responseBody.head;
        }
        if (text.contains('/') || text.contains('?')) {
            call.request.target = text;
            return m_redactor.redacted(std::move(call)).request.target;
        }
        return m_redactor.text(text);
    }

    StandIns m_standIns;
    Redactor m_redactor;
};

/// Gathers the fields in the order they come.
class FieldList final
{
public:
    FieldList(EvidenceFormat format, const FieldMap& map, const QByteArray& key)
        : m_map(map)
        , m_mask(key)
    {
        m_found.format = format;
    }

    void take(const QByteArray& name, QByteArrayView value, const CallFactRole& role)
    {
        auto at = m_places.constFind(name);
        if (at == m_places.constEnd()) {
            if (m_found.fields.size() >= FoundFields::Most) {
                return;
            }
            at = m_places.insert(name, m_found.fields.size());
            m_found.fields.append(FoundField{name, {}, {}, {}, 0, 0, false});
        }
        FoundField& field = m_found.fields[*at];
        if (field.role.fact == CallFact::Nothing) {
            field.role = role;
            field.basis = basisOf(name, role);
        }
        if (value.trimmed().isEmpty() || value == QByteArrayView("-")) {
            return;
        }
        if (field.values++ == 0) {
            field.sample = m_mask.masked(name, value);
        }
        field.unread += canBeRead(field.role, value) ? 0 : 1;
        field.isUnitGuessed = field.isUnitGuessed
            || (hasUnit(field.role.fact) && field.role.unit == SpanUnit::Guess
                && parseNumber(value).has_value());
    }

    FoundFields finish() { return std::move(m_found); }

private:
    RoleBasis basisOf(const QByteArray& name, const CallFactRole& role) const
    {
        if (role.isChosen) {
            return RoleBasis::Chosen;
        }
        if (role.fact == CallFact::Nothing) {
            return RoleBasis::Unknown;
        }
        return m_map.roleOf(name).fact != CallFact::Nothing ? RoleBasis::Name : RoleBasis::Place;
    }

    const FieldMap& m_map;
    SampleMask m_mask;
    FoundFields m_found;
    QHash<QByteArray, qsizetype> m_places;
};

} // namespace

bool hasFreeFields(EvidenceFormat format)
{
    return format == EvidenceFormat::AccessLog || format == EvidenceFormat::Csv
        || format == EvidenceFormat::JsonLines;
}

Result<FoundFields> findFields(const QString& path, const FieldMap& map,
                               const QByteArray& standInKey)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, u"%1 cannot be read"_s.arg(path));
    }
    QByteArray text;
    if (isUtf16(file.peek(2))) {
        Utf16Device wide(file);
        text = wholeLines(wide, FieldSample);
    } else {
        text = wholeLines(file, FieldSample);
    }
    const Result<EvidenceFormat> format = formatOf(text.left(FormatSample));
    if (!format) {
        return fail(format.error());
    }
    FieldList list(*format, map, standInKey.isEmpty() ? StandIns::newKey() : standInKey);
    if (!hasFreeFields(*format)) {
        return list.finish();
    }
    QBuffer sample(&text);
    if (!sample.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::StorageFailed);
    }
    const FieldVisitor visitor = [&](const QByteArray& name, QByteArrayView value,
                                     const CallFactRole& role) { list.take(name, value, role); };
    switch (*format) {
    case EvidenceFormat::AccessLog:
        visitAccessFields(sample, map, visitor);
        break;
    case EvidenceFormat::Csv:
        visitCsvFields(sample, map, visitor);
        break;
    default:
        visitJsonFields(sample, map, visitor);
        break;
    }
    return list.finish();
}

Result<void> checkFields(const FieldMap& map, const FoundFields& found)
{
    QStringList names;
    for (const FoundField& field : found.fields) {
        names.append(QString::fromUtf8(field.name));
    }
    for (auto each = map.roles().begin(); each != map.roles().end(); ++each) {
        const QString name = QString::fromUtf8(each.key());
        if (!names.contains(name)) {
            return fail(
                ErrorCode::Invalid,
                u"there is no field \"%1\" in it; there are %2"_s.arg(name, names.join(u", "_s)));
        }
    }
    return {};
}

QByteArray fieldSetOf(const FoundFields& found)
{
    QList<QByteArray> names;
    for (const FoundField& field : found.fields) {
        names.append(field.name);
    }
    std::sort(names.begin(), names.end());
    return QCryptographicHash::hash(names.join('\n'), QCryptographicHash::Sha256).toHex().left(16);
}

} // namespace Pacewatch
