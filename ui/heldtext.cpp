#include "ui/heldtext.h"

#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Pacewatch {

std::shared_ptr<HeldText> HeldText::keep(const QByteArray& text)
{
    const int descriptor = ::memfd_create("pasted", MFD_CLOEXEC);
    if (descriptor < 0) {
        return nullptr;
    }
    std::shared_ptr<HeldText> held(new HeldText(descriptor));
    for (qsizetype done = 0; done < text.size();) {
        const ssize_t written = ::write(descriptor, text.constData() + done,
                                        static_cast<std::size_t>(text.size() - done));
        if (written <= 0) {
            return nullptr;
        }
        done += written;
    }
    return held;
}

HeldText::~HeldText()
{
    ::close(m_descriptor);
}

QString HeldText::path() const
{
    return u"/proc/self/fd/%1"_s.arg(m_descriptor);
}

} // namespace Pacewatch
