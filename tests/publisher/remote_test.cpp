// Publishing to remotes of rclone: real servers of WebDAV and SFTP on this machine.
#include "assets/sha256.h"
#include "publisher/tree.h"
#include "tests/publisher/office.h"

#include <arpa/inet.h>
#include <atomic>
#include <fstream>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

using namespace sheaf;
using namespace sheaf::testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

int free_port() {
  int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof a;
  auto *any = reinterpret_cast<sockaddr *>(&a); // as bind(2) has it
  EXPECT_EQ(::bind(s, any, length), 0);
  EXPECT_EQ(::getsockname(s, any, &length), 0);
  ::close(s);
  return ntohs(a.sin_port);
}

bool answers(int port) {
  int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  a.sin_port = htons(static_cast<std::uint16_t>(port));
  bool there = ::connect(s, reinterpret_cast<sockaddr *>(&a), sizeof a) == 0;
  ::close(s);
  return there;
}

class Server {
public:
  Server(std::vector<std::string> words, int port, const std::string &log) {
    pid_ = ::fork();
    if (pid_ == 0) {
      std::ignore = std::freopen(log.c_str(), "w", stderr);
      std::vector<char *> argv;
      for (auto &w : words) argv.push_back(w.data());
      argv.push_back(nullptr);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    for (int i = 0; i < 500 && !answers(port); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_TRUE(answers(port)) << words[0] << " does not start";
  }
  Server(const Server &) = delete;
  Server &operator=(const Server &) = delete;
  ~Server() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }

private:
  pid_t pid_;
};

// Its programs go before the others; its remotes are known.
void enter(const ScratchFolder &folder) {
  ::setenv("RCLONE_CONFIG", (folder / "rclone.conf").c_str(), 1);
  ::setenv("PATH", ((folder / "programs") + ":" + std::getenv("PATH")).c_str(), 1);
}

// The same for this process, for a while.
class Surroundings {
public:
  explicit Surroundings(const ScratchFolder &folder) { enter(folder); }
  Surroundings(const Surroundings &) = delete;
  Surroundings &operator=(const Surroundings &) = delete;
  ~Surroundings() {
    ::setenv("PATH", path_.c_str(), 1);
    ::unsetenv("RCLONE_CONFIG");
  }

private:
  std::string path_ = std::getenv("PATH");
};

enum class Kind { webdav, sftp };

struct Remote : ::testing::TestWithParam<Kind> {
  Office o;
  std::unique_ptr<Server> server;

  void SetUp() override {
    std::filesystem::create_directories(o.folder / "web");
    std::filesystem::create_directories(o.folder / "programs");
    if (GetParam() == Kind::webdav)
      serve_webdav();
    else
      serve_sftp();
    ASSERT_EQ(o.init().code, 0);
  }

  void serve_webdav() {
    int port = free_port();
    auto address = "127.0.0.1:" + std::to_string(port);
    o.write("rclone.conf", "[there]\ntype = webdav\nurl = http://" + address + "\n");
    server = std::make_unique<Server>(std::vector<std::string>{"rclone", "serve", "webdav", "--addr", address,
                                                               "--dir-cache-time", "0s", o.folder / "web"},
                                      port, o.folder / "server.log");
  }

  void serve_sftp() {
    int port = free_port();
    for (const char *key : {"host", "user"}) {
      auto made = o.run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", o.folder / key});
      ASSERT_EQ(made.code, 0) << made.text;
    }
    if (::geteuid() == 0) std::filesystem::create_directories("/run/sshd"); // where sshd hides its children
    o.write("authorized", o.read("user.pub"));
    o.write("sshd_config",
            "HostKey " + (o.folder / "host") + "\nAuthorizedKeysFile " + (o.folder / "authorized") +
                "\nListenAddress 127.0.0.1\nStrictModes no\nUsePAM no\nPidFile none\n"
                "PermitRootLogin yes\nSubsystem sftp internal-sftp\nForceCommand internal-sftp\n");
    const char *user = ::geteuid() == 0 ? "root" : std::getenv("USER");
    o.write("rclone.conf", "[web]\ntype = sftp\nhost = 127.0.0.1\nport = " + std::to_string(port) +
                               "\nuser = " + std::string(user ? user : "nobody") +
                               "\nkey_file = " + (o.folder / "user") +
                               "\n[there]\ntype = alias\nremote = web:" + (o.folder / "web") + "\n");
    server = std::make_unique<Server>(std::vector<std::string>{"/usr/sbin/sshd", "-D", "-e", "-p",
                                                               std::to_string(port), "-f",
                                                               o.folder / "sshd_config"},
                                      port, o.folder / "server.log");
  }

