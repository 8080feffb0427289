// A program of Debian's that is run for what it writes. One thread at a time.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "media/confined.h"

#include <string>
#include <vector>

namespace sheaf::publisher {

struct ChildOutput {
  std::string out, err; // err: its first 4 KiB
  int code = 0;         // 128 + signal where it was killed
};

/// Runs `words`, the first of which is looked for in PATH; its standard input is empty. Errors: absent (no
/// such program), full (no process, no descriptors), refused (more than `most` came out), transient (it took
/// longer than `patience`).
Result<ChildOutput> output_of(const std::vector<std::string> &words, Bytes most, Duration patience);
/// The same of one that looks at what nobody trusts; its `patience` is for all of it.
Result<ChildOutput> output_of(const media::Confined &program, Bytes most);

}
