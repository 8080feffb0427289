#include "player/inner/waiting_card.h"

#include "assets/idle_card.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <qrcodegen/qrcodegen.hpp>
#include <stdexcept>

namespace sheaf::player {
namespace {

struct Layout {
  double first = 0, step = 0; // of the rows, from the top
  double width = 0;           // of a row's value
};

constexpr double largest = 46, smallest = 24; // letters of a value
constexpr double advance = 0.58;              // of a letter, in its size
constexpr std::size_t most_addresses = 4;

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string first_letters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if ((text[at] & 0xc0) != 0x80 && count-- == 0) break;
  return std::string(text.substr(0, at));
}

double size_for(std::string_view text, double width) {
  auto n = static_cast<double>(std::max<std::size_t>(letters(text), 1));
  return std::clamp(width / (n * advance), smallest, largest);
}

std::string fitting(const std::string &text, double width) {
  auto most = static_cast<std::size_t>(width / (smallest * advance));
  return letters(text) <= most ? text : first_letters(text, most - 1) + "…";
}

std::string joined(const std::vector<std::string> &words, std::size_t most) {
  std::string all;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) all += (i ? "  ·  " : "") + words[i];
  return all;
}

void replace(std::string &line, std::string_view what, std::string_view by) {
  if (auto at = line.find(what); at != std::string::npos) line.replace(at, what.size(), by);
}

/// Fills in a line; false where it goes. Only one thing is replaced by what others have written, and last.
bool fill(std::string &line, const std::map<std::string, std::string> &values, const Layout &layout,
          int &row) {
  for (auto &[name, value] : values) {
    if (line.find(name) == std::string::npos) continue;
    if (value.empty()) return false;
    if (name != "{qr}") {
      replace(line, "{y}", fmt::format("{}", layout.first + layout.step * row++));
      replace(line, "{size}", fmt::format("{:.1f}", size_for(value, layout.width)));
    }
    replace(line, name, name == "{qr}" ? value : escaped(fitting(value, layout.width)));
    return true;
  }
  return true;
}

/// Bytes of the character that `text` begins with; 0: it is none that XML may hold.
std::size_t character(std::string_view text) {
  auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto lead = byte(0);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  auto second = byte(1);
  bool wrong = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
               (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f) ||
               (lead == 0xef && second == 0xbf && byte(2) >= 0xbe);
  return wrong ? 0 : length;
}

}

std::string escaped(std::string_view text) {
  static const std::map<char, std::string> markup{
      {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
  std::string out;
  while (!text.empty()) {
    auto length = character(text);
    auto found = markup.find(text.front());
    if (length == 0)
      out += text.front() == '\n' || text.front() == '\t' ? " " : "\xef\xbf\xbd";
    else
      out += found != markup.end() ? found->second : std::string(text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string qr_path(const std::string &text) try {
  using qrcodegen::QrCode;
  constexpr int quiet = 4; // modules, ISO/IEC 18004
  auto code = QrCode::encodeText(text.c_str(), QrCode::Ecc::MEDIUM);
  std::string path;
  for (int y = 0; y < code.getSize(); ++y)
    for (int x = 0; x < code.getSize(); ++x)
      if (code.getModule(x, y)) path += fmt::format("M{} {}h1v1h-1z", x + quiet, y + quiet);
  return fmt::format(
      R"svg(<path transform="scale({:.6f})" fill="#000000" shape-rendering="crispEdges" d="{}"/>)svg",
      100.0 / (code.getSize() + 2 * quiet), path);
} catch (const std::exception &) {
  return {};
} // qrcodegen::data_too_long

std::string waiting_card(const ScreenFacts &facts, Size screen) {
  bool upright = screen.height > screen.width;
  auto bytes = upright ? assets::waiting_card_portrait() : assets::waiting_card();
  bool has_qr = !facts.help_url.empty();
  auto layout = upright ? Layout{620, 150, 900} : Layout{430, 130, has_qr ? 880.0 : 1240.0};
  std::map<std::string, std::string> values{{"{name}", facts.name},
                                            {"{id}", facts.id},
                                            {"{addresses}", joined(facts.addresses, most_addresses)},
                                            {"{contact}", facts.contact},
                                            {"{fault}", facts.fault},
                                            {"{qr}", has_qr ? qr_path(facts.help_url) : ""}};
  std::string card, line;
  int row = 0;
  for (auto byte : bytes) {
    line += static_cast<char>(byte);
    if (byte != '\n') continue;
    if (fill(line, values, layout, row)) card += line;
    line.clear();
  }
  return card;
}

}
