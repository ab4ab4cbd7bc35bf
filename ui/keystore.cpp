#include "ui/keystore.h"

#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr std::chrono::milliseconds Patience(5000);

QString service()
{
    return u"pacewatch"_s;
}

/// Starts @p job and reports once: when it is done, or with nullptr when the patience is over. A
/// locked store may never answer, so the job is left to finish by itself then.
void runJob(QKeychain::Job* job, QObject* context, std::function<void(QKeychain::Job*)> done)
{
    auto* const patience = new QTimer(context);
    patience->setSingleShot(true);
    QObject::connect(job, &QKeychain::Job::finished, patience,
                     [patience, done](QKeychain::Job* finished) {
                         patience->deleteLater();
                         done(finished);
                     });
    QObject::connect(patience, &QTimer::timeout, patience, [patience, job, done] {
        QObject::disconnect(job, nullptr, patience, nullptr);
        patience->deleteLater();
        done(nullptr);
    });
    patience->start(Patience);
    job->start();
}

} // namespace

KeyStore::KeyStore(QObject* parent)
    : QObject(parent)
{ }

void KeyStore::look(QObject* context, std::function<void(bool)> done)
{
    auto* const job = new QKeychain::ReadPasswordJob(service());
    job->setKey(u"look"_s);
    runJob(job, context, [done = std::move(done)](const QKeychain::Job* finished) {
        done(finished != nullptr
             && (finished->error() == QKeychain::NoError
                 || finished->error() == QKeychain::EntryNotFound));
    });
}

void KeyStore::keep(const QString& name, const Secret& key, QObject* context,
                    std::function<void(bool)> done)
{
    auto* const job = new QKeychain::WritePasswordJob(service());
    job->setKey(name);
    job->setBinaryData(key.reveal());
    runJob(job, context, [done = std::move(done)](const QKeychain::Job* finished) {
        done(finished != nullptr && finished->error() == QKeychain::NoError);
    });
}

void KeyStore::read(const QString& name, QObject* context, std::function<void(Secret)> done)
{
    auto* const job = new QKeychain::ReadPasswordJob(service());
    job->setKey(name);
    runJob(job, context, [done = std::move(done)](QKeychain::Job* finished) {
        auto* const reader = qobject_cast<QKeychain::ReadPasswordJob*>(finished);
        const bool isFound = reader != nullptr && reader->error() == QKeychain::NoError;
        done(isFound ? Secret(reader->binaryData()) : Secret());
    });
}

void KeyStore::forget(const QString& name)
{
    auto* const job = new QKeychain::DeletePasswordJob(service());
    job->setKey(name);
    job->start();
}

QString KeyStore::nameFor(const QString& customer, const QByteArray& gatewayUrl)
{
    return customer + u'@' + QUrl(QString::fromUtf8(gatewayUrl)).host();
}

} // namespace Pacewatch
