#include "publisher/documents.h"

#include "board/files.h"
#include "media/confined.h"
#include "publisher/keeping.h"
#include "publisher/refusal.h"
#include "publisher/rendition.h"
#include "publisher/streams.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr int recipe = 1;
constexpr std::size_t most_pages = 200;
constexpr const char *longer_side = "2880";

// Everything that is told of a program ends with what to do instead.
tl::unexpected<Error> instead(ErrorKind kind, const char *name, Filling filling = {}) {
  filling["how"] = saying("document_how");
  return refuse(kind, name, filling);
}

Result<std::string> first_bytes(const std::string &path) {
  auto file = board::open_to_read(path);
  if (!file) return fail(file.error());
  std::string out(1024, '\0');
  auto n = ::read(file->get(), out.data(), out.size());
  out.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  return out;
}

std::vector<std::string> pages_in(const std::string &folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (i->path().extension() == ".png") out.push_back(i->path().string());
  std::sort(out.begin(), out.end()); // pdftoppm writes as many digits as the last page has
  return out;
}

Result<void> on_the_disk(const std::string &path) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return file && ::fsync(file.get()) == 0 ? Result<void>() : failed("write", path);
}

// All pages or none. Another process may have been faster: what it has put there is as good.
Result<void> put_into_place(const std::string &from, const std::string &to) {
  for (const auto &page : pages_in(from))
    if (auto kept = on_the_disk(page); !kept) return kept;
  if (auto kept = on_the_disk(from); !kept) return kept;
  std::error_code error;
  fs::rename(from, to, error);
  if (error && pages_in(to).empty())
    return fail(ErrorKind::full, "its pages cannot be kept in '" + to + "': " + error.message());
  return {};
}

class Unfolding {
public:
  explicit Unfolding(const std::string &cache)
      : kept_(fs::absolute(cache).string() + "/renditions"),
        work_(fs::absolute(cache).string() + "/" + work_folder_name("pages")) {}
  ~Unfolding() {
    std::error_code ignored;
    fs::remove_all(work_, ignored);
  }
  Unfolding(const Unfolding &) = delete;
  Unfolding &operator=(const Unfolding &) = delete;

  Result<std::vector<std::string>> pages(const std::string &path, DocumentKind kind) {
    auto measured = measure(path);
    if (!measured) return fail(measured.error());
    auto kept = kept_ + "/" + measured->digest.hex() + "-pages-" + std::to_string(recipe);
    if (auto known = pages_in(kept); !known.empty()) return note_use(kept), known;
    std::error_code ignored;
    for (const auto &folder : {kept, work_}) fs::remove_all(folder, ignored);
    for (const auto &folder : {kept_, work_ + "/pages"})
      if (auto made = make_folders(folder); !made) return fail(made.error());
    auto pdf =
        kind == DocumentKind::office ? as_pdf(path) : Result<std::string>(fs::canonical(path).string());
    if (!pdf) return fail(pdf.error());
    if (auto drawn = draw(*pdf); !drawn) return fail(drawn.error());
    if (auto put = put_into_place(work_ + "/pages", kept); !put) return fail(put.error());
    return pages_in(kept);
  }

private:
  Result<void> run(const std::vector<std::string> &words, const std::string &readable, bool local_sockets) {
    auto end = media::run_confined({.words = words,
                                    .readable = {readable},
                                    .writable = work_,
                                    .cpu = 600s,
                                    .local_sockets = local_sockets});
    if (!end) return fail(end.error());
    if (end->code == 0) return {};
    if (end->signal)
      return instead(ErrorKind::corrupt, "document_died",
                     {{"program", words.front()}, {"signal", std::to_string(end->signal)}});
    return instead(ErrorKind::corrupt, "document_unopened", {{"program", words.front()}});
  }

  Result<std::string> as_pdf(const std::string &path) {
    if (!media::has_program("soffice")) return instead(ErrorKind::absent, "document_no_office");
    auto from = work_ + "/document" +
                fs::path(path).extension().string(); // a name of ours, with the ending that it goes by
    std::error_code error;
    fs::copy_file(path, from, error);
    if (error) return fail(ErrorKind::full, "it cannot be copied: " + error.message());
    auto done =
        run({"soffice", "--headless", "--norestore", "-env:UserInstallation=file://" + work_ + "/office",
             "--convert-to", "pdf", "--outdir", work_, from},
            from, true);
    if (!done) return fail(done.error());
    if (fs::exists(work_ + "/document.pdf", error)) return work_ + "/document.pdf";
    return instead(ErrorKind::corrupt, "document_unopened", {{"program", "LibreOffice"}});
  }

