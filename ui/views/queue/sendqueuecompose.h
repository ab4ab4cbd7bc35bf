#pragma once

#include "core/connection.h"
#include "ui/models/senddrafts.h"
#include "ui/views/connectionview.h"

#include <optional>

class QComboBox;
class QLabel;

namespace Pacewatch {

class Button;
class TextLabel;

/// "What to send": a call of the profile, its body, and to whom.
class SendQueueCompose final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendQueueCompose)

public:
    explicit SendQueueCompose(PageContext& context, QWidget* parent = nullptr);

    /// Offers the calls of a profile; keeps what was typed while the profile stays the same.
    void setProfile(const QString& profileId);
    void setRecipients(const QString& text);
    [[nodiscard]] const RecipientList& recipients() const { return m_list; }
    [[nodiscard]] QString templateName() const;
    /// Puts the focus where the first thing is missing.
    void start();

signals:
    void added(const QList<Pacewatch::SendDraft>& drafts);

private:
    void build();
    void chooseEndpoint(int index);
    void editBody();
    void editList();
    void preview();
    void add();
    void check();
    [[nodiscard]] const Endpoint* endpoint() const;

    PageContext& m_context;
    QString m_profileId;
    QList<Endpoint> m_endpoints;
    qint64 m_bodyLimit = 0; ///< the profile's; 0 for none
    QByteArray m_body;
    QString m_listText;
    RecipientList m_list;
    QComboBox* m_combo = nullptr;
    Button* m_editBody = nullptr;
    TextLabel* m_listLine = nullptr;
    Button* m_editList = nullptr;
    TextLabel* m_problem = nullptr;
    Button* m_add = nullptr;
    Button* m_preview = nullptr;
};

} // namespace Pacewatch
