#pragma once

#include "core/database.h"
#include "core/result.h"

namespace Pacewatch {

/// What is left to step through of @p statement, each row made by @p make.
template<typename Rows, typename Make>
Result<Rows> collect(Statement& statement, Make make)
{
    Rows rows;
    for (;;) {
        const Result<bool> row = statement.step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return rows;
        }
        rows.push_back(make(statement));
    }
}

} // namespace Pacewatch
