// Tables as people make them (tables/make_tables): what each gives, or the sentence that it is answered with.
#include "board/files.h"
#include "media/confined.h"
#include "publisher/dates.h"
#include "publisher/draft.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

namespace fs = std::filesystem;

namespace {

const std::string mac_name = "A\xcc\x89nh Mac.jpg"; // as a Mac writes "Ảnh"

class Tables : public ::testing::Test {
protected:
  Tables() {
    fs::create_directory(folder / "anh");
    for (const char *name : {"red.jpg", "green.jpg", "boats.vi.mp4", "boats.en.mp4", "Lễ hội.jpg", "bien.png",
                             "same.jpg", "same.png", "two.png", "Two.png", "anh/trong.jpg"})
      folder.write(name);
    folder.write(mac_name);
  }

  Result<Draft> read(const std::string &table) const {
    auto from = fs::path(SHEAF_SOURCE_DIR "/tests/publisher/tables") / table;
    for (const char *ending : {".csv", ".xlsx"}) fs::remove(folder / (std::string("danh-muc") + ending));
    fs::copy_file(from, folder / ("danh-muc" + from.extension().string()));
    return read_draft(folder.path());
  }
  [[nodiscard]] std::string shown(const DraftItem &d) const {
    std::string out = d.where.substr(d.where.find(':') + 1);
    for (const auto &[language, path] : d.files)
      out += " " + language + "=" + fs::path(path).lexically_relative(folder.path()).string();
    for (const auto &[language, title] : d.item.title) out += " " + language + "'" + title + "'";
    if (!d.item.id.empty()) out += " id " + d.item.id;
    if (!d.item.theme.empty()) out += " in " + d.item.theme;
    for (const auto &tag : d.item.tags) out += " #" + tag;
    if (d.from) out += " from " + local_text(*d.from);
    if (d.until) out += " until " + local_text(*d.until);
    if (d.item.duration)
      out += " " + std::to_string(std::chrono::round<std::chrono::milliseconds>(*d.item.duration).count()) +
             "ms";
    if (d.item.volume) out += " " + std::to_string(*d.item.volume) + "%";
    if (d.item.fit)
      out += *d.item.fit == Fit::cover ? " cover" : *d.item.fit == Fit::contain ? " contain" : " stretch";
    if (d.item.evergreen) out += " evergreen";
    if (d.subtitled) out += *d.subtitled ? " subtitled" : " bare";
    for (const auto *text : {&d.item.credit, &d.item.contact})
      if (!text->empty()) out += " (" + *text + ")";
    return out;
  }
  [[nodiscard]] std::vector<std::string> shown(const Result<Draft> &draft) const {
    if (!draft) return {draft.error().text};
    std::vector<std::string> out;
    for (const auto &d : draft->items) out.push_back(shown(d));
    return out;
  }
  static std::string warnings(const Result<Draft> &draft) {
    std::string out;
    if (draft)
      for (const auto &w : draft->warnings) out += text(w) + "\n";
    return out;
  }

