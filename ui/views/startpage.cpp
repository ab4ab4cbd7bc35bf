#include "ui/views/startpage.h"

#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/keyhint.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/sessions.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int BlockWidth = 1040;
constexpr int CardHeight = 212;
constexpr int CardGap = 14;
constexpr QSize PictureSize(520, 106);

/// A few windows of a healthy connection: down in steps, back up at each reset.
class Picture final : public QWidget
{
public:
    explicit Picture(const Theme& theme)
        : m_theme(theme)
    {
        setMaximumSize(PictureSize);
        setMinimumSize(PictureSize.width() / 2, PictureSize.height());
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    [[nodiscard]] QSize sizeHint() const override { return PictureSize; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const qreal bottom = height() - 1.5;
        const QPainterPath line = makeLine(bottom);
        QPainterPath area = line;
        area.lineTo(area.currentPosition().x(), bottom);
        area.lineTo(0, bottom);
        QColor fill = m_theme.color(Color::SeriesMinute);
        fill.setAlphaF(m_theme.isDark() ? 0.13F : 0.09F);
        painter.fillPath(area, fill);
        painter.setPen(QPen(m_theme.color(Color::SeriesMinute), 1.75));
        painter.drawPath(line);
        paintResets(painter);
        painter.setPen(m_theme.color(Color::ChartBaseline));
        painter.drawLine(QPointF(0, bottom), QPointF(width(), bottom));
    }

private:
    /// A small triangle over each place where the calls come back.
    void paintResets(QPainter& painter)
    {
        painter.setBrush(m_theme.color(Color::SeriesMinute));
        painter.setPen(Qt::NoPen);
        for (int i = 1; i < 6; ++i) {
            const qreal x = width() * i / 6.0;
            painter.drawPolygon(QPolygonF({{x - 4, 0}, {x + 4, 0}, {x, 5}}));
        }
    }

    /// Steps of each window, in shares left, as invented as the customers of the manual.
    [[nodiscard]] QPainterPath makeLine(qreal bottom)
    {
        static const QList<QList<double>> Windows = {
            {1, .89, .78, .66, .55, .43}, {1, .85, .71, .56, .39, .23},
            {1, .91, .82, .73, .65, .56}, {1, .82, .64, .45, .26, .08},
            {1, .87, .73, .6, .48, .37},  {1, .93, .86, .79, .72, .67},
        };
        const qreal top = 11;
        const qreal step = width() / 36.0;
        QPainterPath path;
        qreal x = 0;
        for (const QList<double>& window : Windows) {
            for (const double share : window) {
                const qreal y = bottom - (bottom - top) * share;
                x > 0 ? path.lineTo(x, y) : path.moveTo(x, y);
                x += step;
                path.lineTo(x, y);
            }
        }
        return path;
    }

    const Theme& m_theme;
};

} // namespace

StartPage::StartPage(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
{
    auto* const start = new Button(say(Words::NewConnection), Button::Kind::Primary);
    start->setObjectName(u"startNewConnectionButton"_s);
    auto* const practise = new Button(say(Words::StartPractising));
    practise->setObjectName(u"startPractisingButton"_s);
    connect(start, &Button::clicked, this, &StartPage::newConnectionWanted);
    connect(practise, &Button::clicked, this, &StartPage::practiceWanted);
    auto* const open = new Button(Wording::openDots());
    open->setObjectName(u"startOpenButton"_s);
    connect(open, &Button::clicked, this, &StartPage::sessionWanted);

    auto* const cards = new QHBoxLayout;
    cards->setSpacing(CardGap);
    cards->addWidget(
        makeCard(Icon::Plug, say(Words::StartWatchTitle), say(Words::StartWatchText), start));
    cards->addWidget(makeCard(Icon::Flask, say(Words::StartPracticeTitle),
                              say(Words::StartPracticeText), practise));
    cards->addWidget(
        makeCard(Icon::Folder, Wording::startSessionTitle(), Wording::startSessionText(), open));

    auto* const block = new QWidget;
    block->setMaximumWidth(BlockWidth);
    auto* const column = new QVBoxLayout(block);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeIntroduction());
    column->addSpacing(38);
    column->addLayout(cards);
    column->addSpacing(20);
    column->addWidget(makeNote());

    auto* const middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(block, 1000);
    middle->addStretch(1);
    auto* const page = new QVBoxLayout(this);
    page->setContentsMargins(20, 16, 20, 16);
    page->addStretch(1);
    page->addLayout(middle);
    page->addStretch(2);
}

QWidget* StartPage::makeIntroduction()
{
    auto* const title
        = new TextLabel(m_theme, FontRole::NumberLarge, Color::TextPrimary, say(Words::StartTitle));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 26 / 30);
    title->setFont(font);
    auto* const text = new SentenceLabel(m_theme, FontRole::Body, Color::TextSecondary);
    text->setSentence({.text = say(Words::StartText), .strongFrom = 0, .strongLength = 0});
    auto* const introduction = new QWidget;
    auto* const words = new QVBoxLayout;
    words->setSpacing(4);
    words->addStretch(1);
    words->addWidget(title);
    words->addWidget(text);
    auto* const row = new QHBoxLayout(introduction);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(40);
    row->addLayout(words, 1);
    row->addWidget(new Picture(m_theme), 1);
    return introduction;
}

QWidget* StartPage::makeCard(Icon icon, const QString& title, const QString& text, Button* button)
{
    auto* const card = new Card(m_theme);
    card->setFixedHeight(CardHeight);
    auto* const drawing = new QLabel;
    const auto draw = [this, drawing, icon] {
        drawing->setPixmap(
            m_icons.pixmap(icon, Color::AccentBase, 24, drawing->devicePixelRatioF()));
    };
    draw();
    connect(&m_theme, &Theme::changed, drawing, draw);
    auto* const words = new SentenceLabel(m_theme, FontRole::Body, Color::TextSecondary);
    words->setSentence({.text = text, .strongFrom = 0, .strongLength = 0});
    auto* const column = new QVBoxLayout(card);
    column->setContentsMargins(19, 19, 19, 18);
    column->setSpacing(0);
    column->addWidget(drawing);
    column->addSpacing(11);
    column->addWidget(new TextLabel(m_theme, FontRole::Subtitle, Color::TextPrimary, title));
    column->addSpacing(3);
    column->addWidget(words);
    column->addStretch(1);
    column->addWidget(button);
    return card;
}

QWidget* StartPage::makeNote()
{
    auto* const note = new QWidget;
    auto* const shield = new QLabel;
    const auto draw = [this, shield] {
        shield->setPixmap(
            m_icons.pixmap(Icon::Shield, Color::TextMuted, 16, shield->devicePixelRatioF()));
    };
    draw();
    connect(&m_theme, &Theme::changed, shield, draw);
    auto* const row = new QHBoxLayout(note);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(shield);
    row->addWidget(new TextLabel(m_theme, FontRole::Hint, Color::TextMuted, say(Words::StartNote)));
    row->addWidget(new KeyHint(m_theme, say(Words::PrivacyKeys)));
    row->addStretch(1);
    return note;
}

} // namespace Pacewatch
