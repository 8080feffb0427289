// The worked example of FORMAT.md, as files in playlist/examples.
#include "playlist/chunk_list.h"
#include "playlist/programme.h"
#include "playlist/root.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace sheaf::playlist {
namespace {

namespace fs = std::filesystem;
const fs::path tree = fs::path(SHEAF_SOURCE_DIR) / "playlist/examples/sheaf";

std::string content(const fs::path &file) {
  std::ostringstream all;
  all << std::ifstream(file, std::ios::binary).rdbuf();
  return all.str();
}

std::string after_signatures(const fs::path &file) {
  auto all = content(file);
  return all.substr(all.find("\n\n") + 2);
}

fs::path blob_file(const Digest &digest) { return tree / "blobs" / digest.hex().substr(0, 2) / digest.hex(); }

std::string manifest_text() {
  auto head = parse_head(after_signatures(tree / "hue/head")).value();
  return content(tree / "manifests" / (head.manifest.hex() + ".json"));
}

TEST(Example, OurWritersWriteTheSameBytes) {
  auto head = after_signatures(tree / "hue/head"), root = after_signatures(tree / "root/1");
  EXPECT_EQ(write_head(parse_head(head).value()), head);
  EXPECT_EQ(write_root(parse_root(root).value()), root);
  EXPECT_EQ(write_manifest(parse_manifest(manifest_text()).value()), manifest_text());
}

TEST(Example, ItIsWhole) {
  auto manifest = parse_manifest(manifest_text()).value();
  EXPECT_EQ(parse_head(after_signatures(tree / "hue/head"))->manifest_size, manifest_text().size());
  int lists = 0;
  for (const auto &[digest, blob] : manifest.blobs) {
    EXPECT_EQ(fs::file_size(blob_file(digest)), blob.size);
    if (!blob.chunks) continue;
    ++lists;
    EXPECT_TRUE(parse_chunk_list(content(blob_file(*blob.chunks)), blob.size));
  }
  EXPECT_EQ(lists, 1);
}

TEST(Example, AScreenShowsIt) {
  Edition edition;
  edition.head = parse_head(after_signatures(tree / "hue/head")).value();
  edition.manifest = std::make_shared<const Manifest>(parse_manifest(manifest_text()).value());
  edition.complete = true;
  auto p = programme({{"hue", {edition}}}, "hall-1", {"en"}, Now{}, edition.head.issued);
  ASSERT_EQ(p.items.size(), 2u);
  EXPECT_EQ(p.items[0].item->id + " " + p.items[0].language, "rice vi");
  EXPECT_EQ(p.items[1].item->id + " " + p.items[1].language, "flag und");
  EXPECT_EQ(p.screen->orientation, 90);
}

}
}
