#include "ui/views/queue/sendqueuecompose.h"

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/textlabel.h"
#include "ui/models/jsontext.h"
#include "ui/views/queue/recipientsdialog.h"
#include "ui/views/queue/textdialog.h"
#include "ui/wording/queue.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <memory>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

SendQueueCompose::SendQueueCompose(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    build();
    check();
    connect(&context.privacy, &Privacy::changed, this, &SendQueueCompose::check);
}

void SendQueueCompose::build()
{
    const Theme& theme = m_context.theme;
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card(theme, this);
    outer->addWidget(card);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(17, 11, 17, 17);
    column->setSpacing(0);
    column->addWidget(
        new TextLabel(theme, FontRole::Section, Color::TextPrimary, Wording::whatToSend()));
    column->addSpacing(7);

    const auto caption = [&](const QString& text, Button* action) {
        auto* row = new QHBoxLayout;
        row->addWidget(new TextLabel(theme, FontRole::Label, Color::TextSecondary, text));
        row->addStretch();
        if (action != nullptr) {
            action->setFixedHeight(22);
            action->setStyleSheet(u"QPushButton { padding: 0; }"_s);
            row->addWidget(action);
        }
        column->addLayout(row);
    };
    m_editBody = new Button(Wording::editBody(), Button::Kind::Flat, card);
    m_editBody->setObjectName(u"editBodyButton"_s);
    connect(m_editBody, &QPushButton::clicked, this, &SendQueueCompose::editBody);
    caption(Wording::templateLabel(), m_editBody);
    column->addSpacing(2);
    m_combo = new QComboBox(card);
    m_combo->setObjectName(u"templateCombo"_s);
    m_combo->setAccessibleName(Wording::templateLabel());
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(m_combo, &QComboBox::currentIndexChanged, this, &SendQueueCompose::chooseEndpoint);
    column->addWidget(m_combo);
    column->addSpacing(10);

    caption(Wording::recipientsLabel(), nullptr);
    column->addSpacing(4);
    auto* box = new QFrame(card);
    box->setObjectName(u"listBox"_s);
    box->setFixedHeight(32);
    auto* list = new QHBoxLayout(box);
    list->setContentsMargins(11, 0, 2, 0);
    m_listLine = new TextLabel(theme, FontRole::Body, Color::TextPrimary);
    m_listLine->setObjectName(u"listLine"_s);
    m_listLine->setElided(true);
    m_editList = new Button(Wording::editList(), Button::Kind::Flat, box);
    m_editList->setObjectName(u"editListButton"_s);
    m_editList->setCompact(true);
    connect(m_editList, &QPushButton::clicked, this, &SendQueueCompose::editList);
    list->addWidget(m_listLine, 1);
    list->addWidget(m_editList);
    column->addWidget(box);
    const auto recolor = [&theme, box] {
        box->setStyleSheet(u"QFrame#listBox { background: %1; border: 1px solid %2; "
                           "border-radius: 6px; }"_s.arg(theme.color(Color::BgSurface).name(),
                                                         theme.color(Color::BorderInput).name()));
    };
    recolor();
    connect(&theme, &Theme::changed, box, recolor);
    m_problem = new TextLabel(theme, FontRole::Hint, Color::StateLimitedFg);
    m_problem->setObjectName(u"composeProblem"_s);
    m_problem->setWordWrap(true);
    column->addWidget(m_problem);
    column->addSpacing(14);

    auto* actions = new QHBoxLayout;
    actions->setSpacing(10);
    m_add = new Button(Wording::addToQueue(), Button::Kind::Default, card);
    m_add->setObjectName(u"addToQueueButton"_s);
    m_add->setIcon(m_context.icons.icon(Icon::Plus));
    m_preview = new Button(Wording::preview(), Button::Kind::Flat, card);
    m_preview->setObjectName(u"previewButton"_s);
    connect(m_add, &QPushButton::clicked, this, &SendQueueCompose::add);
    connect(m_preview, &QPushButton::clicked, this, &SendQueueCompose::preview);
    actions->addWidget(m_add);
    actions->addWidget(m_preview);
    actions->addStretch();
    column->addLayout(actions);
}

void SendQueueCompose::setProfile(const QString& profileId)
{
    if (profileId == m_profileId) {
        return;
    }
    m_profileId = profileId;
    m_endpoints.clear();
    if (const auto profile = m_context.engine.profiles().find(profileId)) {
        m_endpoints = profile->endpoints;
        m_bodyLimit = profile->bodyLimit;
    }
    // What sends comes first: it is what the page is for.
    std::stable_sort(m_endpoints.begin(), m_endpoints.end(),
                     [](const Endpoint& a, const Endpoint& b) { return a.sends && !b.sends; });
    const QSignalBlocker blocker(m_combo);
    m_combo->clear();
    for (const Endpoint& endpoint : m_endpoints) {
        m_combo->addItem(endpoint.name, QString::fromUtf8(endpoint.method + ' ' + endpoint.path));
        m_combo->setItemData(m_combo->count() - 1,
                             QString::fromUtf8(endpoint.method + ' ' + endpoint.path),
                             Qt::ToolTipRole);
    }
    chooseEndpoint(m_combo->currentIndex());
}

