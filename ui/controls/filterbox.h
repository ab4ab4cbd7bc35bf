#pragma once

#include "ui/controls/filteroffers.h"
#include "ui/icons.h"

#include <QLineEdit>
#include <QPointer>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

namespace Pacewatch {

/// The box that finds calls: free text, and tokens that become chips once they are complete.
/// What can be typed next is offered below it. It knows the names of the tokens, and not what they
/// stand for.
class FilterBox final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterBox)

public:
    /// Values to offer for a token, best first.
    using Values = std::function<QStringList(const QString& token)>;

    FilterBox(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);
    ~FilterBox() override;

    void setValues(Values values) { m_values = std::move(values); }
    /// What may be shown of a chip; all of it without one. Asked again by remask().
    using Mask = std::function<QString(const QString& chip)>;
    void setMask(Mask mask);
    void remask() { place(); }
    /// Replaces everything, without a signal.
    void setText(const QString& text);
    /// Chips and what is being typed, as one line of words.
    [[nodiscard]] QString text() const;
    /// Shows that a part of it cannot be read.
    void setWrong(bool wrong);
    /// Takes the keyboard.
    void open();
    void clear();

    [[nodiscard]] QStringList chips() const { return m_chips; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// A person changed the text.
    void edited(const QString& text);
    /// A person is done with it: Enter, or Esc in the empty box.
    void done();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool takeKey(int key);
    void takeEdited();
    /// Turns complete tokens of the line into chips; the word being typed only if @p isDone.
    void makeChips(bool isDone);
    void place();
    void offer();
    void hideOffers();
    void takeOffer(const QString& text);
    void removeChip(qsizetype chip);
    [[nodiscard]] QString shown(const QString& chip) const { return m_mask ? m_mask(chip) : chip; }
    [[nodiscard]] int chipWidth(const QString& chip) const;
    [[nodiscard]] QRect crossOf(qsizetype chip) const;

    const Theme& m_theme;
    const Icons& m_icons;
    QLineEdit* m_edit;
    QPointer<FilterOffers> m_offers; ///< a child of the window
    Values m_values;
    Mask m_mask;
    QStringList m_chips;
    std::vector<QRect> m_places; ///< of the chips
    bool m_isWrong = false;
};

} // namespace Pacewatch
