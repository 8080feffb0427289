// Another program at work on a file that nobody trusts (ffmpeg, pdftoppm, exiftool): it reads the system and
// its input, writes into one folder, and has no network. Linux: Landlock, seccomp, rlimits. Any thread, which
// must live until it has ended; the program dies with it.
//
// Without Landlock (a kernel that has it switched off) files are not confined; has_landlock() tells, so that
// somebody can say so once. This is the office's machine, and the other layers hold.
#pragma once

#include "base/bytes.h"
#include "base/fd.h"
#include "base/result.h"
#include "base/time.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::media {

struct Confined {
  std::vector<std::string> words;    // the program, of PATH, the system's folders first; its arguments
  std::vector<std::string> readable; // files and folders, beside those of the system
  std::string writable;              // a folder; also its HOME, its TMPDIR and where it runs
  Bytes memory{6ull << 30};          // address space
  Bytes file{64ull << 30};           // the largest file that it may write
  Duration cpu = std::chrono::hours(24);
  Duration patience = std::chrono::minutes(10); // without a line on its standard output, or until its end
  bool local_sockets = false;                   // AF_UNIX, also in /tmp, between its own processes
  bool one_output = false;                      // what it complains goes where its output goes
};

/// One that was started. Whoever has it ends it.
struct ConfinedChild {
  int pid = -1;
  Fd to, out, err; // its standard input and outputs; no `err` where there is one_output
};

/// `patience` is the caller's. Errors: absent (no such program), full (no process, no memory, no
/// descriptors).
Result<ConfinedChild> start_confined(const Confined &program);
struct ProgramEnd {
  int code = -1;    // its exit code; 128 + the signal that ended it
  int signal = 0;   // that ended it; 0: none did
  std::string said; // the end of its standard error, at most 4 KiB
};

/// Waits for its end, which comes at once with `kill_it`, and kills what it has left behind. `said` is empty.
ProgramEnd end_confined(ConfinedChild &child, bool kill_it);

/// Runs it to its end. `line` hears each line of its standard output, and answers whether to go on.
/// Errors: absent (no such program), full (no process, no memory), transient (it did not get on).
Result<ProgramEnd> run_confined(const Confined &program,
                                const std::function<bool(std::string_view)> &line = {});

/// Whether a program of this name is installed.
bool has_program(const std::string &name);
bool has_landlock();

}
