#include "assets/shelf.h"

#include "board/files.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/shelf_fixture.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <random>

using namespace sheaf;
using namespace sheaf::testing;
using namespace sheaf::testing::shelf;
using assets::Shelf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace {

namespace fs = std::filesystem;
constexpr std::size_t mebibyte = 1 << 20;

struct ShelfTest : ::testing::Test {
  ScratchFolder folder;
  assets::StoreFiles files{folder / "store"};
  ShelfOffice office;
  assets::ShelfLimits limits{{}, 0};
  std::unique_ptr<Shelf> shelf;
  const std::string film = noise(3 * mebibyte + 500, 1), still = noise(9000, 2), other = noise(9000, 3);

  ShelfTest() { shelf = reopen(); } // which lets go of the last one first

  std::unique_ptr<Shelf> reopen() {
    shelf.reset();
    return must(Shelf::open(files, office.root(), limits));
  }
  void spoil(const std::string &path, std::uint64_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    auto byte = static_cast<char>(file.get() ^ 4);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
  }
  std::set<std::string> parts() {
    std::set<std::string> names;
    for (auto &entry : fs::directory_iterator(files.incoming())) names.insert(entry.path().filename());
    return names;
  }
  assets::Needed needed(const Publication &p, const std::string &bytes) {
    auto digest = assets::sha256(bytes);
    return {digest, bytes.size(), p.manifest.blobs.at(digest).chunks};
  }
  std::vector<std::uint64_t> kept() {
    std::vector<std::uint64_t> serials;
    for (auto &channel : shelf->current().channels)
      for (auto &e : channel.editions) serials.push_back(serial_of.at(e.head));
    return serials;
  }
  std::map<Digest, std::uint64_t> serial_of;
  Publication publish(std::uint64_t serial, const std::vector<std::string> &items,
                      std::optional<Wall> activate_at = {}) {
    auto p = office.publish(serial, items, activate_at);
    serial_of[p.digest] = serial;
    return p;
  }
};

ErrorKind kind(const Result<void> &result) {
  EXPECT_FALSE(result);
  return result ? ErrorKind::unsupported : result.error().kind;
}

}

TEST_F(ShelfTest, AWholeSyncIsThereAfterANewStart) {
  auto p = publish(7, {still, film});
  must(accept(*shelf, p));
  EXPECT_FALSE(shelf->current().channels.at(0).editions.at(0).complete);
  EXPECT_EQ(must(assets::parse_current(must(board::read_whole(files.current(), 1_MiB)))), shelf->current());
  must(fetch_all(*shelf, p));
  shelf = reopen();
  EXPECT_EQ(shelf->accepted("hall").serial, 7u);
  EXPECT_EQ(shelf->accepted("hall").head, p.digest);
  EXPECT_FALSE(shelf->lacks_documents("hall"));
  EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
  for (auto &[digest, bytes] : p.blobs) {
    EXPECT_TRUE(shelf->holds(digest));
    EXPECT_EQ(must(board::read_whole(files.blob(digest), 16_MiB)), bytes);
  }
  EXPECT_THAT(must(shelf->plan("hall")), IsEmpty());
  EXPECT_TRUE(must(shelf->complete("hall")));
  EXPECT_THAT(must(shelf->check({})), IsEmpty());
  auto progress = shelf->progress("hall");
  EXPECT_EQ(progress.state, "current");
  EXPECT_EQ(progress.blobs, 3u);
  EXPECT_EQ(progress.bytes, progress.bytes_held);
  EXPECT_EQ(shelf->floor(), std::max(shelf->floor(), p.head.issued));
}

TEST_F(ShelfTest, ListsComeFirstThenEvergreensThenSmallBeforeLarge) {
  auto large = noise(2 * mebibyte, 9);
  auto p = publish(1, {film, large, still});
  must(accept(*shelf, p));
  std::vector<std::uint64_t> sizes;
  for (auto &n : must(shelf->plan("hall"))) sizes.push_back(n.size);
  EXPECT_THAT(sizes, ElementsAre(64, 128, film.size(), still.size(), large.size()));
}

TEST_F(ShelfTest, OneProcessHasItOpen) {
  auto second = Shelf::open(files, office.root(), limits);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::refused);
  EXPECT_THAT(second.error().text, HasSubstr("another sheaf-fetch"));
}

