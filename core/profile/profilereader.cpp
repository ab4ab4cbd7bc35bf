#include "core/profile/profile.h"
#include "core/profile/straybyte.h"
#include "core/profile/tomltable.h"

#include <QDate>
#include <QSet>

#include <algorithm>
#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LargestFile = 1024 * 1024;
constexpr qint64 LargestLimit = 1'000'000'000'000;
constexpr qint64 LargestBody = 1'099'511'627'776; // 1 TiB
constexpr double LongestSeconds = 400.0 * 24 * 3600;

/// Takes one of a few words; complains about any other.
template<typename Choice>
Choice choice(TomlTable& table, std::string_view key, Choice fallback,
              std::initializer_list<std::pair<QLatin1StringView, Choice>> words)
{
    if (!table.has(key)) {
        return fallback;
    }
    const QString word = table.text(key);
    QStringList known;
    for (const auto& [name, value] : words) {
        if (word == name) {
            return value;
        }
        known.append(QString(name));
    }
    table.complain(key, u"must be one of: "_s % known.join(u", "_s));
    return fallback;
}

QString requiredText(TomlTable& table, std::string_view key)
{
    table.require(key);
    const QString text = table.text(key);
    if (table.has(key) && text.isEmpty()) {
        table.complain(key, u"must not be empty"_s);
    }
    return text;
}

QList<QByteArray> routes(TomlTable& table, std::string_view key)
{
    const QList<QByteArray> paths = table.bytesList(key);
    for (const QByteArray& path : paths) {
        if (!path.startsWith('/')) {
            table.complain(key, u"must hold paths that start with a slash"_s);
        }
    }
    return paths;
}

Policy readPolicy(TomlTable& table, Unit usualUnit)
{
    Policy policy;
    policy.name = requiredText(table, "name");
    table.require("limit");
    policy.limit = table.whole("limit", 1, LargestLimit, 1);
    table.require("seconds");
    policy.window = fromSeconds(table.number("seconds", 0.001, LongestSeconds, 1));
    policy.unit = choice(table, "unit", usualUnit,
                         {{"requests"_L1, Unit::Requests},
                          {"people"_L1, Unit::People},
                          {"templates"_L1, Unit::Templates},
                          {"uploads"_L1, Unit::Uploads}});
    policy.inHeaders = table.flag("in_headers");
    policy.routes = routes(table, "routes");
    policy.exceptRoutes = routes(table, "except_routes");
    policy.note = table.text("note");
    policy.algorithm = choice(table, "algorithm", Algorithm::Unknown,
                              {{"fixed"_L1, Algorithm::Fixed},
                               {"anchored"_L1, Algorithm::Anchored},
                               {"sliding"_L1, Algorithm::Sliding},
                               {"bucket"_L1, Algorithm::Bucket}});
    table.refuseOthers();
    return policy;
}

QList<Policy> readPolicies(TomlTable& root, std::string_view key, Unit usualUnit,
                           QSet<QString>& names)
{
    QList<Policy> policies;
    for (TomlTable& table : root.tables(key)) {
        Policy policy = readPolicy(table, usualUnit);
        if (names.contains(policy.name)) {
            table.complain("name", u"is used twice: "_s % policy.name);
        }
        names.insert(policy.name);
        policies.append(std::move(policy));
    }
    return policies;
}

BulkCall readBulk(TomlTable& table)
{
    constexpr qint64 MostElements = 100'000;
    BulkCall bulk;
    bulk.path = requiredText(table, "path").toUtf8();
    if (!bulk.path.startsWith('/')) {
        table.complain("path", u"must start with a slash"_s);
    }
    bulk.field = requiredText(table, "field").toUtf8();
    bulk.most = static_cast<int>(table.whole("most", 1, MostElements, 100));
    bulk.countField = table.bytes("count");
    table.refuseOthers();
    return bulk;
}

