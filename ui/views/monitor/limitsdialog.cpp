#include "ui/views/monitor/limitsdialog.h"

#include "ui/controls/button.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/spinfield.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/forms.h"
#include "ui/wording/words.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int HighestLimit = 100'000'000;
constexpr int NarrowestWidth = 380;

} // namespace

LimitsDialog::LimitsDialog(const Theme& theme, const Icons& icons, const QList<Profile>& editions,
                           int current, const QList<Policy>& overrides, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_editions(editions)
    , m_edition(current)
    , m_choice(new SegmentedControl(theme, icons))
{
    setWindowTitle(say(Words::Limits));
    setMinimumWidth(NarrowestWidth);
    m_choice->setObjectName(u"editionChoice"_s);
    m_choice->setAccessibleName(say(Words::Edition));
    m_choice->setStretched(true);
    for (const Profile& profile : m_editions) {
        m_choice->addSegment(Wording::editionName(profile));
    }
    m_choice->setCurrent(current);
    m_choice->setVisible(m_editions.size() > 1);
    auto* const done = new Button(say(Words::Done), Button::Kind::Primary);
    done->setObjectName(u"limitsDoneButton"_s);
    done->setDefault(true);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(14);
    column->addWidget(m_choice);
    column->addStretch(1);
    column->addWidget(done, 0, Qt::AlignRight);
    showEdition(current, overrides);
    connect(m_choice, &SegmentedControl::chosen, this,
            [this](int index) { showEdition(index, {}); });
    connect(done, &Button::clicked, this, &QDialog::accept);
}

void LimitsDialog::showEdition(int index, const QList<Policy>& overrides)
{
    delete m_rows;
    m_fields.clear();
    m_edition = index;
    m_policies = m_editions.at(index).windows + m_editions.at(index).quotas;
    m_rows = new QWidget;
    auto* const grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(8);
    for (int row = 0; row < m_policies.size(); ++row) {
        const Policy& policy = m_policies.at(row);
        auto* const field = new SpinField(m_theme, m_icons, 1, HighestLimit);
        field->setGroupSeparatorShown(true);
        const auto own = std::ranges::find(overrides, policy.name, &Policy::name);
        field->setValue(static_cast<int>(own == overrides.end() ? policy.limit : own->limit));
        field->setAccessibleName(Wording::limitField(policy));
        grid->addWidget(new TextLabel(m_theme, FontRole::Body, Color::TextSecondary,
                                      Wording::limitField(policy)),
                        row, 0);
        grid->addWidget(field, row, 1, Qt::AlignRight);
        m_fields.append(field);
    }
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_rows);
}

QList<Policy> LimitsDialog::overrides() const
{
    QList<Policy> changed;
    for (qsizetype i = 0; i < m_policies.size(); ++i) {
        Policy policy = m_policies.at(i);
        if (policy.limit != m_fields.at(i)->value()) {
            policy.limit = m_fields.at(i)->value();
            policy.source = Source::SetByUser;
            changed.append(policy);
        }
    }
    return changed;
}

} // namespace Pacewatch
