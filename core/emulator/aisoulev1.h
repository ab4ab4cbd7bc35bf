#pragma once

#include "core/emulator/vendor.h"

#include <QJsonObject>

namespace Pacewatch {

/// AIsoule as its developer documentation describes it: a bearer key, the envelope `success`, and
/// rolling windows for each kind of route. https://api.aisoule.com/v1
class AisouleV1 final : public Vendor
{
public:
    /// The recipient that Meta fails on, for the 502.
    static constexpr QByteArrayView FailingPhone = "447700900502";

    explicit AisouleV1(QString headerWindow);

    [[nodiscard]] KeyCheck checkKey(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer serve(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer failure(Fault fault, const QByteArray& detail) const override;
    [[nodiscard]] VendorAnswer refusal(const Policy& hit, Duration wait) const override;
    [[nodiscard]] Http::Headers limitFields(const GatewayCall& call,
                                            const QList<StatedWindow>& windows,
                                            qsizetype hit) const override;
    [[nodiscard]] GatewayCall otherCall(quint64 number) const override;

private:
    VendorAnswer read(const GatewayCall& call) const;
    VendorAnswer write(const GatewayCall& call) const;
    VendorAnswer sendMessage(const GatewayCall& call, const QJsonObject& body) const;

    QString m_headerWindow;
};

} // namespace Pacewatch