  sheaf::testing::ScratchFolder folder;
};

using Lines = std::vector<std::string>;
struct Good {
  const char *table;
  Lines items;
};
struct Bad {
  const char *table;
  Lines said; // each stands in the answer
};

// PLAIN of make_tables
const Lines plain{"2 und=boats.vi.mp4 und'Đua thuyền trên sông Hương' in le-hoi from 01/12/2026 00:00 until "
                  "01/01/2027 00:00",
                  "3 und=Lễ hội.jpg und'Lễ hội áo dài; “đẹp”' in le-hoi 15000ms evergreen"};
// TYPED of make_tables
const Lines typed{
    "4 und=boats.vi.mp4 und'Đua thuyền trên sông Hương' in le-hoi from 01/12/2026 00:00 until 01/01/2027 "
    "00:00 80%",
    "5 und=Lễ hội.jpg und'Lễ hội áo dài, “đẹp”' in le-hoi from 01/12/2026 08:30 15000ms 40% evergreen"};

const std::vector<Good> &all_good() {
  static const std::vector<Good> all{
      {"comma-utf8.csv", plain},
      {"semicolon-utf8-bom.csv", plain},
      {"tab-utf16le-bom.csv", plain},
      {"tab-utf16be-bom.csv", plain},
      {"semicolon-utf16le.csv", plain},
      {"semicolon-1258.csv", plain},
      {"pipe-utf8.csv", plain},
      {"mac-carriage-returns.csv", plain},
      {"excel-sep-line.csv", plain},
      {"nfd-table.csv", plain},
      {"lo-comma-utf8.csv", typed},
      {"lo-semicolon-utf8.csv", typed},
      {"lo-tab-utf8.csv", typed},
      {"lo-tab-utf16.csv", typed},
      {"lo-semicolon-1258.csv", typed},
      {"lo-one-sheet.xlsx", typed},
      {"lo-three-sheets.xlsx", typed},
      {"english-names.csv",
       {"2 und=red.jpg und'Red' id red-1 #river #school #hue 12500ms 80% cover evergreen (Photo: Lan) (0234 "
        "000 000)"}},
      {"no-marks-names.csv", {"2 und=red.jpg und'Đỏ' #sông #trường 12500ms 80% cover"}},
      {"languages.csv",
       {"2 en=boats.en.mp4 vi=boats.vi.mp4 en'Boat race' lo'ແຂ່ງ' vi'Đua thuyền'",
        "3 und=red.jpg en'Red' vi'Đỏ'"}},
      {"language-column.csv",
       {"2 en=boats.en.mp4 en'Boat race'", "3 vi=boats.vi.mp4 vi'Đua thuyền'", "4 und=red.jpg und'Đỏ'"}},
      {"titles-above.csv", {"6 und=red.jpg und'Đỏ'", "7 und=green.jpg und'Xanh'"}},
      {"headings-between.csv",
       {"3 und=red.jpg und'Đỏ' in su-kien", "5 und=green.jpg und'Xanh' in gioi-thieu"}},
      {"two-headers.csv", {"3 und=red.jpg und'Đỏ' from 01/12/2026 00:00"}},
      {"empty-rows-columns.csv", {"6 und=red.jpg und'Đỏ'", "9 und=green.jpg und'Xanh'"}},
      {"spaces.csv", {"2 und=red.jpg und'Đỏ tươi' evergreen", "3 und=green.jpg"}},
      {"quoted-line-feeds.csv", {"2 und=red.jpg und'Đỏ, \"tươi\"'", "3 und=green.jpg und'Xanh'"}},
      {"nfc-names.csv", {"2 und=" + mac_name + " und'NFC ở đây, NFD trên đĩa'"}},
      {"nfd-names.csv", {"2 und=Lễ hội.jpg und'NFD ở đây'"}},
      {"capitals.csv", {"2 und=red.jpg und'Đỏ'", "3 und=Lễ hội.jpg und'Lễ'"}},
      {"windows-paths.csv",
       {"2 und=red.jpg und'Đỏ'", "3 und=anh/trong.jpg und'Trong thư mục'", "4 und=green.jpg und'Xanh'",
        "5 und=boats.vi.mp4 und'Ngoặc cong'"}},
      {"dates.csv",
       {"2 und=red.jpg from 01/12/2026 00:00 until 01/01/2027 00:00",
        "3 und=green.jpg from 01/12/2026 00:00 until 31/12/2026 08:30",
        "4 und=boats.vi.mp4 from 01/12/2026 00:00 until 31/12/2026 08:30",
        "5 und=boats.en.mp4 from 01/12/2026 00:00 until 31/12/2026 08:30",
        "6 und=Lễ hội.jpg from 01/12/2026 00:00 until 31/12/2026 20:30",
        "7 und=bien.png from 01/12/2026 07:00 until 01/01/2027 00:00"}},
      {"durations.csv",
       {"2 und=red.jpg 15000ms", "3 und=green.jpg 90000ms", "4 und=boats.vi.mp4 90000ms",
        "5 und=boats.en.mp4 90000ms", "6 und=Lễ hội.jpg 65000ms", "7 und=bien.png 7200000ms"}},
      {"unknown-columns.csv", {"2 und=red.jpg und'Đỏ'"}},
      {"only-files.csv", {"2 und=red.jpg", "3 und=green.jpg"}},
      {"audiences.csv",
       {"2 und=red.jpg #hue #thanh-nien #du-khach subtitled", "3 und=green.jpg #thanh-nien bare"}},
      {"google.csv", {"2 und=red.jpg und'Đỏ' from 01/12/2026 00:00"}},
  };
  return all;
}

const std::vector<Bad> &all_bad() {
  static const std::vector<Bad> all{
      {"one-bad-byte.csv",
       {"danh-muc.csv:2: Tiêu đề: chữ bị mất dấu ở 'Đua thuyền trên sông H\xef\xbf\xbd\xef\xbf\xbdng'"}},
      {"lost-letters-1252.csv", {"danh-muc.csv:1: T?p: chữ bị mất dấu", "save as CSV UTF-8"}},
      {"lo-comma-1252.csv", {"danh-muc.csv:1: DANH M?C N?I DUNG: chữ bị mất dấu", "CSV UTF-8"}},
      {"capitals-two.csv", {"danh-muc.csv:2: Tệp: 'TWO.PNG' có thể là 'Two.png', 'two.png'; viết đúng tên"}},
      {"no-ending.csv", {"danh-muc.csv:3: Tệp: 'same' có thể là 'same.jpg', 'same.png'"}},
      {"links.csv",
       {"danh-muc.csv:2: Tệp: 'https://www.youtube.com/watch?v=abc' là địa chỉ trên mạng",
        "ask its owner for the file", "danh-muc.csv:3: Đường dẫn: 'https://fb.watch/x'"}},
      {"bad-dates.csv",
       {"danh-muc.csv:2: Từ ngày: không có ngày '31/02/2027' trong lịch",
        "the calendar has no day '31/02/2027'; write another",
        "danh-muc.csv:3: Từ ngày: '12/25/2026' viết tháng trước ngày",
        "danh-muc.csv:4: Từ ngày: '25/12' thiếu năm", "danh-muc.csv:5: Từ ngày: 'hôm nay' không phải ngày",
        "danh-muc.csv:6: Đến ngày: ngày kết thúc (21/12/2026) không sau",
        "danh-muc.csv:7: Từ ngày: năm của '1/1/1026'",
        "danh-muc.csv:7: Đến ngày: giờ trong '1/1/2027 25:00' không có"}},
      {"bad-values.csv",
       {"2: Ngôn ngữ: 'Sao Hỏa' không phải là ngôn ngữ", "2: Mã: mã 'Đỏ 1' không dùng được", "such as do-1",
        "2: Thời lượng: 'lâu' không phải thời lượng", "2: Âm lượng: '110'", "2: Khung hình: 'méo' không rõ",
        "2: Mờ dần: '11'", "2: Luôn chiếu: 'có lẽ'", "3: Thời lượng: '0'",
        "3: Âm lượng: '1' không phải âm lượng", "4: Mã: mã 'xanh' đã có ở danh-muc.csv:3"}},
      {"same-columns.csv", {"danh-muc.csv:1: Tên: hai cột 'Tiêu đề' và 'Tên' có cùng nghĩa"}},
      {"no-file-column.csv", {"danh-muc.csv:1: bảng không có cột 'Tệp'"}},
      {"no-header.csv", {"danh-muc.csv:1: không thấy dòng tên cột; hãy viết ở dòng đầu: Tệp"}},
      {"missing.csv",
       {"danh-muc.csv:2: Tệp: không có tệp 'redd.jpg' trong thư mục này; có phải là 'red.jpg' không?",
        "danh-muc.csv:3: Tệp: không có tệp 'le hoi.jpg' trong thư mục này; có phải là 'Lễ hội.jpg' không?",
        "danh-muc.csv:4: Tệp: không có tệp 'không có gì.mp4'"}},
      {"unclosed-quote.csv", {"danh-muc.csv:2: một dấu ngoặc kép (\") mở ở dòng này"}},
      {"empty.csv", {"danh-muc.csv:1: không thấy dòng tên cột"}},
      {"many-mistakes.csv", {"danh-muc.csv:51: Tệp:", "và 20 lỗi nữa\n  and 20 more"}},
      {"workbook-named-csv.csv", {"danh-muc.csv: đây là tệp Excel"}},
      {"broken.xlsx", {"danh-muc.xlsx: tệp Excel hỏng"}},
      {"locked.xlsx", {"danh-muc.xlsx: không mở được vì tệp có mật khẩu"}},
  };
  return all;
}

}

