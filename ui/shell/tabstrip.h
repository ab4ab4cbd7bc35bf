#pragma once

#include "ui/icons.h"

#include <QWidget>

#include <vector>

namespace Pacewatch {

/// The tabs of a connection: icon, name, a number where it helps, a line under the one that is
/// open. Left and Right change the tab.
class TabStrip final : public QWidget
{
    Q_OBJECT

public:
    TabStrip(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void addTab(Icon icon, const QString& text);
    /// The number behind the name; an empty text leaves it out. One that @p alarms is drawn in the
    /// colours of being limited.
    void setNumber(int index, const QString& number, bool alarms = false);
    /// A tab that is not shown cannot be chosen.
    void setTabShown(int index, bool shown);
    /// Opens a tab without a signal.
    void setCurrent(int index);

    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int count() const { return static_cast<int>(m_tabs.size()); }
    [[nodiscard]] QString number(int index) const;
    [[nodiscard]] bool alarms(int index) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Tab
    {
        Icon icon;
        QString text;
        QString number;
        bool isShown = true;
        bool alarms = false;
    };

    void choose(int index);
    [[nodiscard]] int tabWidth(const Tab& tab) const;
    [[nodiscard]] QRect tabRect(int index) const;
    [[nodiscard]] int tabAt(const QPoint& point) const;
    void paintTab(QPainter& painter, int index) const;

    const Theme& m_theme;
    const Icons& m_icons;
    std::vector<Tab> m_tabs;
    int m_current = 0;
    int m_hovered = -1;
};

} // namespace Pacewatch
