#pragma once

#include "core/exchange.h"
#include "ui/theme.h"
#include "ui/wording/traffic.h"

#include <QSyntaxHighlighter>
#include <QWidget>

namespace Pacewatch {

/// The fields of an answer and what they mean, one a line.
class InspectorFields final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorFields)

public:
    explicit InspectorFields(const Theme& theme, QWidget* parent = nullptr);

    void setLines(const QList<Wording::FieldLine>& lines);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QList<Wording::FieldLine> m_lines;
};

/// Where the time of a call went, as bars one after the other.
class InspectorTiming final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorTiming)

public:
    explicit InspectorTiming(const Theme& theme, QWidget* parent = nullptr);

    void setExchange(const Exchange& exchange);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString partText(int part) const;

    const Theme& m_theme;
    QList<Duration> m_parts; ///< held, connecting, first byte, last byte
    bool m_isTookKnown = false; ///< else all but the first are not
};

/// Shows hidden values in the link colour on the accent's soft ground.
class MaskHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MaskHighlighter)

public:
    MaskHighlighter(const Theme& theme, QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    const Theme& m_theme;
};

} // namespace Pacewatch
