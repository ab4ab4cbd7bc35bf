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
    /// Of the first call of @p page and of its last one.
    [[nodiscard]] std::pair<ExchangeId, ExchangeId> at(qsizetype page) const
    {
        const qsizetype begin = m_first + page * CallsInLogPage;
        return {m_ids.at(begin), m_ids.at(std::min(begin + CallsInLogPage, m_ids.size()) - 1)};
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

    template<typename Take>
    Result<void> read(qsizetype page, Take take)
    {
        const auto [first, last] = m_pages.at(page);
        return m_reader.answers(first, last, m_range.dialect, [&](Exchange&& call) {
            if (call.arrivedWall >= m_range.from && call.arrivedWall <= m_range.to) {
                take(std::move(call));
            }
        });
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
        const auto task = std::make_shared<std::packaged_task<Result<void>()>>([this, page] {
            m_calls.clear();
            return m_reader.read(page,
                                 [this](Exchange&& call) { m_calls.push_back(std::move(call)); });
        });
        m_done = task->get_future();
        m_thread.start([task] { (*task)(); });
    }
    /// Waits for it; what was taken before comes back as room for the next one.
    [[nodiscard]] Result<void> swap(std::vector<Exchange>& calls)
    {
        const Result<void> done = m_done.get();
        m_calls.swap(calls);
        return done;
    }

private:
    PageReader& m_reader;
    std::vector<Exchange> m_calls; // of the other thread between start() and swap()
    std::future<Result<void>> m_done;
    QThreadPool m_thread;
};

} // namespace

CallLog readLog(const SessionRange& range, const DiagnosisSubject& subject,
                const DiagnosisProgress& goesOn)
{
    CallLog log(subject);
    CallFilter filter;
    filter.from = range.from;
    filter.until = range.to + Duration(1);
    Result<SessionReader> own = SessionReader::open(range.path);
    Result<SessionReader> other = SessionReader::open(range.path);
    const Result<QList<ExchangeId>> ids
        = own && other ? own->ids(filter) : Result<QList<ExchangeId>>(fail(ErrorCode::NotFound));
    if (!ids) {
        return log;
    }
    // By their ids: each page of a range of time would be sought in all of the range.
    const IdPages pages(*ids);
    PageReader mine(std::move(*own), range, pages);
    PageReader theirs(std::move(*other), range, pages);
    PageAhead ahead(theirs);
    std::vector<Exchange> calls;
    if (pages.count() > 1) {
        ahead.start(1);
    }
    // In turns: this thread reads the even pages, the other one those between.
    for (qsizetype page = 0; page < pages.count(); page += 2) {
        if (!mine.read(page, [&](Exchange&& call) { log.add(call); })) {
            break;
        }
        if (page + 1 < pages.count()) {
            const Result<void> read = ahead.swap(calls);
            if (page + 3 < pages.count()) {
                ahead.start(page + 3);
            }
            std::for_each(calls.begin(), calls.end(), [&](const Exchange& each) { log.add(each); });
            if (!read) {
                break;
            }
        }
        if (!goesOn(static_cast<double>(page + 1) / static_cast<double>(pages.count()))) {
            break;
        }
    }
    return log;
}

} // namespace Pacewatch