  [[nodiscard]] Said sheaf(std::vector<std::string> words) const {
    words.insert(words.begin(), SHEAF_BIN_DIR "/sheaf");
    if (words[1] != "verify") words.emplace_back("--clock-is-right");
    return o.run(std::move(words), [this] { enter(o.folder); });
  }
  [[nodiscard]] Said publish() const { return sheaf({"publish", o.folder / "src", "--to", "there:"}); }
  [[nodiscard]] Said verify() const {
    return sheaf({"verify", "there:", "--root", o.folder / "keys/root/1"});
  }

  // A rclone that runs `line` of shell before it does `verb` for the `nth` time, and fails with it.
  void meddle(int nth, const std::string &line, const std::string &verb = "copy") const {
    auto program = o.folder / "programs/rclone", count = o.folder / "count";
    o.write("count", "0");
    o.write("programs/rclone", "#!/bin/sh\nif [ \"$1\" = " + verb + " ]; then\n  n=$(($(cat '" + count +
                                   "') + 1))\n  echo $n >'" + count + "'\n  [ $n -ne " + std::to_string(nth) +
                                   " ] || { " + line + "; }\nfi\nPATH=/usr/bin exec rclone \"$@\"\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  }
  void meddle_no_more() const { std::filesystem::remove(o.folder / "programs/rclone"); }
};

struct RemoteTroubles : Remote {}; // one server is enough for them

std::string name_of(const ::testing::TestParamInfo<Kind> &info) {
  return info.param == Kind::webdav ? "WebDav" : "Sftp";
}

}

TEST_P(Remote, WhatIsPublishedIsThere) {
  auto said = publish();
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("serial 1: 3 items, 3 new files"));
  EXPECT_EQ(o.verify().code, 0) << "as a web server there would serve it";
  EXPECT_THAT(verify().text, HasSubstr("3 items, 3 files"));
  auto before = o.files();
  EXPECT_THAT(publish().text, HasSubstr("Nothing has changed since serial 1"));
  EXPECT_EQ(o.files(), before);
  o.jpeg("one-more.jpg", "white");
  EXPECT_THAT(publish().text, HasSubstr("serial 2: 4 items, 1 new file ("));
  EXPECT_THAT(o.verify().text, HasSubstr("serial 2"));
  EXPECT_EQ(o.files().size(), before.size() + 2) << "one blob, one manifest, and the head anew";
}

TEST_P(Remote, CutOffAnywhereTheOldOneIsWhole) {
  ASSERT_EQ(publish().code, 0);
  o.jpeg("one-more.jpg", "white");
  auto head = o.head();
  for (int nth : {1, 2, 2}) { // blobs, documents, head: by then the blobs are there
    meddle(nth, "kill -9 $PPID; exit 1");
    EXPECT_NE(publish().code, 0);
    EXPECT_EQ(o.head(), head);
    EXPECT_EQ(o.verify().code, 0);
  }
  meddle_no_more();
  auto said = publish();
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(o.verify().text, HasSubstr("serial 2"));
}

TEST_P(RemoteTroubles, AnUploadThatFailsIsSaid) {
  meddle(1, "echo 'the line is dead' >&2; exit 5");
  auto said = publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("the line is dead"));
  EXPECT_EQ(o.head(), "");
}

