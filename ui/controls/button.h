#pragma once

#include "ui/icons.h"

#include <QPushButton>

namespace Pacewatch {

/// A push button in one of the kinds of the style sheet. At most one Primary in a page.
class Button final : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind
    {
        Default,
        Primary,
        Flat, ///< a link-like action
        Link, ///< the same as low as a line of text, within a sentence
        Live, ///< reaches real people
        Danger, ///< stops or removes something
        Tool, ///< an icon alone, 28 by 28; needs a tooltip and an accessible name
        Tinted, ///< something is on: privacy mode
    };

    explicit Button(const QString& text, Kind kind = Kind::Default, QWidget* parent = nullptr);
    /// An icon alone; @p name is its tooltip and its accessible name.
    Button(const QIcon& icon, const QString& name, QWidget* parent = nullptr);

    void setKind(Kind kind);
    /// 28 high, for card headers and tables.
    void setCompact(bool compact);

    [[nodiscard]] Kind kind() const { return m_kind; }

private:
    void repolish();

    Kind m_kind;
};

} // namespace Pacewatch
