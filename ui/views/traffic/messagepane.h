#pragma once

#include "core/exchange.h"
#include "ui/models/jsontree.h"
#include "ui/views/connectionview.h"

#include <QTimer>
#include <QWidget>

class QPlainTextEdit;
class QStackedWidget;
class QTreeView;

namespace Pacewatch {

class Button;
class SegmentedControl;
class TextLabel;

/// A message as it crossed the wire: its head, and its body made readable, as a tree or as sent.
///
/// A compressed body is unpacked. 64 KiB of it are shown at first; the rest, up to 4 MiB, is made
/// ready on a thread of the pool and taken over in pieces, so that nothing stalls.
class MessagePane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessagePane)

public:
    static constexpr qsizetype FirstPart = 64 * 1024;
    static constexpr qsizetype MostShown = 4 * 1024 * 1024;

    enum class Form
    {
        Readable,
        Tree,
        AsSent,
    };

    /// @p name becomes the object name of the text.
    MessagePane(PageContext& context, const QString& name, QWidget* parent = nullptr);

    /// @p head ends with an empty line and is foreign; @p coding is its Content-Encoding.
    void showMessage(const QString& head, const KeptBody& body, const QByteArray& coding);
    void showForm(Form form);

private:
    void build();
    void refresh();
    void sayWhatIsMissing();
    void showAll();
    void takeWhole(quint64 serial, const QString& text, bool isWhole);
    void appendPiece();
    [[nodiscard]] QString bodyText() const;

    PageContext& m_context;
    SegmentedControl* m_forms;
    QStackedWidget* m_stack;
    QPlainTextEdit* m_text;
    QTreeView* m_view;
    JsonTree m_tree;
    TextLabel* m_note;
    Button* m_all;
    Form m_form = Form::Readable;
    QString m_head;
    KeptBody m_body;
    QByteArray m_coding;
    QByteArray m_first; ///< the body without its coding, as far as FirstPart
    bool m_isWhole = true; ///< that is all of it
    bool m_wasPacked = false; ///< it came with a coding
    bool m_isReadable = true; ///< its coding is known
    quint64 m_serial = 0; ///< of the message, for what comes back from the pool
    QString m_rest; ///< still to be taken over
    QTimer m_pieces;
};

} // namespace Pacewatch
