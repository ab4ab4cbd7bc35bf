#pragma once

#include "core/connection.h"
#include "core/profile/profile.h"
#include "core/secret.h"
#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/field.h"
#include "ui/controls/keyfield.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/spinfield.h"
#include "ui/views/connection/addressfield.h"
#include "ui/views/connection/profilecard.h"

#include <optional>

class QButtonGroup;
class QVBoxLayout;

namespace Pacewatch {

/// What is asked for a connection: the left side of the dialog. It knows what is wrong with what
/// was typed; whether a host answers or a port is free it is told.
class ConnectionForm final : public QWidget
{
    Q_OBJECT

public:
    ConnectionForm(const Theme& theme, const Icons& icons, const ProfileShelf& profiles,
                   QWidget* parent = nullptr);

    void fill(const ConnectionSpec& spec, const QString& maskedKey);
    void setPort(quint16 port);
    /// Shows every error that is there, also of what nobody touched yet.
    void showErrors();
    void showReach(AddressField::Reach reach, const QString& words);
    void showPort(bool isFree, quint16 next);
    void forgetPort();
    void setKeyStore(bool isThere);
    void setKnownKey(const QString& mask) { m_key->setKnownMask(mask); }

    /// Complete as far as an address and a port go, so that watching can start; else empty.
    [[nodiscard]] std::optional<ConnectionSpec> spec() const;
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] QByteArray gatewayUrl() const;
    [[nodiscard]] quint16 port() const { return static_cast<quint16>(m_port->value()); }
    [[nodiscard]] WatchWay way() const;
    [[nodiscard]] Secret key() const { return m_key->key(); }
    [[nodiscard]] bool hasKey() const { return m_key->hasKey(); }
    [[nodiscard]] bool keepsKey() const { return m_keepKey->isChecked(); }
    [[nodiscard]] Profile profile() const;
    /// The longest window of all calls with the limits set here; nullptr when none is known.
    [[nodiscard]] std::optional<Policy> quotedWindow() const;

signals:
    void changed();
    void useOtherPort(quint16 port);

private:
    void addProfiles(QVBoxLayout& column);
    void addAddress(QVBoxLayout& column);
    void addKey(QVBoxLayout& column);
    void addWay(QVBoxLayout& column);
    void chooseProfile(ProfileCard* card);
    void changeLimits();
    void refreshProfile();
    void refreshWay();
    void normaliseAddress();
    /// The tick is offered where it can matter: for such an address, or when a connection is
    /// edited, whose name may lead into a private network.
    void offerPrivate();
    [[nodiscard]] QString addressError() const;
    [[nodiscard]] Profile find(const QString& id) const;

    const Theme& m_theme;
    const Icons& m_icons;
    const ProfileShelf& m_profiles;
    ConnectionSpec m_spec; ///< what the fields do not hold: limits, profile, practice
    Field* m_customer;
    QList<ProfileCard*> m_cards;
    TextLabel* m_edition;
    AddressField* m_address;
    Field* m_addressField;
    CheckBox* m_isPrivate; ///< the gateway may be in a private network
    KeyField* m_key;
    CheckBox* m_keepKey;
    TextLabel* m_keepHint;
    SegmentedControl* m_way;
    TextLabel* m_wayHint;
    QWidget* m_portRow = nullptr;
    SpinField* m_port;
    FieldNote* m_portNote;
    Button* m_otherPort;
    quint16 m_nextPort = 0;
    QWidget* m_pollRow = nullptr;
    SpinField* m_every;
    SegmentedControl* m_who;
    FieldNote* m_whoNote;
    bool m_portIsTaken = false;
};

} // namespace Pacewatch
