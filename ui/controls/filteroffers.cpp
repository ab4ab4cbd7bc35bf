#include "ui/controls/filteroffers.h"

#include "core/store/callfilter.h"
#include "ui/wording/calls.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int TextRole = Qt::UserRole;
constexpr int RowHeight = 28;
constexpr int LeastWidth = 380;
constexpr int Frame = 12;

} // namespace

FilterOffers::FilterOffers(const Theme& theme, QWidget* window)
    : QListWidget(window)
{
    setObjectName(u"filterOffers"_s);
    setFrameShape(QFrame::Box);
    setFocusPolicy(Qt::NoFocus);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hide();
    const auto dress = [this, &theme] {
        setStyleSheet(u"QListWidget { background: %1; border: 1px solid %2; border-radius: 8px;"
                      " padding: 4px; } QListWidget::item { padding: 4px; border-radius: 5px; }"
                      " QListWidget::item:selected { background: %3; }"_s.arg(
                          theme.color(Color::BgRaised).name(),
                          theme.color(Color::BorderDefault).name(),
                          theme.color(Color::SelectBg).name()));
    };
    dress();
    connect(&theme, &Theme::changed, this, dress);
    connect(this, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { emit taken(item->data(TextRole).toString()); });
}

void FilterOffers::offer(const QList<Offer>& offers, const QWidget& box)
{
    clear();
    for (const Offer& each : offers) {
        auto* const item = new QListWidgetItem(
            each.hint.isEmpty() ? each.text : each.text + u"   "_s + each.hint, this);
        item->setData(TextRole, each.text);
        item->setSizeHint(QSize(0, RowHeight));
    }
    setVisible(!offers.isEmpty());
    if (offers.isEmpty()) {
        return;
    }
    setCurrentRow(-1);
    const QPoint corner = box.mapTo(parentWidget(), QPoint(0, box.height() + 5));
    const int width
        = std::min(std::max(box.width(), LeastWidth), parentWidget()->width() - corner.x() - Frame);
    setGeometry(corner.x(), corner.y(), width, int(offers.size()) * RowHeight + Frame);
    raise();
}

void FilterOffers::step(int by)
{
    const int row = currentRow();
    const int next = row < 0 && by < 0 ? count() - 1 : row + by;
    setCurrentRow(std::clamp(next, 0, count() - 1));
}

QString FilterOffers::chosen() const
{
    const QListWidgetItem* item = isHidden() ? nullptr : currentItem();
    return item != nullptr && item->isSelected() ? item->data(TextRole).toString() : QString();
}

QList<FilterOffers::Offer> offersFor(const QString& word, const QStringList& values)
{
    constexpr qsizetype Most = 8;
    QList<FilterOffers::Offer> offers;
    if (!word.contains(u':')) {
        for (const QString& name : callFilterNames()) {
            if (name.startsWith(word, Qt::CaseInsensitive)) {
                offers.append({name + u':', Wording::tokenHint(name)});
            }
        }
        return offers;
    }
    const QString name = word.section(u':', 0, 0).toLower();
    if (!callFilterNames().contains(name)) {
        return {};
    }
    QStringList all = values + Wording::tokenValues(name);
    all.removeDuplicates();
    for (const QString& value : std::as_const(all)) {
        const QString whole = name + u':' + value;
        if (whole.startsWith(word, Qt::CaseInsensitive) && whole != word && offers.size() < Most) {
            offers.append({whole, {}});
        }
    }
    return offers;
}

} // namespace Pacewatch
