#include "assets/store_reader.h"

#include "assets/sha256.h"
#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gmock/gmock.h>

namespace sheaf::assets {
namespace {

using sheaf::testing::instant;
using sheaf::testing::noise;
using sheaf::testing::Office;
using sheaf::testing::Publication;
using sheaf::testing::read_file;
using sheaf::testing::ScratchFolder;
using sheaf::testing::write_file;

struct StoreReaderTest : ::testing::Test {
  ScratchFolder scratch;
  Office office;
  StoreFiles files{scratch / "store"};

  StoreReader reader(std::vector<std::string> channels = {"hall"}) {
    return StoreReader(files, office.installed(), std::move(channels));
  }
  Publication fill(bool complete = true) { return office.fill_store(files.folder, complete); }
  Publication fill_with(const std::string &id, bool complete = true) {
    office.add_item(id, id + " bytes");
    return fill(complete);
  }
  /// `current` with just these of "hall".
  void name(const std::vector<Publication> &publications, bool complete = true) {
    Current current{0, {{"hall", {}}}};
    for (const auto &p : publications)
      current.channels[0].editions.push_back({p.digest, p.head.manifest, complete});
    write_file(files.current(), write_current(current));
  }
};

std::vector<std::uint64_t> serials(const StoreReader::Reading &reading, std::size_t channel = 0) {
  std::vector<std::uint64_t> all;
  if (channel < reading.channels.size())
    for (const auto &edition : reading.channels[channel].editions) all.push_back(edition.head.serial);
  return all;
}

using Serials = std::vector<std::uint64_t>;

TEST_F(StoreReaderTest, WhatWasSignedIsRead) {
  auto published = fill_with("a");
  auto reading = reader().read();
  ASSERT_TRUE(reading) << reading.error().text;
  EXPECT_THAT(reading->complaints, ::testing::IsEmpty());
  ASSERT_EQ(serials(*reading), Serials{1});
  const auto &edition = reading->channels[0].editions[0];
  EXPECT_EQ(edition.digest, published.digest);
  EXPECT_EQ(edition.head, published.head);
  EXPECT_EQ(*edition.manifest, published.manifest);
  EXPECT_TRUE(edition.complete);
  EXPECT_FALSE(edition.local);
  EXPECT_EQ(reading->floor, published.head.issued);
}

TEST_F(StoreReaderTest, WithoutCurrentThereIsNothing) {
  EXPECT_EQ(reader().read().error().kind, ErrorKind::absent);
  fill_with("a");
  write_file(files.current(), "{\"root\": ");
  EXPECT_EQ(reader().read().error().kind, ErrorKind::corrupt);
}

TEST_F(StoreReaderTest, OnlyTheScreensChannelsInItsOrder) {
  fill_with("a");
  office.head.channel = "school";
  fill_with("b");
  office.head.channel = "market";
  fill_with("c");
  auto reading = reader({"market", "hall", "harbour"}).read();
  ASSERT_TRUE(reading);
  ASSERT_EQ(reading->channels.size(), 2u);
  EXPECT_EQ(reading->channels[0].channel, "market");
  EXPECT_EQ(reading->channels[1].channel, "hall");
}

TEST_F(StoreReaderTest, NewerOnesTakeOverAndTheOneBeforeStaysBeside) {
  fill_with("a");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), Serials{1});
  fill_with("b", false);
  auto reading = r.read();
  EXPECT_EQ(serials(*reading), (Serials{2, 1}));
  EXPECT_FALSE(reading->channels[0].editions[0].complete);
  EXPECT_TRUE(reading->channels[0].editions[1].complete);
  EXPECT_EQ(r.newest().at("hall").serial, 2u);
}

TEST_F(StoreReaderTest, AForeignSealIsPassedOver) {
  fill_with("a");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), Serials{1});
  office.signers = {Office::make_key()};
  fill_with("foreign");
  auto reading = r.read();
  EXPECT_EQ(serials(*reading), Serials{1});
  EXPECT_THAT(reading->complaints, ::testing::SizeIs(1));
  EXPECT_EQ(serials(*reader().read()), Serials{1}); // for one that has just started too
}

