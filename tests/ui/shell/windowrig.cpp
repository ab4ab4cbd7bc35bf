#include "tests/ui/shell/windowrig.h"

#include <QAction>
#include <QApplication>
#include <QTest>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

class PlainView final : public ConnectionView
{
public:
    using ConnectionView::ConnectionView;
    void showConnection(ConnectionId) override { }
};

Theme& dressed(Theme& theme)
{
    theme.applyTo(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    return theme;
}

} // namespace

Pages WindowRig::plainPages()
{
    const auto view = [](PageContext&, QWidget* parent) { return new PlainView(parent); };
    return {.monitor = view,
            .traffic = view,
            .diagnosis = view,
            .sendQueue = view,
            .report = {},
            .practice = [](PageContext&, QWidget* parent) { return new QWidget(parent); }};
}

WindowRig::WindowRig(Clock& clock, const Pages& pages)
    : engine(clock, m_shelf, EngineFiles{{}, {}, m_folder.filePath(u"sessions"_s)})
    , feed(engine)
    , window(engine, feed, dressed(theme), pages, keys, Settings())
{
    window.resize(1440, 870);
    window.show();
    (void)QTest::qWaitForWindowActive(&window);
}

bool WindowRig::trigger(const QString& text)
{
    for (QAction* const action : window.actions()) {
        if (action->text().remove(u'&') == text) {
            const bool isEnabled = action->isEnabled();
            action->trigger();
            return isEnabled;
        }
    }
    return false;
}

} // namespace Pacewatch
