// Pango keeps fonts for the life of a thread, and its references are where LeakSanitizer does not look.
#ifdef SHEAF_SANITIZED
extern "C" const char *__lsan_default_suppressions();
extern "C" const char *__lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#endif