TEST_F(Tables, WhatPeopleMakeIsReadWhateverItsEncodingSeparatorAndHeading) {
  for (const auto &[table, items] : all_good()) EXPECT_EQ(shown(read(table)), items) << table;
}

TEST_F(Tables, WhatIsWrongIsToldByRowAndColumnWithWhatToDo) {
  for (const auto &[table, said] : all_bad()) {
    auto draft = read(table);
    ASSERT_FALSE(draft) << table;
    EXPECT_THAT(draft.error().text, StartsWith("danh-muc.")) << table;
    for (const auto &sentence : said) EXPECT_THAT(draft.error().text, HasSubstr(sentence)) << table;
  }
  EXPECT_GE(all_good().size() + all_bad().size(), 50u);
}

TEST_F(Tables, EachOfTheCommittedOnesIsAmongThem) {
  std::set<std::string> told{"header-only.csv", "merged.xlsx"}, there;
  for (const auto &good : all_good()) told.insert(good.table);
  for (const auto &bad : all_bad()) told.insert(bad.table);
  for (const auto &entry : fs::directory_iterator(SHEAF_SOURCE_DIR "/tests/publisher/tables"))
    if (auto name = entry.path().filename().string();
        name.find('.') != std::string::npos && !name.starts_with("screens"))
      there.insert(name);
  EXPECT_EQ(told, there);
}

TEST_F(Tables, OneWithoutItemsLeavesThemToTheFolder) {
  auto draft = read("header-only.csv"); // as 'sheaf new' makes it
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->items.size(), 11u) << "films and pictures directly in it";
  ASSERT_EQ(draft->warnings.size(), 1u);
  EXPECT_THAT(draft->warnings[0].vi, HasSubstr("bảng chưa có mục nào"));
  for (const auto &entry : fs::directory_iterator(folder.path()))
    if (entry.path().filename() != "danh-muc.csv") fs::remove_all(entry.path());
  EXPECT_THAT(read("header-only.csv").error().text, HasSubstr("hãy chép phim, ảnh vào"));
}

TEST_F(Tables, WhatIsWorthALookIsAWarning) {
  const std::vector<std::pair<const char *, Lines>> all{
      {"capitals.csv", {"danh-muc.csv:2: Tệp: 'RED.JPG' khác chữ hoa", "'Lễ hội.jpg' is used"}},
      {"lo-three-sheets.xlsx",
       {"danh-muc.xlsx: tệp có nhiều trang tính; chỉ đọc trang 'Bang', không đọc 'Cu'"}},
      {"durations.csv", {"danh-muc.csv:7: Thời lượng: '2:00:00' được hiểu là một giờ trở lên"}},
      {"unknown-columns.csv",
       {"danh-muc.csv:1: Chủ đềe: không có cột tên 'Chủ đềe' nên cột này bị bỏ qua; có phải là 'Chủ đề' "
        "không?",
        "'Phông chữ'"}},
      {"headings-between.csv",
       {"danh-muc.csv:2: dòng này không có tệp", "danh-muc.csv:4: dòng này không có tệp"}},
      {"only-files.csv",
       {"danh-muc.csv: trong thư mục có 9 phim, ảnh mà danh-muc.csv không nhắc đến",
        "films and pictures that danh-muc.csv does not name"}},
  };
  for (const auto &[table, said] : all)
    for (const auto &sentence : said) EXPECT_THAT(warnings(read(table)), HasSubstr(sentence)) << table;
}