// Neither is believed afterwards to have come, though its size is right: what fails its check, and what
// nobody came to check.
TEST_P(RemoteTroubles, WhatDoesNotArriveWholeIsSeenAndSentAgain) {
  for (const char *end : {"exit 0", "kill -9 $PPID; exit 0"}) {
    o.jpeg("one-more.jpg", *end == 'e' ? "white" : "navy");
    auto head = o.head();
    // the newest blob arrives with another byte at its end
    meddle(
        1,
        "PATH=/usr/bin:/bin; rclone \"$@\"; f=$(ls -t $(find '" + (o.folder / "web/sheaf/blobs") +
            "' ! -path '*arriving*' -type f) | head -1); printf X | dd of=\"$f\" bs=1 seek=$(($(stat -c %s "
            "\"$f\") - 1)) conv=notrunc 2>/dev/null; " +
            end);
    auto said = publish();
    EXPECT_NE(said.code, 0) << said.text;
    EXPECT_EQ(o.head(), head);
    meddle_no_more();
    said = publish();
    EXPECT_EQ(said.code, 0) << said.text;
    said = o.verify();
    EXPECT_EQ(said.code, 0) << said.text;
    for (const auto &[name, file] : o.files()) EXPECT_THAT(name, Not(HasSubstr("arriving")));
  }
}

// Three large files, and the line is cut after the first.
TEST_P(RemoteTroubles, WhatHasComeIsNotSentAgain) {
  Surroundings here(o.folder); // for this process's own rclone
  std::map<char, Digest> films;
  for (char c : {'a', 'b', 'c'}) {
    std::string film(32 << 20, c);
    films[c] = assets::sha256(film);
    o.write(std::string(1, c), film);
  }
  auto send = [&] {
    auto tree = *publisher::open_tree("there:", publisher::Access::write);
    std::size_t there = 0;
    for (const auto &[c, digest] : films)
      if (tree->size(publisher::blob_name(digest)))
        ++there;
      else
        EXPECT_TRUE(
            tree->put_file(publisher::blob_name(digest), o.folder / std::string(1, c), digest, 32 << 20));
    bool whole = tree->commit({}).has_value();
    return std::pair(there, whole);
  };
  meddle(2, "exit 5");
  EXPECT_EQ(send(), std::pair(std::size_t{0}, false));
  meddle_no_more();
  EXPECT_EQ(send(), std::pair(std::size_t{1}, true));
  EXPECT_EQ(send(), std::pair(std::size_t{3}, true));
  for (const auto &[name, file] : o.files()) EXPECT_THAT(name, Not(HasSubstr("arriving")));
}

TEST_P(RemoteTroubles, AListOfAnotherPublishersIsNotThrownAwayUnread) {
  ASSERT_EQ(publish().code, 0);
  auto lists = o.folder / "web/sheaf/blobs/arriving";
  std::filesystem::create_directories(lists);
  o.write("web/sheaf/blobs/arriving/other", "sheaf/blobs/00/00\nend\n");
  o.write("web/sheaf/blobs/arriving/cut", "sheaf/blobs/00/0");
  o.jpeg("one-more.jpg", "white");
  ASSERT_EQ(publish().code, 0);
  EXPECT_TRUE(std::filesystem::exists(lists + "/other")) << "nobody has seen what it names";
  EXPECT_FALSE(std::filesystem::exists(lists + "/cut")) << "nothing was sent after it";
}

// Screens ask at any time, and a publisher may die at any.
TEST_P(Remote, TheHeadIsThereWhileAnotherComes) {
  ASSERT_EQ(publish().code, 0);
  o.jpeg("one-more.jpg", "white");
  std::atomic<bool> on = true;
  std::size_t gone = 0;
  std::thread screens([&] {
    for (auto head = o.folder / "web/sheaf/main/head"; on;) gone += ::access(head.c_str(), F_OK) != 0;
  });
  EXPECT_EQ(publish().code, 0);
  on = false;
  screens.join();
  EXPECT_EQ(gone, 0u);
  EXPECT_THAT(o.verify().text, HasSubstr("serial 2"));
}

TEST_P(RemoteTroubles, AHeadThatDoesNotComeIsSentAgain) {
  ASSERT_EQ(publish().code, 0);
  o.jpeg("one-more.jpg", "white");
  meddle(2, "rm '" + (o.folder / "web/sheaf/main/head") + "'; exit 1", "copyto"); // after the list
  auto said = publish();
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(o.verify().text, HasSubstr("serial 2"));
}

