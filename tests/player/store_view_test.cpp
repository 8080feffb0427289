#include "player/inner/store_view.h"

#include "tests/support/office.h"
#include "tests/support/scratch_folder.h"

#include <filesystem>
#include <gmock/gmock.h>

namespace sheaf::player {
namespace {

using sheaf::testing::instant;
using sheaf::testing::noise;
using sheaf::testing::Office;
using sheaf::testing::Publication;
using sheaf::testing::read_file;
using sheaf::testing::ScratchFolder;
using sheaf::testing::write_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::uint64_t mebibyte = 1ull << 20;

struct StoreViewTest : ::testing::Test {
  ScratchFolder scratch;
  Office office;
  assets::StoreFiles files{scratch / "store"};
  board::ScreenConfig config;
  std::unique_ptr<StoreView> view;
  Now now{Steady(1000s), instant(1000), ClockQuality::synchronised};

  StoreViewTest() {
    config.id = "tan-dinh-03";
    config.name = "Nhà văn hoá";
    config.channels = {"hall"};
    config.store = files.folder;
    config.run = scratch / "run";
    config.root = scratch / "root";
    write_file(config.root, office.root_documents.front());
    std::filesystem::create_directories(files.folder);
    start();
  }
  void start() { view = std::make_unique<StoreView>(config, instant()); }
  Publication fill(bool complete = true) { return office.fill_store(files.folder, complete); }
  Publication fill_with(const std::string &id, const std::string &bytes = "picture") {
    office.add_item(id, bytes + id);
    return fill();
  }
  Show read() { return view->read(now).show; }
  /// The items of what is to be shown, by their ids.
  static std::vector<std::string> ids(const Show &show) {
    std::vector<std::string> all;
    for (auto &key : show.items ? show.items->items() : std::vector<std::string>{"as before"}) {
      auto id = key.substr(key.find('/') + 1);
      all.push_back(id.substr(0, id.find('/')));
    }
    return all;
  }
  std::string key(const std::string &id) {
    return "hall/" + id + "/und/" + office.manifest.items.front().blobs.at("und").hex();
  }
  Item item_with(const Digest &blob, const std::string &channel = "hall") const {
    Item item;
    item.channel = channel;
    item.blob = blob;
    return item;
  }
};

TEST_F(StoreViewTest, AsLongAsNothingWasFetchedTheScreenWaits) {
  auto show = read();
  EXPECT_EQ(show.card, CardKind::waiting);
  EXPECT_EQ(show.health, "idle");
  EXPECT_THAT(ids(show), IsEmpty());
  EXPECT_EQ(show.facts, (ScreenFacts{"Nhà văn hoá", "tan-dinh-03", "", "", {}}));
  EXPECT_THAT(show.complaints, IsEmpty());
  EXPECT_THAT(read().complaints, IsEmpty()) << "nor later";
}

TEST_F(StoreViewTest, TheCardSaysWhereTheScreenIsInTheNetwork) {
  assets::FetchState state;
  state.addresses = {"10.0.0.2"};
  write_file(config.run + "/fetch.json", assets::write_fetch_state(state));
  EXPECT_THAT(read().facts.addresses, ElementsAre("10.0.0.2"));
  write_file(config.run + "/fetch.json", "{\"addr");
  EXPECT_THAT(read().facts.addresses, IsEmpty());
}

TEST_F(StoreViewTest, WithoutARootNothingIsTrusted) {
  fill_with("a");
  std::filesystem::remove(config.root);
  auto show = read();
  EXPECT_THAT(ids(show), IsEmpty());
  EXPECT_THAT(show.complaints, ElementsAre(HasSubstr("sheaf trust init")));
  write_file(config.root, office.root_documents.front()); // it comes later
  EXPECT_THAT(ids(read()), ElementsAre("a"));
}

TEST_F(StoreViewTest, AForeignRootTrustsNothingOfOurs) {
  fill_with("a");
  write_file(config.root, Office().root_documents.front());
  auto show = read();
  EXPECT_THAT(ids(show), IsEmpty());
  EXPECT_FALSE(show.complaints.empty());
}

TEST_F(StoreViewTest, AnEditionIsShownAndSaidOnce) {
  auto published = fill_with("a");
  auto show = read();
  EXPECT_THAT(ids(show), ElementsAre("a"));
  EXPECT_EQ(show.health, "playing");
  EXPECT_EQ(show.card, CardKind::calm);
  EXPECT_FALSE(read().items);
  fill_with("b");
  EXPECT_THAT(ids(read()), ElementsAre("a", "b"));
}

TEST_F(StoreViewTest, AnEditionThatIsNotWholeIsNotShown) {
  fill_with("a");
  EXPECT_THAT(ids(read()), ElementsAre("a"));
  office.add_item("b", "more");
  fill(false);
  EXPECT_FALSE(read().items);
}

TEST_F(StoreViewTest, WithdrawnHoldsBeforeTheEditionIsWhole) {
  auto blob = office.add_item("a", "wrong").blobs["und"];
  office.add_item("b", "right");
  fill();
  EXPECT_FALSE(read().ban->covers(item_with(blob)));
  office.manifest.withdrawn.push_back({blob, "a mistake", instant()});
  office.add_item("c", "more");
  fill(false);
  auto show = read();
  EXPECT_THAT(ids(show), ElementsAre("b"));
  EXPECT_TRUE(show.ban->covers(item_with(blob)));
  EXPECT_TRUE(show.ban->covers(item_with(blob, "school"))) << "whoever has it";
}

TEST_F(StoreViewTest, AStopTakesEverythingAndEndsByItself) {
  auto blob = office.add_item("a", "picture").blobs["und"];
  fill();
  EXPECT_THAT(ids(read()), ElementsAre("a"));
  office.head.stop = playlist::Stop{instant(2000), "a drill"};
  fill();
  auto news = view->read(now);
  EXPECT_THAT(ids(news.show), IsEmpty());
  EXPECT_EQ(news.show.health, "safe");
  EXPECT_EQ(news.show.card, CardKind::calm);
  EXPECT_TRUE(news.show.ban->covers(item_with(blob)));
  EXPECT_EQ(news.changes_at, instant(2000));
  now.wall = instant(2000);
  auto after = read();
  EXPECT_THAT(ids(after), ElementsAre("a"));
  EXPECT_FALSE(after.ban->covers(item_with(blob)));
}

TEST_F(StoreViewTest, AStoppedScreenThatNeverHadAnythingIsCalm) {
  office.head.stop = playlist::Stop{instant(2000), "a drill"};
  office.add_item("a", "picture");
  fill(false);
  EXPECT_EQ(read().card, CardKind::calm);
}

TEST_F(StoreViewTest, AnEditionWithoutItemsIsCalmToo) {
  fill();
  auto show = read();
  EXPECT_EQ(show.card, CardKind::calm);
  EXPECT_EQ(show.health, "empty");
}

TEST_F(StoreViewTest, AnEditionWaitsForItsTime) {
  fill_with("a");
  office.head.activate_at = instant(5000);
  fill_with("b");
  auto news = view->read(now);
  EXPECT_THAT(ids(news.show), ElementsAre("a"));
  EXPECT_EQ(news.changes_at, instant(5000));
  EXPECT_EQ(news.show.at_once, std::nullopt);
  now.wall = instant(5000);
  auto show = read();
  EXPECT_THAT(ids(show), ElementsAre("a", "b"));
  EXPECT_EQ(show.at_once, 0u);
  EXPECT_EQ(read().at_once, std::nullopt) << "once";
}

TEST_F(StoreViewTest, AnEditionWithoutAnInstantWaitsForTheCut) {
  fill_with("a");
  EXPECT_EQ(read().at_once, std::nullopt);
  office.head.activate_at = instant(500); // has passed
  fill_with("b");
  auto show = read();
  EXPECT_THAT(ids(show), ElementsAre("a", "b"));
  EXPECT_EQ(show.at_once, std::nullopt);
}

TEST_F(StoreViewTest, AWrongClockActivatesNothing) {
  fill_with("a");
  office.head.activate_at = instant(5000);
  fill_with("b");
  now.wall = instant(6000);
  now.quality = ClockQuality::none;
  EXPECT_THAT(ids(read()), ElementsAre("a"));
}

TEST_F(StoreViewTest, WithoutAClockTimeAwakeCounts) {
  fill_with("a");
  office.head.activate_at = instant(5000);
  fill_with("b");
  now.quality = ClockQuality::none;
  EXPECT_THAT(ids(read()), ElementsAre("a"));
  now.steady += 1s;
  EXPECT_FALSE(read().items);
  now.steady += 5000s;
  EXPECT_THAT(ids(read()), ElementsAre("a", "b"));
}

TEST_F(StoreViewTest, WithoutAClockItIsNeverBehindSheafFetch) {
  fill_with("a");
  office.head.activate_at = instant(5000);
  fill_with("b");
  now.quality = ClockQuality::none;
  EXPECT_THAT(ids(read()), ElementsAre("a"));
  assets::FetchState state;
  state.floor = instant(5000);
  write_file(config.run + "/fetch.json", assets::write_fetch_state(state));
  EXPECT_THAT(ids(read()), ElementsAre("a", "b"));
}

TEST_F(StoreViewTest, ThatAnEditionHasExpiredIsSaid) {
  office.head.expires = instant(2000);
  office.add_item("a", "picture").evergreen = true;
  fill_with("b");
  EXPECT_THAT(read().complaints,
              ElementsAre(HasSubstr("expires at 2026-01-01T00:33:20Z: publish again before")));
  now.wall = instant(2000);
  auto show = read();
  EXPECT_THAT(ids(show), ElementsAre("a"));
  EXPECT_THAT(show.complaints, ElementsAre(HasSubstr("expired")));
}

TEST_F(StoreViewTest, TheOfficesRowSaysHowTheScreenStands) {
  playlist::Screen row;
  row.id = "tan-dinh-03";
  row.name = "Tân Định";
  row.contact = "Anh Minh";
  row.orientation = 90;
  office.manifest.screens = {row};
  office.add_item("a", "picture");
  fill(false);
  auto show = read();
  EXPECT_EQ(show.turns, QuarterTurns::one);
  EXPECT_EQ(show.facts.name, "Tân Định");
  EXPECT_EQ(show.facts.contact, "Anh Minh");
}

TEST_F(StoreViewTest, WhatNobodySignedChangesNothing) {
  fill_with("a");
  EXPECT_THAT(ids(read()), ElementsAre("a"));
  Office stranger; // its keys are not in our root
  stranger.head.serial = 9;
  stranger.add_item("foreign", "foreign");
  stranger.fill_store(files.folder);
  auto show = read();
  EXPECT_FALSE(show.items);
  EXPECT_FALSE(show.complaints.empty());
  EXPECT_LE(show.complaints.size(), StoreView::most_complaints);
}

TEST_F(StoreViewTest, ADamagedCurrentChangesNothing) {
  fill_with("a");
  read();
  write_file(files.current(), "{");
  auto show = read();
  EXPECT_FALSE(show.items);
  EXPECT_EQ(show.health, "playing");
  EXPECT_FALSE(show.complaints.empty());
  std::filesystem::remove(files.current());
  show = read();
  EXPECT_FALSE(show.items);
  EXPECT_FALSE(show.complaints.empty());
}

TEST_F(StoreViewTest, AStoreThatIsDamagedIsNotOneThatIsNew) {
  auto published = fill_with("a");
  ASSERT_TRUE(view->save(read().items->items()[0]));
  for (const auto &path :
       {files.current(), files.head(published.digest), files.manifest(published.head.manifest)}) {
    SCOPED_TRACE(path);
    auto whole = read_file(path);
    write_file(path, "{" + whole);
    start();
    auto show = read();
    EXPECT_EQ(show.card, CardKind::waiting);
    EXPECT_TRUE(show.facts.shown_before);
    EXPECT_EQ(show.health, "empty");
    EXPECT_FALSE(show.complaints.empty()) << "sheaf-fetch hears of it";
    write_file(path, whole);
    EXPECT_THAT(ids(read()), ElementsAre("a"));
  }
}

TEST_F(StoreViewTest, ThatCurrentIsGoneOrNamesNothingIsAComplaint) {
  fill_with("a");
  ASSERT_TRUE(view->save(read().items->items()[0]));
  write_file(files.current(), assets::write_current({}));
  start();
  EXPECT_THAT(read().complaints, ElementsAre(HasSubstr("names no edition")));
  std::filesystem::remove(files.current());
  EXPECT_FALSE(read().complaints.empty());
}

TEST_F(StoreViewTest, WhereTheCursorIsLostSheafFetchKnowsThatThereWasContent) {
  EXPECT_FALSE(read().facts.shown_before);
  assets::FetchState state;
  state.ever_fetched = true;
  write_file(config.run + "/fetch.json", assets::write_fetch_state(state));
  EXPECT_TRUE(read().facts.shown_before);
}

TEST_F(StoreViewTest, AnotherChannelsContentIsNotThisScreens) {
  fill_with("a");
  ASSERT_TRUE(view->save(read().items->items()[0]));
  config.channels = {"school"};
  start();
  auto show = read();
  EXPECT_FALSE(show.facts.shown_before);
  EXPECT_EQ(show.health, "idle");
}

// --- blobs

TEST_F(StoreViewTest, ABlobIsOpenedWithItsSeal) {
  auto &item = office.add_item("a", noise(2 * mebibyte + 5));
  item.theme = "water";
  item.duration = 7s;
  item.fit = Fit::cover;
  item.volume = 40;
  item.loudness = playlist::Loudness{-20, -3};
  item.fade = 300ms;
  auto published = fill();
  read();
  auto opened = view->open(key("a"));
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->seal->size, 2 * mebibyte + 5);
  EXPECT_EQ(opened->seal->chunks.size(), 3u);
  EXPECT_EQ(opened->item->id, "a");
  EXPECT_EQ(opened->item->theme, "water");
  EXPECT_EQ(opened->item->edition, published.digest);
  EXPECT_EQ(opened->item->serial, 1u);
  EXPECT_EQ(opened->item->wish.still, 7s);
  EXPECT_EQ(opened->item->wish.fit, Fit::cover);
  EXPECT_EQ(opened->item->wish.volume, 40);
  EXPECT_EQ(opened->item->wish.loudness, (playlist::Loudness{-20, -3}));
  EXPECT_EQ(opened->item->wish.fade, 300ms);
}

TEST_F(StoreViewTest, ABlobsOwnLoudnessGoesBeforeItsItems) {
  auto &item = office.add_item("a", noise(1000));
  item.loudness = playlist::Loudness{-20, -3};
  for (auto &[digest, blob] : office.manifest.blobs) blob.loudness = playlist::Loudness{-33, -12};
  fill();
  read();
  auto opened = view->open(key("a"));
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->item->wish.loudness, (playlist::Loudness{-33, -12}));
}