TEST_F(Tables, AnEndingMayBeLeftOutWhereOneFileIsMeant) {
  folder.write("danh-muc.csv", "Tệp;Tiêu đề\nred;Đỏ\n");
  auto draft = read_draft(folder.path());
  EXPECT_EQ(shown(draft), Lines{"2 und=red.jpg und'Đỏ'"});
  EXPECT_THAT(warnings(draft), HasSubstr("danh-muc.csv:2: Tệp: 'red' thiếu đuôi; dùng tệp 'red.jpg'"));
}

TEST_F(Tables, TwoOfOneLanguageInARowAreTold) {
  folder.write("danh-muc.csv", "Ngôn ngữ;Tệp;Tệp (en);Tiêu đề;Tiêu đề (en)\nAnh;red.jpg;green.jpg;Đỏ;Red\n");
  auto said = shown(read_draft(folder.path())).front();
  EXPECT_THAT(said, HasSubstr("danh-muc.csv:2: Tệp (en): hai cột đều có tệp cho ngôn ngữ 'en'"));
  EXPECT_THAT(said, HasSubstr("danh-muc.csv:2: Tiêu đề (en): hai cột đều có tiêu đề cho ngôn ngữ 'en'"));
}

TEST_F(Tables, ATitleThatIsNotWrittenBesideAnotherLanguageIsMissing) {
  folder.write("danh-muc.csv", "Tệp;Tiêu đề;Tiêu đề tiếng Anh\nred.jpg;Đỏ;\ngreen.jpg;Xanh;Green\n");
  EXPECT_EQ(shown(read_draft(folder.path())),
            (Lines{"2 und=red.jpg vi'Đỏ'", "3 und=green.jpg en'Green' vi'Xanh'"}));
}

TEST_F(Tables, WhatIsRightIsReadBesideMistakes) {
  folder.write("danh-muc.csv",
               "Tệp;Đến ngày\nred.jpg;31/02/2027\nno.jpg;\nhttps://youtu.be/1;\ngreen.jpg;\n");
  auto draft = read_draft_with_mistakes(folder.path());
  EXPECT_EQ(shown(draft), (Lines{"2 und=red.jpg", "5 und=green.jpg"}));
  ASSERT_EQ(draft->mistakes.size(), 3u);
  EXPECT_EQ(draft->mistakes[0].where, "danh-muc.csv:2: Đến ngày");
  EXPECT_FALSE(read_draft(folder.path()));
}

TEST_F(Tables, TwoSpellingsOfOneNameOnTheDiskAreAskedFor) {
  folder.write("Ảnh Mac.jpg"); // beside the one that a Mac wrote
  folder.write("danh-muc.csv", "Tệp\nA\xcc\x89NH MAC.jpg\n");
  EXPECT_THAT(shown(read_draft(folder.path())).front(), HasSubstr("có thể là 'Ảnh Mac.jpg', 'Ảnh Mac.jpg'"));
  folder.write("danh-muc.csv", "Tệp\nẢnh Mac.jpg\n"); // one is that, byte by byte
  EXPECT_TRUE(read_draft(folder.path()));
}

TEST_F(Tables, ATomlSaysWhichThemesThereAreAndTheTableHasTheItems) {
  folder.write("sheaf.toml", "title = \"Huế\"\nlanguages = [\"en\", \"vi\"]\n[[theme]]\nid = "
                             "\"events\"\ntitle = {vi = \"Sự kiện\", en = \"Events\"}\n"
                             "[[audience]]\nid = \"youth\"\ntitle = {vi = \"Thanh niên\"}\n");
  folder.write("danh-muc.csv",
               "Tệp;Tệp (vi);Chủ đề;Đối tượng\nred.jpg;;SU KIEN;thanh niên\ngreen.jpg;bien.png;events;\n");
  auto draft = read_draft(folder.path());
  EXPECT_EQ(shown(draft), (Lines{"2 und=red.jpg in events #youth", "3 en=green.jpg vi=bien.png in events"}));
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->items[0].audience, std::vector<std::string>{"youth"});
  EXPECT_EQ(draft->about.title.at("und"), "Huế");
  EXPECT_EQ(draft->about.themes.size(), 1u);
  folder.write("danh-muc.csv", "Tệp;Chủ đề;Đối tượng\nred.jpg;Sự kien1;\ngreen.jpg;Thể thao;Trẻ em\n");
  auto wrong = shown(read_draft(folder.path())).front();
  EXPECT_THAT(wrong, HasSubstr("danh-muc.csv:2: Chủ đề: không có 'Sự kien1'; có phải là 'Sự kiện' không?"));
  EXPECT_THAT(wrong, HasSubstr("danh-muc.csv:3: Chủ đề: không có 'Thể thao'; viết một trong: 'Sự kiện'; hoặc "
                               "thêm vào sheaf.toml"));
  EXPECT_THAT(wrong, HasSubstr("danh-muc.csv:3: Đối tượng: không có 'Trẻ em'"));
}