TEST_F(ShelfTest, ASerialOnlyGrowsAndStandsForOneHead) {
  must(accept(*shelf, publish(5, {still})));
  EXPECT_EQ(kind(accept(*shelf, publish(4, {still}))), ErrorKind::refused);
  EXPECT_EQ(kind(accept(*shelf, publish(5, {other}))), ErrorKind::refused);
  must(accept(*shelf, publish(5, {still})));
  EXPECT_EQ(shelf->accepted("hall").serial, 5u);
  must(accept(*shelf, publish(6, {other})));
  EXPECT_EQ(shelf->accepted("hall").serial, 6u);
}

TEST_F(ShelfTest, TheLargerOfBothSerialsCounts) {
  must(accept(*shelf, publish(5, {still})));
  auto old_db = must(board::read_whole(files.state_db(), 16_MiB));
  auto old_second = must(board::read_whole(files.serials(), 1_MiB));
  must(accept(*shelf, publish(6, {other})));
  shelf.reset();
  folder.write("store/state.db", old_db);
  shelf = reopen();
  EXPECT_EQ(shelf->accepted("hall").serial, 6u);
  shelf.reset();
  folder.write("store/serials.json", old_second);
  shelf = reopen();
  EXPECT_EQ(shelf->accepted("hall").serial, 6u);
}

TEST_F(ShelfTest, WhatHasComeIsResumedAtTheByte) {
  auto p = publish(1, {film});
  must(accept(*shelf, p));
  must(receive(*shelf, must(shelf->plan("hall")).at(0), p.blobs.at(*needed(p, film).chunks)));
  {
    auto incoming = must(shelf->receive(needed(p, film)));
    must(incoming->write(std::string_view(film).substr(0, 2 * mebibyte + 77)));
  }
  shelf = reopen();
  EXPECT_EQ(must(shelf->plan("hall")).at(0).held, 2 * mebibyte + 77);
  auto incoming = must(shelf->receive(needed(p, film)));
  EXPECT_EQ(incoming->offset(), 2 * mebibyte + 77);
  EXPECT_EQ(incoming->until(), film.size());
  must(incoming->write(std::string_view(film).substr(2 * mebibyte + 77)));
  must(incoming->finish());
  EXPECT_TRUE(must(shelf->complete("hall")));
}

TEST_F(ShelfTest, OfWhatIsResumedOnlyGoodChunksStay) {
  auto p = publish(1, {film});
  must(accept(*shelf, p));
  must(receive(*shelf, must(shelf->plan("hall")).at(0), p.blobs.at(*needed(p, film).chunks)));
  {
    auto incoming = must(shelf->receive(needed(p, film)));
    must(incoming->write(std::string_view(film).substr(0, 2 * mebibyte + 77)));
  }
  spoil(files.incoming() + "/" + assets::sha256(film).hex() + ".part", mebibyte + 5);
  auto incoming = must(shelf->receive(needed(p, film)));
  EXPECT_EQ(incoming->offset(), mebibyte);
  EXPECT_EQ(incoming->until(), film.size());
}

TEST_F(ShelfTest, AWrongChunkIsRefusedAtOnceAndComesAgain) {
  auto p = publish(1, {film});
  must(accept(*shelf, p));
  must(receive(*shelf, must(shelf->plan("hall")).at(0), p.blobs.at(*needed(p, film).chunks)));
  auto incoming = must(shelf->receive(needed(p, film)));
  auto wrong = film;
  wrong[mebibyte + 9] ^= 1;
  EXPECT_EQ(kind(incoming->write(std::string_view(wrong).substr(0, 2 * mebibyte))), ErrorKind::corrupt);
  EXPECT_EQ(incoming->offset(), mebibyte);
  EXPECT_EQ(kind(incoming->finish()), ErrorKind::corrupt);
  must(incoming->write(std::string_view(film).substr(mebibyte)));
  EXPECT_EQ(kind(incoming->write("x")), ErrorKind::refused);
  must(incoming->finish());
  EXPECT_EQ(must(board::read_whole(files.blob(assets::sha256(film)), 16_MiB)), film);
}

