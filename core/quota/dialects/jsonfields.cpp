#include "core/quota/quotaobjects.h"

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readJsonFields(const Answer& answer, Draft& draft);

/// JSON in a header field about limits or usage: `X-App-Usage: {"call_count": 28, …}`.
bool readJsonFields(const Answer& answer, Draft& draft)
{
    bool isKnown = false;
    for (const Http::Field& field : answer.headers) {
        const QByteArray value = field.value.trimmed();
        if (!value.startsWith('{') && !value.startsWith('[')) {
            continue;
        }
        const QString plain = plainWord(QString::fromLatin1(field.name));
        const bool isUsage = plain.endsWith(u"usage"_s);
        const bool isLimit = plain.contains(u"limit"_s) || plain.contains(u"quota"_s)
            || plain.contains(u"throttl"_s);
        if (isUsage || isLimit) {
            const auto context = isUsage ? QuotaContext::UsageField : QuotaContext::LimitField;
            isKnown = takeQuotaObjects(bodyFacts(value), context, field.name, draft) || isKnown;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
