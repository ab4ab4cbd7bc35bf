#pragma once

#include <vector>

namespace Pacewatch {

/// Which row of a table shows which call, where some neighbours are folded into one row: arithmetic
/// over the folds alone, so that a million calls cost nothing. Calls are named by their place in
/// the list. A plain object.
class FoldedRows final
{
public:
    /// Alike neighbours behind one row.
    struct Fold
    {
        int first = 0; ///< place of the first call
        int count = 0;
        bool isOpen = false; ///< the calls are shown below the row
        int row = 0; ///< of the fold itself; FoldedRows sets it
    };

    FoldedRows() = default;
    /// @p folds stand in order and do not overlap.
    explicit FoldedRows(int calls, std::vector<Fold> folds = {});

    [[nodiscard]] int rowCount() const { return m_rows; }
    /// The call of a row; of a fold its first one.
    [[nodiscard]] int placeAt(int row) const;
    /// The row of a call, or of the closed fold it is behind.
    [[nodiscard]] int rowOf(int place) const;
    /// The fold that a row is; null for a call.
    [[nodiscard]] const Fold* foldAt(int row) const;
    /// The fold that a row is, or whose call it shows.
    [[nodiscard]] const Fold* foldAround(int row) const;
    /// Opens or closes the fold at @p row, which must be one.
    void setOpen(int row, bool isOpen);

private:
    [[nodiscard]] std::vector<Fold>::const_iterator before(int row) const;
    void number();

    int m_calls = 0;
    int m_rows = 0;
    std::vector<Fold> m_folds;
};

} // namespace Pacewatch
