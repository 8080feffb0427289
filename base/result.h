// Errors are values. The kind says what the caller can do about it, the text says what a person should know.
// Values only: any thread.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace sheaf {

enum class ErrorKind {
  transient,   // try again later
  absent,      // it is not there
  corrupt,     // it is there and damaged, or not what it says it is
  refused,     // it is against a rule: signature, limit, sandbox
  full,        // no room: disk, memory, descriptors
  unsupported, // we do not know how
};

/// Name of a kind as it stands in logs and state files, e.g. "corrupt". Never fails.
constexpr const char *name(ErrorKind kind) {
  switch (kind) {
  case ErrorKind::transient:
    return "transient";
  case ErrorKind::absent:
    return "absent";
  case ErrorKind::corrupt:
    return "corrupt";
  case ErrorKind::refused:
    return "refused";
  case ErrorKind::full:
    return "full";
  case ErrorKind::unsupported:
    return "unsupported";
  }
  return "unknown";
}

/// One sentence without a full stop: what is wrong, where, and what to do where something can be done.
struct Error {
  ErrorKind kind;
  std::string text;

  /// The same error with what was being done in front: "a.mp4: no picture in it".
  [[nodiscard]] Error in(const std::string &where) const { return {kind, where + ": " + text}; }
};

template<class T> class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> e) : tl::expected<T, Error>(std::move(e)) {}
};

inline tl::unexpected<Error> fail(ErrorKind kind, std::string text) {
  return tl::unexpected<Error>(Error{kind, std::move(text)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}
