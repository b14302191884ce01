//! Mails that machines open: privacy proxies and security software fetch every picture of a mail before a person sees it.

/// An open of which the source says by its kind that a machine made it.
pub const MACHINE_OPEN: &str = "machine_open";

/// An open; its detail may say that a machine made it.
pub const EMAIL_OPEN: &str = "email_open";

/// How mail programs mark such an open in its detail, folded. Whole phrases, because the subject line stands in the same
/// place, and a mail about machine tools is opened by people.
const MARKS: [&str; 16] = [
    "machine open",
    "machine_open",
    "machine-open",
    "opened by machine",
    "opened by a machine",
    "(machine)",
    "[machine]",
    "bot open",
    "(bot)",
    "[bot]",
    "security scanner",
    "prefetched",
    "image proxy",
    "imageproxy",
    "privacy protection",
    "koneavaus",
];

/// Details that say nothing else.
const WHOLE: [&str; 7] = [
    "machine",
    "bot",
    "scanner",
    "proxy",
    "prefetch",
    "automatic",
    "kone",
];

/// Whether the folded detail of an open says that a machine made it.
pub(super) fn is_marked(detail: &str) -> bool {
    WHOLE.contains(&detail.trim()) || MARKS.iter().any(|mark| detail.contains(mark))
}
