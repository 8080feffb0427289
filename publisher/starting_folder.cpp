#include "publisher/starting_folder.h"

#include "board/toml.h"
#include "publisher/embedded.h"

namespace sheaf::publisher {
namespace {

using board::toml_text;

// Excel takes a file for UTF-8 by this mark alone. Columns: with Vietnamese settings the comma is the decimal
// sign, so that Excel separates by semicolons; with English ones the guide says what to do.
constexpr std::string_view mark = "\xef\xbb\xbf";
constexpr std::string_view items_header = "Tệp;Tiêu đề;Tiêu đề tiếng Anh;Chủ đề;Đối tượng;Từ ngày;Đến "
                                          "ngày;Thời lượng;Phụ đề;Âm lượng;Nguồn;Đường dẫn";
constexpr std::string_view screens_header =
    "Mã;Tên;Phường/xã;Vị trí;Nhãn;Ngôn ngữ;Múi giờ;Giờ;Hướng;Liên hệ;Loại máy;Dung lượng";

constexpr const char *head =
    R"(# Tệp này nói về cả bản phát hành: tiêu đề, ngôn ngữ, các nhóm nội dung, các nhóm người xem.
# Phim và ảnh ghi trong danh-muc.csv, màn hình ghi trong man-hinh.csv. Dòng có dấu # ở đầu chỉ để đọc.
# Sửa bằng Notepad, lưu với mã UTF-8. Sửa xong: sheaf check THƯ-MỤC
#
# This file is about the whole publication: its title, languages, groups of content, audiences.
# Films and pictures stand in danh-muc.csv, screens in man-hinh.csv. A line that begins with # is for reading only.
# Edit it with Notepad, save it as UTF-8. Then: sheaf check FOLDER

)";
constexpr const char *themes_head = R"(
# --- Các nhóm nội dung. Cột "Chủ đề" của danh-muc.csv ghi id của nhóm. Thêm nhóm: chép cả đoạn từ [[theme]], đổi id và tiêu đề.
# --- Groups of content. The column "Chủ đề" of danh-muc.csv has a group's id. For one more: copy its lines, change id
# --- and title.
)";
constexpr const char *audiences_head = R"(
# --- Các nhóm người xem. Cột "Đối tượng" của danh-muc.csv và cột "Nhãn" của man-hinh.csv ghi id của nhóm.
# --- Audiences. The column "Đối tượng" of danh-muc.csv and "Nhãn" of man-hinh.csv have their ids.
)";

std::string table(const playlist::Words &words) {
  if (words.size() == 1 && words.contains("und")) return toml_text(words.at("und"));
  std::string out;
  for (const char *first : {"vi", "en"}) // as people read them; others after these
    if (words.contains(first))
      out += std::string(out.empty() ? "" : ", ") + first + " = " + toml_text(words.at(first));
  for (const auto &[language, text] : words)
    if (language != "vi" && language != "en")
      out += (out.empty() ? "" : ", ") + toml_text(language) + " = " + toml_text(text);
  return "{" + out + "}";
}

std::string hints(const playlist::Words &hint) {
  std::string out;
  if (hint.contains("vi")) out += "# " + hint.at("vi") + "\n";
  for (const auto &[language, text] : hint)
    if (language != "vi") out += "# " + text + "\n";
  return out;
}

std::string groups(const char *key, const std::vector<PlanGroup> &all) {
  std::string out;
  for (const auto &group : all)
    out += "\n" + hints(group.hint) + "[[" + key + "]]\nid = " + toml_text(group.id) +
           "\ntitle = " + table(group.title) + "\n";
  return out;
}

std::string list(const std::vector<std::string> &texts) {
  std::string out;
  for (const auto &text : texts) out += (out.empty() ? "" : ", ") + toml_text(text);
  return "[" + out + "]";
}

std::string sheaf_toml(const Plan &plan) {
  auto out = head + ("title = " + table(plan.title)) + "\n";
  if (!plan.channel.empty()) out += "channel = " + toml_text(plan.channel) + "\n";
  out += "languages = " + list(plan.languages) + "\n" + themes_head + groups("theme", plan.themes);
  return plan.audiences.empty() ? out : out + audiences_head + groups("audience", plan.audiences);
}

// Windows' Notepad, too, of any age.
std::string windows(std::string_view text) {
  std::string out(mark);
  for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

std::string screens_table(const Plan &plan) {
  std::string languages, tag = plan.audiences.empty() ? "" : plan.audiences.front().id;
  for (const auto &language : plan.languages) languages += (languages.empty() ? "" : ", ") + language;
  return std::string(screens_header) + "\n" + example_screen + ";Ví dụ: sảnh lớn;Thuận Hóa;tầng trệt;" + tag +
         ";" + languages + ";Asia/Ho_Chi_Minh;06:00-22:00;0;0234 000 000;pi4;\n";
}

}

std::vector<std::pair<std::string, std::string>> starting_files(const Plan &plan) {
  return {{"HUONG-DAN.txt", windows(embedded("texts/huong-dan.txt"))},
          {"sheaf.toml", windows(sheaf_toml(plan))},
          {"danh-muc.csv", windows(std::string(items_header) + "\n")},
          {"man-hinh.csv", windows(screens_table(plan))}};
}

}
