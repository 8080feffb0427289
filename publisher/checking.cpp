// 'sheaf check': what would be embarrassing on a wall, before it is on one.
#include "board/clock.h"
#include "board/files.h"
#include "media/confined.h"
#include "publisher/arguments.h"
#include "publisher/board_class.h"
#include "publisher/cache.h"
#include "publisher/check_report.h"
#include "publisher/documents.h"
#include "publisher/examining.h"
#include "publisher/help.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"
#include "publisher/verbs.h"

#include <cstdio>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr const char *check_usage = R"(usage: sheaf check SRC
Tells what would be embarrassing on a wall, each with its file and what to do, and writes KET-QUA.html, a page with a
picture of each item, for any browser. SRC is a folder, or a sheaf.toml (publisher/README.md).

  --profile P   the weakest board of the screens: pi3, pi4, pi5 or pc (default: as sheaf.toml or the table of screens
                says, else pi3)
  --html FILE   the page's name (default: KET-QUA.html beside the films and pictures)
  --json        findings as JSON on standard output, and no page unless --html is there
  --quick       no pictures on the page, and nobody reads the text on posters
  --cache DIR   what is known of files that have not changed (default ~/.cache/sheaf), in DIR/sheaf-cache
Exit code: 1 where something would reach a screen broken, 0 where there is nothing or only what should be looked at.
)";

constexpr std::uint64_t most_pictures =
    40'000'000; // bytes of them on the page; what comes after goes without

class Run {
public:
  Run(const Arguments &a, const BoardClass *board)
      : source_(a.names.front()), cache_(cache_folder(a.value("--cache"))), quick_(a.has("--quick")),
        json_(a.has("--json")), page_(a.value("--html")) {
    evidence_.board = board;
    if (page_.empty() && !json_)
      page_ = (fs::is_directory(source_) ? source_ : folder_of(source_)) + "/KET-QUA.html";
  }

  Result<int> run() {
    evidence_.today = board::now().wall;
    evidence_.makes_films = media::has_program("ffmpeg");
    auto draft = read_draft_with_mistakes(source_);
    if (!draft && draft.error().kind == ErrorKind::absent) return fail(draft.error());
    if (!draft) {
      found_ = concerns(draft.error());
      return tell();
    }
    draft_ = std::move(*draft);
    for (const auto &u : unfold_documents(draft_, cache_))
      evidence_.files.insert({u.path, {fail(u.error), std::nullopt, std::nullopt, true}});
    evidence_.quotas = draft_.quotas;
    if (auto looked = look_at_all(); !looked) return fail(looked.error());
    found_ = check(draft_, evidence_);
    for (const auto &w : draft_.warnings) found_.push_back(concern(Severity::warning, w));
    auto wrong = concerns(draft_.mistakes);
    found_.insert(found_.begin(), wrong.begin(), wrong.end());
    if (!text_read_) found_.insert(found_.begin(), concern(Severity::note, "text_not_read", {}));
    return tell();
  }

private:
  Result<void> look_at_all() {
    auto examiner = Examiner::start(cache_);
    if (!examiner) return fail(examiner.error());
    std::set<std::string> paths;
    for (const auto &item : draft_.items)
      for (const auto &[language, path] : item.files)
        if (!evidence_.files.contains(path)) paths.insert(path);
    count_ = paths.size() + evidence_.files.size();
    for (const auto &path : paths) {
      auto done = evidence_.files.size();
      auto measured = (*examiner)->examine(path, [&](double part) { tell_progress(done, part); });
      auto digest = (*examiner)->digest(path);
      evidence_.files.insert(
          {path, {std::move(measured), digest ? std::optional(*digest) : std::nullopt, std::nullopt}});
      tell_progress(done + 1);
    }
    std::ignore = (*examiner)->save(); // what is lost is measured again
    find_published();
    if (!quick_) view();
    return {};
  }

  void find_published() {
    Cache known(cache_);
    const auto &board = judging_board(draft_, evidence_);
    for (auto &[path, looked] : evidence_.files)
      if (auto stamp = stamp_of(path))
        if (const auto *made = known.find(path, board.name, *stamp)) looked.published = made->size;
  }

  void view() {
    std::vector<ToLook> files;
    for (const auto &[path, looked] : evidence_.files)
      if (looked.measured) files.push_back({path, looked.measured->kind == media::ItemKind::still});
    auto views = look(files, cache_, [&](std::size_t done) { tell_progress(done); });
    text_read_ = views.text_read;
    std::uint64_t sum = 0;
    for (auto &[path, view] : views.of) {
      evidence_.files.at(path).word_heights = view.word_heights;
      sum += view.jpeg.size();
      if (sum > most_pictures) view.jpeg.clear();
    }
    views_ = std::move(views.of);
  }

  void tell_progress(std::size_t done, double part = 0) const {
    if (::isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "\r%zu/%zu %3.0f %% ", done, count_, 100 * part);
  }

  Result<int> tell() {
    if (::isatty(STDERR_FILENO) == 1) std::fputs("\r", stderr);
    std::error_code ignored; // its name is for people
    auto whole = fs::absolute(source_, ignored).lexically_normal().string();
    ResultPage page{draft_, evidence_, found_, views_, ignored ? source_ : whole};
    std::fputs((json_ ? json_text(page) : terminal_text(page)).c_str(), stdout);
    if (!page_.empty()) {
      auto written = board::write_whole(page_, result_page(page), board::Durable::no);
      if (!written) return refuse(written.error(), "page_unwritten", {{"file", page_}});
      if (!json_) say("check_written", {{"file", page_}});
    }
    return count(found_, Severity::broken) ? 1 : 0;
  }

  std::string source_, cache_;
  std::size_t count_ = 0; // files
  bool quick_ = false, json_ = false, text_read_ = true;
  std::string page_; // empty: none
  Draft draft_;
  Evidence evidence_;
  std::vector<Concern> found_;
  std::map<std::string, View> views_;
};

}

Result<int> check_folder(VerbWords words) {
  Grammar grammar;
  grammar.valued = {{"--profile", "value_board"}, {"--html", "value_file"}, {"--cache", "value_folder"}};
  grammar.switches = {"--help", "-h", "--json", "--quick"};
  auto a = parse_arguments(words, grammar);
  if (!a) return fail(a.error());
  if (a->has("--help") || a->has("-h")) return tell_help("check", check_usage);
  if (a->names.size() != 1)
    return refuse(ErrorKind::unsupported, a->names.empty() ? "say_source" : "one_folder");
  auto profile = a->value("--profile");
  const auto *board = board_class(profile);
  if (!board && !profile.empty())
    return refuse(ErrorKind::unsupported, "no_board_class",
                  {{"where", "--profile"}, {"name", profile}, {"all", saying("value_board")}});
  return Run(*a, board).run();
}

}
