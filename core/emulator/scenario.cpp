#include "core/emulator/scenario.h"

#include "core/profile/tomltable.h"

#include <QFile>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

namespace {

constexpr double LongestSeconds = 86400;
constexpr int MostCalls = 1000;

Duration seconds(TomlTable& table, std::string_view key, double fallback, double least = 0)
{
    return fromSeconds(table.number(key, least, LongestSeconds, fallback));
}

QList<Policy> readWindows(TomlTable& table)
{
    QList<Policy> windows;
    for (TomlTable& entry : table.tables("window")) {
        Policy policy;
        entry.require("name");
        entry.require("seconds");
        policy.name = entry.text("name");
        policy.limit = entry.whole("limit", 0, 1'000'000, 0);
        policy.window = seconds(entry, "seconds", 1, 0.001);
        policy.inHeaders = entry.flag("in_headers", policy.window >= std::chrono::minutes(1));
        policy.source = Source::SetByUser;
        entry.refuseOthers();
        windows.append(policy);
    }
    return windows;
}

EmulatorSettings readGateway(TomlTable& table, EmulatorSettings settings)
{
    settings.profileId = table.text("profile", settings.profileId);
    if (table.has("window")) {
        settings.windows = readWindows(table);
    }
    settings.countsRefused = table.flag("counts_refused", settings.countsRefused);
    settings.sendsRetryAfter = table.flag("sends_retry_after", settings.sendsRetryAfter);
    settings.shortestWait
        = seconds(table, "shortest_wait_seconds", toSeconds(settings.shortestWait));
    settings.latency = seconds(table, "latency_seconds", toSeconds(settings.latency));
    settings.realLimitShare = table.number("real_limit_share", 0, 1, settings.realLimitShare);
    settings.errorShare = table.number("error_share", 0, 1, settings.errorShare);
    settings.otherPerMinute = table.number("other_per_minute", 0, 100'000, settings.otherPerMinute);
    table.refuseOthers();
    return settings;
}

OnRefusal readOnRefusal(TomlTable& table)
{
    const QString word = table.text("refused", u"wait"_s);
    if (word == "wait"_L1) {
        return OnRefusal::Wait;
    }
    if (word == "retry"_L1) {
        return OnRefusal::Retry;
    }
    if (word != "drop"_L1) {
        table.complain("refused", u"must be wait, retry or drop"_s);
    }
    return OnRefusal::Drop;
}

CallTemplate readCall(TomlTable& table)
{
    CallTemplate call;
    table.require("method");
    table.require("path");
    call.method = table.bytes("method");
    call.path = table.bytes("path");
    call.body = table.bytes("body");
    call.weight = table.number("weight", 0.001, 1000, 1);
    if (!call.path.startsWith('/')) {
        table.complain("path", u"must start with a slash"_s);
    }
    table.refuseOthers();
    return call;
}

Activity readActivity(TomlTable& table)
{
    Activity activity;
    table.require("every_seconds");
    activity.first = seconds(table, "first_seconds", 0);
    activity.every = seconds(table, "every_seconds", 1, 0.01);
    activity.jitter = table.number("jitter", 0, 0.9, 0);
    activity.aligned = table.flag("aligned");
    activity.leastCalls = static_cast<int>(table.whole("least_calls", 1, MostCalls, 1));
    activity.mostCalls = static_cast<int>(
        table.whole("most_calls", activity.leastCalls, MostCalls, activity.leastCalls));
    activity.within = seconds(table, "within_seconds", 0);
    activity.onRefusal = readOnRefusal(table);
    activity.retryAfter = seconds(table, "retry_after_seconds", 1);
    activity.retries = static_cast<int>(table.whole("retries", 0, 100, 0));
    for (TomlTable& call : table.tables("call")) {
        activity.calls.append(readCall(call));
    }
    if (activity.calls.isEmpty()) {
        table.complain("call", u"must name at least one call"_s);
    }
    table.refuseOthers();
    return activity;
}

DrawingPlan readDrawing(TomlTable& table)
{
    DrawingPlan plan;
    plan.from = seconds(table, "from_seconds", 0);
    plan.step = seconds(table, "step_seconds", 1, 0.1);
    plan.steps = static_cast<int>(table.whole("steps", 1, 500, 60));
    plan.limitLine = table.text("limit_line");
    table.refuseOthers();
    return plan;
}

void readParts(TomlTable& root, Scenario& scenario)
{
    if (std::optional<TomlTable> gateway = root.table("gateway")) {
        scenario.gateway = readGateway(*gateway, scenario.gateway);
    }
    for (TomlTable& entry : root.tables("change")) {
        GatewayChange change;
        entry.require("after_seconds");
        change.after = seconds(entry, "after_seconds", 0);
        change.settings = readGateway(entry, scenario.gateway);
        scenario.changes.append(change);
    }
    for (TomlTable& entry : root.tables("activity")) {
        scenario.actor.activities.append(readActivity(entry));
    }
    if (std::optional<TomlTable> drawing = root.table("drawing")) {
        scenario.drawing = readDrawing(*drawing);
    }
}

QList<Scenario> readBuiltIn()
{
    QList<Scenario> scenarios;
    for (const char* id :
         {"calm", "bursts", "ignores-wait", "polls-too-often", "shared-key", "limit-changed"}) {
        const QString fileName = QString::fromLatin1(id) + u".toml"_s;
        QFile file(u":/scenarios/"_s + fileName);
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("built-in scenario %s is missing", id);
        }
        const Result<Scenario> scenario = readScenario(file.readAll(), fileName);
        if (!scenario) {
            qFatal("built-in scenario: %s", qPrintable(scenario.error().detail));
        }
        scenarios.append(*scenario);
    }
    return scenarios;
}

} // namespace

Result<Scenario> readScenario(const QByteArray& toml, const QString& fileName)
{
    const toml::parse_result parsed
        = toml::parse(std::string_view(toml.constData(), static_cast<std::size_t>(toml.size())));
    TomlComplaints complaints(fileName);
    if (!parsed) {
        const std::string_view what = parsed.error().description();
        complaints.add(parsed.error().source().begin.line,
                       QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size())));
        return fail(*complaints.first());
    }
    TomlTable root(parsed.table(), {}, complaints);
    Scenario scenario;
    for (const std::string_view key : {"id", "name", "sentence", "agent", "activity"}) {
        root.require(key);
    }
    scenario.id = root.text("id");
    scenario.name = root.text("name");
    scenario.sentence = root.text("sentence");
    scenario.actor.agent = root.bytes("agent");
    readParts(root, scenario);
    root.refuseOthers();
    if (complaints.first()) {
        return fail(*complaints.first());
    }
    return scenario;
}

const QList<Scenario>& builtInScenarios()
{
    static const QList<Scenario> scenarios = readBuiltIn();
    return scenarios;
}

std::optional<Scenario> findScenario(const QString& id)
{
    for (const Scenario& scenario : builtInScenarios()) {
        if (scenario.id == id) {
            return scenario;
        }
    }
    return {};
}

} // namespace Pacewatch
