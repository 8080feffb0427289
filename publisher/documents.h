// PDFs, presentations and texts among the files: each page becomes a picture. One thread.
#pragma once

#include "publisher/draft.h"

namespace sheaf::publisher {

/// Whether the file's first bytes are those of a PDF or of an office document.
enum class DocumentKind { none, pdf, office };
DocumentKind document_kind(std::string_view first);

/// The documents directly in a folder, by the endings of their names, in the order of these.
std::vector<std::string> documents_in(const std::string &folder);

/// A document that has no pages, and why, without its name: absent (a program is missing; with what to do
/// instead), refused (more than 200 pages; an item with several languages), corrupt, full, transient.
struct UnopenedDocument {
  std::string path; // as the draft has it
  Error error;
};

/// Items whose file is a document become one item for each page, id-1, id-2, … (one that has a single page
/// keeps its id), with the same title, theme and tags. Pages are drawn by pdftoppm, 2,880 pixels on the
/// longer side, and kept in `cache_folder`/renditions by the document's digest; office documents go through
/// soffice first. Both run confined (media/confined.h). Returns those that cannot be opened, each once; their
/// items stay as they are.
std::vector<UnopenedDocument> unfold_documents(Draft &draft, const std::string &cache_folder);

}
