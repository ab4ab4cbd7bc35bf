#include "ui/views/traffic/messagepane.h"

#include "core/http/contentcoding.h"
#include "ui/controls/button.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/jsontext.h"
#include "ui/views/traffic/inspectorparts.h"
#include "ui/wording/calls.h"
#include "ui/wording/traffic.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPointer>
#include <QStackedWidget>
#include <QThreadPool>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// So much is laid out in one turn of the event loop.
constexpr qsizetype PieceSize = 32 * 1024;

/// The length of a piece of @p text that cuts no word, so that no number is masked in halves.
qsizetype pieceOf(const QString& text)
{
    if (text.size() <= PieceSize) {
        return text.size();
    }
    for (const QChar mark : {u'\n', u',', u' '}) {
        const qsizetype end = text.lastIndexOf(mark, PieceSize);
        if (end > PieceSize / 2) {
            return end + 1;
        }
    }
    return PieceSize;
}

} // namespace

MessagePane::MessagePane(PageContext& context, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_forms(new SegmentedControl(context.theme, context.icons, this))
    , m_stack(new QStackedWidget(this))
    , m_text(new QPlainTextEdit)
    , m_view(new QTreeView)
    , m_tree(context.privacy)
    , m_note(new TextLabel(context.theme, FontRole::Hint, Color::TextMuted))
    , m_all(new Button(Wording::showAll(), Button::Kind::Flat))
{
    m_text->setObjectName(name);
    build();
    m_pieces.setInterval(0);
    connect(&m_pieces, &QTimer::timeout, this, &MessagePane::appendPiece);
    connect(m_all, &QPushButton::clicked, this, &MessagePane::showAll);
    connect(m_forms, &SegmentedControl::chosen, this, [this](int form) { showForm(Form(form)); });
}

void MessagePane::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_forms->setObjectName(u"bodyForm"_s);
    m_forms->setAccessibleName(Wording::bodyFormName());
    for (const Form form : {Form::Readable, Form::Tree, Form::AsSent}) {
        m_forms->addSegment(Wording::bodyForm(int(form)));
    }
    auto* row = new QHBoxLayout;
    row->addWidget(m_forms);
    row->addStretch();
    column->addLayout(row);

    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(m_context.theme.font(FontRole::Mono));
    m_text->setStyleSheet(
        u"QPlainTextEdit { font-family: 'JetBrains Mono'; font-size: 9pt; padding: 6px; }"_s);
    new MaskHighlighter(m_context.theme, m_text->document());
    m_stack->addWidget(m_text);
    m_view->setObjectName(u"bodyTree"_s);
    m_view->setModel(&m_tree);
    m_view->setHeaderHidden(true);
    m_view->setUniformRowHeights(true);
    m_view->setFont(m_context.theme.font(FontRole::Mono));
    m_view->setStyleSheet(u"QTreeView { font-family: 'JetBrains Mono'; font-size: 9pt; }"_s);
    m_view->header()->setSectionResizeMode(JsonTree::NameColumn, QHeaderView::ResizeToContents);
    m_stack->addWidget(m_view);
    column->addWidget(m_stack, 1);

    auto* foot = new QHBoxLayout;
    m_note->setObjectName(u"bodyNote"_s);
    m_note->setWordWrap(true);
    m_all->setObjectName(u"showAllBodyButton"_s);
    m_all->setCompact(true);
    foot->addWidget(m_note, 1);
    foot->addWidget(m_all);
    column->addLayout(foot);
}

void MessagePane::showMessage(const QString& head, const KeptBody& body, const QByteArray& coding)
{
    ++m_serial;
    m_head = head;
    m_body = body;
    m_coding = coding;
    const auto decoded = Http::contentOf(body.head, coding, FirstPart);
    m_isReadable = decoded.has_value();
    m_first = decoded ? decoded->bytes : QByteArray();
    m_wasPacked = decoded && !body.head.startsWith(m_first);
    m_isWhole = !decoded || decoded->isWhole || decoded->bytes.size() < FirstPart;
    const bool isJson = m_tree.read(m_first);
    m_forms->setSegmentEnabled(int(Form::Tree), isJson);
    if (isJson) {
        m_view->expandToDepth(1);
    }
    refresh();
}

void MessagePane::showForm(Form form)
{
    m_form = form;
    m_forms->setCurrent(int(form));
    refresh();
}

QString MessagePane::bodyText() const
{
    if (m_body.size == 0) {
        return Wording::noBody();
    }
    if (!m_isReadable) {
        return {};
    }
    return m_context.privacy.shownBody(m_form == Form::AsSent ? QString::fromUtf8(m_first)
                                                              : readableBody(m_first));
}

void MessagePane::refresh()
{
    m_pieces.stop();
    m_rest.clear();
    const bool isTree = m_form == Form::Tree && m_tree.rowCount() > 0;
    m_forms->setCurrent(isTree || m_form != Form::Tree ? int(m_form) : int(Form::Readable));
    m_stack->setCurrentIndex(isTree ? 1 : 0);
    m_text->setPlainText(m_context.privacy.shownBody(m_head) + bodyText());
    sayWhatIsMissing();
}

void MessagePane::sayWhatIsMissing()
{
    QString note;
    if (!m_isReadable) {
        note = Wording::cannotUnpack(QString::fromLatin1(m_coding), m_body.size);
    } else if (!m_isWhole) {
        note = Wording::firstPart(m_first.size());
    } else if (m_body.size > m_body.head.size()) {
        note = Wording::firstOf(m_body.head.size(), m_body.size);
    } else if (m_wasPacked) {
        note = Wording::unpacked(m_body.size, m_first.size());
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_all->setVisible(!m_isWhole);
}

void MessagePane::showAll()
{
    m_all->hide();
    if (m_form == Form::Tree) {
        showForm(Form::Readable);
        m_all->hide();
    }
    // The pane may be gone when the answer comes; only the window thread looks.
    auto answer = [guard = QPointer(this)](quint64 serial, const QString& text, bool isWhole) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, serial, text, isWhole] {
                if (guard) {
                    guard->takeWhole(serial, text, isWhole);
                }
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start([answer, serial = m_serial, bytes = m_body.head,
                                          coding = m_coding, isRaw = m_form == Form::AsSent] {
        const auto whole = Http::contentOf(bytes, coding, MostShown);
        if (whole) {
            answer(serial, isRaw ? QString::fromUtf8(whole->bytes) : readableBody(whole->bytes),
                   whole->isWhole);
        }
    });
}

void MessagePane::takeWhole(quint64 serial, const QString& text, bool isWhole)
{
    if (serial != m_serial) {
        return;
    }
    m_text->setPlainText(m_context.privacy.shownBody(m_head));
    m_rest = text;
    m_note->setVisible(!isWhole);
    m_note->setText(Wording::notAllUnpacked(MostShown));
    m_pieces.start();
}

void MessagePane::appendPiece()
{
    const qsizetype length = pieceOf(m_rest);
    QTextCursor cursor(m_text->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(m_context.privacy.shownBody(m_rest.left(length)));
    m_rest.remove(0, length);
    if (m_rest.isEmpty()) {
        m_pieces.stop();
    }
}

} // namespace Pacewatch
