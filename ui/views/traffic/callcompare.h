#pragma once

#include "core/exchange.h"
#include "ui/models/linediff.h"
#include "ui/views/connectionview.h"

#include <QWidget>

#include <optional>

class QPlainTextEdit;
class QTextCursor;

namespace Pacewatch {

class TextLabel;

/// Two calls laid over each other, line by line: what only one of them has is marked by a sign and
/// a ground. Lines that are the same are shown only near a difference.
class CallCompare final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallCompare)

public:
    explicit CallCompare(PageContext& context, QWidget* parent = nullptr);

    void showCalls(const Exchange& first, const Exchange& second);
    void clear();

private:
    void refresh();
    void putPart(QTextCursor& cursor, const QString& title, const QString& same,
                 const QStringList& first, const QStringList& second) const;
    void putLine(QTextCursor& cursor, const DiffLine& line) const;
    [[nodiscard]] QStringList requestLines(const Exchange& call) const;
    [[nodiscard]] QStringList responseLines(const Exchange& call) const;

    PageContext& m_context;
    std::optional<std::pair<Exchange, Exchange>> m_calls;
    TextLabel* m_which;
    QPlainTextEdit* m_text;
};

} // namespace Pacewatch
