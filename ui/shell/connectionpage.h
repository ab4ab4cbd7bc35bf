#pragma once

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/chip.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/textlabel.h"
#include "ui/shell/tabstrip.h"
#include "ui/views/connectionview.h"

class QStackedWidget;

namespace Pacewatch {

/// One connection: its header, its tabs and the page that is open.
class ConnectionPage final : public QWidget
{
    Q_OBJECT

public:
    /// Makes its views with @p pages; @p context must outlive it.
    ConnectionPage(PageContext& context, const Pages& pages, QWidget* parent = nullptr);

    /// Another connection; the tab stays.
    void showConnection(ConnectionId id);
    /// The newest state of the connection that is shown.
    void showState(const ConnectionState& state, const QueueState* queue, const QString& name);
    void openPage(Page page);
    /// Opens the report with a comparison added to it.
    void addComparison(const ReportTable& comparison);
    /// Opens the page of calls with some of them only.
    void showCalls(const QString& title, const QList<ExchangeId>& calls);

    [[nodiscard]] Page page() const;
    /// The moment somebody points at on the page that is open.
    [[nodiscard]] std::optional<WallTime> moment() const;
    [[nodiscard]] QString heading() const { return m_name->text(); }

signals:
    void pauseWanted(bool pause);
    void testSendWanted();
    void closeWanted();
    void compareWanted();
    void reportWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeHeader();
    void addView(const Pages::MakeView& make, Page page, Icon icon, const QString& text);
    void setNumber(Page page, qint64 number);
    void showMark(bool isPractice, const Recording* recording);
    void showTrouble(const ConnectionState& state);
    void remedy();
    void showButtons();

    PageContext& m_context;
    TextLabel* m_name;
    Chip* m_profile;
    Chip* m_live;
    TextLabel* m_host;
    Button* m_back; ///< from the timeline to the finding that led there
    Button* m_pause;
    Button* m_testSend;
    Button* m_report;
    Button* m_compare; ///< of a recorded session
    Button* m_close; ///< the same
    TabStrip* m_tabs;
    MessageBar* m_message;
    QStackedWidget* m_stack;
    QList<ConnectionView*> m_views;
    QList<Page> m_tabPages; ///< which page each tab opens
    ConnectionId m_id{};
    ConnectionSpec m_spec;
    bool m_isLimited = false;
    Wording::Trouble m_trouble;
    bool m_isWatching = true;
    bool m_isRecorded = false;
};

} // namespace Pacewatch
