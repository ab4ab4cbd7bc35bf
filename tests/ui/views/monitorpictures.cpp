#include "core/engine.h"
#include "tests/support/fabricatedsession.h"
#include "tests/support/fakeclock.h"
#include "ui/charts/timeline.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/views/monitorview.h"
#include "ui/views/timelinecard.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>

#include <algorithm>
#include <cstdio>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr ConnectionId Id{1};

/// The Monitor on the ground of its window, fed with a session.
class Picture final
{
public:
    Picture(WallTime end, ThemeChoice theme)
        : m_clock(end)
        , m_engine(m_clock, m_profiles)
        , m_feed(m_engine)
        , m_icons(m_theme)
        , m_context{m_engine, m_feed, m_theme, m_icons, m_privacy, {}, {}, {}}
        , m_view(m_context)
    {
        m_theme.choose(theme);
        m_theme.applyTo(*qApp);
        m_view.setAutoFillBackground(true);
    }

    void take(const FabricatedSession& session)
    {
        // The people of the day, a little more of them left at the beginning.
        ConnectionState early = session.state;
        early.windows.last().asOf = early.started;
        *early.windows.last().remaining += 100;
        m_view.histories().takeState(early);
        m_view.histories().takeState(session.state);
        m_view.histories().takeExchanges(session.exchanges);
        m_view.histories().takeHappenings(session.happenings);
        m_engine.states().put(EngineState{{session.state}, {}, {}});
        m_feed.drain();
    }

    void show(QSize size, TimeRange::Preset preset)
    {
        m_view.resize(size);
        m_view.showConnection(Id);
        m_view.show();
        m_view.range().setPreset(preset);
        QApplication::processEvents();
    }

    void save(const QString& file) { m_view.grab().save(file); }

    FakeClock m_clock;
    ProfileShelf m_profiles;
    Engine m_engine;
    Theme m_theme;
    Privacy m_privacy;
    Feed m_feed;
    Icons m_icons;
    PageContext m_context;
    MonitorView m_view;
};

const WallTime CalmEnd(std::chrono::seconds(1'763'562'696)); // 14:31:36 UTC
const WallTime StormEnd(std::chrono::seconds(1'763'547'534)); // 10:18:54 UTC

void savePictures(const QString& folder)
{
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        const QString name = theme == ThemeChoice::Light ? u"light"_s : u"dark"_s;
        Picture calm(CalmEnd, theme);
        const FabricatedSession session = calmSession(Id, CalmEnd, calm.m_clock.now());
        calm.take(session);
        calm.show({1200, 710}, TimeRange::Preset::Minutes15);
        calm.m_view.timelineCard()->timeline()->setCrosshair(session.state.lastRefusal);
        calm.save(folder + u"/calm-"_s + name + u".png"_s);
        calm.show({968, 480}, TimeRange::Preset::Minutes15);
        calm.save(folder + u"/calm-small-"_s + name + u".png"_s);
        calm.show({968, 1100}, TimeRange::Preset::All);
        calm.save(folder + u"/calm-all-"_s + name + u".png"_s);
        Picture storm(StormEnd, theme);
        storm.take(stormySession(Id, StormEnd, storm.m_clock.now()));
        storm.show({1200, 710}, TimeRange::Preset::Minutes5);
        storm.m_view.timelineCard()->timeline()->setCrosshair(StormEnd - 84s);
        storm.save(folder + u"/storm-"_s + name + u".png"_s);
        storm.show({1200, 710}, TimeRange::Preset::All);
        storm.save(folder + u"/storm-all-"_s + name + u".png"_s);
    }
}

void measure(TimeRange::Preset preset, const char* name)
{
    Picture picture(StormEnd, ThemeChoice::Light);
    FabricatedSession session = stormySession(Id, StormEnd, picture.m_clock.now());
    session.exchanges = steadyCalls(Id, StormEnd, 10min, 100);
    QElapsedTimer timer;
    timer.start();
    picture.take(session);
    const double feeding = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    picture.show({1200, 710}, preset);
    QList<double> refreshes;
    QList<double> paints;
    for (int i = 0; i < 40; ++i) {
        const QList<Exchange> fresh
            = steadyCalls(Id, picture.m_clock.wallNow() + 500ms, 500ms, 100);
        picture.m_clock.advance(500ms);
        picture.m_view.histories().takeExchanges(fresh);
        timer.restart();
        picture.m_view.refresh();
        refreshes.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        timer.restart();
        picture.m_view.grab();
        paints.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(refreshes.begin(), refreshes.end());
    std::sort(paints.begin(), paints.end());
    std::printf("%s: 60,000 calls taken in %.0f ms; refresh %.1f ms median, %.1f ms worst; "
                "painting the whole page %.1f ms median, %.1f ms worst\n",
                name, feeding, refreshes[20], refreshes.last(), paints[20], paints.last());
}

} // namespace

/// Saves pictures of the Monitor into the folder named, or measures what a refresh costs.
int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc > 1) {
        savePictures(QString::fromLocal8Bit(argv[1]));
        return 0;
    }
    measure(TimeRange::Preset::Minutes5, "5 min");
    measure(TimeRange::Preset::Minutes15, "15 min");
    measure(TimeRange::Preset::All, "all");
    return 0;
}
