// What is refused, told in both languages: "Vietnamese", and on a line of its own, two spaces in, the
// English, as text(Finding) has it. Error::in() puts its place before the first. Values only: any thread.
#pragma once

#include "base/result.h"
#include "publisher/words.h"

#include <string_view>

namespace sheaf::publisher {

/// Of words.txt, as words() fills it in.
Error refusal(ErrorKind kind, std::string_view name, const Filling &filling = {});

/// The same because of another: `name` has {why} at its end, which is " (…)" in the languages that the reason
/// is told in. What comes from below in English alone stays in the English line.
Error refusal(const Error &reason, std::string_view name, Filling filling = {});

inline tl::unexpected<Error> refuse(ErrorKind kind, std::string_view name, const Filling &filling = {}) {
  return fail(refusal(kind, name, filling));
}
inline tl::unexpected<Error> refuse(const Error &reason, std::string_view name, Filling filling = {}) {
  return fail(refusal(reason, name, std::move(filling)));
}

/// For {why}: " (…)" in the languages that `error` is told in.
Value why(const Error &error);

/// An error's two languages; `vi` is empty where it is told in English alone.
Saying told(const Error &error);

/// The text for people: one that is told in English alone gets a line before it that says in Vietnamese what
/// can be said of its kind.
std::string in_both_languages(const Error &error);

}
