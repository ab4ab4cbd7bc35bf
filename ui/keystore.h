#pragma once

#include "core/secret.h"

#include <QObject>

#include <functional>

namespace Pacewatch {

/// Keeps keys in the key store of the system, through QtKeychain. Window thread; asynchronous
/// only. A store that does not answer within five seconds counts as none. Never falls back to a
/// file in plain text.
class KeyStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyStore)

public:
    explicit KeyStore(QObject* parent = nullptr);

    /// Whether there is a store at all. Callbacks are dropped with @p context.
    void look(QObject* context, std::function<void(bool isThere)> done);
    void keep(const QString& name, const Secret& key, QObject* context,
              std::function<void(bool isKept)> done);
    /// An empty secret when there is none.
    void read(const QString& name, QObject* context, std::function<void(Secret)> done);
    void forget(const QString& name);

    /// The name under which the key of a customer at a gateway is kept.
    [[nodiscard]] static QString nameFor(const QString& customer, const QByteArray& gatewayUrl);
};

} // namespace Pacewatch
