#include "core/engine/sessionlog.h"

#include "core/store/sessionreader.h"

#include <QThreadPool>

#include <algorithm>
#include <future>
#include <memory>
#include <utility>
#include <vector>

namespace Pacewatch {

namespace {

/// Some milliseconds of reading: after so many one can give it up.
constexpr qsizetype CallsInLogPage = 500;

using IdPlace = QList<ExchangeId>::const_iterator;

/// The ids of the calls of a range, page by page.
class IdPages final
{
public:
    explicit IdPages(QList<ExchangeId> ids)
        : m_ids(std::move(ids))
        , m_first(std::max<qsizetype>(m_ids.size() - qsizetype(CallLog::MostCalls), 0))
    { }

    [[nodiscard]] qsizetype count() const
    {
        return (m_ids.size() - m_first + CallsInLogPage - 1) / CallsInLogPage;
    }
    /// Of the first call of @p page and of the one behind its last.
    [[nodiscard]] std::pair<IdPlace, IdPlace> at(qsizetype page) const
    {
        const IdPlace begin = m_ids.cbegin() + m_first + page * CallsInLogPage;
        return {begin, begin + std::min(CallsInLogPage, m_ids.cend() - begin)};
    }

private:
    QList<ExchangeId> m_ids;
    qsizetype m_first;
};

/// Reads pages of a session, on whichever thread asks; each thread has its own.
class PageReader final
{
public:
    PageReader(SessionReader reader, const SessionRange& range, const IdPages& pages)
        : m_reader(std::move(reader))
        , m_range(range)
        , m_pages(pages)
    { }

    /// Hands over what can be read of @p page; false when that is not all of it.
    template<typename Take>
    bool read(qsizetype page, Take take)
    {
        const auto ids = m_pages.at(page);
        const IdPlace end = ids.second;
        IdPlace next = ids.first;
        bool isWhole = true;
        while (next != end) {
            const Result<void> done
                = m_reader.answers(*next, *(end - 1), m_range.dialect, [&](Exchange&& call) {
                      while (next != end && *next <= call.id) {
                          ++next;
                      }
                      if (call.arrivedWall >= m_range.from && call.arrivedWall <= m_range.to) {
                          take(std::move(call));
                      }
                  });
            if (done) {
                break;
            }
            // Where one lies in a damaged place, the next may be whole.
            isWhole = false;
            next += next != end ? 1 : 0;
        }
        return isWhole;
    }

private:
    SessionReader m_reader;
    const SessionRange& m_range;
    const IdPages& m_pages;
};

/// A page that another thread reads meanwhile.
class PageAhead final
{
public:
    explicit PageAhead(PageReader& reader)
        : m_reader(reader)
    {
        m_thread.setMaxThreadCount(1);
    }
    ~PageAhead() { m_thread.waitForDone(); }
    PageAhead(const PageAhead&) = delete;
    PageAhead& operator=(const PageAhead&) = delete;

    void start(qsizetype page)
    {
        // The thread may still be leaving it when its end is told.
        const auto task = std::make_shared<std::packaged_task<bool()>>([this, page] {
            m_calls.clear();
            return m_reader.read(page,
                                 [this](Exchange&& call) { m_calls.push_back(std::move(call)); });
        });
        m_done = task->get_future();
        m_thread.start([task] { (*task)(); });
    }
    /// Waits for it; what was taken before comes back as room for the next one. False when not
    /// all of it could be read.
    [[nodiscard]] bool swap(std::vector<Exchange>& calls)
    {
        const bool isWhole = m_done.get();
        m_calls.swap(calls);
        return isWhole;
    }

private:
    PageReader& m_reader;
    std::vector<Exchange> m_calls; // of the other thread between start() and swap()
    std::future<bool> m_done;
    QThreadPool m_thread;
};

/// All ids that calls of a file can have; none when they lie too far apart to be tried.
QList<ExchangeId> idsBetween(ExchangeId first, ExchangeId last)
{
    constexpr quint64 MostTried = 2 * CallLog::MostCalls;
    QList<ExchangeId> ids;
    const auto begin = static_cast<quint64>(first);
    const auto end = static_cast<quint64>(last);
    if (begin > 0 && begin <= end && end - begin < MostTried) {
        for (quint64 id = begin; id <= end; ++id) {
            ids.append(ExchangeId(id));
        }
    }
    return ids;
}

} // namespace

CollectedCalls readLog(const SessionRange& range, const DiagnosisSubject& subject,
                       const DiagnosisProgress& goesOn)
{
    CallLog log(subject);
    CallFilter filter;
    filter.from = range.from;
    filter.until = range.to + Duration(1);
    Result<SessionReader> own = SessionReader::open(range.path);
    Result<SessionReader> other = SessionReader::open(range.path);
    if (!own || !other) {
        return {log, false};
    }
    const Result<QList<ExchangeId>> ids = own->ids(filter);
    bool isWhole = ids.has_value();
    // By their ids: each page of a range of time would be sought in all of the range.
    const IdPages pages(ids ? *ids : idsBetween(range.firstId, range.lastId));
    PageReader mine(std::move(*own), range, pages);
    PageReader theirs(std::move(*other), range, pages);
    PageAhead ahead(theirs);
    std::vector<Exchange> calls;
    if (pages.count() > 1) {
        ahead.start(1);
    }
    // In turns: this thread reads the even pages, the other one those between.
    for (qsizetype page = 0; page < pages.count(); page += 2) {
        isWhole = mine.read(page, [&](Exchange&& call) { log.add(call); }) && isWhole;
        if (page + 1 < pages.count()) {
            isWhole = ahead.swap(calls) && isWhole;
            if (page + 3 < pages.count()) {
                ahead.start(page + 3);
            }
            std::for_each(calls.begin(), calls.end(), [&](const Exchange& each) { log.add(each); });
        }
        if (!goesOn(static_cast<double>(page + 1) / static_cast<double>(pages.count()))) {
            break;
        }
    }
    return {log, isWhole};
}

} // namespace Pacewatch