TEST_F(ShelfTest, WithoutAListTheWholeIsCheckedAtTheEnd) {
  auto p = publish(1, {still});
  must(accept(*shelf, p));
  auto incoming = must(shelf->receive(needed(p, still)));
  must(incoming->write(other));
  EXPECT_EQ(kind(incoming->finish()), ErrorKind::corrupt);
  EXPECT_FALSE(shelf->holds(assets::sha256(still)));
  EXPECT_EQ(incoming->offset(), 0u);
  must(incoming->write(still));
  must(incoming->finish());
  EXPECT_TRUE(shelf->holds(assets::sha256(still)));
}

TEST_F(ShelfTest, OfARottenBlobOnlyTheBadChunksComeAgain) {
  auto p = publish(1, {film});
  must(sync(*shelf, p));
  auto digest = assets::sha256(film);
  spoil(files.blob(digest), mebibyte + 1);
  spoil(files.blob(digest), film.size() - 1);
  must(shelf->report_bad({digest, 0})); // which is not so
  EXPECT_TRUE(shelf->holds(digest));
  must(shelf->report_bad({digest, 1}));
  EXPECT_FALSE(shelf->holds(digest));
  EXPECT_FALSE(fs::exists(files.blob(digest)));
  EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
  EXPECT_THAT(must(shelf->plan("hall")), SizeIs(1));
  shelf = reopen();
  EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
  auto incoming = must(shelf->receive(must(shelf->plan("hall")).at(0)));
  EXPECT_EQ(incoming->offset(), mebibyte);
  EXPECT_EQ(incoming->until(), 2 * mebibyte);
  EXPECT_EQ(kind(incoming->write(std::string(mebibyte + 1, 'x'))), ErrorKind::refused);
  must(incoming->write(std::string_view(film).substr(mebibyte, mebibyte)));
  EXPECT_EQ(incoming->offset(), 3 * mebibyte);
  EXPECT_EQ(incoming->until(), film.size());
  must(incoming->write(std::string_view(film).substr(3 * mebibyte)));
  must(incoming->finish());
  EXPECT_TRUE(must(shelf->complete("hall")));
  EXPECT_EQ(must(board::read_whole(files.blob(digest), 16_MiB)), film);
}

TEST_F(ShelfTest, ScrubbingGoesRoundAndFindsRotByItself) {
  auto p = publish(1, {film, still, other});
  must(sync(*shelf, p));
  spoil(files.blob(assets::sha256(other)), 8000);
  spoil(files.blob(assets::sha256(film)), 3 * mebibyte + 1);
  std::set<Digest> found;
  for (int i = 0; i < 12; ++i)
    for (auto &finding : must(shelf->scrub(mebibyte))) found.insert(finding.blob);
  EXPECT_THAT(found, ::testing::UnorderedElementsAre(assets::sha256(other), assets::sha256(film)));
  must(fetch_all(*shelf, p));
  for (int i = 0; i < 12; ++i) EXPECT_THAT(must(shelf->scrub(mebibyte)), IsEmpty());
}

TEST_F(ShelfTest, CheckingTellsWhatIsAbsentAndWhatIsDamaged) {
  auto p = publish(1, {film, still, other});
  must(sync(*shelf, p));
  fs::remove(files.blob(assets::sha256(still)));
  shelf = reopen();
  spoil(files.blob(*needed(p, film).chunks), 3);
  spoil(files.blob(assets::sha256(other)), 3);
  std::map<Digest, std::string> found;
  std::uint64_t last = 0;
  for (auto &f : must(shelf->check([&](auto done, auto of) {
         EXPECT_LE(done, of);
         last = done;
       })))
    found[f.blob] = f.what;
  EXPECT_GT(last, film.size());
  EXPECT_EQ(found[assets::sha256(still)], "absent");
  EXPECT_EQ(found[assets::sha256(other)], "it is damaged");
  EXPECT_EQ(found[*needed(p, film).chunks], "the chunk list is damaged");
  must(fetch_all(*shelf, p));
  EXPECT_THAT(must(shelf->check({})), IsEmpty());
}

