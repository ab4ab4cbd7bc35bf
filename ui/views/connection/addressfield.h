#pragma once

#include "ui/icons.h"

#include <QLineEdit>

namespace Pacewatch {

/// A line for an address: its scheme in grey before it, what is known of it at its right end.
class AddressField final : public QLineEdit
{
    Q_OBJECT

public:
    enum class Reach
    {
        Unknown,
        Checking,
        Reachable,
        NotReachable,
    };

    AddressField(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void setAddress(const QString& scheme, const QString& rest);
    void setReach(Reach reach, const QString& words);

    /// Scheme and rest as they stand, "https://app.aisoule.com/api".
    [[nodiscard]] QString address() const;
    [[nodiscard]] Reach reach() const { return m_reach; }
    [[nodiscard]] QString reachText() const { return m_words; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void splitScheme();
    void fitMargins();

    const Theme& m_theme;
    const Icons& m_icons;
    QString m_scheme;
    QString m_words;
    Reach m_reach = Reach::Unknown;
};

} // namespace Pacewatch
