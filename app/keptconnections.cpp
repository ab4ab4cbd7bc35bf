#include "app/keptconnections.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// No file of ours comes near that.
constexpr qint64 LargestFile = 4 * 1024 * 1024;

template<typename Value>
struct Word
{
    Value value;
    QLatin1String word;
};

constexpr Word<WatchWay> Ways[] = {{WatchWay::Proxy, "proxy"_L1}, {WatchWay::Poll, "poll"_L1}};
constexpr Word<ProxyMode> Modes[] = {{ProxyMode::Watch, "watch"_L1},
                                     {ProxyMode::Pace, "pace"_L1},
                                     {ProxyMode::Enforce, "enforce"_L1}};
constexpr Word<Unit> Units[] = {{Unit::Requests, "requests"_L1},
                                {Unit::People, "people"_L1},
                                {Unit::Templates, "templates"_L1},
                                {Unit::Uploads, "uploads"_L1}};

template<typename Value, std::size_t Count>
QString wordOf(const Word<Value> (&words)[Count], Value value)
{
    for (const Word<Value>& each : words) {
        if (each.value == value) {
            return each.word;
        }
    }
    return {};
}

/// The first of @p words for a word that nobody knows.
template<typename Value, std::size_t Count>
Value valueOf(const Word<Value> (&words)[Count], const QString& word)
{
    for (const Word<Value>& each : words) {
        if (word == each.word) {
            return each.value;
        }
    }
    return words[0].value;
}

qint64 milliseconds(Duration span)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
}

Duration span(const QJsonValue& value)
{
    return std::chrono::milliseconds(value.toInteger());
}

QJsonObject toJson(const Policy& window)
{
    return {{u"name"_s, window.name},
            {u"limit"_s, window.limit},
            {u"window_ms"_s, milliseconds(window.window)},
            {u"unit"_s, wordOf(Units, window.unit)}};
}

Policy windowOf(const QJsonObject& json)
{
    Policy window;
    window.name = json[u"name"_s].toString();
    window.limit = json[u"limit"_s].toInteger();
    window.window = span(json[u"window_ms"_s]);
    window.unit = valueOf(Units, json[u"unit"_s].toString());
    window.source = Source::SetByUser;
    return window;
}

QJsonObject toJson(const ConnectionSpec& spec)
{
    QJsonArray windows;
    for (const Policy& window : spec.windows) {
        windows.append(toJson(window));
    }
    return {{u"customer"_s, spec.customer},
            {u"profile"_s, spec.profileId},
            {u"gateway"_s, QString::fromUtf8(spec.gatewayUrl)},
            {u"windows"_s, windows},
            {u"way"_s, wordOf(Ways, spec.way)},
            {u"mode"_s, wordOf(Modes, spec.mode)},
            {u"port"_s, spec.port},
            {u"open_to_network"_s, spec.openToNetwork},
            {u"poll_every_ms"_s, milliseconds(spec.pollEvery)},
            {u"allow_private_hosts"_s, spec.allowPrivateHosts},
            {u"allow_websocket"_s, spec.allowWebSocket},
            {u"inject_key"_s, spec.injectKey},
            {u"keep_redirects"_s, spec.keepRedirects},
            {u"ca_file"_s, spec.caFile}};
}

ConnectionSpec specOf(const QJsonObject& json)
{
    ConnectionSpec spec;
    spec.customer = json[u"customer"_s].toString();
    spec.profileId = json[u"profile"_s].toString();
    spec.gatewayUrl = json[u"gateway"_s].toString().toUtf8();
    for (const QJsonValue& window : json[u"windows"_s].toArray()) {
        spec.windows.append(windowOf(window.toObject()));
    }
    spec.way = valueOf(Ways, json[u"way"_s].toString());
    spec.mode = valueOf(Modes, json[u"mode"_s].toString());
    spec.port = static_cast<quint16>(std::clamp(json[u"port"_s].toInt(), 0, 65535));
    spec.openToNetwork = json[u"open_to_network"_s].toBool();
    spec.pollEvery = std::max<Duration>(span(json[u"poll_every_ms"_s]), std::chrono::seconds(1));
    spec.allowPrivateHosts = json[u"allow_private_hosts"_s].toBool();
    spec.allowWebSocket = json[u"allow_websocket"_s].toBool();
    spec.injectKey = json[u"inject_key"_s].toBool();
    spec.keepRedirects = json[u"keep_redirects"_s].toBool();
    spec.caFile = json[u"ca_file"_s].toString();
    return spec;
}

} // namespace

KeptConnections::KeptConnections(QString path)
    : m_path(std::move(path))
{ }

Result<QList<ConnectionSpec>> KeptConnections::read()
{
    QFile file(m_path);
    if (!file.exists()) {
        return QList<ConnectionSpec>();
    }
    QJsonDocument document;
    if (file.open(QIODevice::ReadOnly)) {
        document = QJsonDocument::fromJson(file.read(LargestFile));
        file.close();
    }
    if (!document.isArray()) {
        const QString aside = m_path + u".unreadable"_s;
        QFile::remove(aside);
        return fail(ErrorCode::Corrupt, QFile::rename(m_path, aside) ? aside : m_path);
    }
    QList<ConnectionSpec> kept;
    for (const QJsonValue& each : document.array()) {
        const ConnectionSpec spec = specOf(each.toObject());
        if (!spec.gatewayUrl.isEmpty() && !spec.profileId.isEmpty()) {
            kept.append(spec);
        }
    }
    m_written = kept;
    return kept;
}

Result<void> KeptConnections::write(const QList<ConnectionSpec>& connections)
{
    QList<ConnectionSpec> kept = connections;
    kept.removeIf([](const ConnectionSpec& spec) { return spec.isPractice; });
    if (kept == m_written) {
        return {};
    }
    QJsonArray array;
    for (const ConnectionSpec& spec : std::as_const(kept)) {
        array.append(toJson(spec));
    }
    QDir().mkpath(QFileInfo(m_path).path());
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(array).toJson()) < 0 || !file.commit()) {
        return fail(ErrorCode::StorageFailed, file.errorString());
    }
    m_written = kept;
    return {};
}

} // namespace Pacewatch
