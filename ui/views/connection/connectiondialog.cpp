#include "ui/views/connection/connectiondialog.h"

#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/wording/forms.h"
#include "ui/wording/wording.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QNetworkInterface>
#include <QPainter>
#include <QScrollArea>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr QSize ContentSize(1020, 610); ///< 644 with the title bar
constexpr int FormWidth = 500;
constexpr int FootHeight = 56;
constexpr std::chrono::milliseconds AfterTyping(400);
constexpr std::chrono::milliseconds AgeStep(200);

/// This computer's own address in its network, for programs on other machines.
QString ownAddress()
{
    const QList<QHostAddress> all = QNetworkInterface::allAddresses();
    for (const QHostAddress& address : all) {
        if (!address.isLoopback() && address.protocol() == QAbstractSocket::IPv4Protocol) {
            return address.toString();
        }
    }
    return u"127.0.0.1"_s;
}

} // namespace

ConnectionDialog::ConnectionDialog(PageContext& context, KeyStore& keys,
                                   const ConnectionState* edited, quint16 firstPort,
                                   QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_keys(keys)
    , m_form(new ConnectionForm(context.theme, context.icons, context.engine.profiles()))
    , m_guide(new ConnectionGuide(context.theme, context.icons))
    , m_test(new Button(say(Words::TestCall)))
    , m_testNote(new TextLabel(context.theme, FontRole::Hint, Color::TextMuted))
    , m_start(new Button({}, Button::Kind::Primary))
{
    setObjectName(u"connectionDialog"_s);
    setWindowTitle(say(edited == nullptr ? Words::NewConnection : Words::EditConnection));
    m_start->setText(say(edited == nullptr ? Words::StartWatching : Words::SaveChanges));
    resize(ContentSize);
    auto* const scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    scroll->setFixedWidth(FormWidth);
    scroll->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    auto* const halves = new QHBoxLayout;
    halves->setSpacing(0);
    halves->addWidget(scroll);
    halves->addWidget(m_guide, 1);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(halves, 1);
    column->addWidget(makeFoot());

    if (edited != nullptr) {
        m_edited = edited->id;
        m_applied = edited->spec;
        m_form->fill(edited->spec, edited->maskedKey);
    } else {
        m_form->setPort(firstPort);
    }
    m_typing.setSingleShot(true);
    m_typing.setInterval(AfterTyping);
    m_tenths.setInterval(AgeStep);
    connect(&m_typing, &QTimer::timeout, this, &ConnectionDialog::check);
    connect(&m_tenths, &QTimer::timeout, this, &ConnectionDialog::refreshGuide);
    connect(m_form, &ConnectionForm::changed, this, &ConnectionDialog::formChanged);
    connect(&context.feed, &Feed::exchangesArrived, this, &ConnectionDialog::takeExchanges);
    connect(&context.feed, &Feed::stateArrived, this, &ConnectionDialog::refreshGuide);
    m_keys.look(this, [this](bool isThere) { m_form->setKeyStore(isThere); });
    formChanged();
}

QWidget* ConnectionDialog::makeFoot()
{
    auto* const cancel = new Button(say(Words::Cancel));
    cancel->setObjectName(u"cancelButton"_s);
    m_test->setObjectName(u"testCallButton"_s);
    m_test->setIcon(m_context.icons.icon(Icon::Send));
    m_testNote->setObjectName(u"testNote"_s);
    m_testNote->setElided(true);
    m_start->setObjectName(u"startWatchingButton"_s);
    m_start->setDefault(true);
    auto* const foot = new QWidget;
    foot->setFixedHeight(FootHeight);
    auto* const row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_test);
    row->addWidget(m_testNote, 1);
    row->addWidget(cancel);
    row->addWidget(m_start);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_test, &Button::clicked, this, &ConnectionDialog::testCall);
    connect(m_start, &Button::clicked, this, &ConnectionDialog::start);
    return foot;
}

void ConnectionDialog::formChanged()
{
    const auto quoted = m_form->quotedWindow();
    m_testNote->setText(Wording::testPrice(quoted ? &*quoted : nullptr));
    m_keyIsNew = m_form->hasKey();
    m_typing.start();
    refreshGuide();
}

void ConnectionDialog::check()
{
    checkReach();
    if (m_form->way() == WatchWay::Poll || isListeningOnPort()) {
        listen();
    } else {
        checkPort();
    }
}

bool ConnectionDialog::isListeningOnPort() const
{
    return (m_added || m_edited) && m_applied.way == WatchWay::Proxy
        && m_applied.port == m_form->port();
}

void ConnectionDialog::checkReach()
{
    const QByteArray url = m_form->gatewayUrl();
    if (url.isEmpty()) {
        return;
    }
    m_form->showReach(AddressField::Reach::Checking, say(Words::Checking));
    m_context.engine.checkReachable(url, this, [this, url](const Result<void>& result) {
        if (url != m_form->gatewayUrl()) {
            return;
        }
        m_form->showReach(result ? AddressField::Reach::Reachable
                                 : AddressField::Reach::NotReachable,
                          result ? say(Words::Reachable) : Wording::notReachable(result.error()));
    });
}