TEST_P(RemoteTroubles, AHeadCutOffInItsWritingIsMended) {
  ASSERT_EQ(publish().code, 0);
  o.jpeg("one-more.jpg", "white");
  meddle(2, "head -c 99 \"$3\" >'" + (o.folder / "web/sheaf/main/head") + "'; kill -9 $PPID", "copyto");
  EXPECT_NE(publish().code, 0);
  EXPECT_EQ(o.head().size(), 99u);
  meddle_no_more();
  EXPECT_THAT(publish().text, HasSubstr("Nothing has changed since serial 2"));
  EXPECT_THAT(o.verify().text, HasSubstr("serial 2"));
}

TEST_P(RemoteTroubles, WithoutAnyHeadTheSerialDoesNotBeginAnew) {
  meddle(3, "kill -9 $PPID; exit 1"); // the very first publication, when all but its head is there
  EXPECT_NE(publish().code, 0);
  meddle_no_more();
  EXPECT_THAT(publish().text, HasSubstr("serial 1: 3 items"));
  std::filesystem::copy(o.folder / "web", o.folder / "copy", std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(o.folder / "web/sheaf/main");
  auto said = publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("--serial-from"));
  said = sheaf({"publish", o.folder / "src", "--to", "there:", "--serial-from", o.folder / "copy"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(o.verify().code, 0);
}

TEST_P(RemoteTroubles, SomebodyElsePublishesMeanwhile) {
  ASSERT_EQ(publish().code, 0);
  o.jpeg("one-more.jpg", "white");
  auto head = o.folder / "web/sheaf/main/head";
  meddle(2, "echo >>'" + head + "'");
  auto said = publish();
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("somebody has published there meanwhile"));
}

TEST_P(RemoteTroubles, AHeadOnItsWayIsBroughtHome) {
  ASSERT_EQ(publish().code, 0);
  auto head = o.head();
  std::filesystem::rename(o.folder / "web/sheaf/main/head", o.folder / "web/sheaf/main/head.new");
  EXPECT_THAT(publish().text, HasSubstr("Nothing has changed since serial 1"));
  EXPECT_EQ(o.head(), head);
}

TEST_P(RemoteTroubles, WithdrawingAndReleasingToo) {
  ASSERT_EQ(publish().code, 0);
  ASSERT_EQ(sheaf({"withdraw", "red", "--reason", "wrong", "--to", "there:"}).code, 0);
  o.jpeg("one-more.jpg", "white");
  auto out = o.folder / "duyet";
  ASSERT_EQ(sheaf({"prepare", o.folder / "src", "--to", "there:", "--out", out}).code, 0);
  ASSERT_EQ(sheaf({"sign", out, "--yes"}).code, 0);
  auto said = sheaf({"release", out, "--to", "there:"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_THAT(o.verify().text, HasSubstr("serial 3, epoch 1, 3 items"));
}

INSTANTIATE_TEST_SUITE_P(Servers, Remote, ::testing::Values(Kind::webdav, Kind::sftp), name_of);
INSTANTIATE_TEST_SUITE_P(WebDav, RemoteTroubles, ::testing::Values(Kind::webdav), name_of);

TEST(RemoteNames, ARemoteThatRcloneDoesNotKnow) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  auto said = o.sheaf({"publish", o.folder / "src", "--to", "nowhere:web"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("'nowhere:web'"));
}

TEST(RemoteNames, WithoutRcloneItSaysWhatToInstall) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  auto said = o.run({SHEAF_BIN_DIR "/sheaf", "publish", o.folder / "src", "--to", "web:", "--clock-is-right"},
                    [] { ::setenv("PATH", "/nowhere", 1); });
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.text, HasSubstr("apt install rclone"));
}

TEST(RemoteNames, AFolderWithAColonIsAFolder) {
  Office o;
  ASSERT_EQ(o.init().code, 0);
  std::filesystem::create_directories(o.folder / "a:b");
  EXPECT_EQ(o.sheaf({"publish", o.folder / "src", "--to", o.folder / "a:b"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(o.folder / "a:b/sheaf/main/head"));
}
