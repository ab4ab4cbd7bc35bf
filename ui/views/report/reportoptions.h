#pragma once

#include "ui/controls/field.h"
#include "ui/report/report.h"
#include "ui/report/reportfile.h"
#include "ui/views/connectionview.h"

#include <QWidget>

#include <array>

class QVBoxLayout;

namespace Pacewatch {

class Button;
class CheckBox;
class ChoiceField;
class SegmentedControl;
class TextLabel;

/// The left column of the Report page: for whom, which ticket, which time, which parts, as what.
class ReportOptions final : public QWidget
{
    Q_OBJECT

public:
    /// How much there is of what a part shows.
    struct PartSizes
    {
        Duration timeline{};
        qsizetype examples = 0;
        qint64 calls = 0;
        qint64 callsListed = 0; ///< of them, by its table
        bool hasComparison = false;
    };

    explicit ReportOptions(PageContext& context, QWidget* parent = nullptr);

    /// The reader, the ticket and the parts; all else of the wishes is the page's to say.
    [[nodiscard]] ReportWishes wishes() const;
    [[nodiscard]] ReportFormat format() const;
    [[nodiscard]] bool withComparison() const;
    void setTicket(const QString& ticket);
    /// What stands behind the names of the parts.
    void showParts(const Diagnosis& diagnosis, const ReportWishes& wishes, const PartSizes& sizes);
    void showRange(WallTime from, WallTime to);
    void say(FieldNote::Tone tone, const QString& text);

signals:
    void changed();
    void saveWanted();
    void copyWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// In the order of the segments.
    static constexpr std::array Readers{ReportReader::Customer, ReportReader::Developer,
                                        ReportReader::Team};
    static constexpr std::array Formats{ReportFormat::Pdf, ReportFormat::Html,
                                        ReportFormat::Markdown};

    struct Part
    {
        CheckBox* box = nullptr;
        TextLabel* aside = nullptr;
    };

    QWidget* makeUpper();
    QWidget* makeLower();
    void addReader(QVBoxLayout& column);
    Part addPart(QVBoxLayout& column, const QString& name, const QString& objectName, bool isOn);
    void addHidden(QVBoxLayout& column);
    void followReader();

    PageContext& m_context;
    SegmentedControl* m_reader;
    TextLabel* m_readerHint;
    Field* m_ticket;
    ChoiceField* m_range;
    Part m_summary;
    Part m_timeline;
    Part m_findings;
    Part m_examples;
    Part m_changes;
    bool m_isExamplesChosen = false; ///< by hand; until then the reader says
    Part m_calls;
    Part m_comparison;
    TextLabel* m_hiddenHint;
    SegmentedControl* m_format;
    Button* m_save;
    Button* m_copy;
    FieldNote* m_note;
};

} // namespace Pacewatch
