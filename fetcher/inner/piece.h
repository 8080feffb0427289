// Answers a wish from a part of an open file: small ones at once, large ones a step a turn.
#pragma once

#include "base/fd.h"
#include "fetcher/inner/waiting.h"

#include <memory>

namespace sheaf::fetcher {

/// A run of bytes in a file that is shared by the requests to it.
struct Piece {
  std::shared_ptr<Fd> file;
  std::uint64_t at = 0, size = 0;
  std::string validator;
};

/// Answers `wish` with `piece`, or with the error why there is none. `name`: of the source.
std::unique_ptr<Request> answer(Hours &hours, Result<Piece> piece, Wish wish, const std::string &name);

/// A validator for a file: another one after every change of it. Empty where the file is gone.
std::string stamp(int fd);

}