  Result<void> draw(const std::string &pdf) {
    if (!media::has_program("pdftoppm")) return refuse(ErrorKind::absent, "document_no_pdftoppm");
    auto done = run({"pdftoppm", "-png", "-scale-to", longer_side, "-l", std::to_string(most_pages + 1), pdf,
                     work_ + "/pages/p"},
                    pdf, false);
    if (!done) return done;
    auto pages = pages_in(work_ + "/pages").size();
    if (pages == 0) return refuse(ErrorKind::corrupt, "document_empty");
    if (pages > most_pages)
      return refuse(ErrorKind::refused, "document_long", {{"most", std::to_string(most_pages)}});
    return {};
  }

  std::string kept_, work_;
};

// "Poster.pdf" is "Poster-1.pdf", so that ids made out of names are told apart and stay the same.
std::string numbered(const std::string &name, std::size_t number) {
  auto dot = name.rfind('.');
  auto stem = name.substr(0, dot), ending = dot == std::string::npos ? "" : name.substr(dot);
  return stem + "-" + std::to_string(number) + ending;
}

std::vector<DraftItem> items_of(const DraftItem &item, const std::vector<std::string> &pages) {
  std::vector<DraftItem> out;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    auto page = item;
    page.files.begin()->second = pages[i];
    if (pages.size() > 1 && !page.item.id.empty()) page.item.id += "-" + std::to_string(i + 1);
    if (pages.size() > 1) page.item.source = numbered(page.item.source, i + 1);
    out.push_back(std::move(page));
  }
  return out;
}

const std::string &first_file(const DraftItem &item) { return item.files.begin()->second; }

bool said_of(const std::vector<UnopenedDocument> &unopened, const std::string &path) {
  return std::any_of(unopened.begin(), unopened.end(), [&](const auto &u) { return u.path == path; });
}

// None where it is no document.
Result<std::vector<std::string>> pages_of(const DraftItem &item, Unfolding &unfolding) {
  auto kind = DocumentKind::none;
  for (const auto &[language, path] : item.files)
    if (auto first = first_bytes(path); first && kind == DocumentKind::none) kind = document_kind(*first);
  if (kind == DocumentKind::none) return std::vector<std::string>();
  if (item.files.size() > 1) return refuse(ErrorKind::refused, "document_languages");
  return unfolding.pages(first_file(item), kind);
}

}

DocumentKind document_kind(std::string_view first) {
  if (first.find("%PDF-") < 1000) return DocumentKind::pdf;
  bool zip = first.starts_with("PK\x03\x04"), ole = first.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
  return zip || ole ? DocumentKind::office : DocumentKind::none;
}

std::vector<std::string> documents_in(const std::string &folder) {
  constexpr std::array endings{".pdf", ".pptx", ".ppt", ".odp", ".docx", ".doc", ".odt"};
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    auto name = i->path().filename().string(), ending = i->path().extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    bool hidden = name.starts_with('.') || name.starts_with('~'); // "~$Poster.docx": Word's lock
    if (!hidden && i->is_regular_file(error) &&
        std::find(endings.begin(), endings.end(), ending) != endings.end())
      out.push_back(i->path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<UnopenedDocument> unfold_documents(Draft &draft, const std::string &cache_folder) {
  Unfolding unfolding(cache_folder);
  std::vector<DraftItem> items;
  std::vector<UnopenedDocument> unopened;
  for (auto &item : draft.items) {
    auto pages = pages_of(item, unfolding);
    if (!pages && !said_of(unopened, first_file(item))) unopened.push_back({first_file(item), pages.error()});
    if (!pages || pages->empty())
      items.push_back(std::move(item));
    else
      for (auto &page : items_of(item, *pages)) items.push_back(std::move(page));
  }
  draft.items = std::move(items);
  return unopened;
}

}