TEST_F(Tables, WhatTheyNameKeepsItsRow) {
  folder.write("danh-muc.csv",
               "Tệp;Chủ đề;Đối tượng\nred.jpg;Lễ hội;\ngreen.jpg;Lễ hội;Học sinh\nbien.png;Biển;\n");
  folder.write("man-hinh.csv", "Mã;Dung lượng\nsanh-1;8 GB\nvi-du-1;8 GB\n");
  auto draft = read_draft(folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  using Lines = std::map<std::string, std::string>;
  EXPECT_EQ(draft->places.themes,
            (Lines{{"le-hoi", "danh-muc.csv:2: Chủ đề"}, {"bien", "danh-muc.csv:4: Chủ đề"}}));
  EXPECT_EQ(draft->places.audiences, (Lines{{"hoc-sinh", "danh-muc.csv:3: Đối tượng"}}));
  EXPECT_EQ(draft->places.screens, (Lines{{"sanh-1", "man-hinh.csv:2"}, {"vi-du-1", "man-hinh.csv:3"}}));
  EXPECT_EQ(draft->places.whole, folder.path());
}

TEST_F(Tables, ATomlWithItemsGoesBeforeTheTable) {
  folder.write("sheaf.toml", "[[item]]\nfile = \"red.jpg\"\n");
  folder.write("danh-muc.csv", "Tệp\nnowhere.jpg\n");
  auto draft = read_draft(folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(draft->items.front().where, "sheaf.toml:1");
  ASSERT_EQ(draft->warnings.size(), 2u);
  EXPECT_EQ(draft->warnings[0].where, "danh-muc.csv");
  EXPECT_THAT(draft->warnings[0].vi, StartsWith("bảng này không được đọc vì sheaf.toml:1 đã có [[item]]"));
  EXPECT_EQ(draft->warnings[1].where, "sheaf.toml");
  EXPECT_THAT(draft->warnings[1].vi, HasSubstr("phim, ảnh mà sheaf.toml không nhắc đến"));
  EXPECT_THAT(draft->warnings[1].vi, Not(HasSubstr("'red.jpg'")));
}

TEST_F(Tables, TheNameOfTheTableMayHaveMarksAndAProgramThatHasItOpenIsNoTable) {
  folder.write("Danh mục.csv", "Tệp\nred.jpg\n");
  folder.write("~$Danh mục.xlsx", "x");
  folder.write(".~lock.Danh mục.csv#", "x");
  EXPECT_EQ(shown(read_draft(folder.path())), Lines{"2 und=red.jpg"});
  EXPECT_EQ(shown(read_draft(folder / "Danh mục.csv")), Lines{"2 und=red.jpg"});
  folder.write("items.tsv", "File\nred.jpg\n");
  EXPECT_THAT(shown(read_draft(folder.path())).front(),
              HasSubstr("'Danh mục.csv' và 'items.tsv'; hãy giữ lại một bảng"));
}

TEST_F(Tables, NamesInTwoRowsAreReadTogether) {
  const std::string vi = "red.jpg", until = " until 01/01/2027 00:00";
  const std::vector<std::pair<std::string, std::string>> all{
      {"Tệp;Thời gian chiếu;;Chủ đề\n;Từ ngày;Đến ngày;\nred.jpg;01/12/2026;31/12/2026;Lễ hội\n",
       "3 und=red.jpg in le-hoi from 01/12/2026 00:00" + until},
      {"Tệp;Thời gian chiếu;\n;Từ ngày;Đến ngày\nred.jpg;;31/12/2026\n", "3 und=red.jpg" + until},
      {"DANH MỤC;;;\nTệp;;Tiêu đề;Ngày\nvi;en;;hết hạn\nboats.vi.mp4;boats.en.mp4;Đua;31/12/2026\n",
       "4 en=boats.en.mp4 vi=boats.vi.mp4 und'Đua'" + until},
      {"Tệp;Tiêu đề;;Đến ngày\n;Tiếng Việt;Tiếng Anh;\nred.jpg;Đỏ;Red;31/12/2026\n",
       "3 und=red.jpg en'Red' vi'Đỏ'" + until},
      {"Tiếng Việt;;Tiếng Anh;\nTệp;Tiêu đề;Tệp;Tiêu đề\nboats.vi.mp4;Đua;boats.en.mp4;Race\n",
       "3 en=boats.en.mp4 vi=boats.vi.mp4 en'Race' vi'Đua'"},
      {"Tệp;Tiêu đề;Từ ngày;Thời lượng\n;Tiếng Việt;Từ ngày;(giây)\nred.jpg;Đỏ;01/12/2026;15\n",
       "3 und=red.jpg vi'Đỏ' from 01/12/2026 00:00 15000ms"},
      {"Tệp;Thời gian chiếu;;Duyệt;\n;Từ ngày;Đến ngày;Người;Chức vụ\nred.jpg;;31/12/2026;Lan;x\n",
       "3 und=red.jpg" + until},
      {"Tệp;Chiếu;\n;từ;đến\nred.jpg;;31/12/2026\nTệp;Chiếu;\n;từ;đến\n", "3 und=red.jpg" + until},
      {"Tệp;Tiêu đề\nred;Tên\n", "2 und=red.jpg und'Tên'"}};
  for (const auto &[table, item] : all) {
    folder.write("danh-muc.csv", table);
    EXPECT_EQ(shown(read_draft(folder.path())), Lines{item}) << table;
  }
}

TEST_F(Tables, ABracketAStarOrAColonBehindANameIsNoOtherColumn) {
  folder.write("danh-muc.csv", "Tệp (tên đầy đủ):;Tiêu đề *;Đến ngày (dd/mm/yyyy);Duration (seconds)\n"
                               "red.jpg;Đỏ;31/12/2026;15\n");
  auto draft = read_draft(folder.path());
  EXPECT_EQ(shown(draft), Lines{"2 und=red.jpg und'Đỏ' until 01/01/2027 00:00 15000ms"});
  EXPECT_THAT(warnings(draft), Not(HasSubstr("danh-muc.csv:1")));
  folder.write("danh-muc.csv", "Tệp;Thời lượng (phút);Tiêu đề (pt)\nred.jpg;2;Vermelho\n");
  EXPECT_EQ(shown(read_draft(folder.path())), Lines{"2 und=red.jpg"}) << "minutes, Portuguese";
}

TEST_F(Tables, DatesInAColumnThatNobodyKnowsAreAMistake) {
  for (const auto &[name, told] : std::vector<std::pair<std::string, std::string>>{
           {"Phát sóng", "danh-muc.csv:1: Phát sóng: cột 'Phát sóng' có vẻ là ngày"},
           {"Đến ngày (mm/dd/yyyy)", "cột 'Đến ngày (mm/dd/yyyy)' có vẻ là ngày"},
           {"", "danh-muc.csv:1: C: cột 'C' có vẻ là ngày nhưng tên cột không rõ; hãy đặt tên 'Từ ngày'"}}) {
    folder.write("danh-muc.csv", "Tệp;Tiêu đề;" + name + "\nred.jpg;Đỏ;31/12/2026\ngreen.jpg;Xanh;sau\n");
    EXPECT_THAT(shown(read_draft(folder.path())).front(), HasSubstr(told));
  }
  folder.write("danh-muc.csv", "Tệp;Ghi chú (ngày duyệt);Cỡ\nred.jpg;31/12/2026;46357\n");
  EXPECT_TRUE(read_draft(folder.path())) << "notes; a number may be anything";
}

TEST_F(Tables, AMistakeInTheNamesOfTheColumnsHidesNoOther) {
  folder.write("danh-muc.csv",
               "Tệp;Ti?u ??;Ngày tạo;Nguồn;Credit\nred.jpg;Đỏ;1/2/2026;Lan;Lan\nno.jpg;;;;\n");
  auto draft = read_draft_with_mistakes(folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  EXPECT_EQ(shown(draft), Lines{"2 und=red.jpg (Lan)"});
  std::vector<std::string> places;
  for (const auto &mistake : draft->mistakes) places.push_back(mistake.where);
  EXPECT_EQ(places, (Lines{"danh-muc.csv:1: Ti?u ??", "danh-muc.csv:1: Credit", "danh-muc.csv:1: Ngày tạo",
                           "danh-muc.csv:3: Tệp"}));
  EXPECT_FALSE(read_draft(folder.path()));
}

TEST_F(Tables, ThemesAndDatesThatAMergedCellMayHaveLeftAreAWarning) {
  folder.write("danh-muc.csv", "Tệp;Chủ đề;Đến ngày\nred.jpg;Lễ hội;31/12/2026\ngreen.jpg;;\nbien.png;;\n");
  auto said = warnings(read_draft(folder.path()));
  EXPECT_THAT(said, HasSubstr("danh-muc.csv: Chủ đề: cột 'Chủ đề' trống ở 2 dòng dưới một ô có giá trị"));
  EXPECT_THAT(said, HasSubstr("danh-muc.csv: Đến ngày: cột 'Đến ngày' trống ở 2 dòng"));
  for (const char *usual : {"Tệp;Chủ đề;Đến ngày\nred.jpg;Lễ hội;31/12/2026\ngreen.jpg;Lễ hội;\n",
                            "Tệp;Chủ đề;Đến ngày\nred.jpg;;\ngreen.jpg;Lễ hội;31/12/2026\nbien.png;;\n"}) {
    folder.write("danh-muc.csv", usual);
    EXPECT_THAT(warnings(read_draft(folder.path())), Not(HasSubstr("trống ở"))) << usual;
  }
}

TEST_F(Tables, MergedCellsOfAWorkbookCountForEachOfTheirRows) {
  auto draft = read("merged.xlsx");
  EXPECT_EQ(shown(draft),
            (Lines{"4 und=red.jpg und'Đỏ' in le-hoi from 01/12/2026 00:00 until 01/01/2027 00:00",
                   "5 und=green.jpg in le-hoi from 02/12/2026 00:00 until 01/01/2027 00:00",
                   "6 und=bien.png in le-hoi until 01/01/2027 00:00", "8 und=boats.vi.mp4 in phim"}));
  EXPECT_THAT(warnings(draft), HasSubstr("danh-muc.xlsx:7: dòng này không có tệp"));
  EXPECT_THAT(warnings(draft), Not(HasSubstr("trống ở")));
}

TEST_F(Tables, EachNameOfAColumnWithLostLettersIsToldWhateverTheOthersAre) {
  for (const std::string file : {"Tệp", "T?p"}) {
    folder.write("danh-muc.csv", file + ";Ti?u ??;Ch? ??;Ngôn ng?;Phụ đề?;Đã duyệt?\nred.jpg;Đỏ;L;\n");
    auto said = shown(read_draft(folder.path())).front();
    EXPECT_THAT(said, HasSubstr("danh-muc.csv:1: Ti?u ??: chữ bị mất dấu"));
    EXPECT_THAT(said, HasSubstr("danh-muc.csv:1: Ch? ??: chữ bị mất dấu"));
    EXPECT_THAT(said, HasSubstr("danh-muc.csv:1: Ngôn ng?: chữ bị mất dấu"));
    EXPECT_THAT(said, Not(HasSubstr("Phụ đề")));
    EXPECT_THAT(said, Not(HasSubstr("duyệt")));
    EXPECT_EQ(said.find("T?p: chữ bị mất dấu") != std::string::npos, file == "T?p");
  }
}

TEST_F(Tables, ANumberBesideOneCellThatIsNoFileIsAHeading) {
  folder.write("danh-muc.csv", "STT;Tệp;Tiêu đề\nI;LỄ HỘI;\n1;bien;\n2;red.jpg;Đỏ\nII;PHIM;\nA;Lễ hội;\n3;LỄ "
                               "HỘI;\n4;Lễ hội.jpg;\nx;green;Xanh\n");
  auto draft = read_draft(folder.path());
  EXPECT_EQ(shown(draft), (Lines{"3 und=bien.png", "4 und=red.jpg und'Đỏ'", "8 und=Lễ hội.jpg",
                                 "9 und=green.jpg und'Xanh'"}));
  for (const char *row : {":2: dòng này", ":5: dòng này", ":6: dòng này", ":7: dòng này"})
    EXPECT_THAT(warnings(draft), HasSubstr(row));
  folder.write("danh-muc.csv", "STT;Tệp\n1;BIEN\n2;green\n"); // has no titles to leave out
  EXPECT_EQ(shown(read_draft(folder.path())), (Lines{"2 und=bien.png", "3 und=green.jpg"}));
}

TEST_F(Tables, WhatIsNoTableIsToldInOneSentence) {
  std::string picture = "\xff\xd8\xff\xe0";
  picture += std::string("\0\x10JFIF\0\x01\x01\0\0\x48\0\x48\0\0\xff\xdb\0\x43\0", 21);
  for (int i = 0; i < 2000; ++i) picture += static_cast<char>(i * 37 + i / 7);
  folder.write("danh-muc.csv", picture);
  auto said = shown(read_draft(folder.path())).front();
  EXPECT_THAT(said, StartsWith("danh-muc.csv: đây không phải bảng mà là tệp khác"));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  std::string ninety(90, 'x');
  folder.write("danh-muc.csv", "Tệp;" + ninety + "\nred.jpg;1\n");
  EXPECT_THAT(warnings(read_draft(folder.path())), HasSubstr(":1: " + ninety.substr(30) + "…: "));
}

TEST_F(Tables, OneDateWithItsMonthFirstMakesTheOthersDoubtful) {
  folder.write("danh-muc.csv", "Tệp;Từ ngày;Đến ngày\nred.jpg;12/1/2026;\ngreen.jpg;12/25/2026;3/12/2027\n"
                               "bien.png;5/5/2027;25/12/2027\n");
  auto said = shown(read_draft(folder.path())).front();
  EXPECT_THAT(said,
              StartsWith("danh-muc.csv:2: Từ ngày: ngày ở dòng 2, 3 của cột này có thể viết tháng trước "
                         "ngày, như '12/25/2026'; hãy xem lại từng ngày"));
  EXPECT_THAT(said, HasSubstr("danh-muc.csv:3: Đến ngày: ngày ở dòng 3 của cột này có thể"));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 3) << "two findings: " << said;
}

TEST_F(Tables, AnOldFontIsToldInOneSentence) {
  folder.write("danh-muc.csv",
               "T\xd6p;Ti\xaau \xae\xd2\nred.jpg;L\xd4 h\xe9i \xb8o d\xb5i tr\xaan s\xabng\n");
  EXPECT_THAT(shown(read_draft(folder.path())).front(),
              StartsWith("danh-muc.csv: bảng được gõ bằng phông chữ cũ (.VnTime, TCVN3)"));
}

TEST_F(Tables, AQuestionInATitleWithItsMarksIsNoLostLetter) {
  folder.write("danh-muc.csv", "Tệp;Tiêu đề\nred.jpg;Huế có gì? cùng xem\n");
  EXPECT_EQ(shown(read_draft(folder.path())), Lines{"2 und=red.jpg und'Huế có gì? cùng xem'"});
}

TEST_F(Tables, AFileWithALinkInItIsALink) {
  folder.write("link.txt", "\xef\xbb\xbfhttps://youtu.be/1\r\n");
  folder.write("clip.url", "[InternetShortcut]\r\nIDList=\r\nURL=https://fb.watch/2\r\n");
  folder.write("words.txt", "https://youtu.be/1 is what we want");
  folder.write("danh-muc.csv", "Tệp\nlink.txt\nclip.url\nwords.txt\n");
  auto draft = read_draft_with_mistakes(folder.path());
  ASSERT_EQ(draft->mistakes.size(), 2u);
  EXPECT_THAT(text(draft->mistakes[0]),
              StartsWith("danh-muc.csv:2: Tệp: 'https://youtu.be/1' là địa chỉ trên mạng"));
  EXPECT_THAT(text(draft->mistakes[1]), StartsWith("danh-muc.csv:3: Tệp: 'https://fb.watch/2' là địa chỉ"));
  EXPECT_EQ(shown(draft), Lines{"4 und=words.txt"});
}

TEST_F(Tables, NamesAreCutBetweenAndWhatIsMissingIsSeen) {
  folder.write("sheaf.toml",
               "[[theme]]\nid = \"a\"\ntitle = \"Văn hóa Huế và các danh hiệu\"\n"
               "[[theme]]\nid = \"b\"\ntitle = \"Câu chuyện người dân bên dòng sông Hương\"\n"
               "[[theme]]\nid = \"c\"\ntitle = \"Phòng chống thiên tai và an toàn giao thông\"\n");
  folder.write("danh-muc.csv", "Tệp;Chủ đề\nred.jpg;văn hóa huế\ngreen.jpg;Thể thao\n");
  auto said = shown(read_draft(folder.path())).front();
  EXPECT_THAT(said, HasSubstr("'văn hóa huế'; có phải là 'Văn hóa Huế và các danh hiệu' không?"));
  EXPECT_THAT(said,
              HasSubstr("viết một trong: 'Văn hóa Huế và các danh hiệu', 'Câu chuyện người dân bên dòng "
                        "sông Hương', …; hoặc"));
  fs::remove(folder / "sheaf.toml");
  folder.write("danh-muc.csv", "Tệp\nred.jpg\n");
  EXPECT_THAT(warnings(read_draft(folder.path())), HasSubstr("'boats.vi.mp4', …\n"));
}

TEST_F(Tables, ALanguageThatThePublicationDoesNotNameIsAWarning) {
  const std::string table = "Ngôn ngữ;Tệp;Tiêu đề (en);Tệp (fr)\nđức;red.jpg;Red;green.jpg\n";
  folder.write("danh-muc.csv", table);
  folder.write("man-hinh.csv", "Mã;Ngôn ngữ\na;vi, Lào\nb;lo\n");
  EXPECT_THAT(warnings(read_draft(folder.path())), Not(HasSubstr("languages")));
  folder.write("sheaf.toml", "languages = [\"vi\", \"en\"]\n");
  auto said = warnings(read_draft(folder.path()));
  EXPECT_THAT(said, HasSubstr("danh-muc.csv: Tệp (fr): ngôn ngữ 'fr' không có trong languages của sheaf.toml "
                              "('vi', 'en'); hãy thêm"));
  EXPECT_THAT(said, HasSubstr("danh-muc.csv:2: Ngôn ngữ: ngôn ngữ 'de' không có"));
  EXPECT_THAT(said, HasSubstr("man-hinh.csv:2: Ngôn ngữ: ngôn ngữ 'lo' không có"));
  EXPECT_THAT(said, Not(HasSubstr("man-hinh.csv:3")));
}

TEST_F(Tables, WithoutTheConverterTheAnswerSaysHowToDoWithoutIt) {
  std::string path = ::getenv("PATH");
  ::setenv("PATH", folder.path().c_str(), 1);
  auto draft = read("lo-one-sheet.xlsx");
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(draft);
  EXPECT_EQ(draft.error().kind, ErrorKind::absent);
  EXPECT_THAT(draft.error().text, HasSubstr("apt install xlsx2csv"));
  EXPECT_THAT(draft.error().text, HasSubstr("save it in Excel as CSV UTF-8"));
}

// Workbooks come by mail. One that takes its converter over gets nowhere with it.
TEST_F(Tables, TheConverterOfWorkbooksIsConfined) {
  ASSERT_TRUE(media::has_landlock()) << "this kernel cannot confine files";
#ifdef SHEAF_SANITIZED // nothing has a limit of memory there
  const std::string memory;
#else
  const std::string memory = ", lambda: bytearray(3 << 30)";
#endif
  folder.write("secret", "x");
  fs::create_directory(folder / "bin");
  folder.write("bin/xlsx2csv",
               "#!/usr/bin/python3\nimport socket\ngood = 'red.jpg'\n"
               "for wish in (lambda: open('" +
                   (folder / "secret") + "'), lambda: open('" + (folder / "new") +
                   "', 'w'), lambda: socket.socket()" + memory +
                   "):\n"
                   "  try:\n    wish()\n    good = 'it may.jpg'\n  except (OSError, MemoryError):\n    pass\n"
                   "print('\\a 1 - one\\nFile\\n' + good)\n");
  fs::permissions(folder / "bin/xlsx2csv", fs::perms::owner_all);
  std::string path = ::getenv("PATH");
  ::setenv("PATH", (folder / "bin").c_str(), 1);
  auto draft = read("lo-one-sheet.xlsx");
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(shown(draft), Lines{"2 und=red.jpg"});
}

TEST_F(Tables, WhatIsAllowedHereIsAllowedInAManifest) {
  std::string longest(500, 'x'), tag(64, 't');
  std::string tags;
  for (int i = 0; i < 32; ++i) tags += tag.substr(2) + std::to_string(10 + i) + ",";
  folder.write("danh-muc.csv", "Tệp;Tiêu đề;Nhãn;Nguồn;Liên hệ;Chủ đề;Mã\nred.jpg;" + longest + ";" + tags +
                                   ";" + longest + ";" + longest + ";" + longest + ";" +
                                   std::string(64, 'i') + "\ngreen.jpg;;;;;...!;\n");
  auto draft = read_draft(folder.path());
  ASSERT_TRUE(draft) << draft.error().text;
  auto manifest = draft->about;
  for (const auto &d : draft->items) {
    manifest.items.push_back(d.item);
    if (d.item.id.empty()) manifest.items.back().id = "other";
    manifest.items.back().blobs["und"] = Digest{};
  }
  manifest.channel = "main";
  manifest.blobs[Digest{}] = {1, std::nullopt};
  auto again = playlist::parse_manifest(playlist::write_manifest(manifest));
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(*again, manifest);
}