const Endpoint* SendQueueCompose::endpoint() const
{
    const int index = m_combo->currentIndex();
    return index >= 0 && index < m_endpoints.size() ? &m_endpoints.at(index) : nullptr;
}

QString SendQueueCompose::templateName() const
{
    return endpoint() != nullptr ? endpoint()->name : QString();
}

void SendQueueCompose::chooseEndpoint(int)
{
    m_body = endpoint() != nullptr ? endpoint()->sampleBody.trimmed() : QByteArray();
    m_body.replace("{{text}}", Wording::testMessage().toUtf8());
    check();
}

void SendQueueCompose::setRecipients(const QString& text)
{
    m_listText = text;
    m_list = readRecipients(text);
    check();
}

void SendQueueCompose::check()
{
    m_listLine->setText(
        Wording::recipientsLine(m_list.recipients.size(), m_list.duplicates, m_list.unreadable));
    m_listLine->setColor(m_list.recipients.isEmpty() ? Color::TextMuted : Color::TextPrimary);
    const QStringList missing
        = endpoint() != nullptr ? unfilledVariables(*endpoint(), m_body, m_list) : QStringList();
    m_problem->setText(missing.isEmpty() || m_list.recipients.isEmpty()
                           ? QString()
                           : Wording::missingVariables(missing));
    m_problem->setVisible(!m_problem->text().isEmpty());
    const bool isReady = endpoint() != nullptr && !m_list.recipients.isEmpty() && missing.isEmpty();
    m_add->setEnabled(isReady);
    m_preview->setEnabled(isReady);
    m_editBody->setEnabled(endpoint() != nullptr);
}

void SendQueueCompose::start()
{
    m_editList->setFocus();
    editList();
}

void SendQueueCompose::editBody()
{
    auto* const dialog = new TextDialog(
        m_context.theme, {Wording::editBody(), Wording::bodyHint(), readableBody(m_body)},
        [this](const QString& text) {
            m_body = text.toUtf8();
            check();
        },
        window());
    dialog->open();
}

void SendQueueCompose::editList()
{
    // While private things are hidden the list can be replaced, but not read.
    const bool isHidden = m_context.privacy.isOn() && !m_listText.isEmpty();
    auto* const dialog = new RecipientsDialog(
        m_context.theme,
        {Wording::recipientsLabel(), isHidden ? Wording::hiddenListHint() : Wording::listHint(),
         isHidden ? QString() : m_listText},
        [this, isHidden](const QString& text) {
            if (!isHidden || !text.trimmed().isEmpty()) {
                setRecipients(text);
            }
        },
        window());
    dialog->open();
}

void SendQueueCompose::preview()
{
    auto* const dialog = new TextDialog(m_context.theme, {Wording::preview(), {}, {}}, window());
    Button* const back = dialog->addButton(Wording::previousOne(), u"previousButton"_s);
    Button* const on = dialog->addButton(Wording::nextOne(), u"nextButton"_s);
    // What was typed when it was asked for: the page may change meanwhile.
    const auto show = [this, back, on, dialog, list = m_list, endpoint = *endpoint(),
                       body = m_body](qsizetype at) {
        RecipientList one;
        one.columns = list.columns;
        one.recipients = {list.recipients.at(at)};
        const SendDraft draft = draftsFor(endpoint, body, one).first();
        const QString text = QString::fromUtf8(draft.method + ' ' + draft.path) + u"\n\n"_s
            + readableBody(draft.body.bytes());
        dialog->field().setPlainText(m_context.privacy.shownBody(text));
        dialog->hint().setText(Wording::previewOf(at + 1, list.recipients.size()));
        back->setEnabled(at > 0);
        on->setEnabled(at + 1 < list.recipients.size());
    };
    const auto place = std::make_shared<qsizetype>(0);
    connect(back, &QPushButton::clicked, dialog, [show, place] { show(--*place); });
    connect(on, &QPushButton::clicked, dialog, [show, place] { show(++*place); });
    show(0);
    dialog->open();
}

void SendQueueCompose::add()
{
    const QList<SendDraft> drafts = draftsFor(*endpoint(), m_body, m_list);
    const qint64 tooLarge = std::count_if(drafts.begin(), drafts.end(), [this](const auto& each) {
        return m_bodyLimit > 0 && each.body.size() > m_bodyLimit;
    });
    if (tooLarge > 0) {
        m_problem->setText(Wording::bodiesTooLarge(tooLarge, m_bodyLimit));
        m_problem->setVisible(true);
        return;
    }
    emit added(drafts);
}

} // namespace Pacewatch
