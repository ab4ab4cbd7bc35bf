#include "ui/models/foldedrows.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

FoldedRows::FoldedRows(int calls, std::vector<Fold> folds)
    : m_calls(calls)
    , m_folds(std::move(folds))
{
    number();
}

void FoldedRows::number()
{
    int shift = 0; // from the place of a call to its row
    for (Fold& fold : m_folds) {
        fold.row = fold.first + shift;
        shift += fold.isOpen ? 1 : 1 - fold.count;
    }
    m_rows = m_calls + shift;
}

/// The last fold that begins at @p row or before it; the end when there is none.
std::vector<FoldedRows::Fold>::const_iterator FoldedRows::before(int row) const
{
    const auto next
        = std::upper_bound(m_folds.begin(), m_folds.end(), row,
                           [](int wanted, const Fold& fold) { return wanted < fold.row; });
    return next == m_folds.begin() ? m_folds.end() : next - 1;
}

int FoldedRows::placeAt(int row) const
{
    const auto fold = before(row);
    if (fold == m_folds.end()) {
        return row;
    }
    const int below = row - fold->row; // 0 is the fold itself
    if (below == 0) {
        return fold->first;
    }
    return fold->first + (fold->isOpen ? 0 : fold->count) + below - 1;
}

int FoldedRows::rowOf(int place) const
{
    const auto next
        = std::upper_bound(m_folds.begin(), m_folds.end(), place,
                           [](int wanted, const Fold& fold) { return wanted < fold.first; });
    if (next == m_folds.begin()) {
        return place;
    }
    const Fold& fold = *(next - 1);
    const int below = place - fold.first;
    if (fold.isOpen) {
        return fold.row + 1 + below;
    }
    return below < fold.count ? fold.row : fold.row + 1 + below - fold.count;
}

const FoldedRows::Fold* FoldedRows::foldAt(int row) const
{
    const auto fold = before(row);
    return fold != m_folds.end() && fold->row == row ? &*fold : nullptr;
}

const FoldedRows::Fold* FoldedRows::foldAround(int row) const
{
    const auto fold = before(row);
    const bool isInside
        = fold != m_folds.end() && row <= fold->row + (fold->isOpen ? fold->count : 0);
    return isInside ? &*fold : nullptr;
}

void FoldedRows::setOpen(int row, bool isOpen)
{
    m_folds[std::size_t(before(row) - m_folds.begin())].isOpen = isOpen;
    number();
}

} // namespace Pacewatch
