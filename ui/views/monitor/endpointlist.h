#pragma once

#include "ui/models/history.h"
#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// The endpoints with the most calls in the visible range, the refused part at the end of each
/// bar.
class EndpointList final : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointList(const Theme& theme, QWidget* parent = nullptr);

    static constexpr qsizetype Most = 5;

    /// @p range says which range it is: "last 15 min".
    void show(const QList<EndpointCount>& endpoints, const QString& range);
    [[nodiscard]] const QList<EndpointCount>& endpoints() const { return m_endpoints; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// It wants another height.
    void heightChanged();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintRow(QPainter& painter, qsizetype row) const;

    const Theme& m_theme;
    QList<EndpointCount> m_endpoints;
    QString m_range;
};

} // namespace Pacewatch
