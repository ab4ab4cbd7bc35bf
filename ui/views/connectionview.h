#pragma once

#include "core/exchange.h"
#include "ui/privacy.h"

#include <QWidget>

#include <functional>

namespace Pacewatch {

class Engine;
class Feed;
class Icons;
class Theme;

/// The tabs of a connection.
enum class Page
{
    Monitor,
    Traffic,
    SendQueue,
};

/// A page that shows one connection at a time. Changing the connection keeps the page.
class ConnectionView : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void showConnection(ConnectionId id) = 0;
};

/// What every page is made with. All of it outlives the pages.
struct PageContext
{
    Engine& engine;
    Feed& feed;
    Theme& theme;
    const Icons& icons;
    Privacy& privacy;
    /// Opens another tab of the connection that is shown.
    std::function<void(Page)> openPage;
    /// Opens the dialog that changes a connection.
    std::function<void(ConnectionId)> editConnection;
    /// Selects a connection and shows its Monitor: for scenarios of the practice gateway.
    std::function<void(ConnectionId)> selectConnection;
};

/// Makes the pages, so that the window needs to know none of them. A tab without a maker is left
/// out.
struct Pages
{
    using MakeView = std::function<ConnectionView*(PageContext&, QWidget* parent)>;

    MakeView monitor;
    MakeView traffic;
    MakeView sendQueue;
    std::function<QWidget*(PageContext&, QWidget* parent)> practice;
};

} // namespace Pacewatch