void ConnectionDialog::checkPort()
{
    const quint16 port = m_form->port();
    m_context.engine.checkPort(port, this, [this, port](bool isFree, quint16 next) {
        if (port == m_form->port()) {
            m_form->showPort(isFree, next);
            listen();
        }
    });
}

void ConnectionDialog::listen()
{
    const auto spec = m_form->spec();
    if (!spec || m_edited) {
        refreshGuide();
        return;
    }
    if (!m_added) {
        m_added = m_context.engine.addConnection(*spec, m_form->key());
    } else if (*spec != m_applied || m_keyIsNew) {
        m_context.engine.changeConnection(*m_added, *spec, m_form->key());
    }
    m_keyIsNew = false;
    m_applied = *spec;
    refreshGuide();
}

QString ConnectionDialog::proxyAddress() const
{
    const auto spec = m_form->spec();
    if (!spec) {
        return {};
    }
    QUrl address(QString::fromUtf8(spec->gatewayUrl));
    address.setScheme(u"http"_s);
    address.setHost(spec->openToNetwork ? ownAddress() : u"127.0.0.1"_s);
    address.setPort(spec->port);
    return address.toString(QUrl::FullyEncoded);
}

void ConnectionDialog::refreshGuide()
{
    if (m_form->way() == WatchWay::Poll) {
        m_guide->showAsking();
    } else {
        m_guide->showAddress(proxyAddress(), m_form->profile(), m_form->port());
    }
    if (m_firstCall) {
        m_guide->showFirstCall(*m_firstCall, m_context.engine.clock().now() - m_firstCall->arrived);
    }
}

void ConnectionDialog::takeExchanges(const QList<Exchange>& exchanges)
{
    const std::optional<ConnectionId> own = m_added ? m_added : m_edited;
    for (const Exchange& exchange : exchanges) {
        if (!m_firstCall && own == exchange.connection && exchange.origin != Origin::TestSend) {
            m_firstCall = exchange;
            m_tenths.start();
            refreshGuide();
        }
    }
}

void ConnectionDialog::testCall()
{
    listen();
    const std::optional<ConnectionId> own = m_added ? m_added : m_edited;
    if (!own) {
        m_form->showErrors();
        return;
    }
    m_test->setEnabled(false);
    m_context.engine.testCall(*own, this, [this](const Result<Exchange>& result) {
        m_test->setEnabled(true);
        m_testNote->setText(result ? Wording::testAnswer(*result)
                                   : Wording::sentence(result.error().code));
    });
}

void ConnectionDialog::start()
{
    const auto spec = m_form->spec();
    if (!m_form->isComplete() || !spec) {
        m_form->showErrors();
        return;
    }
    listen();
    if (m_edited) {
        m_context.engine.changeConnection(*m_edited, *spec, m_form->key());
    }
    const ConnectionId id = m_edited ? *m_edited : *m_added;
    keepKey(*spec);
    if (!m_form->hasKey()) {
        useKeptKey(id, *spec);
    }
    emit watchingStarted(id, spec->port);
    accept();
}

void ConnectionDialog::keepKey(const ConnectionSpec& spec)
{
    if (m_form->keepsKey() && m_form->hasKey()) {
        // The dialog is gone when the answer comes; a failure leaves the key in memory only.
        m_keys.keep(KeyStore::nameFor(spec.customer, spec.gatewayUrl), m_form->key(), &m_keys,
                    [](bool) {});
    }
}

void ConnectionDialog::useKeptKey(ConnectionId id, const ConnectionSpec& spec)
{
    // The same customer at the same gateway, and the key was kept: it need not be typed again.
    m_keys.read(KeyStore::nameFor(spec.customer, spec.gatewayUrl), &m_keys,
                [engine = &m_context.engine, id, spec](Secret key) {
                    if (!key.isEmpty()) {
                        engine->changeConnection(id, spec, std::move(key));
                    }
                });
}

void ConnectionDialog::done(int result)
{
    if (result == Rejected && m_added) {
        m_context.engine.removeConnection(*m_added);
        m_added.reset();
    }
    QDialog::done(result);
}

void ConnectionDialog::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = m_context.theme;
    painter.fillRect(rect(), theme.color(Color::BgSurface));
    const QRect right(FormWidth, 0, width() - FormWidth, height() - FootHeight);
    painter.fillRect(right, theme.color(Color::BgSunken));
    painter.fillRect(QRect(FormWidth, 0, 1, right.height()), theme.color(Color::BorderSubtle));
    painter.fillRect(QRect(0, height() - FootHeight, width(), 1), theme.color(Color::BorderSubtle));
}

} // namespace Pacewatch
