// Loaded before a program: its clock is disciplined, as far as it can tell. For scenes in which an instant
// counts.
#include <sys/timex.h>

extern "C" int adjtimex(timex *t) { // NOLINT: the C library's name
  t->status = 0;
  return 0;
}
