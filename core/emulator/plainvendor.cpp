#include "core/emulator/plainvendor.h"

#include "core/emulator/jsontext.h"

namespace Pacewatch {

namespace {

VendorAnswer plainError(int status, const QByteArray& message)
{
    JsonText body;
    return {status, body.text("message", message).whole(), {}};
}

} // namespace

PlainVendor::PlainVendor(const Profile& profile)
    : m_auth(profile.auth)
    , m_headerWindow(profile.headerWindow)
{ }

KeyCheck PlainVendor::checkKey(const GatewayCall& call) const
{
    const QByteArray value
        = m_auth.header.isEmpty() ? QByteArray() : call.headers.value(m_auth.header);
    if (value.isEmpty()) {
        // Nothing is known of this gateway's keys: calls without one share one count.
        return {};
    }
    const QByteArray key
        = value.startsWith(m_auth.prefix) ? value.sliced(m_auth.prefix.size()) : value;
    if (!isAcceptedKey(key)) {
        return {key, plainError(401, "Unauthorized.")};
    }
    return {key, {}};
}

VendorAnswer PlainVendor::serve(const GatewayCall& call) const
{
    JsonText body;
    body.text("status", "ok").text("id", madeUpId(call, 16).toLower());
    return {200, body.whole(), {}};
}

VendorAnswer PlainVendor::failure(Fault fault, const QByteArray& detail) const
{
    return plainError(statusOf(fault), detail.isEmpty() ? QByteArray("The call failed.") : detail);
}

VendorAnswer PlainVendor::refusal(const Policy&, Duration wait) const
{
    const qint64 seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    JsonText body;
    body.text("message", "Too many requests.").number("retry_after", seconds);
    return {429, body.whole(), {}};
}

Http::Headers PlainVendor::limitFields(const GatewayCall&, const QList<StatedWindow>& windows,
                                       qsizetype) const
{
    const StatedWindow* shown = shownWindow(windows, m_headerWindow);
    return shown ? rateLimitTriple(*shown) : Http::Headers();
}

GatewayCall PlainVendor::otherCall(quint64) const
{
    GatewayCall call;
    call.method = "GET";
    call.route = "/";
    return call;
}

} // namespace Pacewatch