TEST_F(ShelfTest, DocumentsThatRotComeAgainUnderTheSameSerial) {
  auto p = publish(3, {still});
  must(sync(*shelf, p));
  shelf->remember_validator("https://a/head", "\"1\"");
  spoil(files.manifest(p.head.manifest), 20);
  EXPECT_THAT(must(shelf->check({})), SizeIs(1));
  EXPECT_TRUE(shelf->lacks_documents("hall"));
  EXPECT_EQ(shelf->accepted("hall").serial, 3u);
  EXPECT_EQ(shelf->validator("https://a/head"), "");
  EXPECT_EQ(kind(accept(*shelf, publish(3, {other}))), ErrorKind::refused);
  must(sync(*shelf, p));
  EXPECT_FALSE(shelf->lacks_documents("hall"));
}

TEST_F(ShelfTest, ADamagedEditionIsNotNamedUntilItsDocumentsHaveComeAgain) {
  auto p = publish(3, {still});
  must(sync(*shelf, p));
  for (auto &path : {files.head(p.digest), files.manifest(p.head.manifest)}) {
    spoil(path, fs::file_size(path) / 2);
    EXPECT_THAT(must(shelf->check_documents()), SizeIs(1));
    EXPECT_THAT(must(shelf->check_documents()), IsEmpty()) << "said once";
    EXPECT_THAT(kept(), IsEmpty());
    EXPECT_TRUE(shelf->lacks_documents("hall"));
    EXPECT_EQ(shelf->accepted("hall").serial, 3u);
    EXPECT_EQ(must(shelf->collect()), 0u) << "its blobs are needed still";
    must(accept(*shelf, p));
    EXPECT_EQ(kept(), std::vector<std::uint64_t>{3});
    EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
    EXPECT_THAT(must(shelf->check_documents()), IsEmpty());
  }
}

TEST_F(ShelfTest, WhatCanBeDerivedIsWrittenAnewWhileItIsOpen) {
  must(sync(*shelf, publish(3, {still})));
  must(shelf->add_root(office.root_document(2, 1)));
  for (auto &path : {files.current(), files.serials(), files.root(2)}) {
    auto whole = must(board::read_whole(path, 1_MiB));
    spoil(path, fs::file_size(path) / 2);
    EXPECT_THAT(must(shelf->check_documents()), IsEmpty());
    EXPECT_EQ(must(board::read_whole(path, 1_MiB)), whole);
    fs::remove(path);
    EXPECT_THAT(must(shelf->check_documents()), IsEmpty());
    EXPECT_EQ(must(board::read_whole(path, 1_MiB)), whole);
  }
}

TEST_F(ShelfTest, ScrubbingComesByTheDocumentsOnceAround) {
  auto p = publish(1, {still});
  must(sync(*shelf, p));
  auto current = must(board::read_whole(files.current(), 1_MiB));
  spoil(files.current(), fs::file_size(files.current()) / 2);
  spoil(files.head(p.digest), fs::file_size(files.head(p.digest)) - 20);
  std::vector<assets::ShelfFinding> found;
  for (int i = 0; i < 3; ++i)
    for (auto &f : must(shelf->scrub(mebibyte))) found.push_back(f);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].blob, p.digest);
  must(accept(*shelf, p));
  EXPECT_EQ(must(board::read_whole(files.current(), 1_MiB)), current);
}

TEST_F(ShelfTest, ALostDatabaseIsRebuiltFromWhatIsSigned) {
  auto p = publish(3, {film, still});
  must(sync(*shelf, p));
  for (auto &bytes : {std::string(), std::string("no database"), noise(20000, 5)}) {
    shelf.reset();
    folder.write("store/state.db", bytes);
    if (bytes.empty()) fs::remove(files.state_db());
    fs::remove(files.serials());
    shelf = reopen();
    EXPECT_EQ(shelf->accepted("hall").serial, 3u);
    EXPECT_EQ(kept(), std::vector<std::uint64_t>{3});
    EXPECT_TRUE(shelf->current().channels.at(0).editions.at(0).complete);
    EXPECT_THAT(must(shelf->plan("hall")), IsEmpty());
  }
}

