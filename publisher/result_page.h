// KET-QUA.html: what a check has found, for people who use no shell. One file, Vietnamese first; opens in any
// browser, on a telephone, and prints on A4. Pure; any thread.
#pragma once

#include "publisher/check.h"
#include "publisher/looking.h"

#include <string>

namespace sheaf::publisher {

struct ResultPage {
  const Draft &draft;
  const Evidence &evidence;
  const std::vector<Concern> &concerns;
  const std::map<std::string, View> &views; // by path; a file that is not there has no picture
  std::string source;                       // what was checked, for people
};

/// The page. All that others have written is escaped in it; it has no script, and fetches nothing.
std::string result_page(const ResultPage &page);
/// An item's part of it.
std::string result_card(const ResultPage &page, std::size_t item);
/// A list of those that are about `item`, or about the whole.
std::string concern_list(const std::vector<Concern> &concerns, std::optional<std::size_t> item);
/// "broken", "warning", "note", "good": the worst of those that are about `item`.
std::string worst(const std::vector<Concern> &concerns, std::optional<std::size_t> item);

struct Totals {
  std::size_t items = 0, films = 0, stills = 0; // items without a file that can be read are neither
  Duration length{};      // of one round: a picture without a time of its own as `usual_still`
  std::uint64_t size = 0; // bytes of all files
};
Totals totals(const Draft &draft, const Evidence &evidence);
inline constexpr Duration usual_still = std::chrono::seconds(10);

std::size_t count(const std::vector<Concern> &concerns, Severity severity);

}
