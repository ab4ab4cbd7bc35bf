#pragma once

#include <QObject>
#include <QString>

namespace Pacewatch {

/// Hides what is private on a shared screen. Window thread; made once and passed to the views.
///
/// Masks keep the country code and the last two digits, so that rows can still be told apart; the
/// same value always looks the same. Who shows private text asks here and listens to changed().
class Privacy final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Privacy)

public:
    enum class Kind
    {
        Phone, ///< "+34 ••• ••• •27"
        Name, ///< "M•••• R•••"
        Key, ///< "ak_live_••••••Kp31"; also while the mode is off
        Email, ///< "m••••@e••••.com"
        Text, ///< "••••••"
    };

    explicit Privacy(QObject* parent = nullptr);

    void setOn(bool on);
    [[nodiscard]] bool isOn() const { return m_isOn; }

    /// @p text as it may be shown now: masked while the mode is on, as it is while it is off.
    [[nodiscard]] QString shown(Kind kind, const QString& text) const;
    /// A recipient as typed: a phone number, an e-mail address or a name, found out by its form.
    [[nodiscard]] QString shownRecipient(const QString& text) const;
    /// A free text or a body with the phone numbers, e-mail addresses and keys in it masked.
    [[nodiscard]] QString shownBody(const QString& text) const;

    /// The mask itself, whatever the mode.
    [[nodiscard]] static QString mask(Kind kind, const QString& text);

signals:
    void changed();

private:
    bool m_isOn = false;
};

} // namespace Pacewatch
