// How high the words on a picture are: tesseract (Debian's tesseract-ocr) as a child. Any thread.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sheaf::publisher {

/// Pixels, of the box around each word that it is sure of; of `png`, a picture of our own drawing. Errors:
/// absent (tesseract or its Vietnamese is not installed), transient (no process; longer than a minute),
/// corrupt (it does not get through this one).
Result<std::vector<int>> word_heights(const std::string &png);

/// Of its table: a line for each word.
std::vector<int> heights_in(std::string_view tsv);

}
