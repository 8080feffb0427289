// Where publications come from: a web server, a folder, a `.sheaf` file. All offer the same tree
// (playlist/FORMAT.md, "Tree"), and what comes after them is one code path. A source is not believed: it may
// be old, broken or hostile. The loop's thread.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sheaf::fetcher {

struct Answer {
  bool unchanged = false; // the validator that was sent still holds; there was no body
  std::string validator;  // of what was sent; empty where the source gives none
};

struct Wish {
  std::string path;        // below sheaf/, e.g. "news/head"
  std::uint64_t most = 0;  // bytes of the whole file; more are never taken
  bool exactly = false;    // the file has `most` bytes: another length is an error
  std::uint64_t from = 0;  // the bytes [from, until) are asked for;
  std::uint64_t until = 0; // 0: to the end
  std::string validator;   // of the document, or of the beginning of the blob, that is here already
  /// The body begins at this byte of the file: `from`, or 0 where the source does not give parts.
  std::function<Result<void>(std::uint64_t at, const std::string &validator)> begin;
  /// The next bytes. An error ends the request, which fails with it.
  std::function<Result<void>(std::string_view bytes)> take;
  /// Once, at the end, unless the request was given up before. May come from within Source::get().
  /// Errors: absent; transient (worth another try); refused, corrupt (this answer was not what was asked
  /// for).
  std::function<void(Result<Answer> answer)> done;
};

/// A request under way. Destroying it gives it up; not from within `begin` or `take`.
class Request {
public:
  virtual ~Request() = default;
};

class Source {
public:
  virtual ~Source() = default;
  /// For people and as a key; holds no password.
  [[nodiscard]] virtual std::string name() const = 0;
  /// Whether rate, monthly cap and night hours concern it.
  [[nodiscard]] virtual bool networked() const { return false; }
  [[nodiscard]] virtual std::unique_ptr<Request> get(Wish wish) = 0;
  /// How long it has asked to be left alone, with its last answer (Retry-After); zero where it has not.
  [[nodiscard]] virtual Duration asked_pause() const { return {}; }
};

}
