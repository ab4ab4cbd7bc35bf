#include "ui/views/report/reportpreview.h"

#include "ui/wording/report.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QScrollArea>
#include <QTextDocument>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int PaperWidth = 760;
constexpr int PaperSide = 44;
constexpr int PaperTop = 34;
constexpr int LeastWidth = 420;
constexpr int Around = 18;

} // namespace

/// One endless sheet: pages are cut when it is written.
class ReportPaper final : public QWidget
{
public:
    explicit ReportPaper(const Theme& theme)
        : m_theme(theme)
        , m_document(std::make_unique<QTextDocument>())
    {
        setObjectName(u"reportPaper"_s);
        setAccessibleName(Wording::reportPreview());
        setFocusPolicy(Qt::StrongFocus);
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        setMinimumWidth(LeastWidth);
        setMaximumWidth(PaperWidth);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    void setDocument(std::unique_ptr<QTextDocument> document)
    {
        m_document = std::move(document);
        m_hint.clear();
        setAccessibleDescription(m_document->toPlainText());
        updateGeometry();
        update();
    }

    void setHint(const QString& hint)
    {
        m_document = std::make_unique<QTextDocument>();
        m_hint = hint;
        setAccessibleDescription(hint);
        updateGeometry();
        update();
    }

    [[nodiscard]] QString text() const
    {
        return m_hint.isEmpty() ? m_document->toPlainText() : m_hint;
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        return {PaperWidth, heightForWidth(PaperWidth)};
    }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    /// A narrower sheet is the whole sheet, smaller: what is set stays as it will be written.
    [[nodiscard]] int heightForWidth(int width) const override
    {
        const double whole = m_document->size().height() + 2 * PaperTop;
        return qCeil(whole * width / PaperWidth);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Qt::white);
        painter.setPen(hasFocus() ? m_theme.color(Color::BorderFocus)
                                  : m_theme.color(Color::BorderDefault));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        if (!m_hint.isEmpty()) {
            painter.setFont(m_theme.font(FontRole::Body));
            painter.setPen(QColor(0x61, 0x6a, 0x79));
            painter.drawText(rect(), Qt::AlignCenter, m_hint);
            return;
        }
        const double scale = double(width()) / PaperWidth;
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        painter.scale(scale, scale);
        painter.translate(PaperSide, PaperTop);
        QAbstractTextDocumentLayout::PaintContext context;
        context.palette.setColor(QPalette::Text, Qt::black);
        m_document->documentLayout()->draw(&painter, context);
    }

private:
    const Theme& m_theme;
    std::unique_ptr<QTextDocument> m_document;
    QString m_hint;
};

ReportPreview::ReportPreview(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_paper(new ReportPaper(theme))
    , m_scroll(new QScrollArea)
{
    setObjectName(u"reportPreview"_s);
    auto* const desk = new QWidget;
    auto* const row = new QHBoxLayout(desk);
    row->setContentsMargins(Around, Around, Around, Around);
    row->addStretch(1);
    row->addWidget(m_paper, 100, Qt::AlignTop);
    row->addStretch(1);
    m_scroll->setWidget(desk);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    desk->setAutoFillBackground(false);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_scroll);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ReportPreview::showReport(const Report& report)
{
    m_paper->setDocument(reportPaper(report, PaperWidth - 2 * PaperSide));
}

void ReportPreview::showHint(const QString& text)
{
    m_paper->setHint(text);
}

QString ReportPreview::text() const
{
    return m_paper->text();
}

QWidget* ReportPreview::paper() const
{
    return m_paper;
}

void ReportPreview::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.metric("radius.card"_L1);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSunken));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace Pacewatch
