#include "ui/views/connection/connectionform.h"

#include "ui/views/connection/typedaddress.h"
#include "ui/views/monitor/limitsdialog.h"
#include "ui/wording/forms.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int LowestPort = 1024;
constexpr int HighestPort = 65535;
constexpr int LongestPoll = 600; ///< seconds

/// One card for each gateway: of two editions, the one that comes first on the shelf.
QList<Profile> gateways(const ProfileShelf& shelf)
{
    QList<Profile> chosen;
    for (const Profile& profile : shelf.all()) {
        const bool isKnown = std::ranges::any_of(
            chosen, [&profile](const Profile& other) { return other.sibling == profile.id; });
        if (!isKnown && !(profile.edition == "developer docs"_L1)) {
            chosen.append(profile);
        }
    }
    return chosen;
}

} // namespace

ConnectionForm::ConnectionForm(const Theme& theme, const Icons& icons, const ProfileShelf& profiles,
                               QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_profiles(profiles)
    , m_customer(new Field(theme, icons, say(Words::Customer)))
    , m_edition(new TextLabel(theme, FontRole::Hint, Color::TextMuted))
    , m_address(new AddressField(theme, icons))
    , m_addressField(new Field(theme, icons, say(Words::GatewayAddress), m_address))
    , m_isPrivate(new CheckBox(theme, icons, say(Words::PrivateNetwork)))
    , m_key(new KeyField(theme, icons))
    , m_keepKey(new CheckBox(theme, icons, say(Words::KeepKey)))
    , m_keepHint(new TextLabel(theme, FontRole::Hint, Color::TextMuted, say(Words::KeepKeyOff)))
    , m_way(new SegmentedControl(theme, icons))
    , m_wayHint(new TextLabel(theme, FontRole::Hint, Color::TextMuted))
    , m_port(new SpinField(theme, icons, LowestPort, HighestPort))
    , m_portNote(new FieldNote(theme, icons))
    , m_otherPort(new Button({}, Button::Kind::Flat))
    , m_every(new SpinField(theme, icons, 1, LongestPoll))
    , m_who(new SegmentedControl(theme, icons))
    , m_whoNote(new FieldNote(theme, icons))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 17, 24, 8);
    column->setSpacing(11);
    m_customer->edit()->setObjectName(u"customerField"_s);
    column->addWidget(m_customer);
    addProfiles(*column);
    addAddress(*column);
    addKey(*column);
    addWay(*column);
    column->addStretch(1);
    connect(m_customer->edit(), &QLineEdit::textEdited, this, [this] {
        m_customer->setError({});
        emit changed();
    });
    if (!m_cards.isEmpty()) {
        m_cards.first()->setChecked(true);
        chooseProfile(m_cards.first());
    }
    refreshWay();
}

void ConnectionForm::addProfiles(QVBoxLayout& column)
{
    auto* const cards = new QHBoxLayout;
    cards->setSpacing(8);
    auto* const holder = new QWidget; // exclusive among each other only
    holder->setLayout(cards);
    cards->setContentsMargins(0, 0, 0, 0);
    for (const Profile& profile : gateways(m_profiles)) {
        auto* const card = new ProfileCard(m_theme, m_icons, profile.id);
        card->setObjectName(u"profileCard_"_s + profile.id);
        connect(card, &ProfileCard::clicked, this, [this, card] { chooseProfile(card); });
        cards->addWidget(card);
        m_cards.append(card);
    }
    auto* const change = new Button(say(Words::Change), Button::Kind::Link);
    change->setObjectName(u"changeLimitsButton"_s);
    connect(change, &Button::clicked, this, &ConnectionForm::changeLimits);
    auto* const note = new QHBoxLayout;
    note->setSpacing(0);
    note->addWidget(m_edition);
    note->addWidget(change);
    note->addStretch(1);
    auto* const group = new QVBoxLayout;
    group->setSpacing(4);
    group->addWidget(
        new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, say(Words::Limits)));
    group->addWidget(holder);
    group->addLayout(note);
    column.addLayout(group);
}

void ConnectionForm::addAddress(QVBoxLayout& column)
{
    m_address->setObjectName(u"addressField"_s);
    m_isPrivate->setObjectName(u"privateNetworkBox"_s);
    m_isPrivate->hide();
    auto* const group = new QVBoxLayout;
    group->setSpacing(4);
    group->addWidget(m_addressField);
    group->addWidget(m_isPrivate);
    column.addLayout(group);
    connect(m_isPrivate, &CheckBox::toggled, this, &ConnectionForm::changed);
    connect(m_address, &QLineEdit::textEdited, this, [this] {
        m_addressField->setError({});
        m_address->setReach(AddressField::Reach::Unknown, {});
        offerPrivate();
        emit changed();
    });
    connect(m_address, &QLineEdit::editingFinished, this, &ConnectionForm::normaliseAddress);
}

