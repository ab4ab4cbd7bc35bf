#pragma once

#include "core/exchange.h"
#include "core/privacy/knownsecrets.h"
#include "core/privacy/standins.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// Takes everything private out of a call before it is kept or handed over: keys, tokens, cookies,
/// phone numbers, e-mail addresses and names of people become stand-ins, which are the same
/// wherever the same value stood. It goes by structure first (the names of fields, parameters and
/// members), then by form, and then looks for what it learned in every other spelling.
///
/// Compressed bodies are unpacked; those it cannot look into lose their bytes and keep their size.
/// One thread at a time.
class Redactor final
{
public:
    /// @p sessionKey as StandIns::newKey() makes it; the same key yields the same stand-ins.
    explicit Redactor(QByteArray sessionKey);

    /// Tells a secret beforehand, such as the key of a connection.
    void know(QByteArrayView secret);

    [[nodiscard]] Exchange redacted(Exchange exchange);
    /// Free text.
    [[nodiscard]] QByteArray text(QByteArrayView text) const;

private:
    void learnHead(const Http::Headers& headers);
    void learnTarget(QByteArrayView target);
    void learn(QByteArrayView secret);
    [[nodiscard]] Http::Headers headers(const Http::Headers& headers) const;
    [[nodiscard]] QByteArray keyField(const QByteArray& name, const QByteArray& value) const;
    [[nodiscard]] QByteArray cookies(const QByteArray& value) const;
    [[nodiscard]] QByteArray target(const QByteArray& target, WallTime called) const;
    [[nodiscard]] QByteArray parameters(const QByteArray& query,
                                        std::optional<WallTime> called = {}) const;
    [[nodiscard]] KeptBody body(const Http::Headers& head, const KeptBody& body) const;
    [[nodiscard]] QByteArray multipart(const QByteArray& body, const QByteArray& boundary) const;
    [[nodiscard]] QByteArray value(PrivateKind kind, QByteArrayView value) const;
    [[nodiscard]] Reading reading(Reading reading) const;

    StandIns m_standIns;
    KnownSecrets m_known;
};

} // namespace Pacewatch
