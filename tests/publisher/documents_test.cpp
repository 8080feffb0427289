#include "publisher/documents.h"

#include "media/png.h"
#include "tests/publisher/office.h"

#include <cstdlib>

namespace sheaf::publisher {
namespace {

using sheaf::testing::ScratchFolder;

class Documents : public ::testing::Test {
protected:
  std::string pdf(const std::string &name, int pages) {
    std::string drawings;
    for (int i = 0; i < pages; ++i) {
      auto drawing = "page" + std::to_string(i) + ".svg";
      folder_.write(drawing,
                    "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'><rect width='400' "
                    "height='300' fill='teal'/></svg>");
      drawings += " '" + (folder_ / drawing) + "'";
    }
    EXPECT_EQ(std::system(("rsvg-convert -f pdf -o '" + (folder_ / name) + "'" + drawings).c_str()), 0);
    return folder_ / name;
  }
  static Draft draft_with(const std::string &path, const std::string &id = "") {
    Draft draft;
    draft.items.emplace_back();
    draft.items[0].item.id = id;
    draft.items[0].item.source = source_name(path);
    draft.items[0].item.theme = "water";
    draft.items[0].files["und"] = path;
    return draft;
  }
  ScratchFolder folder_;
  std::string cache_ = folder_ / "cache";
};

TEST_F(Documents, APdfIsAPictureForEachPage) {
  auto draft = draft_with(pdf("Áp phích.pdf", 3), "poster");
  auto done = unfold_documents(draft, cache_);
  ASSERT_TRUE(done) << done.error().text;
  ASSERT_EQ(draft.items.size(), 3u);
  EXPECT_EQ(draft.items[0].item.id, "poster-1");
  EXPECT_EQ(draft.items[2].item.id, "poster-3");
  EXPECT_EQ(draft.items[1].item.source, "Áp phích-2.pdf");
  EXPECT_EQ(draft.items[1].item.theme, "water");
  auto bytes = board::read_whole(draft.items[0].files["und"], 64_MiB);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->substr(0, 4), "\x89PNG");
}

TEST_F(Documents, APdfOfOnePageKeepsItsIdAndPagesAreDrawnOnce) {
  auto path = pdf("one.pdf", 1);
  auto draft = draft_with(path, "one"), again = draft;
  ASSERT_TRUE(unfold_documents(draft, cache_));
  ASSERT_EQ(draft.items.size(), 1u);
  EXPECT_EQ(draft.items[0].item.id, "one");
  auto before = std::filesystem::last_write_time(draft.items[0].files["und"]);
  ASSERT_TRUE(unfold_documents(again, cache_));
  EXPECT_EQ(std::filesystem::last_write_time(again.items[0].files["und"]), before);
}

TEST_F(Documents, RubbishIsRefusedByNameWithWhatToDo) {
  auto draft = draft_with(folder_.write("bad.pdf", "%PDF-1.4 and nothing that follows"));
  auto done = unfold_documents(draft, cache_);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().text.find("bad.pdf"), std::string::npos);
  EXPECT_NE(done.error().text.find("save it"), std::string::npos) << done.error().text;
}

TEST_F(Documents, OtherFilesStayAsTheyAre) {
  auto draft = draft_with(folder_.write("a.jpg", "\xff\xd8\xff"));
  ASSERT_TRUE(unfold_documents(draft, cache_));
  EXPECT_EQ(draft.items.size(), 1u);
}

TEST_F(Documents, AreFoundInAFolderByTheirEndings) {
  for (const char *name : {"b.PDF", "a.pptx", "~$a.pptx", ".c.pdf", "d.xlsx", "e.jpg"}) folder_.write(name);
  EXPECT_EQ(documents_in(folder_.path()), (std::vector<std::string>{folder_ / "a.pptx", folder_ / "b.PDF"}));
}

// A sheet of LibreOffice Calc stands for the others: the way is the same.
TEST_F(Documents, AnOfficeDocumentGoesThroughLibreOffice) {
  folder_.write("t.csv", "Xin chào,Huế\n");
  auto made = "soffice --headless -env:UserInstallation=file://" + (folder_ / "profile") +
              " --convert-to ods --outdir " + folder_.path() + " " + (folder_ / "t.csv") + " >/dev/null 2>&1";
  ASSERT_EQ(std::system(made.c_str()), 0);
  auto draft = draft_with(folder_ / "t.ods");
  auto done = unfold_documents(draft, cache_);
  ASSERT_TRUE(done) << done.error().text;
  EXPECT_EQ(draft.items.size(), 1u);
}

}
}
