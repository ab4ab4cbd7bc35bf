#pragma once

#include "core/emulator/vendor.h"
#include "core/profile/profile.h"

namespace Pacewatch {

/// Any other gateway: every path and method answers 200, the limits show in the X-RateLimit
/// triple, and a key is asked for only when the profile names a field for it.
class PlainVendor final : public Vendor
{
public:
    explicit PlainVendor(const Profile& profile);

    [[nodiscard]] KeyCheck checkKey(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer serve(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer failure(Fault fault, const QByteArray& detail) const override;
    [[nodiscard]] VendorAnswer refusal(const Policy& hit, Duration wait) const override;
    [[nodiscard]] Http::Headers limitFields(const GatewayCall& call,
                                            const QList<StatedWindow>& windows,
                                            qsizetype hit) const override;
    [[nodiscard]] GatewayCall otherCall(quint64 number) const override;

private:
    AuthScheme m_auth;
    QString m_headerWindow;
};

} // namespace Pacewatch