TEST_F(ShelfTest, TheOneBeforeStaysUntilTheNextIsWholeAndActive) {
  auto later = shelf->floor() + std::chrono::hours(48);
  must(sync(*shelf, publish(1, {still})));
  must(accept(*shelf, publish(2, {other})));
  EXPECT_THAT(kept(), ElementsAre(2, 1));
  must(accept(*shelf, publish(3, {other, still})));
  EXPECT_THAT(kept(), ElementsAre(3, 1)); // 2 was never whole
  must(fetch_all(*shelf, publish(3, {other, still})));
  EXPECT_THAT(kept(), ElementsAre(3));
  must(sync(*shelf, publish(4, {film}, later)));
  EXPECT_THAT(kept(), ElementsAre(4, 3));
  must(accept(*shelf, publish(5, {noise(10, 8)})));
  EXPECT_THAT(kept(), ElementsAre(5, 4, 3));
  must(accept(*shelf, publish(6, {noise(10, 8)})));
  EXPECT_THAT(kept(), ElementsAre(6, 4, 3));
  must(shelf->raise_floor(later));
  EXPECT_THAT(kept(), ElementsAre(6, 4));
  shelf = reopen();
  EXPECT_THAT(kept(), ElementsAre(6, 4));
  EXPECT_EQ(shelf->floor(), later);
}

TEST_F(ShelfTest, UnderAQuotaTheLeastRecentlyNeededGoes) {
  limits.quota = 25000;
  shelf = reopen();
  std::vector<std::string> pictures;
  for (std::uint64_t i = 0; i < 4; ++i) pictures.push_back(noise(8000, 50 + i));
  must(sync(*shelf, publish(1, {pictures[0]})));
  must(sync(*shelf, publish(2, {pictures[1]})));
  must(sync(*shelf, publish(3, {pictures[2]})));
  auto holds = [&](std::size_t i) { return shelf->holds(assets::sha256(pictures[i])); };
  EXPECT_TRUE(holds(0) && holds(1) && holds(2));
  must(sync(*shelf, publish(4, {pictures[3]})));
  EXPECT_FALSE(holds(0));
  EXPECT_TRUE(holds(1) && holds(2) && holds(3));
  EXPECT_EQ(must(shelf->collect()), 16000u);
  EXPECT_TRUE(holds(3));
  EXPECT_FALSE(holds(2));
}

TEST_F(ShelfTest, WhatIsOnTheWallIsNeverEvicted) {
  limits.quota = 20000;
  shelf = reopen();
  auto first = publish(1, {noise(8000, 60), noise(8000, 61)});
  must(sync(*shelf, first));
  must(accept(*shelf, publish(2, {noise(8000, 62)})));
  auto planned = shelf->plan("hall");
  ASSERT_FALSE(planned);
  EXPECT_EQ(planned.error().kind, ErrorKind::full);
  EXPECT_THAT(planned.error().text, HasSubstr("4.0 kB are missing"));
  for (auto &[digest, bytes] : first.blobs) EXPECT_TRUE(shelf->holds(digest));
}

TEST_F(ShelfTest, UnderAnyPressureWhatIsNeededStays) {
  limits.quota = 60'000;
  shelf = reopen();
  std::mt19937 random(11);
  std::map<Digest, Publication> all;
  std::uint64_t serial = 0, refused = 0;
  auto floor = shelf->floor();
  auto check = [&] { // newest is current or next; those below it are on the wall, next, or the last good one
    auto now = shelf->current();
    for (auto &e : now.channels.at(0).editions)
      for (auto &[digest, bytes] : all.at(e.head).blobs)
        ASSERT_TRUE(!e.complete || shelf->holds(digest)) << serial << ": " << digest.hex();
  };
  for (int i = 0; i < (at_length() ? 400 : 100); ++i) {
    std::vector<std::string> items; // the first is evergreen
    for (auto n = 1 + random() % 5; n > 0; --n) items.push_back(noise(2000 + random() % 9000, random() % 40));
    auto later = random() % 3 == 0 ? std::optional(floor + std::chrono::hours(random() % 50)) : std::nullopt;
    auto p = publish(++serial, items, later);
    all[p.digest] = p;
    must(accept(*shelf, p));
    ASSERT_NO_FATAL_FAILURE(check());
    if (auto planned = shelf->plan("hall"); !planned) {
      ASSERT_EQ(planned.error().kind, ErrorKind::full);
      ++refused;
    } else if (random() % 4 != 0) {
      must(fetch_all(*shelf, p));
      std::uint64_t bytes = 0;
      for (auto &entry : fs::recursive_directory_iterator(files.blobs()))
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
      ASSERT_LE(bytes, *limits.quota);
    }
    ASSERT_NO_FATAL_FAILURE(check());
    if (random() % 5 == 0) must(shelf->raise_floor(floor += std::chrono::hours(random() % 40)));
    if (random() % 9 == 0) (void)must(shelf->collect());
    if (random() % 20 == 0) shelf = reopen();
    ASSERT_NO_FATAL_FAILURE(check());
  }
  EXPECT_GT(refused, 0u);
  EXPECT_LT(refused, serial);
}