void ConnectionForm::addKey(QVBoxLayout& column)
{
    m_key->setObjectName(u"keyField"_s);
    m_keepKey->setObjectName(u"keepKeyBox"_s);
    auto* const field = new Field(m_theme, m_icons, say(Words::ApiKey), m_key);
    field->setAside(say(Words::KeyAside));
    m_keepHint->setContentsMargins(26, 0, 0, 0);
    auto* const group = new QVBoxLayout;
    group->setSpacing(0);
    group->addWidget(field);
    group->addSpacing(4);
    group->addWidget(m_keepKey);
    group->addWidget(m_keepHint);
    column.addLayout(group);
    connect(m_key, &KeyField::keyChanged, this, &ConnectionForm::changed);
    connect(m_keepKey, &CheckBox::toggled, this, [this](bool on) {
        m_keepHint->setText(say(on ? Words::KeepKeyOn : Words::KeepKeyOff));
    });
}

void ConnectionForm::addWay(QVBoxLayout& column)
{
    m_way->setObjectName(u"wayChoice"_s);
    m_way->setAccessibleName(say(Words::HowToWatch));
    m_way->setStretched(true);
    m_way->setCompact(false);
    m_way->addSegment(say(Words::ThroughProxy), Icon::Plug);
    m_way->addSegment(say(Words::ByAsking), Icon::Poll);
    auto* const group = new QVBoxLayout;
    group->setSpacing(5);
    group->addWidget(
        new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, say(Words::HowToWatch)));
    group->addWidget(m_way);
    group->addWidget(m_wayHint);
    column.addLayout(group);

    m_port->setObjectName(u"portField"_s);
    m_port->setAccessibleName(say(Words::ProxyPort));
    m_port->setProperty("compact", true);
    m_port->setValue(8642);
    m_portNote->setWrapping(false);
    m_otherPort->setObjectName(u"otherPortButton"_s);
    m_otherPort->setCompact(true);
    m_otherPort->hide();
    m_portRow = new QWidget;
    auto* const port = new QHBoxLayout;
    port->setSpacing(8);
    port->addWidget(
        new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, say(Words::ProxyPort)));
    port->addWidget(m_port);
    port->addWidget(m_portNote);
    port->addWidget(m_otherPort);
    port->addStretch(1);
    m_who->setObjectName(u"whoChoice"_s);
    m_who->setAccessibleName(say(Words::WhoMayConnect));
    m_who->addSegment(say(Words::ThisComputer));
    m_who->addSegment(say(Words::ThisNetwork));
    auto* const who = new QHBoxLayout;
    who->setSpacing(8);
    who->addWidget(
        new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, say(Words::WhoMayConnect)));
    who->addWidget(m_who);
    who->addStretch(1);
    auto* const rows = new QVBoxLayout(m_portRow);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    rows->addLayout(port);
    rows->addLayout(who);
    rows->addWidget(m_whoNote);
    column.addWidget(m_portRow);

    m_every->setObjectName(u"pollEveryField"_s);
    m_every->setAccessibleName(say(Words::AskEvery));
    m_every->setSuffix(u' ' + say(Words::Seconds));
    m_every->setProperty("compact", true);
    m_every->setValue(5);
    m_pollRow = new QWidget;
    auto* const poll = new QHBoxLayout(m_pollRow);
    poll->setContentsMargins(0, 0, 0, 0);
    poll->addWidget(
        new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, say(Words::AskEvery)));
    poll->addWidget(m_every);
    poll->addStretch(1);
    column.addWidget(m_pollRow);

    connect(m_way, &SegmentedControl::chosen, this, &ConnectionForm::refreshWay);
    connect(m_way, &SegmentedControl::chosen, this, &ConnectionForm::changed);
    connect(m_every, &QSpinBox::valueChanged, this, &ConnectionForm::refreshWay);
    connect(m_every, &QSpinBox::valueChanged, this, &ConnectionForm::changed);
    connect(m_port, &QSpinBox::valueChanged, this, [this] {
        forgetPort();
        emit changed();
    });
    connect(m_otherPort, &Button::clicked, this, [this] { m_port->setValue(m_nextPort); });
    connect(m_who, &SegmentedControl::chosen, this, [this](int index) {
        m_whoNote->say(FieldNote::Tone::Wrong, index == 0 ? QString() : say(Words::AnyoneMayCall));
        emit changed();
    });
}