TEST_F(StoreViewTest, WhatIsNotInTheListIsNotOpened) {
  fill_with("a");
  EXPECT_FALSE(view->open(key("a"))) << "before anything was read";
  read();
  EXPECT_EQ(view->open("hall/b/und/00").error().kind, ErrorKind::absent);
  EXPECT_THAT(view->bad(), IsEmpty());
}

TEST_F(StoreViewTest, ABlobThatIsGoneIsNotItsItemsFault) {
  auto blob = office.add_item("a", "picture").blobs["und"];
  fill();
  read();
  auto bytes = read_file(files.blob(blob));
  for (auto &other : {std::string(), bytes + "x"}) {
    write_file(files.blob(blob), other);
    EXPECT_EQ(view->open(key("a")).error().kind, ErrorKind::transient);
  }
  std::filesystem::remove(files.blob(blob));
  EXPECT_EQ(view->open(key("a")).error().kind, ErrorKind::transient);
  EXPECT_THAT(view->bad(), ElementsAre(assets::BadChunk{blob, 0}));
  write_file(files.blob(blob), bytes);
  EXPECT_TRUE(view->open(key("a")));
  EXPECT_THAT(view->bad(), IsEmpty());
}

TEST_F(StoreViewTest, ARottenListIsNamed) {
  auto blob = office.add_item("a", noise(2 * mebibyte)).blobs["und"];
  fill();
  read();
  auto list = *office.manifest.blobs[blob].chunks;
  auto bytes = read_file(files.blob(list));
  write_file(files.blob(list), std::string(bytes.size(), 'x'));
  EXPECT_FALSE(view->open(key("a")));
  EXPECT_THAT(view->bad(), ElementsAre(assets::BadChunk{list, 0}));
  write_file(files.blob(list), bytes);
  EXPECT_TRUE(view->open(key("a")));
  EXPECT_THAT(view->bad(), IsEmpty());
}