Endpoint readEndpoint(TomlTable& table)
{
    Endpoint endpoint;
    endpoint.name = requiredText(table, "name");
    endpoint.method = requiredText(table, "method").toUtf8();
    if (!std::all_of(endpoint.method.begin(), endpoint.method.end(),
                     [](char letter) { return letter >= 'A' && letter <= 'Z'; })) {
        table.complain("method", u"must be in capital letters"_s);
    }
    endpoint.path = requiredText(table, "path").toUtf8();
    if (!endpoint.path.startsWith('/')) {
        table.complain("path", u"must start with a slash"_s);
    }
    endpoint.sampleBody = table.bytes("body");
    endpoint.sampleAnswer = table.bytes("answer");
    endpoint.sends = table.flag("sends");
    endpoint.status = table.flag("status");
    endpoint.repeatable = table.flag("repeatable");
    endpoint.note = table.text("note");
    if (std::optional<TomlTable> bulk = table.table("bulk")) {
        endpoint.bulk = readBulk(*bulk);
    }
    if (endpoint.sends && endpoint.status) {
        table.complain("status", u"must not be set for a call that reaches people"_s);
    }
    table.refuseOthers();
    return endpoint;
}

ConfirmQuery readConfirm(TomlTable& table)
{
    ConfirmQuery query;
    query.path = requiredText(table, "path").toUtf8();
    if (!query.path.startsWith('/')) {
        table.complain("path", u"must start with a slash"_s);
    }
    query.found = requiredText(table, "found").toUtf8();
    query.absentMeansNotSent = table.flag("absent_means_not_sent");
    table.refuseOthers();
    return query;
}

Policy readRecipientLimit(TomlTable& table)
{
    Policy policy;
    policy.name = u"recipient"_s;
    table.require("limit");
    policy.limit = table.whole("limit", 1, LargestLimit, 1);
    table.require("seconds");
    policy.window = fromSeconds(table.number("seconds", 0.001, LongestSeconds, 1));
    table.refuseOthers();
    return policy;
}

AuthScheme readAuth(TomlTable& table)
{
    AuthScheme auth;
    auth.header = requiredText(table, "header").toUtf8();
    auth.prefix = table.bytes("prefix");
    auth.partition = requiredText(table, "partition");
    table.refuseOthers();
    return auth;
}

RetryHints readRetry(TomlTable& table)
{
    RetryHints hints;
    hints.maxRetries = static_cast<int>(table.whole("max_retries", 0, 10, hints.maxRetries));
    hints.fallbackWait
        = fromSeconds(table.number("fallback_seconds", 0, 86400, toSeconds(hints.fallbackWait)));
    for (const double seconds : table.numberList("backoff_seconds", 0, 86400)) {
        hints.backoff.append(fromSeconds(seconds));
    }
    for (const double status : table.numberList("never", 100, 599)) {
        hints.neverRetry.append(static_cast<int>(status));
    }
    table.refuseOthers();
    return hints;
}

LimitField readLimitField(TomlTable& table, const QSet<QString>& windows)
{
    LimitField field;
    field.name = requiredText(table, "name").toUtf8();
    field.window = table.text("window");
    if (!field.window.isEmpty() && !windows.contains(field.window)) {
        table.complain("window", u"is not the name of a window: "_s % field.window);
    }
    table.require("says");
    field.says = choice(table, "says", LimitField::Says::Limit,
                        {{"limit"_L1, LimitField::Says::Limit},
                         {"remaining"_L1, LimitField::Says::Remaining},
                         {"reset_unix"_L1, LimitField::Says::ResetUnix},
                         {"reset_delta"_L1, LimitField::Says::ResetDelta}});
    table.refuseOthers();
    return field;
}

RefusalForm readRefusal(TomlTable& table, const QSet<QString>& windows)
{
    RefusalForm form;
    form.status = static_cast<int>(table.whole("status", 400, 599, form.status));
    form.waitField = table.bytes("wait_header");
    form.contentType = table.bytes("content_type");
    form.body = table.bytes("body");
    if (std::optional<TomlTable> words = table.table("words")) {
        for (const QString& window : words->keys()) {
            const QByteArray key = window.toUtf8();
            form.windowWords.insert(window, words->bytes(key.toStdString()));
            if (!windows.contains(window)) {
                words->complain(key.toStdString(), u"is not the name of a window"_s);
            }
        }
    }
    table.refuseOthers();
    return form;
}

