#include "fetcher/inner/document.h"

namespace sheaf::fetcher {

Task<Result<Document>> read_document(Source &source, std::string path, std::uint64_t most, bool exactly,
                                     std::string validator) {
  Document document;
  Wish wish;
  wish.path = std::move(path);
  wish.most = most;
  wish.exactly = exactly;
  wish.validator = std::move(validator);
  wish.begin = [](std::uint64_t, const std::string &) { return Result<void>(); };
  wish.take = [&document, most](std::string_view bytes) -> Result<void> {
    if (bytes.size() > most - document.bytes.size())
      return fail(ErrorKind::refused, "a source sends too much");
    document.bytes += bytes;
    return {};
  };
  Result<Answer> answer = co_await Reply(source, std::move(wish));
  if (!answer) co_return fail(answer.error());
  document.unchanged = answer->unchanged;
  document.validator = answer->validator;
  co_return std::move(document);
}

}
