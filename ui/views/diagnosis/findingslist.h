#pragma once

#include "ui/icons.h"
#include "ui/models/findingsmodel.h"

#include <QListView>
#include <QWidget>

namespace Pacewatch {

class Card;
class TextLabel;

/// The findings in their groups, and below them what the product cannot see. One finding is always
/// chosen while there is one: the first, until a person chooses another.
class FindingsList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindingsList)

public:
    FindingsList(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// Keeps the chosen finding when it is still there.
    /// @p basis is what the diagnosis of a live connection rests on; see Wording::unseenNote().
    void showDiagnosis(const Diagnosis& diagnosis, const QString& basis = {});
    void choose(FindingKind kind);
    /// Another connection: the first finding is chosen again.
    void forgetChoice();
    [[nodiscard]] std::optional<Finding> chosen() const;
    [[nodiscard]] FindingsModel* model() const { return m_model; }

signals:
    void chosenChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Delegate;

    void place();

    Card* m_card;
    FindingsModel* m_model;
    QListView* m_view;
    TextLabel* m_note;
    std::optional<FindingKind> m_kind; ///< that a person chose
    bool m_isShowing = false; ///< rows change by themselves
};

} // namespace Pacewatch
