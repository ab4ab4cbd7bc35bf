#pragma once

namespace Pacewatch {

/// What holds for the whole process: who may read the files it makes, how its event loops wait, and
/// that memory of large work goes back to the system. Called once, before there is a second thread
/// or an application object; the program does so, and the bench of its window.
void setUpProcess();

/// Gives back to the system what was freed in pieces below the room of a large table. Takes some
/// milliseconds; called on the thread of a large work at its end.
void giveBackMemory();

} // namespace Pacewatch