void ConnectionForm::fill(const ConnectionSpec& spec, const QString& maskedKey)
{
    m_spec = spec;
    const Profile own = find(spec.profileId);
    for (ProfileCard* const card : std::as_const(m_cards)) {
        if (card->profileId() == own.id || card->profileId() == own.sibling) {
            card->setProfileId(own.id);
            card->setChecked(true);
        }
    }
    refreshProfile();
    m_customer->edit()->setText(spec.customer);
    if (const auto address = parseTypedAddress(QString::fromUtf8(spec.gatewayUrl), {})) {
        m_address->setAddress(address->scheme, address->rest);
    }
    m_isPrivate->setChecked(spec.allowPrivateHosts);
    m_isPrivate->show();
    m_key->setKnownMask(maskedKey);
    m_way->setCurrent(spec.way == WatchWay::Poll ? 1 : 0);
    m_who->setCurrent(spec.openToNetwork ? 1 : 0);
    if (spec.port >= LowestPort) {
        m_port->setValue(spec.port);
    }
    m_every->setValue(
        static_cast<int>(std::chrono::round<std::chrono::seconds>(spec.pollEvery).count()));
    refreshWay();
}

void ConnectionForm::offerPrivate()
{
    if (namesPrivateNetwork(gatewayUrl())) {
        m_isPrivate->show();
    }
}

void ConnectionForm::setPort(quint16 port)
{
    m_port->setValue(port);
}

void ConnectionForm::chooseProfile(ProfileCard* card)
{
    const bool hadDefault = m_address->text().isEmpty()
        || m_address->address().toLatin1() == find(m_spec.profileId).baseUrl;
    m_spec.profileId = card->profileId();
    m_spec.windows.clear();
    const QByteArray base = profile().baseUrl;
    if (hadDefault) {
        const auto address = parseTypedAddress(QString::fromLatin1(base), base);
        m_address->setAddress(address ? address->scheme : u"https"_s,
                              address ? address->rest : QString());
        m_address->setReach(AddressField::Reach::Unknown, {});
    }
    refreshProfile();
    refreshWay();
    emit changed();
}

void ConnectionForm::changeLimits()
{
    QList<Profile> editions = {profile()};
    if (const auto sibling = m_profiles.find(editions.first().sibling)) {
        editions.append(*sibling);
    }
    auto* const dialog = new LimitsDialog(m_theme, m_icons, editions, 0, m_spec.windows, window());
    dialog->setObjectName(u"limitsDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, editions] {
        const QString id = editions.at(dialog->edition()).id;
        for (ProfileCard* const card : std::as_const(m_cards)) {
            if (card->isChecked()) {
                card->setProfileId(id);
                chooseProfile(card);
            }
        }
        m_spec.windows = dialog->overrides();
        refreshProfile();
        refreshWay();
        emit changed();
    });
    dialog->open();
}

void ConnectionForm::refreshProfile()
{
    for (ProfileCard* const card : std::as_const(m_cards)) {
        const Profile shown = find(card->profileId());
        QStringList lines;
        for (Policy policy : shown.windows) {
            const auto own = std::ranges::find(m_spec.windows, policy.name, &Policy::name);
            if (card->isChecked() && own != m_spec.windows.end()) {
                policy.limit = own->limit;
            }
            if (policy.routes.isEmpty()) {
                lines.append(Wording::limitLine(policy));
            }
        }
        if (lines.isEmpty() || shown.baseUrl.isEmpty()) {
            lines = QStringList{say(Words::ReadFromHeaders), say(Words::OrSetYourOwn)};
        }
        card->setWords(shown.name, lines.value(0), lines.value(1));
    }
    const Profile own = profile();
    const auto sibling = m_profiles.find(own.sibling);
    m_edition->setText(Wording::editionLine(own, sibling ? &*sibling : nullptr));
}

void ConnectionForm::refreshWay()
{
    const bool isProxy = way() == WatchWay::Proxy;
    m_portRow->setVisible(isProxy);
    m_pollRow->setVisible(!isProxy);
    const auto quoted = quotedWindow();
    m_wayHint->setText(isProxy ? say(Words::ProxyHint)
                           : quoted
                           ? Wording::pollPrice(std::chrono::seconds(m_every->value()), *quoted)
                           : QString());
}

