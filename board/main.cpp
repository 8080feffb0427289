// `sheaf VERB …` runs `sheaf-VERB …` from the folder of this program. It knows no library on purpose: it
// starts at once.
#include "board/run_both.h"

#include <cstdio>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

std::string own_folder() {
  std::vector<char> path(4096);
  auto n = ::readlink("/proc/self/exe", path.data(), path.size());
  std::string p(path.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  return p.substr(0, p.rfind('/') + 1);
}

bool is_word(const char *s) {
  if (!*s) return false;
  for (; *s; ++s)
    if (*s < 'a' || *s > 'z') return false;
  return true;
}

// Several verbs of one program: it looks at the name that it is called by.
struct Verb {
  const char *name, *program;
};
constexpr Verb verbs[]{
    {"trust", "fetch"},      {"enrol", "fetch"},     {"status", "fetch"},   {"store", "fetch"},
    {"plays", "fetch"},      {"new", "publish"},     {"check", "publish"},  {"screens", "publish"},
    {"keys", "publish"},     {"prepare", "publish"}, {"sign", "publish"},   {"release", "publish"},
    {"withdraw", "publish"}, {"stop", "publish"},    {"verify", "publish"},
};

std::string program_of(const std::string &verb) {
  for (const auto &v : verbs)
    if (verb == v.name) return v.program;
  return verb;
}

constexpr const char *usage = R"(cách dùng: sheaf LỆNH ...
usage: sheaf VERB ...

Văn phòng / In the office:
  new       tạo một thư mục để bắt đầu
            makes a folder to begin with
  check     báo những điều sẽ gây xấu hổ trên màn hình
            tells what would be embarrassing on a wall
  keys      tạo và giữ các chìa khóa để ký
            makes and keeps the keys that sign
  publish   ký một thư mục và đặt ở nơi màn hình tải về
            signs a folder and lays it out for screens to fetch
  prepare   … làm ba bước: chuẩn bị bản để ký,
            ... in three steps: lays out what is to be signed,
  sign      … ký, trên máy nào cũng được,
            ... signs it, on any computer,
  release   … và cho chiếu
            ... and makes it current
  withdraw  gỡ một mục khỏi mọi màn hình
            takes an item off every screen
  stop      tạm dừng một kênh
            pauses a channel
  verify    kiểm tra bản phát hành như màn hình kiểm tra
            checks a publication as a screen would
  screens   liệt kê màn hình và mỗi màn hình sẽ chiếu gì
            lists the screens and what each will show

Màn hình / On a screen:
  play      chiếu phim và ảnh toàn màn hình, không có khoảng trống
            shows films and pictures full-screen, without a gap between them
  fetch     tải những gì văn phòng đã phát hành
            brings what the office has published
  run       cả hai, chạy mãi
            both, for good
  trust     tin chữ ký của ai
            says whose signatures hold here
  enrol     biến máy này thành màn hình của một kênh
            makes this machine a screen of a channel
  status    đang chiếu gì, đang tải gì
            tells what is on and what is on its way
  store     kiểm tra, sửa và dọn kho
            checks, repairs and tidies what is kept
  plays     đếm những gì đã chiếu
            counts what was shown

'sheaf LỆNH --help' nói rõ hơn về từng lệnh.
'sheaf VERB --help' tells more of each.
)";

constexpr const char *run_usage =
    "usage: sheaf run [OPTIONS OF sheaf play]\n"
    "Plays what it fetches, for good: starts sheaf-play and sheaf-fetch, and each anew when\n"
    "it ends. --config and --store hold for both. SIGHUP looks for news at once, SIGTERM ends both.\n";

int run(int argc, char **argv) {
  std::vector<std::string> words(argv + 2, argv + argc);
  for (const auto &word : words)
    if (word == "--help" || word == "-h") return std::fputs(run_usage, stdout) < 0;
  return sheaf::board::run_both(own_folder(), words);
}

}

int main(int argc, char **argv) {
  if (argc == 2 &&
      (!std::strcmp(argv[1], "--help") || !std::strcmp(argv[1], "-h") || !std::strcmp(argv[1], "help")))
    return std::fputs(usage, stdout) < 0;
  if (argc == 2 && !std::strcmp(argv[1], "--version")) return std::puts("sheaf " SHEAF_VERSION) < 0;
  if (argc < 2) {
    std::fputs(usage, stderr);
    return 2;
  }
  std::string verb = argv[1];
  if (verb == "run") return run(argc, argv);
  std::string program = own_folder() + "sheaf-" + program_of(verb);
  // 'render' is a part of the player, not a verb: it does nothing without its parent.
  if (is_word(argv[1]) && verb != "render") {
    ::execv(program.c_str(), argv + 1);
  }
  std::fprintf(stderr, "sheaf: there is no '%s'; 'sheaf --help' lists what there is\n", argv[1]);
  return 2;
}
