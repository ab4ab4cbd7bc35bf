#include "ui/models/callvalues.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int MostCalls = 2000;
constexpr qsizetype MostValues = 6;

QString valueOf(const QString& token, const Exchange& call)
{
    if (token == "client"_L1 && !call.client.contains(u' ')) {
        return call.client;
    }
    if (token == "status"_L1 && call.response.status > 0) {
        return QString::number(call.response.status);
    }
    return token == "method"_L1 ? QString::fromLatin1(call.request.method) : QString();
}

} // namespace

QStringList callValues(const QString& token, int number,
                       const std::function<const Exchange*(int)>& callAt)
{
    QStringList values;
    for (int at = 0; at < std::min(number, MostCalls) && values.size() < MostValues; ++at) {
        const Exchange* const call = callAt(at);
        const QString value = call != nullptr ? valueOf(token, *call) : QString();
        if (!value.isEmpty() && !values.contains(value)) {
            values.append(value);
        }
    }
    return values;
}

} // namespace Pacewatch
