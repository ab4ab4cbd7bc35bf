#include "ui/views/compare/sessionchooser.h"

#include "core/engine.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"
#include "ui/models/feed.h"
#include "ui/wording/compare.h"
#include "ui/wording/forms.h"
#include "ui/wording/sessions.h"

#include <QFileDialog>
#include <QMenu>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

/// An ampersand in a menu would underline what follows.
QString inMenu(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace

SessionChooser::SessionChooser(PageContext& context, const QString& label, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_field(new ChoiceField(context.theme, context.icons, label))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(new TextLabel(context.theme, FontRole::Label, Color::TextSecondary, label));
    column->addWidget(m_field);
    connect(m_field, &ChoiceField::menuWanted, this, &SessionChooser::fillMenu);
    connect(&context.privacy, &Privacy::changed, this, &SessionChooser::showChoice);
    showChoice();
}

std::optional<ConnectionId> SessionChooser::chosen() const
{
    return m_isKnown ? m_id : std::nullopt;
}

void SessionChooser::choose(ConnectionId id)
{
    ++m_openings;
    m_isOpening = false;
    m_id = id;
    m_isKnown = false;
    showState();
    emit changed();
}

void SessionChooser::showState()
{
    const bool isThere = m_id && m_context.feed.connection(*m_id) != nullptr;
    const bool wasKnown = m_isKnown;
    if (wasKnown && !isThere) {
        m_id.reset(); // it was removed
    }
    m_isKnown = isThere;
    showChoice();
    if (wasKnown != m_isKnown) {
        emit changed();
    }
}

QString SessionChooser::nameOf(const ConnectionState& state, qsizetype place) const
{
    const bool isHidden = m_context.privacy.isOn() && m_id != state.id && !state.spec.isPractice;
    return isHidden ? Wording::hiddenCustomer(place + 1) : state.spec.customer;
}

void SessionChooser::showChoice()
{
    if (const ConnectionState* const state = m_id ? m_context.feed.connection(*m_id) : nullptr) {
        const Recording* const recording = m_context.feed.recording(state->id);
        m_field->showChoice(
            state->spec.customer,
            Wording::sessionMoment(recording ? recording->first : state->startedWall));
    } else {
        m_field->showHint(m_isOpening || m_id ? Wording::openingSession()
                                              : Wording::chooseSession());
    }
}

void SessionChooser::fillMenu(QMenu& menu)
{
    const EngineState& state = m_context.feed.state();
    QStringList open;
    if (!state.connections.isEmpty()) {
        menu.addSection(Wording::openConnections());
    }
    for (qsizetype i = 0; i < state.connections.size(); ++i) {
        const ConnectionState& each = state.connections.at(i);
        const Recording* const recording = m_context.feed.recording(each.id);
        const QString when
            = Wording::sessionMoment(recording ? recording->first : each.startedWall);
        QAction* const action = menu.addAction(recording ? m_context.icons.icon(Icon::Folder)
                                                         : m_context.icons.stateIcon(each.standing),
                                               inMenu(nameOf(each, i)) + u'\t' + when, this,
                                               [this, id = each.id] { choose(id); });
        action->setCheckable(false);
        if (recording != nullptr) {
            open.append(recording->file);
        }
    }
    bool hasTitle = false;
    for (qsizetype i = 0; i < m_recent.size(); ++i) {
        const RecentSession& session = m_recent.at(i);
        if (open.contains(session.path)) {
            continue;
        }
        if (!std::exchange(hasTitle, true)) {
            menu.addSection(Wording::recentSessions());
        }
        const QString name
            = m_context.privacy.isOn() ? Wording::hiddenCustomer(i + 1) : session.customer;
        menu.addAction(m_context.icons.icon(Icon::Folder),
                       inMenu(name) + u'\t' + Wording::sessionMoment(session.first), this,
                       [this, path = session.path] { openFile(path); });
    }
    menu.addSeparator();
    menu.addAction(Wording::openFileDots(), this, &SessionChooser::askForFile);
}

void SessionChooser::askForFile()
{
    auto* const dialog = new QFileDialog(this, {}, {}, Wording::evidenceFiles());
    dialog->setObjectName(u"compareFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SessionChooser::openFile);
    dialog->open();
}

void SessionChooser::openFile(const QString& path)
{
    for (const Recording& recording : m_context.feed.state().recordings) {
        if (recording.file == path) {
            choose(recording.id);
            return;
        }
    }
    const int number = ++m_openings;
    m_id.reset();
    m_isKnown = false;
    m_isOpening = true;
    showChoice();
    emit changed();
    EvidenceCase evidence;
    evidence.parts = {{path, {}}};
    m_context.engine.openRecorded(
        evidence, this, [](qint64, qint64) {},
        [this, number](const Result<ConnectionId>& id) {
            if (number != m_openings) {
                return;
            }
            m_isOpening = false;
            if (id) {
                choose(*id);
                return;
            }
            showChoice();
            emit failed(Wording::notOpened(), Wording::fileFailure(id.error()));
        });
}

void SessionChooser::showRecent(const QList<RecentSession>& sessions)
{
    m_recent = sessions;
}

} // namespace Pacewatch