FactSource readSource(TomlTable& table)
{
    FactSource source;
    source.fact = requiredText(table, "fact");
    source.url = requiredText(table, "url");
    source.date = requiredText(table, "date");
    if (!QDate::fromString(source.date, Qt::ISODate).isValid()) {
        table.complain("date", u"must be a day such as 2025-01-31"_s);
    }
    table.refuseOthers();
    return source;
}

void readIdentity(TomlTable& root, Profile& profile)
{
    profile.id = requiredText(root, "id");
    const bool isPlain = std::all_of(profile.id.begin(), profile.id.end(), [](QChar letter) {
        return (letter >= u'a' && letter <= u'z') || (letter >= u'0' && letter <= u'9')
            || letter == u'-';
    });
    if (!isPlain) {
        root.complain("id", u"must be of small letters, digits and hyphens"_s);
    }
    profile.name = requiredText(root, "name");
    profile.edition = root.text("edition");
    profile.sibling = root.text("sibling");
    profile.baseUrl = root.bytes("base_url");
    if (!profile.baseUrl.isEmpty() && !profile.baseUrl.startsWith("https://")
        && !profile.baseUrl.startsWith("http://")) {
        root.complain("base_url", u"must start with https:// or http://"_s);
    }
    if (profile.baseUrl.endsWith('/')) {
        root.complain("base_url", u"must not end with a slash"_s);
    }
    profile.dialect = root.text("dialect");
    profile.bodyLimit = root.whole("body_limit", 0, LargestBody, 0);
    profile.sandboxQuery = root.bytes("sandbox_query");
    profile.allowsWebSocket = root.flag("websocket");
}

Profile readRoot(TomlTable& root)
{
    Profile profile;
    readIdentity(root, profile);
    QSet<QString> names;
    profile.windows = readPolicies(root, "window", Unit::Requests, names);
    std::stable_sort(
        profile.windows.begin(), profile.windows.end(),
        [](const Policy& left, const Policy& right) { return left.window < right.window; });
    profile.headerWindow = root.text("header_window");
    if (!profile.headerWindow.isEmpty() && !names.contains(profile.headerWindow)) {
        root.complain("header_window", u"is not the name of a window: "_s % profile.headerWindow);
    }
    if (std::optional<TomlTable> auth = root.table("auth")) {
        profile.auth = readAuth(*auth);
    }
    if (std::optional<TomlTable> retry = root.table("retry")) {
        profile.retry = readRetry(*retry);
    }
    for (TomlTable& table : root.tables("limit_header")) {
        profile.limitFields.append(readLimitField(table, names));
    }
    if (std::optional<TomlTable> refusal = root.table("refusal")) {
        profile.refusal = readRefusal(*refusal, names);
    }
    if (std::optional<TomlTable> limit = root.table("recipient_limit")) {
        profile.recipientLimit = readRecipientLimit(*limit);
    }
    if (std::optional<TomlTable> confirm = root.table("confirm")) {
        profile.confirm = readConfirm(*confirm);
    }
    profile.quotas = readPolicies(root, "quota", Unit::People, names);
    for (TomlTable& table : root.tables("endpoint")) {
        profile.endpoints.append(readEndpoint(table));
    }
    for (TomlTable& table : root.tables("source")) {
        profile.sources.append(readSource(table));
    }
    root.refuseOthers();
    return profile;
}

} // namespace

Result<Profile> readProfile(const QByteArray& toml, const QString& fileName)
{
    if (toml.size() > LargestFile) {
        return fail(ErrorCode::TooLarge, fileName % u": more than 1 MiB");
    }
    TomlComplaints complaints(fileName);
    if (const std::optional<quint32> line = lineOfStrayByte(toml)) {
        complaints.add(*line, u"a letter that is not ASCII stands outside of quotes"_s);
        return fail(*complaints.first());
    }
    const toml::parse_result parsed
        = toml::parse(std::string_view(toml.constData(), static_cast<std::size_t>(toml.size())));
    if (!parsed) {
        const std::string_view what = parsed.error().description();
        complaints.add(parsed.error().source().begin.line,
                       QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size())));
        return fail(*complaints.first());
    }
    TomlTable root(parsed.table(), {}, complaints);
    Profile profile = readRoot(root);
    if (complaints.first()) {
        return fail(*complaints.first());
    }
    return profile;
}

} // namespace Pacewatch
