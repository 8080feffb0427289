// KET-QUA.html: nothing that others have written gets out of its place, and a real browser shows it.
#include "publisher/result_page.h"

#include "media/jpeg.h"
#include "publisher/html.h"
#include "tests/publisher/office.h"

#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using sheaf::testing::Office;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

const std::vector<std::string> hostile{"<script>alert(1)</script>.jpg",
                                       "\" onload=\"alert(1).jpg",
                                       "' style='x:expression(1)'.jpg",
                                       "\xe2\x80\xae"
                                       "gpj.phim\xe2\x80\x8f.mp4",
                                       "</style></title><img src=x onerror=alert(1)>",
                                       "&lt;b&gt; &amp; \x01\x1b[31m\xff\xfe\xc0\xaf.png",
                                       "-->]]><!--",
                                       std::string(900, 'W') + ".jpg"};

std::size_t times(const std::string &text, const std::string &what) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
  return n;
}

std::string thumbnail(std::size_t seed) {
  media::OwnedPicture picture{{480, 270}, std::vector<std::uint8_t>(480u * 270u * 4u)};
  for (std::size_t i = 0; i < picture.pixels.size(); ++i)
    picture.pixels[i] =
        static_cast<std::uint8_t>((i / 4 % 480 / 4 + i / 1920 + seed * 40 + i % 4 * 50) & 255);
  return media::encode_jpeg(picture, 72).value_or("");
}

// A draft with `count` items, half of them with something to look at.
struct Made {
  explicit Made(std::size_t count) {
    draft.about.title = {{"vi", "Lễ hội <Huế> & \"ASEAN\""}, {"en", "Festival"}};
    draft.about.languages = {"vi", "en"};
    draft.about.themes = {{"a", {{"vi", "Văn hóa Huế"}, {"en", "Culture"}}},
                          {"b", {{"vi", "</table>"}, {"en", "B"}}}};
    evidence.today = Wall(std::chrono::seconds(1'800'000'000));
    for (std::size_t i = 0; i < count; ++i) add(i);
    concerns = check(draft, evidence);
  }
  void add(std::size_t i) {
    DraftItem item;
    auto path = "/src/" + std::to_string(i) + hostile[i % hostile.size()];
    item.files["vi"] = path;
    item.item.source = source_name(path);
    item.item.title["vi"] = "Tiêu đề " + hostile[(i + 3) % hostile.size()];
    if (i % 2) item.item.title["en"] = "Title";
    item.item.theme = "a";
    item.where = "danh-muc.csv:" + std::to_string(i + 2);
    media::Measurement m;
    m.format = "jpeg";
    m.size = 1000 + i;
    m.picture.size = m.picture.shape = {1920, 1080};
    evidence.files.insert({path, {m, std::nullopt, std::nullopt}});
    static const auto pictures = [] {
      std::vector<std::string> out;
      for (std::size_t seed = 0; seed < 8; ++seed) out.push_back(thumbnail(seed));
      return out;
    }();
    views[path].jpeg = pictures[i % pictures.size()];
    draft.items.push_back(item);
  }
  [[nodiscard]] std::string page() const {
    return result_page({draft, evidence, concerns, views, "/src/<b>"});
  }

  Draft draft;
  Evidence evidence;
  std::vector<Concern> concerns;
  std::map<std::string, View> views;
};

// What a browser makes of it: the page in a frame of a width, asked from outside, because nothing runs in it.
std::string asked(const Office &office, int width) {
  office.folder.write(
      "ask.html",
      R"(<!DOCTYPE html><meta charset="utf-8"><body><iframe src="KET-QUA.html" style="border:0;width:)" +
          std::to_string(width) + R"(px;height:800px"></iframe><p id="said"></p><script>
onload = () => {
  const page = document.querySelector("iframe").contentDocument, images = [...page.images];
  const wide = [...page.querySelectorAll("body, main, header, article, .text, td, li, h3")]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != "inline").map(e => e.tagName);
  document.getElementById("said").textContent = `width ${page.documentElement.scrollWidth} pictures ${images.length} ` +
    `decoded ${images.filter(i => i.complete && i.naturalWidth == 480).length} scripts ${page.scripts.length} ` +
    `cut [${wide}] verdict ${page.querySelector("h1").innerText.slice(0, 8)}`;
};</script>)");
  auto said = office.run({"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                          "--allow-file-access-from-files", "--user-data-dir=" + (office.folder / "browser"),
                          "--virtual-time-budget=5000", "--window-size=1600,900", "--dump-dom",
                          "file://" + (office.folder / "ask.html")});
  auto at = said.text.find("id=\"said\">");
  return at == std::string::npos ? said.text
                                 : said.text.substr(at + 10, said.text.find('<', at + 10) - at - 10);
}

}

TEST(ResultPage, NothingThatOthersWroteGetsOutOfItsPlace) {
  auto page = Made(hostile.size()).page();
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<b>\"")));
  EXPECT_EQ(times(page, "</style>"), 1u);
  EXPECT_EQ(times(page, "</title>"), 1u);
  EXPECT_EQ(times(page, "</table>"), 1u);
  EXPECT_EQ(times(page, "<img "), hostile.size());
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page, Not(HasSubstr("\xff")));
  EXPECT_EQ(times(page, "<bdi>"), times(page, "</bdi>"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(ResultPage, NumbersAreSpelledAsInVietNam) {
  Made made(1);
  auto &film = *made.evidence.files.begin()->second.measured;
  film.kind = media::ItemKind::film;
  film.size = 1'500'000;
  film.duration = 2500ms;
  auto page = made.page();
  EXPECT_THAT(page, HasSubstr("1,5 MB"));
  EXPECT_THAT(page, Not(HasSubstr("1.5 MB")));
  EXPECT_THAT(page, HasSubstr("2,5 giây"));
  EXPECT_THAT(page, HasSubstr("2.5 seconds"));
}

TEST(ResultPage, TextOfAnyLengthStaysUtf8) {
  std::string letters;
  for (int i = 0; i < 3000; ++i) letters += "ế";
  EXPECT_EQ(escaped(letters), letters);
  EXPECT_EQ(escaped("/a//b/"), "/a//b/");
  EXPECT_EQ(escaped("<&\"'>"), "&lt;&amp;&quot;&#39;&gt;");
  EXPECT_EQ(shown("\xff\n"), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(shown(std::string(2500, '\x80')).size(), 7500u);
}

TEST(ResultPage, Base64IsThatOfRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob\xff"), "Zm9vYv8=");
}

TEST(ResultPage, ThreeHundredItemsStayUnderFifteenMegabytes) {
  auto page = Made(300).page();
  EXPECT_LT(page.size(), 15'000'000u);
  EXPECT_EQ(times(page, "<article"), 300u);
}

TEST(ResultPage, ABrowserShowsItOnATelephoneAndOnADesk) {
  Office office;
  office.folder.write("KET-QUA.html", Made(2 * hostile.size()).page());
  for (int width : {390, 1280}) {
    auto n = std::to_string(2 * hostile.size());
    EXPECT_EQ(asked(office, width), "width " + std::to_string(width) + " pictures " + n + " decoded " + n +
                                        " scripts 0 cut [] verdict DÙNG ĐƯỢ");
  }
}