TEST_F(ShelfTest, PartsThatNobodyWantsGo) {
  auto p = publish(1, {film, still});
  must(accept(*shelf, p));
  must(must(shelf->receive(needed(p, film)))->write("beginning"));
  auto stranger = assets::sha256("a stranger").hex();
  folder.write("store/incoming/" + stranger + ".part");
  folder.write("store/incoming/rubbish");
  folder.write("store/.current.new");
  folder.write("store/editions/.x.new");
  shelf = reopen();
  EXPECT_THAT(parts(), ElementsAre(assets::sha256(film).hex() + ".part"));
  EXPECT_FALSE(fs::exists(folder / "store/.current.new") || fs::exists(folder / "store/editions/.x.new"));
  must(accept(*shelf, publish(2, {still})));
  shelf = reopen();
  EXPECT_THAT(parts(), IsEmpty());
}

TEST_F(ShelfTest, RootsFollowOneAnotherAndAreKeptTwice) {
  must(sync(*shelf, publish(9, {still})));
  EXPECT_EQ(kind(shelf->add_root(office.root_document(3, 1))), ErrorKind::refused);
  must(shelf->add_root(office.root_document(2, 1)));
  EXPECT_EQ(kept(), std::vector<std::uint64_t>{9});
  fs::remove(files.root(2));
  shelf = reopen();
  EXPECT_EQ(shelf->root().root.version, 2u);
  EXPECT_EQ(shelf->current().root, 2u);
  EXPECT_TRUE(fs::exists(files.root(2)));
  // A new epoch: what was accepted before counts no more, and a smaller serial is newer.
  must(shelf->add_root(office.root_document(3, 2)));
  EXPECT_THAT(kept(), IsEmpty());
  must(accept(*shelf, office.publish(1, {other}, {}, "hall", 2)));
  EXPECT_EQ(shelf->accepted("hall").epoch, 2u);
}

TEST_F(ShelfTest, BlobsOfTheWrongSizeAreNotHeld) {
  auto p = publish(1, {film, still});
  must(sync(*shelf, p));
  fs::resize_file(files.blob(assets::sha256(film)), 2 * mebibyte + 5);
  fs::resize_file(files.blob(assets::sha256(still)), 5);
  shelf = reopen();
  EXPECT_FALSE(shelf->holds(assets::sha256(film)) || shelf->holds(assets::sha256(still)));
  auto incoming = must(shelf->receive(needed(p, film)));
  EXPECT_EQ(incoming->offset(), 2 * mebibyte + 5);
  incoming.reset();
  must(fetch_all(*shelf, p));
}

TEST_F(ShelfTest, MonthsAndValidatorsAreRemembered) {
  auto july = Wall(std::chrono::seconds(1'783'000'000)), august = july + std::chrono::hours(24 * 31);
  shelf->add_month_bytes(july, 1000);
  shelf->add_month_bytes(july, 10 * mebibyte);
  shelf->add_month_bytes(august, 5);
  shelf->remember_validator("https://a/head", "\"abc\"");
  EXPECT_EQ(shelf->month_bytes(august), 5u);
  shelf = reopen();
  EXPECT_EQ(shelf->month_bytes(august), 5u);
  EXPECT_EQ(shelf->validator("https://a/head"), "\"abc\"");
  EXPECT_EQ(shelf->validator("https://b/head"), "");
  for (int i = 0; i < 300; ++i) shelf->remember_validator("https://c/" + std::to_string(i), "x");
  int known = 0;
  for (int i = 0; i < 300; ++i) known += shelf->validator("https://c/" + std::to_string(i)).empty() ? 0 : 1;
  EXPECT_LE(known, 256);
}

TEST_F(ShelfTest, AnInstalledRootIsNeededThatIsOne) {
  EXPECT_EQ(shelf->root().digest, office.root().digest);
  EXPECT_EQ(shelf->current().root, 0u);
}
