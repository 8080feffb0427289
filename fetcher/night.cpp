#include "fetcher/inner/night.h"

namespace sheaf::fetcher {
namespace {

std::optional<std::chrono::minutes> minutes(std::string_view text) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (auto i : {0u, 1u, 3u, 4u})
    if (!digit(text[i])) return std::nullopt;
  int h = (text[0] - '0') * 10 + text[1] - '0', m = (text[3] - '0') * 10 + text[4] - '0';
  if (h > 24 || m > 59 || (h == 24 && m)) return std::nullopt;
  return std::chrono::minutes(h * 60 + m);
}

}

Result<Night> Night::parse(const std::string &text) {
  auto from = minutes(std::string_view(text).substr(0, 5));
  auto until = text.size() == 11 && text[5] == '-' ? minutes(std::string_view(text).substr(6)) : std::nullopt;
  if (!from || !until)
    return fail(ErrorKind::unsupported, "night '" + text + "': it must be hours such as \"22:00-05:00\"");
  return Night{*from, *until};
}

Duration Night::wait(Wall local) const {
  constexpr Duration day = std::chrono::hours(24);
  auto since_midnight = local.time_since_epoch() % day;
  if (since_midnight < Duration::zero()) since_midnight += day;
  auto length = (until - from + day) % day; // nothing: all day
  auto inside = (since_midnight - from + day) % day;
  return length == Duration::zero() || inside < length ? Duration::zero() : day - inside;
}

}
