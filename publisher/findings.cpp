#include "publisher/findings.h"

#include "publisher/html.h"
#include "publisher/unicode.h"

namespace sheaf::publisher {
namespace {

// Without control characters, and no longer than a line.
std::string brief(std::string_view written) {
  constexpr std::size_t most = 120, looked_at = 1000; // bytes
  auto line = one_line(written.substr(0, looked_at));
  if (line.size() <= most) return line;
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return line.substr(0, end) + "…";
}

}

Finding finding(std::string where, std::string_view name, Filling filling) {
  for (auto &[place, value] : filling) {
    auto kept = [&, why = place == "why"](const std::string &text) { // a reason has its space before it
      return (why && !text.empty() ? " " : "") + brief(text);
    };
    value = {kept(value.vi), kept(value.en)};
  }
  auto both = words(name, filling);
  auto end = both.find('\n');
  return {std::move(where), both.substr(0, end), both.substr(end + 1, both.size() - end - 2),
          std::string(name)};
}

std::string text(const Finding &f) {
  return (f.where.empty() ? "" : shown(f.where) + ": ") + f.vi + (f.en == f.vi ? "" : "\n  " + f.en);
}

Error error_of(const std::vector<Finding> &findings) {
  std::string out;
  for (const auto &f : findings) out += (out.empty() ? "" : "\n") + text(f);
  return {ErrorKind::corrupt, out};
}

Error Findings::error() const {
  std::vector<Finding> all;
  append_to(all);
  return error_of(all);
}

void Findings::append_to(std::vector<Finding> &all) const {
  all.insert(all.end(), kept_.begin(), kept_.end());
  if (total_ == kept_.size()) return;
  all.push_back(finding("", "table_more", {{"count", std::to_string(total_ - kept_.size())}}));
  all.back().many = total_ - kept_.size();
}

void Findings::add(std::string where, std::string_view name, Filling filling) {
  ++total_;
  if (kept_.size() < most_findings) kept_.push_back(finding(std::move(where), name, std::move(filling)));
}

}
