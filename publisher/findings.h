// What is wrong, or worth a look, in what people have written: each with its place, in both languages. Values
// only: any thread.
#pragma once

#include "base/result.h"
#include "publisher/words.h"

#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

struct Finding {
  std::string where;    // "danh-muc.csv:5: Tệp": file, row as the spreadsheet counts, column
  std::string vi, en;   // one sentence each, without a full stop; the same where there is but one
  std::string name;     // in words.txt; empty: of no sentence there
  std::size_t many = 1; // mistakes that it stands for
};

/// Of words(): `name` with its places filled in. What people wrote is cut where it is long.
Finding finding(std::string where, std::string_view name, Filling filling = {});

/// "WHERE: Vietnamese", and on a line of its own, two spaces in, the English.
std::string text(const Finding &finding);

/// All of them, a line or two each: `corrupt`.
Error error_of(const std::vector<Finding> &findings);

inline constexpr std::size_t most_findings = 50; // told; the rest is counted

/// Collects; keeps most_findings.
class Findings {
public:
  void add(std::string where, std::string_view name, Filling filling = {});
  [[nodiscard]] bool empty() const { return total_ == 0; }
  [[nodiscard]] Error error() const;
  /// Those that are kept, and how many more there are.
  void append_to(std::vector<Finding> &all) const;

private:
  std::vector<Finding> kept_;
  std::size_t total_ = 0;
};

}
