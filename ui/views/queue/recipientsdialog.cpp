#include "ui/views/queue/recipientsdialog.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/models/senddrafts.h"
#include "ui/wording/queue.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QPlainTextEdit>

#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Larger files are no lists of test recipients.
constexpr qint64 LargestList = 8 * 1024 * 1024;
constexpr auto AfterLastKey = 200ms;

} // namespace

RecipientsDialog::RecipientsDialog(const Theme& theme, const Texts& texts,
                                   std::function<void(QString)> take, QWidget* parent)
    : TextDialog(theme, texts, std::move(take), parent)
{
    Button* const file = addButton(Wording::fromFile(), u"fromFileButton"_s);
    connect(file, &QPushButton::clicked, this, &RecipientsDialog::askForFile);
    m_typed.setSingleShot(true);
    m_typed.setInterval(AfterLastKey);
    connect(&m_typed, &QTimer::timeout, this, &RecipientsDialog::count);
    connect(&field(), &QPlainTextEdit::textChanged, this, [this] { m_typed.start(); });
}

void RecipientsDialog::askForFile()
{
    auto* dialog = new QFileDialog(this, Wording::fromFile(), QString(),
                                   u"*.csv *.tsv *.txt *.jsonl *.json"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &RecipientsDialog::load);
    dialog->open();
}

void RecipientsDialog::load(const QString& path)
{
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        hint().setText(Wording::listNotRead(name, file.errorString()));
        return;
    }
    const QByteArray bytes = file.read(LargestList + 1);
    if (file.error() != QFileDevice::NoError) {
        hint().setText(Wording::listNotRead(name, file.errorString()));
        return;
    }
    if (bytes.size() > LargestList) {
        hint().setText(Wording::listTooLarge(name, LargestList));
        return;
    }
    field().setPlainText(textOf(bytes));
    m_typed.stop();
    count();
}

void RecipientsDialog::count()
{
    const RecipientList list = readRecipients(field().toPlainText());
    hint().setText(
        Wording::recipientsLine(list.recipients.size(), list.duplicates, list.unreadable));
}

} // namespace Pacewatch
