#pragma once

#include "ui/views/queue/textdialog.h"

#include <QTimer>

namespace Pacewatch {

/// Asks whom to send to: a list to type, to paste or out of a file. Says how many it understood.
class RecipientsDialog final : public TextDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecipientsDialog)

public:
    RecipientsDialog(const Theme& theme, const Texts& texts, std::function<void(QString)> take,
                     QWidget* parent = nullptr);

    /// Puts the text of a file in the field, or says why not.
    void load(const QString& path);

private:
    void askForFile();
    void count();

    QTimer m_typed; ///< a long list is not read again at every key
};

} // namespace Pacewatch
