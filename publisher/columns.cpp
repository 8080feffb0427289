#include "publisher/columns.h"

#include "board/toml.h"
#include "publisher/unicode.h"

#include <algorithm>
#include <map>
#include <regex>

namespace sheaf::publisher {
namespace {

struct Known {
  Column column;
  std::string_view shown;              // as README.md has it
  std::vector<std::string_view> plain; // as plain_words() gives them
};

// clang-format off
const std::vector<Known> &common() {
  static const std::vector<Known> all{
      {Column::id, "Mã", {"ma", "id", "ma so", "ma muc", "ma man hinh", "ma tiet muc", "code"}},
      {Column::tags, "Nhãn", {"nhan", "tags", "tag", "the", "tu khoa", "keywords", "labels"}},
      {Column::contact, "Liên hệ", {"lien he", "contact", "nguoi lien he", "dau moi", "dau moi lien he", "dien thoai",
                                    "so dien thoai", "sdt", "phone", "nguoi phu trach"}},
      {Column::languages, "Ngôn ngữ", {"ngon ngu", "language", "languages", "tieng", "lang"}},
      {Column::ignored, "Ghi chú", {"ghi chu", "notes", "note", "remarks", "comment", "comments", "stt", "so thu tu", "tt",
                                    "no", "so", "number", "y kien"}}};
  return all;
}

const std::vector<Known> &of_items() {
  static const std::vector<Known> all{
      {Column::file, "Tệp", {"tep", "file", "tap tin", "tep tin", "ten tep", "ten tep tin", "ten tap tin", "file name",
                             "filename", "ten file", "files", "video", "tep video", "duong dan tep", "file path"}},
      {Column::title, "Tiêu đề", {"tieu de", "title", "ten", "ten chuong trinh", "ten tiet muc", "ten phim", "ten video",
                                  "noi dung", "name", "ten noi dung"}},
      {Column::theme, "Chủ đề", {"chu de", "theme", "nhom", "nhom noi dung", "themes", "linh vuc", "topic", "chuyen de"}},
      {Column::audience, "Đối tượng", {"doi tuong", "audience", "danh cho", "khan gia", "audiences", "nguoi xem"}},
      {Column::seconds, "Thời lượng", {"thoi luong", "seconds", "thoi luong giay", "so giay", "giay", "duration", "thoi gian",
                                       "duration s", "thoi luong s", "seconds s"}},
      {Column::from, "Từ ngày", {"tu ngay", "from", "ngay bat dau", "bat dau", "chieu tu", "tu", "start", "start date",
                                 "from date", "chieu tu ngay"}},
      {Column::until, "Đến ngày", {"den ngay", "until", "ngay ket thuc", "ket thuc", "het han", "ngay het han", "den", "to",
                                   "end", "end date", "until date", "chieu den", "chieu den ngay", "het ngay", "expires"}},
      {Column::credit, "Nguồn", {"nguon", "credit", "tac gia", "nguon anh", "ban quyen", "source", "credits", "don vi san xuat"}},
      {Column::volume, "Âm lượng", {"am luong", "volume", "volume percent"}},
      {Column::fit, "Khung hình", {"khung hinh", "fit", "vua khung", "cach vua", "can khung", "kieu hien thi"}},
      {Column::fade, "Mờ dần", {"mo dan", "fade", "chuyen canh"}},
      {Column::evergreen, "Luôn chiếu", {"luon chieu", "evergreen", "chieu mai", "luon luon chieu", "khong het han"}},
      {Column::subtitled, "Phụ đề", {"phu de", "subtitled", "subtitles", "co phu de"}},
      {Column::link, "Đường dẫn", {"duong dan", "link", "url", "lien ket", "duong link"}}};
  return all;
}

const std::vector<Known> &of_screens() {
  static const std::vector<Known> all{
      {Column::name, "Tên", {"ten", "name", "ten man hinh", "man hinh", "screen"}},
      {Column::ward, "Phường/xã", {"phuong xa", "ward", "phuong", "xa", "xa phuong", "dia ban", "commune"}},
      {Column::place, "Vị trí", {"vi tri", "place", "dia diem", "noi dat", "location", "vi tri dat", "dia chi", "address"}},
      {Column::zone, "Múi giờ", {"mui gio", "zone", "timezone", "time zone"}},
      {Column::hours, "Giờ", {"gio", "hours", "gio chieu", "gio mo", "gio hoat dong", "opening hours", "gio bat"}},
      {Column::orientation, "Hướng", {"huong", "orientation", "huong man hinh", "xoay", "chieu man hinh", "rotation"}},
      {Column::help_url, "Trang trợ giúp", {"help url", "trang tro giup", "tro giup", "trang ho tro", "help"}},
      {Column::profile, "Loại máy", {"loai may", "profile", "may", "board", "thiet bi"}},
      {Column::quota, "Dung lượng", {"dung luong", "quota", "dung luong the", "the nho", "card", "dung luong noi dung"}}};
  return all;
}

const std::map<std::string, const char *, std::less<>> &languages() {
  static const std::map<std::string, const char *, std::less<>> all{
      {"viet", "vi"}, {"viet nam", "vi"}, {"vn", "vi"}, {"vietnamese", "vi"}, {"anh", "en"}, {"english", "en"},
      {"lao", "lo"}, {"khmer", "km"}, {"campuchia", "km"}, {"thai", "th"}, {"indonesia", "id"}, {"indonesian", "id"},
      {"ma lai", "ms"}, {"malay", "ms"}, {"malaysia", "ms"}, {"mien dien", "my"}, {"myanmar", "my"}, {"burmese", "my"},
      {"philippines", "fil"}, {"filipino", "fil"}, {"trung", "zh"}, {"trung quoc", "zh"}, {"chinese", "zh"},
      {"phap", "fr"}, {"french", "fr"}, {"nhat", "ja"}, {"japanese", "ja"}, {"han", "ko"}, {"han quoc", "ko"},
      {"korean", "ko"}, {"nga", "ru"}, {"russian", "ru"}, {"duc", "de"}, {"german", "de"}, {"tetum", "tet"},
      {"tay ban nha", "es"}, {"spanish", "es"}, {"chung", "und"}, {"moi thu tieng", "und"}, {"all", "und"}};
  return all;
}
// clang-format on

const Known *find(std::string_view plain, TableKind kind) {
  for (const auto *list : {kind == TableKind::items ? &of_items() : &of_screens(), &common()})
    for (const auto &known : *list)
      if (std::find(known.plain.begin(), known.plain.end(), plain) != known.plain.end()) return &known;
  return nullptr;
}

// In a heading only tags of languages that a screen may well have: "ten" and "so" are words.
std::optional<std::string> language_in_heading(std::string_view plain) {
  static const std::vector<std::string_view> tags{"vi", "en",  "lo", "km",  "th", "id", "ms",
                                                  "my", "fil", "tl", "zh",  "fr", "ja", "ko",
                                                  "ru", "de",  "es", "tet", "und"};
  if (std::find(tags.begin(), tags.end(), plain) != tags.end()) return std::string(plain);
  if (plain.starts_with("tieng ")) plain.remove_prefix(6);
  auto found = languages().find(plain);
  return found == languages().end() ? std::nullopt : std::optional<std::string>(found->second);
}

bool has_languages(Column column) { return column == Column::file || column == Column::title; }

std::optional<Heading> heading_named(const std::string &plain, TableKind kind) {
  if (const auto *known = find(plain, kind)) return Heading{known->column, ""};
  for (auto space = plain.find(' '); space != std::string::npos; space = plain.find(' ', space + 1)) {
    const auto *known = find(plain.substr(0, space), kind);
    auto language = language_in_heading(std::string_view(plain).substr(space + 1));
    if (known && language && has_languages(known->column)) return Heading{known->column, *language};
  }
  return std::nullopt;
}

// What stands there would be read as something else: minutes as seconds, months as days.
bool changes_values(const std::string &bracket) {
  static const std::regex units(
      "phut|minutes?|mins?|gio( phut)?|hours?|h|hh mm|thang ngay.*|month.*|mm? dd?( .*)?");
  return std::regex_match(bracket, units);
}

// A tag of a language that language_in_heading does not know.
bool may_be_language(const std::string &bracket) {
  return bracket.size() == 2 || bracket.starts_with("tieng ");
}

// "Đến ngày (dd/mm/yyyy)", "Title [required]".
std::optional<Heading> before_bracket(const std::string &cell, TableKind kind) {
  auto open = cell.find_first_of("([");
  if (open == std::string::npos) return std::nullopt;
  auto bracket = plain_words(cell.substr(open));
  auto before = heading_named(plain_words(cell.substr(0, open)), kind);
  if (!before || changes_values(bracket)) return std::nullopt;
  return has_languages(before->column) && may_be_language(bracket) ? std::nullopt : before;
}

}

std::optional<Heading> heading(std::string_view cell, TableKind kind) {
  constexpr std::size_t longest = 200; // bytes
  if (cell.size() > longest) return std::nullopt;
  auto plain = plain_words(cell);
  if (plain.empty()) return std::nullopt;
  auto whole = heading_named(plain, kind);
  return whole ? whole : before_bracket(std::string(cell), kind);
}

std::optional<std::string> nearest_heading(std::string_view cell, TableKind kind) {
  constexpr std::size_t longest = 100; // bytes
  if (cell.size() > longest) return std::nullopt;
  std::map<std::string, std::string_view> shown;
  for (const auto *list : {kind == TableKind::items ? &of_items() : &of_screens(), &common()})
    for (const auto &known : *list)
      for (auto plain : known.plain) shown.emplace(plain, known.shown);
  std::vector<std::string> all;
  for (const auto &[plain, name] : shown) all.push_back(plain);
  auto near = board::meant(plain_words(cell), all);
  return near ? std::optional<std::string>(shown.at(*near)) : std::nullopt;
}

std::string_view column_name(Column column) {
  for (const auto *list : {&common(), &of_items(), &of_screens()})
    for (const auto &known : *list)
      if (known.column == column) return known.shown;
  return "";
}

std::optional<std::string> language_of(std::string_view written) {
  auto word = trimmed(written);
  auto plain = plain_words(word);
  if (plain.starts_with("tieng ")) plain.erase(0, 6);
  if (auto found = languages().find(plain); found != languages().end()) return found->second;
  static const std::regex shape("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*");
  constexpr std::size_t most = 35;
  if (word.size() > most || !std::regex_match(word, shape)) return std::nullopt;
  auto end = word.find('-');
  for (std::size_t i = 0; i < std::min(end, word.size()); ++i)
    if (word[i] >= 'A' && word[i] <= 'Z') word[i] = static_cast<char>(word[i] - 'A' + 'a');
  return word;
}

bool is_among(const std::string &language, const std::vector<std::string> &languages) {
  auto first = [](const std::string &tag) { return tag.substr(0, tag.find('-')); };
  return languages.empty() || language.empty() || language == "und" ||
         std::any_of(languages.begin(), languages.end(),
                     [&](const std::string &each) { return first(each) == first(language); });
}

}
