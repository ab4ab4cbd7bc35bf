#include "core/processsetup.h"

#include <QtGlobal>

#include <malloc.h>
#include <sys/stat.h>

namespace Pacewatch {

void setUpProcess()
{
    ::umask(S_IRWXG | S_IRWXO); // files of ours hold what customers send
    // GLib's loop is woken by a system call for each event posted, a dozen for a call of the proxy.
    // The window's thread keeps it: the key store answers through it.
    qputenv("QT_NO_THREADED_GLIB", "1");
#ifdef M_MMAP_THRESHOLD
    // Each diagnosis fills tables for all calls of its range and is done with them within a second.
    // glibc moves this threshold up to 32 MiB by itself (mallopt(3)), and then keeps them. Much
    // lower, and the pages of a session that is read go back and forth: twice the time.
    ::mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
    // Set by hand, the other one stands still too: what each large head takes would be given back
    // and asked for again, a quarter of all the time that such heads cost.
    ::mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
#endif
}

void giveBackMemory()
{
#ifdef M_TRIM_THRESHOLD
    ::malloc_trim(0);
#endif
}

} // namespace Pacewatch
