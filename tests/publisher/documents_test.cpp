#include "publisher/documents.h"

#include "media/png.h"
#include "tests/publisher/office.h"

#include <cstdlib>
#include <fstream>

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
  // What was said of those that cannot be opened.
  std::string unfolded(Draft &draft) {
    std::string out;
    for (const auto &u : unfold_documents(draft, cache_)) out += u.path + ": " + u.error.text + "\n";
    return out;
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
  ASSERT_EQ(unfolded(draft), "");
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
  ASSERT_EQ(unfolded(draft), "");
  ASSERT_EQ(draft.items.size(), 1u);
  EXPECT_EQ(draft.items[0].item.id, "one");
  auto before = std::filesystem::last_write_time(draft.items[0].files["und"]);
  ASSERT_EQ(unfolded(again), "");
  EXPECT_EQ(std::filesystem::last_write_time(again.items[0].files["und"]), before);
}

// As a machine leaves it that lost its power, or somebody who cleans up.
TEST_F(Documents, PagesThatAreGoneFromTheCacheAreDrawnAnew) {
  auto path = pdf("two.pdf", 2);
  auto draft = draft_with(path), again = draft;
  ASSERT_EQ(unfolded(draft), "");
  for (const auto &item : draft.items) std::filesystem::remove(item.files.at("und"));
  ASSERT_EQ(unfolded(again), "");
  ASSERT_EQ(again.items.size(), 2u);
  EXPECT_TRUE(std::filesystem::exists(again.items[1].files["und"]));
}

TEST_F(Documents, WhatStandsInThePlaceOfPagesMakesRoom) {
  auto path = pdf("one.pdf", 1);
  auto draft = draft_with(path), again = draft;
  ASSERT_EQ(unfolded(draft), "");
  auto kept = std::filesystem::path(draft.items[0].files["und"]).parent_path();
  std::filesystem::remove_all(kept);
  std::ofstream(kept) << "in the way";
  EXPECT_EQ(unfolded(again), "");
}

TEST_F(Documents, RubbishIsToldByNameWithWhatToDo) {
  auto draft = draft_with(folder_.write("bad.pdf", "%PDF-1.4 and nothing that follows"));
  auto unopened = unfold_documents(draft, cache_);
  ASSERT_EQ(unopened.size(), 1u);
  EXPECT_EQ(unopened[0].path, folder_ / "bad.pdf");
  EXPECT_NE(unopened[0].error.text.find("save it"), std::string::npos) << unopened[0].error.text;
  EXPECT_EQ(draft.items.size(), 1u) << "it stays where it is";
}

TEST_F(Documents, OneThatCannotBeOpenedTakesNoOtherItemWithIt) {
  auto draft = draft_with(folder_.write("a.jpg", "\xff\xd8\xff"));
  for (const auto &path : {folder_.write("bad.pdf", "%PDF-1.4"), pdf("two.pdf", 2),
                           folder_.write("worse.pdf", "%PDF-"), folder_ / "bad.pdf"})
    draft.items.push_back(draft_with(path).items[0]);
  auto unopened = unfold_documents(draft, cache_);
  ASSERT_EQ(unopened.size(), 2u);
  EXPECT_EQ(unopened[1].path, folder_ / "worse.pdf");
  ASSERT_EQ(draft.items.size(), 6u);
  EXPECT_EQ(draft.items[0].files.at("und"), folder_ / "a.jpg");
  EXPECT_EQ(draft.items[1].files.at("und"), folder_ / "bad.pdf");
  EXPECT_EQ(draft.items[3].item.source, "two-2.pdf");
}

TEST_F(Documents, OtherFilesStayAsTheyAre) {
  auto draft = draft_with(folder_.write("a.jpg", "\xff\xd8\xff"));
  ASSERT_EQ(unfolded(draft), "");
  EXPECT_EQ(draft.items.size(), 1u);
}

TEST_F(Documents, AreFoundInAFolderByTheirEndings) {
  for (const char *name : {"b.PDF", "a.pptx", "~$a.pptx", ".c.pdf", "d.xlsx", "e.jpg"}) folder_.write(name);
  EXPECT_EQ(documents_in(folder_.path()), (std::vector<std::string>{folder_ / "a.pptx", folder_ / "b.PDF"}));
}

// LibreOffice makes them out of texts as short as these.
TEST_F(Documents, OfficeDocumentsGoThroughLibreOffice) {
  auto flat = [](const std::string &kind, const std::string &body) {
    std::string urn = "\"urn:oasis:names:tc:opendocument:xmlns:";
    return R"(<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office=)" + urn +
           "office:1.0\" xmlns:draw=" + urn + "drawing:1.0\" xmlns:text=" + urn +
           R"(text:1.0" office:mimetype="application/vnd.oasis.opendocument.)" + kind +
           R"(" office:version="1.2"><office:body><office:)" + kind + ">" + body + "</office:" + kind +
           "></office:body></office:document>";
  };
  folder_.write("slides.fodp", flat("presentation", "<draw:page draw:name='a'/><draw:page draw:name='b'/>"));
  folder_.write("words.fodt", flat("text", "<text:p>Xin chào</text:p>"));
  folder_.write("sheet.csv", "Xin chào,Huế\n");
  struct Case {
    const char *from, *ending, *made;
    std::size_t pages;
  };
  for (const auto &[from, ending, made, pages] :
       {Case{"slides.fodp", "pptx", "slides.pptx", 2}, Case{"words.fodt", "docx", "words.docx", 1},
        Case{"sheet.csv", "ods", "sheet.ods", 1}}) {
    auto command = "soffice --headless -env:UserInstallation=file://" + (folder_ / "profile") +
                   " --convert-to " + ending + " --outdir " + folder_.path() + " " + (folder_ / from) +
                   " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0);
    auto draft = draft_with(folder_ / made);
    EXPECT_EQ(unfolded(draft), "");
    EXPECT_EQ(draft.items.size(), pages) << made;
    EXPECT_EQ(board::read_whole(draft.items.back().files["und"], 64_MiB).value_or("").substr(0, 4),
              "\x89PNG");
  }
}

TEST_F(Documents, WithoutLibreOfficeItSaysWhatToDoInstead) {
  auto draft = draft_with(folder_.write("slides.pptx", "PK\x03\x04"));
  std::string path = ::getenv("PATH");
  ::setenv("PATH", folder_.path().c_str(), 1);
  auto unopened = unfold_documents(draft, cache_);
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_EQ(unopened.size(), 1u);
  EXPECT_EQ(unopened[0].error.kind, ErrorKind::absent);
  EXPECT_NE(unopened[0].error.text.find("LibreOffice is not installed"), std::string::npos);
  EXPECT_NE(unopened[0].error.text.find("lưu thành PDF"), std::string::npos);
}

}
}