/// A parser that strangers can reach is one that strangers can attack.
TEST_F(StoreReaderTest, NothingOfAHeadIsParsedBeforeItsSignersAreKnown) {
  auto with = [&](const Office::Signer &signer) {
    auto bytes = std::string("[[[[[");
    auto digest = sha256(bytes);
    write_file(files.head(digest), Office::sign_bytes(bytes, {signer}));
    write_file(files.current(), write_current({0, {{"hall", {{digest, digest, true}}}}}));
    return reader().read()->complaints.at(0);
  };
  EXPECT_THAT(with(Office::make_key()), ::testing::HasSubstr("not signed by those who may"));
  EXPECT_THAT(with(office.publisher), ::testing::Not(::testing::HasSubstr("not signed")));
}

TEST_F(StoreReaderTest, TheHeadOfAnotherChannelIsPassedOver) {
  office.root.roles[0].channels = {"school"};
  office.sign_next_root();
  office.head.channel = "school";
  auto school = fill_with("a");
  write_file(files.current(), write_current({2, {{"hall", {{school.digest, school.head.manifest, true}}}}}));
  auto reading = reader().read();
  EXPECT_THAT(reading->channels, ::testing::IsEmpty());
  EXPECT_THAT(reading->complaints, ::testing::SizeIs(2)); // the edition, and that none is left
  office.head.channel = "hall";
  fill_with("b"); // signed by one who may not
  EXPECT_THAT(reader().read()->channels, ::testing::IsEmpty());
}

TEST_F(StoreReaderTest, AManifestIsTheOneThatWasSigned) {
  auto first = fill_with("a");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), Serials{1});
  auto second = fill_with("b");
  write_file(files.manifest(second.head.manifest), first.manifest_bytes);
  auto reading = r.read();
  EXPECT_EQ(serials(*reading), Serials{1});
  EXPECT_THAT(reading->complaints.at(0), ::testing::HasSubstr("not the one that was signed"));
}

TEST_F(StoreReaderTest, ARollbackIsPassedOver) {
  auto first = fill_with("a"), second = fill_with("b");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), (Serials{2, 1}));
  name({first});
  auto reading = r.read();
  EXPECT_EQ(serials(*reading), (Serials{2, 1})); // what was read last
  EXPECT_THAT(reading->complaints.at(0), ::testing::HasSubstr("rollback"));
  name({first, second});
  EXPECT_THAT(r.read()->complaints, ::testing::Not(::testing::IsEmpty()));
  EXPECT_EQ(r.newest().at("hall").serial, 2u);
}

TEST_F(StoreReaderTest, AFloorFromTheCursorHoldsFromTheBeginning) {
  auto first = fill_with("a"), second = fill_with("b");
  auto r = reader();
  r.raise_floor("hall", 1, 2);
  r.raise_floor("hall", 1, 1);
  name({first});
  EXPECT_THAT(r.read()->channels, ::testing::IsEmpty());
  name({second, first});
  EXPECT_EQ(serials(*r.read()), (Serials{2, 1}));
}

TEST_F(StoreReaderTest, TwoHeadsOfOneSerialAreNotBothBelieved) {
  auto first = fill_with("a");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), Serials{1});
  office.head.serial = 1;
  auto other = fill_with("b");
  name({other});
  auto reading = r.read();
  EXPECT_EQ(reading->channels[0].editions[0].digest, first.digest);
  EXPECT_THAT(reading->complaints.at(0), ::testing::HasSubstr("two heads"));
}

TEST_F(StoreReaderTest, RootsAreFollowedAndARevokedKeyCountsNoMore) {
  fill_with("a");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), Serials{1});
  auto stolen = office.publisher, fresh = Office::make_key();
  office.root.keys.erase(stolen->id());
  office.root.roles[0].keys = {fresh->id()};
  office.know(fresh);
  office.root.epoch = 2;
  office.root.issued = instant(1000);
  office.sign_next_root();
  office.signers = {stolen};
  office.head.serial = 1'000'000; // the thief has raced ahead
  fill_with("stolen");
  EXPECT_THAT(r.read()->channels, ::testing::SizeIs(1)); // what is on the wall until the office speaks
  EXPECT_EQ(r.newest().at("hall").serial, 1u);
  EXPECT_THAT(reader().read()->channels, ::testing::IsEmpty()); // but nobody begins with it
  office.signers = {fresh};
  office.head.serial = 1;
  fill_with("ours");
  auto reading = r.read();
  ASSERT_EQ(serials(*reading), Serials{1});
  EXPECT_EQ(reading->channels[0].editions[0].head.epoch, 2u);
  EXPECT_EQ(reading->floor, instant(1000));
}

