#pragma once

#include "core/emulator/vendor.h"

#include <QJsonObject>

namespace Pacewatch {

/// The Connexease Edge Gateway: a bearer key, Meta's Cloud API bodies, the envelope `isSuccess`,
/// and fields for the second and the minute but no reset. https://api.gateway.connexease.com/v1
class Connexease final : public Vendor
{
public:
    enum class Edition
    {
        Seed, ///< 100/s and 1,000/min, waits as "1 seconds"
        Sliding, ///< the later documentation: 80/s and 4,800/min, waits as "1s" or "60s"
    };

    /// The recipient that Meta fails on, for the 502.
    static constexpr QByteArrayView FailingPhone = "447700900502";

    explicit Connexease(Edition edition);

    [[nodiscard]] KeyCheck checkKey(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer serve(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer failure(Fault fault, const QByteArray& detail) const override;
    [[nodiscard]] VendorAnswer refusal(const Policy& hit, Duration wait) const override;
    [[nodiscard]] Http::Headers limitFields(const GatewayCall& call,
                                            const QList<StatedWindow>& windows,
                                            qsizetype hit) const override;
    /// The later edition names the whole window, which is never less than the true wait.
    [[nodiscard]] Duration statedWait(const Policy& hit, Duration wait) const override;
    [[nodiscard]] GatewayCall otherCall(quint64 number) const override;

private:
    std::optional<VendorAnswer> faultIn(const QJsonObject& message) const;

    Edition m_edition;
};

} // namespace Pacewatch
