#include "core/diagnosis/endpointname.h"

#include <QList>

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr qsizetype LongestName = 80;
constexpr qsizetype LongestSegment = 32;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Numbers, addresses, hashes and UUIDs; a version ("v2") and a word with a digit stay.
bool isId(const QByteArray& segment)
{
    const auto digits = std::count_if(segment.begin(), segment.end(), isDigit);
    return segment.size() > LongestSegment || digits >= 4 || digits == segment.size()
        || segment.contains('@') || segment.contains("%40") || segment.startsWith('+');
}

} // namespace

QByteArray endpointName(const QByteArray& target)
{
    const qsizetype mark = target.indexOf('?');
    QByteArray name;
    for (const QByteArray& segment : target.left(mark < 0 ? target.size() : mark).split('/')) {
        if (segment.isEmpty()) {
            continue;
        }
        name += '/';
        name += isId(segment) ? QByteArray("{id}") : segment;
        if (name.size() > LongestName) {
            break;
        }
    }
    if (name.isEmpty()) {
        name = "/";
    }
    if (mark >= 0) {
        // The first name tells the calls of one path apart; its value is nobody's business.
        const QByteArray first = target.mid(mark + 1).split('&').value(0).split('=').value(0);
        if (!first.isEmpty() && !isId(first)) {
            name += '?';
            name += first;
        }
    }
    return name.left(LongestName);
}

} // namespace Pacewatch
