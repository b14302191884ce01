//! Words as HTML: harmless whatever they hold, with commands and flags set off from the sentence around them.

/// Text from outside, harmless in HTML: in text and in quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A sentence for people, escaped: what stands between two backticks, and a flag wherever it stands, is code. A backtick
/// without its second one is a sign like others.
pub(super) fn sentence(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, code, after)) = next_code(rest) {
        flags(&mut out, before);
        put_code(&mut out, code);
        rest = after;
    }
    flags(&mut out, rest);
    out
}

/// The text before the next pair of backticks, between them, and after.
fn next_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    Some((before, code, after))
}

/// Words without backticks, in which a flag is not to be broken behind its hyphens.
fn flags(out: &mut String, text: &str) {
    for word in text.split_inclusive(char::is_whitespace) {
        let flag = word.find("--").filter(|at| {
            let before = word.get(..*at).unwrap_or_default();
            before.chars().all(|c| !c.is_alphanumeric() && c != '-')
        });
        let Some((before, flag)) = flag.and_then(|at| word.split_at_checked(at)) else {
            out.push_str(&escaped(word));
            continue;
        };
        let length = flag
            .find(|c: char| c != '-' && !c.is_ascii_lowercase())
            .unwrap_or(flag.len());
        let (flag, after) = flag.split_at(length);
        out.push_str(&escaped(before));
        put_code(out, flag);
        out.push_str(&escaped(after));
    }
}

fn put_code(out: &mut String, code: &str) {
    out.push_str("<code>");
    out.push_str(&escaped(code));
    out.push_str("</code>");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_in_backticks_is_code_and_so_is_a_flag() {
        assert_eq!(
            sentence("map it (`ignore` in the map, --without COLUMN): `a<b` well-known"),
            "map it (<code>ignore</code> in the map, <code>--without</code> COLUMN): <code>a&lt;b</code> well-known"
        );
        assert_eq!(sentence("(--at) a--b `c"), "(<code>--at</code>) a--b `c");
    }

    proptest! {
        #[test]
        fn no_text_makes_an_element_of_its_own(text in "[`<>&\"' a-c/-]{0,40}") {
            let markup = sentence(&text);
            let bare = markup.replace("<code>", "").replace("</code>", "");
            prop_assert!(!bare.contains(['<', '>', '"', '\'']), "{markup}");
            prop_assert_eq!(markup.matches("<code>").count(), markup.matches("</code>").count());
            let read = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(read.replace('`', ""), text.replace('`', ""));
        }
    }
}
