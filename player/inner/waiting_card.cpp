#include "player/inner/waiting_card.h"

#include "assets/idle_card.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <qrcodegen/qrcodegen.hpp>
#include <stdexcept>

namespace sheaf::player {
namespace {

struct Layout {
  double first = 0, bottom = 0; // where rows may be, from the top
  double width = 0;             // of a row's value
};

/// A caption, and beneath it what it says, in one line or more.
struct Row {
  const char *marker;
  std::string text;
  std::size_t most; // lines; what is longer is cut off
  double size = 0, y = 0;
  std::vector<std::string> lines{};
};

struct Style {
  double size; // of letters, pixels
  std::size_t lines;
};
constexpr std::array styles{Style{46, 1}, Style{40, 1}, Style{34, 2},
                            Style{28, 3}, Style{24, 8}, Style{20, 20}};
constexpr double leading = 1.25;                  // of a line, in its size
constexpr double caption = 54;                    // from a caption's base line to its value's
constexpr double widest_gap = 76, least_gap = 36; // from a value's last base line to the next caption's
constexpr std::size_t few = 3, all_of_it = 20;
constexpr std::size_t most_addresses = 4;

/// Of the letter that begins with `lead`, in its size; rather too much than too little.
double width_of(char lead) {
  auto byte = static_cast<unsigned char>(lead);
  if ((byte & 0xc0) == 0x80) return 0;
  if (byte >= 0xe2) return 1;
  if (lead == ' ' || std::strchr("iljt.,:;'|!()[]", lead)) return 0.33;
  if (std::strchr("mwMW@%", lead)) return 0.95;
  return lead >= 'A' && lead <= 'Z' ? 0.7 : 0.6;
}

/// As many letters of `text` as fit into `width`, at least one; bytes.
std::size_t fitting(std::string_view text, double width) {
  std::size_t at = 0;
  for (double used = 0; at < text.size(); ++at)
    if ((used += width_of(text[at])) > width && at > 0 && width_of(text[at]) > 0) break;
  return at;
}

/// Where a line may end: at a space, but not within a telephone number.
bool may_end(std::string_view text, std::size_t at) {
  auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  return at == text.size() || (text[at] == ' ' && !(at > 0 && digit(at - 1) && digit(at + 1)));
}

std::vector<std::string> wrapped(std::string_view text, double width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    auto most = fitting(line, width), end = most;
    while (end > 0 && !may_end(line, end)) --end;
    if (end == 0) end = most; // a word that is longer than a line
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
  }
  return lines;
}

/// In letters as large as may be, on as few lines.
void set(Row &row, double width) {
  for (const auto &style : styles) {
    row.size = style.size;
    row.lines = wrapped(row.text, width / style.size);
    if (row.lines.size() <= std::min(style.lines, row.most)) return;
  }
  row.lines.resize(std::min(row.lines.size(), row.most));
  auto &last = row.lines.back();
  last = last.substr(0, fitting(last, width / row.size - 1)) + "…";
}

double height(const Row &row) {
  return caption + leading * row.size * static_cast<double>(row.lines.size() - 1);
}

std::string joined(const std::vector<std::string> &words, std::size_t most) {
  std::string all;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) all += (i ? "  ·  " : "") + words[i];
  return all;
}

/// Those that have something to say, one beneath another.
std::vector<Row> rows_of(const ScreenFacts &facts, const Layout &layout) {
  std::vector<Row> rows{{"{fault}", facts.fault, all_of_it},
                        {"{name}", facts.name, few},
                        {"{id}", facts.id, few},
                        {"{addresses}", joined(facts.addresses, most_addresses), few},
                        {"{contact}", facts.contact, all_of_it}};
  std::erase_if(rows, [](const Row &row) { return row.text.empty(); });
  double used = 0;
  for (auto &row : rows) {
    set(row, layout.width);
    used += height(row);
  }
  auto room = layout.bottom - layout.first - used;
  auto gap =
      std::clamp(room / static_cast<double>(std::max<std::size_t>(rows.size(), 1)), least_gap, widest_gap);
  auto y = layout.first;
  for (auto &row : rows) {
    row.y = y;
    y += height(row) + gap;
  }
  return rows;
}

void replace(std::string &line, std::string_view what, std::string_view by) {
  if (auto at = line.find(what); at != std::string::npos) line.replace(at, what.size(), by);
}

std::string value(const Row &row) {
  if (row.lines.size() == 1) return escaped(row.lines[0]);
  std::string all;
  for (std::size_t i = 0; i < row.lines.size(); ++i)
    all += fmt::format(R"svg(<tspan x="0" dy="{:.1f}">{}</tspan>)svg", i ? leading * row.size : 0.0,
                       escaped(row.lines[i]));
  return all;
}

const char *title_of(const ScreenFacts &facts) {
  if (!facts.fault.empty()) return "{settings}";
  return facts.shown_before ? "{again}" : "{waiting}";
}

/// Fills in a line; false where it goes. Only one thing is replaced by what others have written, and last.
bool fill(std::string &line, const ScreenFacts &facts, const std::vector<Row> &rows) {
  auto has = [&line](const char *marker) { return line.find(marker) != std::string::npos; };
  for (const auto *title : {"{waiting}", "{again}", "{settings}"}) {
    if (!has(title)) continue;
    replace(line, title, "");
    return title == std::string_view(title_of(facts));
  }
  if (has("{qr}")) {
    auto code = facts.help_url.empty() ? "" : qr_path(facts.help_url);
    replace(line, "{qr}", code);
    return !code.empty();
  }
  auto row = std::find_if(rows.begin(), rows.end(), [&](const Row &r) { return has(r.marker); });
  if (row == rows.end()) return !has("{y}");
  replace(line, "{y}", fmt::format("{:.0f}", row->y));
  replace(line, "{size}", fmt::format("{:.0f}", row->size));
  replace(line, row->marker, value(*row));
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
  auto layout =
      upright ? Layout{620, has_qr ? 1230.0 : 1690.0, 900} : Layout{430, 1070, has_qr ? 880.0 : 1240.0};
  auto rows = rows_of(facts, layout);
  std::string card, line;
  for (auto byte : bytes) {
    line += static_cast<char>(byte);
    if (byte != '\n') continue;
    if (fill(line, facts, rows)) card += line;
    line.clear();
  }
  return card;
}

}