TEST_F(StoreViewTest, AChunkThatAChildFoundRottenIsLookedAtFirst) {
  auto blob = office.add_item("a", noise(2 * mebibyte + 5)).blobs["und"];
  fill();
  read();
  auto good = read_file(files.blob(blob)), rotten = good;
  rotten.back() = static_cast<char>(rotten.back() ^ 1);
  write_file(files.blob(blob), rotten);
  view->damaged(blob, 2);
  auto opened = view->open(key("a"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::transient);
  EXPECT_THAT(opened.error().text, HasSubstr("mebibyte 2"));
  EXPECT_THAT(view->bad(), ElementsAre(assets::BadChunk{blob, 2}));
  write_file(files.blob(blob), good); // fetched again
  EXPECT_TRUE(view->open(key("a")));
  EXPECT_THAT(view->bad(), IsEmpty());
}

TEST_F(StoreViewTest, WhatIsToldHasABound) {
  for (std::uint64_t i = 0; i < 2 * StoreView::most_bad; ++i) view->damaged(Digest{{1}}, i);
  EXPECT_EQ(view->bad().size(), StoreView::most_bad);
}

TEST_F(StoreViewTest, WhatNoEditionHasIsForgotten) {
  auto blob = office.add_item("a", noise(2 * mebibyte)).blobs["und"];
  auto list = *office.manifest.blobs[blob].chunks;
  fill();
  read();
  view->damaged(blob, 1);
  view->damaged(list, 0);
  view->damaged(Digest{{1}}, 0);
  EXPECT_THAT(read().bad,
              ::testing::UnorderedElementsAre(assets::BadChunk{blob, 1}, assets::BadChunk{list, 0}));
}

// --- where it was

TEST_F(StoreViewTest, AStartGoesOnWhereItWas) {
  for (auto *id : {"a", "b", "c"}) office.add_item(id, id);
  fill();
  auto show = read();
  EXPECT_EQ(show.after, std::nullopt);
  ASSERT_TRUE(view->save(show.items->items()[1]));
  start();
  EXPECT_EQ(read().after, 1u);
  EXPECT_EQ(read().after, std::nullopt) << "once";
}

TEST_F(StoreViewTest, AnItemWithAnotherFileIsTheSamePlace) {
  for (auto *id : {"a", "b", "c"}) office.add_item(id, id);
  fill();
  ASSERT_TRUE(view->save(read().items->items()[1]));
  office.remove_item("b");
  office.remove_item("c");
  office.add_item("b", "another");
  fill();
  start();
  EXPECT_EQ(read().after, 1u);
}

TEST_F(StoreViewTest, OverAStartNothingOlderIsShown) {
  auto first = fill_with("a");
  fill_with("b");
  read();
  ASSERT_TRUE(view->save(""));
  assets::Current old{0, {{"hall", {{first.digest, first.head.manifest, true}}}}};
  write_file(files.current(), assets::write_current(old));
  start();
  auto show = read();
  EXPECT_THAT(ids(show), IsEmpty());
  EXPECT_THAT(show.complaints, ElementsAre(HasSubstr("rollback")));
}

TEST_F(StoreViewTest, NothingNewIsNotWritten) {
  fill_with("a");
  auto key = read().items->items()[0];
  ASSERT_TRUE(view->save(key));
  auto before = std::filesystem::last_write_time(files.cursor(1));
  ASSERT_TRUE(view->save(key));
  EXPECT_FALSE(std::filesystem::exists(files.cursor(0)));
  EXPECT_EQ(std::filesystem::last_write_time(files.cursor(1)), before);
}

}
}
