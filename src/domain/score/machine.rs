//! Mails that machines open: privacy proxies and security software fetch every picture of a mail before a person sees it.

/// An open of which the source says by its kind that a machine made it.
pub const MACHINE_OPEN: &str = "machine_open";

/// An open; its detail may say that a machine made it.
pub const EMAIL_OPEN: &str = "email_open";

/// How mail programs mark such an open at the end of its detail, folded. Only there and only as words of their own, because
/// the subject line stands in the same place: people open mails about machine tools and robot opening hours.
const AT_END: [&str; 12] = [
    "machine open",
    "machine_open",
    "machine-open",
    "opened by machine",
    "opened by a machine",
    "bot open",
    "prefetched",
    "image proxy",
    "imageproxy",
    "googleimageproxy",
    "mail privacy protection",
    "koneavaus",
];

/// The same in brackets, anywhere.
const IN_BRACKETS: [&str; 4] = ["machine", "bot", "machine open", "bot open"];

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
    let ends_so = |mark: &&'static str| {
        let before = detail
            .trim_end_matches([' ', ')', ']', '.', '/'])
            .strip_suffix(*mark);
        before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    };
    let bracketed = |mark: &&'static str| {
        [('(', ')'), ('[', ']')]
            .iter()
            .any(|(open, close)| detail.contains(&format!("{open}{mark}{close}")))
    };
    WHOLE.contains(&detail.trim()) || AT_END.iter().any(ends_so) || IN_BRACKETS.iter().any(bracketed)
}
