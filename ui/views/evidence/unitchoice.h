#pragma once

#include "core/transfer/foundfield.h"
#include "ui/views/evidence/fieldchoice.h"

namespace Pacewatch {

/// The unit of a span, or the form of a moment. A moment may have a form that is typed, as in
/// "dd.MM.yyyy HH:mm:ss"; see timepattern.h.
class UnitChoice final : public FieldChoice
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UnitChoice)

public:
    explicit UnitChoice(const QString& name, QWidget* parent = nullptr);

    /// Offers what goes with @p role, and shows its own; hidden when there is nothing to choose.
    void showRole(const CallFactRole& role);
    /// Puts what is chosen into @p role.
    void fill(CallFactRole& role) const;

signals:
    /// A person chose something else.
    void unitChosen();

private:
    enum class Offer
    {
        None,
        Spans,
        Moments,
    };

    void offer(Offer offer);
    void takeTyped();

    Offer m_offer = Offer::None;
    QString m_shown; ///< what stands in the line while nobody types
};

} // namespace Pacewatch
