// Two hundred files of whatever people bring: each ends playable on the weakest board, or refused with a
// sentence that says why; nothing that opens it dies. SHEAF_LONG=1 in the environment brings all of them,
// else the first of each kind.
//   SHEAF_LONG=1 build/test/bin/test_publisher --gtest_filter='*EveryKind*'     tells what becomes of each
#include "publisher/documents.h"
#include "publisher/preparing.h"
#include "tests/publisher/brought_files.h"

#include <algorithm>
#include <gmock/gmock.h>

using namespace sheaf;
using namespace sheaf::publisher;
using namespace sheaf::testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

bool long_run() { return std::getenv("SHEAF_LONG") != nullptr; }
const BoardClass &pi3() { return *board_class("pi3"); }

class EveryKind : public ::testing::TestWithParam<FileKind> {
protected:
  EveryKind() {
    auto started = Examiner::start(folder_ / "eyes");
    EXPECT_TRUE(started) << started.error().text;
    examiner_ = std::move(*started);
  }
  static void TearDownTestSuite() {
    std::printf("%d files: %d playable, %d refused\n", files_, files_ - refused_, refused_);
  }

  // Of a document its pages.
  Result<std::vector<std::string>> pictures_of(const std::string &path) {
    Draft draft;
    draft.items.emplace_back().files["und"] = path;
    if (auto unopened = unfold_documents(draft, cache_); !unopened.empty())
      return fail(unopened.front().error);
    std::vector<std::string> out;
    for (const auto &item : draft.items) out.push_back(item.files.at("und"));
    return out;
  }

  void bring_one(const std::string &path) {
    SCOPED_TRACE(path);
    ++files_;
    auto pictures = pictures_of(path);
    if (!pictures) return refused(path, pictures.error().text);
    EXPECT_FALSE(pictures->empty());
    for (const auto &picture : *pictures) {
      auto prepared = preparer_.prepare(picture);
      if (!prepared) return refused(path, prepared.error().text);
      expect_playable(picture, prepared->path);
    }
    EXPECT_NE(GetParam().ends, Ends::refused);
    std::printf("%s: playable\n", path.c_str());
  }

  void refused(const std::string &path, const std::string &why) {
    ++refused_;
    std::printf("%s: %s\n", path.c_str(), why.c_str());
    EXPECT_NE(GetParam().ends, Ends::playable) << why;
    EXPECT_THAT(why, Not(HasSubstr("died")));
    const auto &sentences = GetParam().sentences;
    EXPECT_TRUE(std::any_of(sentences.begin(), sentences.end(), [&](auto *s) {
      return why.find(s) != why.npos;
    })) << why;
  }

  void expect_playable(const std::string &brought, const std::string &published) {
    auto before = examiner_->examine(brought), m = examiner_->examine(published);
    ASSERT_TRUE(before && m) << (m ? before : m).error().text;
    auto verdict = judge(*m, pi3());
    EXPECT_FALSE(verdict.fate == Fate::refused || verdict.picture || verdict.container) << told(verdict).en;
    EXPECT_FALSE(m->picture.interlaced || m->picture.hdr);
    EXPECT_EQ(m->sound.has_value(), before->sound.has_value());
    if (GetParam().ends == Ends::either) return;
    EXPECT_EQ(m->picture.damaged, 0);
    if (m->kind == media::ItemKind::film && before->kind == media::ItemKind::film) {
      EXPECT_NEAR(seconds(*m->duration), seconds(*before->duration), 0.15);
    }
  }

  ScratchFolder folder_;
  std::string cache_ = folder_ / "cache";
  std::unique_ptr<Examiner> examiner_;
  Preparer preparer_{cache_, pi3(), [](const Known &) { return false; }};
  static inline int files_ = 0, refused_ = 0;
};

TEST_P(EveryKind, EndsPlayableOnTheWeakestBoardOrIsRefusedWithASentence) {
  ::testing::internal::CaptureStderr();
  for (const auto &brought : GetParam().files) {
    auto paths = bring(folder_, brought);
    if (!long_run()) paths.resize(1);
    for (const auto &path : paths) bring_one(path);
    if (!long_run()) break;
  }
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), Not(HasSubstr("died"))); // the decoders' own server
}

std::string name_of(const ::testing::TestParamInfo<FileKind> &info) {
  std::string out = info.param.name;
  for (char &c : out) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return out;
}
INSTANTIATE_TEST_SUITE_P(Files, EveryKind, ::testing::ValuesIn(file_kinds()), name_of);

// A package may come to have fewer. What stands in this tree was made too.
TEST(BroughtFiles, AreTwoHundredOfManyKindsAndManyAreReal) {
  ScratchFolder folder;
  std::size_t real = 0, made = 0;
  for (const auto &kind : file_kinds())
    for (const auto &brought : kind.files) {
      bool ours = *brought.made || std::string_view(brought.name).starts_with(SHEAF_SOURCE_DIR "/tests/");
      (ours ? made : real) += *brought.made ? 1 : bring(folder, brought).size();
    }
  std::printf("%zu kinds of files: %zu real ones, %zu made\n", file_kinds().size(), real, made);
  EXPECT_GE(file_kinds().size(), 25u);
  EXPECT_GE(real, 100u);
  EXPECT_GE(made, 200u);
}

}
