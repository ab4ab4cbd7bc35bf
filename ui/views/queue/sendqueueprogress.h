#pragma once

#include "ui/models/queuetally.h"
#include "ui/theme.h"

#include <QList>
#include <QWidget>

namespace Pacewatch {

/// The thin bar above the forecast: what is done, with the failed ones where they happened.
class SendQueueProgress final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendQueueProgress)

public:
    explicit SendQueueProgress(const Theme& theme, QWidget* parent = nullptr);

    void setProgress(int total, const QueueTally& tally);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    int m_total = 0;
    int m_done = 0;
    QList<double> m_problems; ///< their places among the items, 0 to 1
};

} // namespace Pacewatch
