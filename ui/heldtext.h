#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace Pacewatch {

/// Text that lies in memory only and still has a path, so that whatever reads files reads it too:
/// what was pasted may hold keys and must not reach the disk (memfd_create(2)). The path is good in
/// this process, in any thread, as long as this object lives.
class HeldText final
{
    Q_DISABLE_COPY_MOVE(HeldText)

public:
    /// Null when the system gives no memory for it.
    [[nodiscard]] static std::shared_ptr<HeldText> keep(const QByteArray& text);
    ~HeldText();

    [[nodiscard]] QString path() const;

private:
    explicit HeldText(int descriptor)
        : m_descriptor(descriptor)
    { }

    int m_descriptor;
};

} // namespace Pacewatch
