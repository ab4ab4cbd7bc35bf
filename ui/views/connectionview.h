#pragma once

#include "core/diagnosis/cause.h"
#include "core/exchange.h"
#include "ui/privacy.h"

#include <QHash>
#include <QSet>
#include <QWidget>

#include <functional>
#include <optional>

namespace Pacewatch {

class Engine;
class Feed;
class Icons;
struct ReportTable;
class Theme;
class TimeRange;

/// The tabs of a connection.
enum class Page
{
    Monitor,
    Traffic,
    Diagnosis,
    SendQueue,
    Report,
};

/// A page that shows one connection at a time. Changing the connection keeps the page.
class ConnectionView : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void showConnection(ConnectionId id) = 0;
    /// Shows only some calls of the connection; @p title says which. For the page of calls.
    virtual void showCalls(const QString& title, const QList<ExchangeId>& calls);
    /// Adds a comparison with another session to the report of the connection. For the page of it.
    virtual void addComparison(const ReportTable& comparison);
    /// The number behind the name of its tab, when the page itself knows it.
    [[nodiscard]] virtual std::optional<qint64> tabNumber() const { return std::nullopt; }

    /// The moment somebody points at, on a page that shows time.
    [[nodiscard]] virtual std::optional<WallTime> moment() const { return std::nullopt; }

signals:
    void tabNumberChanged();
};

/// What every page is made with. All of it outlives the pages.
struct PageContext
{
    Engine& engine;
    Feed& feed;
    Theme& theme;
    const Icons& icons;
    Privacy& privacy;
    TimeRange& range; ///< the one that Monitor and Diagnosis of a connection share
    /// Opens another tab of the connection that is shown.
    std::function<void(Page)> openPage;
    /// Opens the dialog that changes a connection.
    std::function<void(ConnectionId)> editConnection;
    /// Selects a connection and shows its Monitor: for scenarios of the practice gateway.
    std::function<void(ConnectionId)> selectConnection;
    /// Opens the page of calls with some of them only.
    std::function<void(const QString& title, const QList<ExchangeId>& calls)> showCalls;
    /// Opens the dialog that writes the calls of a connection to a file.
    std::function<void(ConnectionId)> exportCalls = {};
    /// Findings that the report of a connection does not tell of.
    QHash<ConnectionId, QSet<FindingKind>> leftOut = {};
};

/// Makes the pages, so that the window needs to know none of them. A tab without a maker is left
/// out.
struct Pages
{
    using MakeView = std::function<ConnectionView*(PageContext&, QWidget* parent)>;

    MakeView monitor;
    MakeView traffic;
    MakeView diagnosis;
    MakeView sendQueue;
    MakeView report;
    std::function<QWidget*(PageContext&, QWidget* parent)> practice;
};

} // namespace Pacewatch
