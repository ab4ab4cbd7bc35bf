#pragma once

#include "core/recorded.h"
#include "ui/icons.h"

#include <QList>
#include <QWidget>

namespace Pacewatch {

class TextLabel;

/// The last sessions that were recorded, below the connections of the sidebar: name, date and
/// length. Hidden while there is none.
class RecentList final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int Most = 5;

    RecentList(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// @p areNamesHidden: the customers' names must not be seen.
    void show(const QList<RecentSession>& sessions, bool areNamesHidden);

signals:
    void chosen(const QString& path);

private:
    const Theme& m_theme;
    const Icons& m_icons;
    TextLabel* m_title;
    QList<QWidget*> m_rows;
};

} // namespace Pacewatch