TEST_F(StoreReaderTest, ARootThatIsNoneStopsTheFollowing) {
  fill_with("a");
  office.root.epoch = 2;
  auto good = office.sign_next_root();
  write_file(files.root(2), Office::sign_bytes(playlist::write_root(office.root), {Office::make_key()}));
  auto reading = reader().read();
  EXPECT_EQ(serials(*reading), Serials{1}); // epoch 1 still
  EXPECT_THAT(reading->complaints, ::testing::SizeIs(1));
  write_file(files.root(2), good);
  EXPECT_THAT(reader().read()->channels, ::testing::IsEmpty());
}

TEST_F(StoreReaderTest, WhatASignerMayPublishIsBounded) {
  office.root.roles[0].most_items = 1;
  office.sign_next_root();
  fill_with("a");
  EXPECT_EQ(serials(*reader().read()), Serials{1});
  fill_with("b");
  EXPECT_EQ(serials(*reader().read()), Serials{1});
  office.root.roles[0].most_items = 2;
  office.root.roles[0].most_bytes = 5;
  office.sign_next_root();
  fill_with("c");
  EXPECT_THAT(reader().read()->channels, ::testing::IsEmpty());
}

TEST_F(StoreReaderTest, ADocumentThatRotsLaterDoesNotTakeTheEditionAway) {
  auto p = fill_with("a");
  auto r = reader();
  EXPECT_EQ(serials(*r.read()), Serials{1});
  write_file(files.manifest(p.head.manifest), "rot");
  auto reading = r.read();
  EXPECT_EQ(serials(*reading), Serials{1});
  EXPECT_THAT(reading->complaints, ::testing::SizeIs(1));
  EXPECT_THAT(reader().read()->channels, ::testing::IsEmpty());
}

struct OpenBlobTest : StoreReaderTest {
  Digest digest;
  playlist::Blob blob;
  StoreReader r = reader();

  void put(const std::string &bytes) {
    office.add_item("a", bytes);
    auto p = fill();
    digest = sha256(bytes);
    blob = p.manifest.blobs.at(digest);
  }
  ErrorKind kind() {
    auto opened = r.open(digest, blob);
    EXPECT_FALSE(opened);
    return opened ? ErrorKind::unsupported : opened.error().kind;
  }
};

TEST_F(OpenBlobTest, ASmallOneIsItsOwnList) {
  put("small");
  auto opened = r.open(digest, blob);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->size, 5u);
  EXPECT_THAT(opened->chunks, ::testing::ElementsAre(digest));
  EXPECT_EQ(sha256_of_file(opened->file.get())->digest, digest);
}

TEST_F(OpenBlobTest, OfALargeOneTheListIsVerified) {
  auto bytes = noise((1 << 20) + 7);
  put(bytes);
  auto opened = r.open(digest, blob);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_THAT(opened->chunks,
              ::testing::ElementsAre(sha256(bytes.substr(0, 1 << 20)), sha256(bytes.substr(1 << 20))));
  auto list = read_file(files.blob(*blob.chunks));
  list[40] ^= 1;
  write_file(files.blob(*blob.chunks), list);
  EXPECT_EQ(kind(), ErrorKind::corrupt);
  EXPECT_EQ(r.damaged_list(), blob.chunks);
  std::filesystem::remove(files.blob(*blob.chunks));
  EXPECT_EQ(kind(), ErrorKind::absent);
  EXPECT_EQ(r.damaged_list(), blob.chunks);
}

TEST_F(OpenBlobTest, WhatIsNotTheSignedFileIsNotOpened) {
  put("a still");
  auto path = files.blob(digest);
  write_file(path, "a stil");
  EXPECT_EQ(kind(), ErrorKind::corrupt);
  EXPECT_FALSE(r.damaged_list());
  std::filesystem::remove(path);
  EXPECT_EQ(kind(), ErrorKind::absent);
  std::filesystem::create_symlink(scratch / "elsewhere", path); // a name that leads out of the store
  write_file(scratch / "elsewhere", "a still");
  EXPECT_EQ(kind(), ErrorKind::corrupt);
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  EXPECT_EQ(kind(), ErrorKind::corrupt);
}

TEST_F(OpenBlobTest, ALargeOneWithoutAListIsRefused) {
  put(noise((1 << 20) + 7));
  blob.chunks.reset();
  EXPECT_EQ(kind(), ErrorKind::corrupt);
}

}
}