void ConnectionForm::normaliseAddress()
{
    const QByteArray before = gatewayUrl();
    if (const auto address = parseTypedAddress(m_address->address(), profile().baseUrl)) {
        m_address->setAddress(address->scheme, address->rest);
    }
    m_addressField->setError(addressError());
    if (gatewayUrl() != before) {
        emit changed();
    }
}

QString ConnectionForm::addressError() const
{
    const auto address = parseTypedAddress(m_address->address(), profile().baseUrl);
    if (address) {
        const bool isOurs = way() == WatchWay::Proxy
            && (address->rest.startsWith(u"127.0.0.1:%1"_s.arg(port()))
                || address->rest.startsWith(u"localhost:%1"_s.arg(port())));
        return isOurs ? say(Words::AddressIsOurs) : QString();
    }
    const QString why = address.error().detail;
    if (why == "empty"_L1) {
        return say(Words::NeedsAddress);
    }
    if (why == "scheme"_L1) {
        return say(Words::AddressNotHttp);
    }
    return say(why == "user"_L1 ? Words::AddressHasUser : Words::AddressNotValid);
}

void ConnectionForm::showErrors()
{
    m_customer->setError(m_customer->text().trimmed().isEmpty() ? say(Words::NeedsCustomer)
                                                                : QString());
    m_addressField->setError(addressError());
}

void ConnectionForm::showReach(AddressField::Reach reach, const QString& words)
{
    m_address->setReach(reach, words);
}

void ConnectionForm::showPort(bool isFree, quint16 next)
{
    m_portIsTaken = !isFree;
    m_nextPort = next;
    setWrong(*m_port, !isFree);
    if (isFree) {
        m_portNote->say(FieldNote::Tone::Good, say(Words::Free));
    } else {
        m_portNote->say(FieldNote::Tone::Wrong, Wording::portTaken(port(), 0));
        m_otherPort->setText(Wording::usePort(next));
    }
    m_otherPort->setVisible(!isFree && next != 0);
}

void ConnectionForm::forgetPort()
{
    m_portIsTaken = false;
    setWrong(*m_port, false);
    m_portNote->clear();
    m_otherPort->hide();
}

void ConnectionForm::setKeyStore(bool isThere)
{
    m_keepKey->setEnabled(isThere);
    if (!isThere) {
        m_keepKey->setChecked(false);
        m_keepHint->setText(say(Words::NoKeyStore));
    }
}

std::optional<ConnectionSpec> ConnectionForm::spec() const
{
    const auto address = parseTypedAddress(m_address->address(), profile().baseUrl);
    if (!address || !addressError().isEmpty() || (way() == WatchWay::Proxy && m_portIsTaken)) {
        return {};
    }
    ConnectionSpec spec = m_spec;
    const QString customer = m_customer->text().trimmed();
    spec.customer = customer.isEmpty() ? address->rest.section(u'/', 0, 0) : customer;
    spec.gatewayUrl = address->url;
    spec.way = way();
    spec.port = way() == WatchWay::Proxy ? port() : quint16(0);
    spec.openToNetwork = way() == WatchWay::Proxy && m_who->current() == 1;
    spec.allowPrivateHosts = m_isPrivate->isChecked() || namesThisComputer(address->url);
    spec.pollEvery = std::chrono::seconds(m_every->value());
    return spec;
}

bool ConnectionForm::isComplete() const
{
    return !m_customer->text().trimmed().isEmpty() && spec().has_value();
}

QByteArray ConnectionForm::gatewayUrl() const
{
    const auto address = parseTypedAddress(m_address->address(), profile().baseUrl);
    return address ? address->url : QByteArray();
}

WatchWay ConnectionForm::way() const
{
    return m_way->current() == 1 ? WatchWay::Poll : WatchWay::Proxy;
}

Profile ConnectionForm::find(const QString& id) const
{
    return m_profiles.find(id).value_or(Profile());
}

Profile ConnectionForm::profile() const
{
    return find(m_spec.profileId);
}

std::optional<Policy> ConnectionForm::quotedWindow() const
{
    const QList<Policy> windows = profile().windows;
    for (auto window = windows.rbegin(); window != windows.rend(); ++window) {
        if (window->routes.isEmpty()) {
            Policy quoted = *window;
            const auto own = std::ranges::find(m_spec.windows, quoted.name, &Policy::name);
            quoted.limit = own == m_spec.windows.end() ? quoted.limit : own->limit;
            return quoted;
        }
    }
    return {};
}

} // namespace Pacewatch
