#pragma once

#include "ui/theme.h"

#include <QListWidget>

namespace Pacewatch {

/// What could be typed next, floating below a box. The keyboard stays with the box.
class FilterOffers final : public QListWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterOffers)

public:
    struct Offer
    {
        QString text; ///< takes the place of the word that is being typed
        QString hint; ///< what it is for; may be empty
    };

    /// @p window is the top level it floats over.
    FilterOffers(const Theme& theme, QWidget* window);

    /// Shows @p offers below @p box, none of them chosen; hides itself when there are none.
    void offer(const QList<Offer>& offers, const QWidget& box);
    /// Moves the choice; from nothing to the first or the last.
    void step(int by);
    /// What is chosen; empty for nothing.
    [[nodiscard]] QString chosen() const;

signals:
    void taken(const QString& text);
};

/// What to offer for the @p word that is being typed: names of tokens that begin like it or, after
/// a colon, @p values and those that always make sense.
[[nodiscard]] QList<FilterOffers::Offer> offersFor(const QString& word, const QStringList& values);

} // namespace Pacewatch
