#pragma once

#include "core/clock.h"
#include "core/exchange.h"
#include "core/privacy/redactor.h"
#include "core/result.h"
#include "core/store/sessionfile.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Pacewatch {

/// Records calls into a session file. It lives on its owner's thread and waits for no disk there: a
/// thread of its own, "store", takes out what is private and writes.
///
/// A batch is handed over when it is 250 ms old or large; the next gathers meanwhile. One that
/// fails is tried again after two seconds. What waits is bounded: the oldest calls are dropped and
/// counted.
class SessionRecorder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionRecorder)

public:
    static constexpr std::size_t MostWaiting = 50'000;

    /// @p clock must outlive it.
    explicit SessionRecorder(Clock& clock, QObject* parent = nullptr);
    /// Writes what is not on disk yet, makes one file of it, and waits for that.
    ~SessionRecorder() override;

    /// Opens or makes the file; see SessionFile::open(). The one call that waits for the disk.
    /// Stand-ins go by @p standInKey.
    [[nodiscard]] Result<void> open(const QString& path, const QByteArray& standInKey,
                                    const SessionBounds& bounds = {});
    /// The same without waiting: what fails shows in trouble(), and is tried again with what waits.
    void start(const QString& path, const QByteArray& standInKey, const SessionBounds& bounds = {});
    /// Says what the session as a whole is of.
    void setFacts(const SessionFacts& facts);
    /// The same of one thing: "customer", "profile", "host", "base".
    void setFact(const QString& name, const QString& value);
    /// Tells a key that must not be in the file in any spelling.
    void hide(QByteArrayView secret);
    void add(const Exchange& exchange);
    /// Writes something down; what is private in it is replaced. @p done is called on the owner's
    /// thread, not when the recorder goes before.
    void addNote(WallTime at, const QString& text, std::function<void(Result<void>)> done);
    /// Calls @p done on the owner's thread when all that was added before was tried to be written.
    void settle(std::function<void()> done);
    /// Writes the rest, makes one file of it and calls @p done on the owner's thread; then the
    /// recorder goes without waiting. Nothing may be added any more.
    void finish(std::function<void()> done);

    /// Calls that were never written because too many waited.
    [[nodiscard]] qint64 dropped() const { return m_dropped; }
    /// Why the last write failed; empty when it did not.
    [[nodiscard]] const std::optional<Error>& trouble() const { return m_trouble; }

signals:
    /// trouble() came or went.
    void troubleChanged();

private:
    class Desk;

    void flush();
    void handOver(std::vector<Exchange> batch);
    void written(const Result<void>& result);

    Clock& m_clock;
    std::vector<Exchange> m_waiting;
    bool m_isWriting = false;
    qint64 m_dropped = 0;
    std::optional<Error> m_trouble;
    std::unique_ptr<Bell> m_bell;
    bool m_isArmed = false;
    QThread m_thread;
    std::unique_ptr<Desk> m_desk; ///< lives on the thread
};

} // namespace Pacewatch
