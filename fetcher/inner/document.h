// A small document from a source, whole, in memory.
#pragma once

#include "fetcher/inner/waiting.h"

namespace sheaf::fetcher {

struct Document {
  std::string bytes, validator;
  bool unchanged = false; // then there are no bytes
};

/// `path`, of at most `most` bytes (of exactly so many where `exactly`). `validator`: of the one that is
/// here.
Task<Result<Document>> read_document(Source &source, std::string path, std::uint64_t most, bool exactly,
                                     std::string validator);

}
