// One line per event, for the journal and for people. Any thread.
#pragma once

#include <functional>
#include <string>

namespace sheaf::board {

enum class Level { error = 3, warning = 4, info = 6 }; // the numbers of syslog(3)

/// Writes one line to standard error; under systemd with the level in front ("<4>…", sd-daemon(3)). Line
/// feeds and control bytes in `line` are written as spaces, so that a file name cannot forge a line.
void log(Level level, const std::string &line);

/// Sends lines elsewhere from now on, e.g. to a worker, so that a full pipe never holds up the screen. An
/// empty function restores standard error. Call while no other thread logs.
void log_through(std::function<void(std::string line)> sink);

/// Writes a finished line to standard error; what a sink ends in.
void write_line(const std::string &line);

}
