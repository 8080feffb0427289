#include "player/options.h"

#include <charconv>
#include <cmath>
#include <functional>
#include <map>

namespace sheaf::player {

namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<int> whole(std::string_view text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool set_still(Options &o, std::string_view v) {
  auto n = number(v);
  if (!n || *n < 0.05 || *n > 86400) return false;
  o.still = from_seconds(*n);
  return true;
}

bool set_transition(Options &o, std::string_view v) {
  if (v == "cut") return o.transition = {}, true;
  if (v == "fade") return o.transition = {500ms}, true;
  auto ms = v.starts_with("fade:") ? whole(v.substr(5)) : std::nullopt;
  if (!ms || *ms < 0 || *ms > 10000) return false;
  o.transition = {std::chrono::milliseconds(*ms)};
  return true;
}

bool set_fit(Options &o, std::string_view v) {
  static const std::map<std::string_view, Fit> fits{
      {"contain", Fit::contain}, {"cover", Fit::cover}, {"stretch", Fit::stretch}};
  auto found = fits.find(v);
  if (found != fits.end()) o.fit = found->second;
  return found != fits.end();
}

bool set_rotate(Options &o, std::string_view v) {
  auto degrees = whole(v);
  if (!degrees || *degrees < 0 || *degrees > 270 || *degrees % 90) return false;
  o.rotate = static_cast<QuarterTurns>(*degrees / 90);
  return true;
}

bool set_window(Options &o, std::string_view v) {
  auto x = v.find('x');
  if (x == std::string_view::npos) return false;
  auto width = whole(v.substr(0, x)), height = whole(v.substr(x + 1));
  if (!width || !height || *width < 16 || *height < 16 || *width > 16384 || *height > 16384) return false;
  o.window = Size{*width, *height};
  return true;
}

bool set_volume(Options &o, std::string_view v) {
  auto percent = whole(v);
  if (!percent || *percent < 0 || *percent > 100) return false;
  o.volume = *percent;
  return true;
}

bool set_background(Options &o, std::string_view v) {
  auto colour = parse_colour(v);
  if (colour) o.background = *colour;
  return colour.has_value();
}

struct Valued {
  std::function<bool(Options &, std::string_view)> set;
  const char *may_be;
};

bool set_presenter(Options &o, std::string_view v) {
  o.presenter = v;
  return v == "auto" || v == "soft";
}

const std::map<std::string_view, Valued> &valued() {
  static const std::map<std::string_view, Valued> all{
      {"--still", {set_still, "seconds from 0.05 to 86400"}},
      {"--transition", {set_transition, "cut, fade, or fade:MS with MS from 0 to 10000"}},
      {"--fit", {set_fit, "contain, cover or stretch"}},
      {"--background", {set_background, "a colour such as #6b2d73 or black"}},
      {"--rotate", {set_rotate, "0, 90, 180 or 270"}},
      {"--window", {set_window, "a size such as 1280x720, each side from 16 to 16384"}},
      {"--presenter", {set_presenter, "auto or soft"}},
      {"--volume", {set_volume, "a whole number from 0 to 100"}},
      {"--config",
       {[](Options &o, std::string_view v) { return o.config = v, !v.empty(); }, "the name of a file"}},
      {"--store",
       {[](Options &o, std::string_view v) { return o.store = v, !v.empty(); }, "the name of a folder"}},
      {"--stats",
       {[](Options &o, std::string_view v) { return o.stats = v, !v.empty(); }, "the name of a file"}},
      {"--screenshot",
       {[](Options &o, std::string_view v) { return o.screenshot = v, !v.empty(); }, "the name of a file"}},
  };
  return all;
}

bool set_switch(Options &o, std::string_view word) {
  if (word == "--once") return o.once = true;
  if (word == "--kiosk") return o.kiosk = true;
  if (word == "--help" || word == "-h") return o.help = true;
  return false;
}

}

Result<Options> parse_options(std::span<const char *const> arguments) {
  Options o;
  bool names_only = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string word = arguments[i];
    if (word.empty()) return fail(ErrorKind::unsupported, "there is an empty name; is a variable not set?");
    if (names_only || !word.starts_with('-') || word == "-") {
      o.names.push_back(word);
      continue;
    }
    if (word == "--") {
      names_only = true;
      continue;
    }
    auto equals = word.find('=');
    auto name = word.substr(0, equals);
    auto found = valued().find(name);
    if (found == valued().end()) {
      if (set_switch(o, word)) continue;
      return fail(ErrorKind::unsupported,
                  "there is no option '" + word +
                      "'; --help lists all, and -- stands before a file name that begins with -");
    }
    if (equals == std::string::npos && i + 1 == arguments.size())
      return fail(ErrorKind::unsupported, name + " needs a value: " + found->second.may_be);
    std::string value = equals == std::string::npos ? arguments[++i] : word.substr(equals + 1);
    if (!found->second.set(o, value))
      return fail(ErrorKind::unsupported, name + " '" + value + "': it must be " + found->second.may_be);
  }
  if (!o.names.empty() && !o.store.empty())
    return fail(ErrorKind::unsupported,
                "either a store is played or folders and files: leave out one of them");
  return o;
}

}
