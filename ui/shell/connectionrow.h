#pragma once

#include "core/connection.h"
#include "ui/icons.h"

#include <QAbstractButton>

#include <optional>

namespace Pacewatch {

/// One connection in the sidebar: state shape, customer, profile, short state, and a 3 px bar of
/// its tightest window. Checked when it is the one that is shown.
class ConnectionRow final : public QAbstractButton
{
    Q_OBJECT

public:
    ConnectionRow(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// @p name is the customer's, or `Customer 2` while it is hidden.
    void showState(const ConnectionState& state, const QString& name, Instant now);
    /// Marks it as one that was opened from a file.
    void setRecorded(bool recorded);
    /// Only the shape, for the narrow sidebar.
    void setCollapsed(bool collapsed);

    [[nodiscard]] ConnectionId id() const { return m_id; }
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QString shortState() const { return m_right; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    /// The sidebar marks the row that is shown; a click alone does not.
    void nextCheckState() override { }

private:
    void paintGround(QPainter& painter) const;
    void paintText(QPainter& painter) const;
    void paintBar(QPainter& painter) const;

    const Theme& m_theme;
    const Icons& m_icons;
    ConnectionId m_id{};
    Standing m_standing = Standing::Quiet;
    QString m_name;
    QString m_profile;
    QString m_right;
    std::optional<double> m_share; ///< left in the tightest window, 0 to 1
    bool m_isPractice = false;
    bool m_isRecorded = false;
    bool m_isCollapsed = false;
};

} // namespace Pacewatch
