#pragma once

#include "core/emulator/vendor.h"

#include <QJsonObject>

namespace Pacewatch {

/// AIsoule as its help centre describes it: `X-API-Key`, the envelope `data` and `status`, and the
/// minute alone in the fields. https://app.aisoule.com/api
class Aisoule final : public Vendor
{
public:
    /// The phone number that is taken already, for the 409.
    static constexpr QByteArrayView TakenPhone = "+447700900000";
    /// The recipient that Meta fails on, for the 502.
    static constexpr QByteArrayView FailingPhone = "+447700900502";

    explicit Aisoule(QString headerWindow);

    [[nodiscard]] KeyCheck checkKey(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer serve(const GatewayCall& call) const override;
    [[nodiscard]] VendorAnswer failure(Fault fault, const QByteArray& detail) const override;
    [[nodiscard]] VendorAnswer refusal(const Policy& hit, Duration wait) const override;
    [[nodiscard]] Http::Headers limitFields(const GatewayCall& call,
                                            const QList<StatedWindow>& windows,
                                            qsizetype hit) const override;
    [[nodiscard]] GatewayCall otherCall(quint64 number) const override;

private:
    VendorAnswer serveContacts(const GatewayCall& call) const;
    VendorAnswer serveContact(const GatewayCall& call, const QByteArray& id) const;
    VendorAnswer createContact(const GatewayCall& call, const QJsonObject& body) const;
    VendorAnswer createContacts(const QJsonObject& body) const;
    VendorAnswer sendMessage(const GatewayCall& call, const QJsonObject& body) const;
    VendorAnswer serveCampaigns(const GatewayCall& call) const;
    VendorAnswer wrongMethod(const QByteArray& allowed) const;

    QString m_headerWindow;
};

} // namespace Pacewatch
