#pragma once

#include "core/clock.h"
#include "core/emulator/actormind.h"
#include "core/http/client.h"
#include "core/http/singlecall.h"
#include "core/http/url.h"
#include "core/profile/profile.h"
#include "core/secret.h"

#include <QObject>

#include <memory>
#include <optional>

namespace Pacewatch {

/// A client program that plays a script over loopback sockets, like any customer's. Lives on one
/// thread; it starts when it is made and stops when it is destroyed.
class Actor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actor)

public:
    /// Calls open at once; further ones of a burst follow as these end.
    static constexpr int MostOpen = 40;

    /// Calls @p base, a base URL. @p clock drives its habits and must outlive it.
    Actor(Clock& clock, const ActorScript& script, quint64 seed, Http::Url base, AuthScheme auth,
          Secret key, QObject* parent = nullptr);
    ~Actor() override;

signals:
    /// A call came to its end; @p status is 0 when there was no answer.
    void answered(const QByteArray& method, const QByteArray& path, int status);

private:
    void act();
    void startWaiting();
    void start(const ActorCall& call);
    void take(const ActorCall& call, const Http::SingleAnswer& answer);
    void arm();
    [[nodiscard]] std::optional<Duration> askedWait(const Http::SingleAnswer& answer) const;

    Clock& m_clock;
    ActorMind m_mind;
    Http::Url m_base;
    AuthScheme m_auth;
    Secret m_key;
    Http::Client m_client;
    QList<ActorCall> m_waiting; // for a free connection
    int m_open = 0;
    std::unique_ptr<Bell> m_bell;
};

} // namespace Pacewatch
