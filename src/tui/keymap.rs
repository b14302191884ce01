//! Which key does what where: the defaults of the table, and what `keys.toml` puts in their place.

use std::collections::HashMap;

use super::action::{Action, TABLE, Where};
use super::input::{Code, Key};

/// The keys of one session.
#[derive(Debug, Clone)]
pub struct Keymap {
    by_key: HashMap<(Where, Key), Action>,
    shown: HashMap<Action, Key>,
}

impl Keymap {
    /// The default keys with those of `keys` (action name, key) in their place. What is wrong in `keys` is left out and
    /// told as sentences: an unknown action, an unreadable key, a key that would mean two things in one place.
    #[must_use]
    pub fn new(keys: &[(String, String)]) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut changed: HashMap<Action, Vec<Key>> = HashMap::new();
        for (name, text) in keys {
            match (Action::from_name(name), parse(text)) {
                (None, _) => problems.push(format!(
                    "keys.toml: there is no action `{name}`; the names are listed by ? and :"
                )),
                (_, None) => problems.push(format!(
                    "keys.toml: `{text}` (for `{name}`) is not a key; write `c`, `N`, `ctrl-d`, `f5`, `space` or `enter`"
                )),
                (Some(action), Some(key)) => changed.entry(action).or_default().push(key),
            }
        }
        let mut map = Self {
            by_key: HashMap::new(),
            shown: HashMap::new(),
        };
        for entry in TABLE {
            let own = changed.get(&entry.action);
            let keys = own.map_or(entry.keys, Vec::as_slice);
            for key in keys {
                map.bind(entry.action, *key, &mut problems);
            }
        }
        (map, problems)
    }

    fn bind(&mut self, action: Action, key: Key, problems: &mut Vec<String>) {
        for place in action.entry().places {
            if let Some(other) = self.by_key.get(&(*place, key)) {
                problems.push(format!(
                    "keys.toml: `{}` would mean both `{}` and `{}` in {}; give one of them another key",
                    show(&key),
                    other.entry().name,
                    action.entry().name,
                    place.title()
                ));
            } else {
                self.by_key.insert((*place, key), action);
                self.shown.entry(action).or_insert(key);
            }
        }
    }

    /// What the key means there.
    #[must_use]
    pub fn action(&self, place: Where, key: &Key) -> Option<Action> {
        self.by_key.get(&(place, *key)).copied()
    }

    /// The key to show for an action; empty when it has none.
    #[must_use]
    pub fn shown(&self, action: Action) -> String {
        self.shown.get(&action).map(show).unwrap_or_default()
    }
}

const NAMED: [(Code, &str); 15] = [
    (Code::Char(' '), "space"),
    (Code::Enter, "enter"),
    (Code::Esc, "esc"),
    (Code::Tab, "tab"),
    (Code::BackTab, "shift-tab"),
    (Code::Backspace, "backspace"),
    (Code::Delete, "delete"),
    (Code::Up, "up"),
    (Code::Down, "down"),
    (Code::Left, "left"),
    (Code::Right, "right"),
    (Code::Home, "home"),
    (Code::End, "end"),
    (Code::PageUp, "pgup"),
    (Code::PageDown, "pgdn"),
];

/// A key as written in `keys.toml` and shown in the help: `c`, `N`, `ctrl-d`, `alt-x`, `f5`, `space`, `pgdn`.
#[must_use]
pub fn show(key: &Key) -> String {
    let name = NAMED
        .iter()
        .find(|(code, _)| *code == key.code)
        .map(|(_, name)| (*name).to_owned());
    let name = name.unwrap_or_else(|| match key.code {
        Code::Char(character) => character.to_string(),
        Code::Function(number) => format!("f{number}"),
        Code::Enter
        | Code::Esc
        | Code::Tab
        | Code::BackTab
        | Code::Backspace
        | Code::Delete
        | Code::Up
        | Code::Down
        | Code::Left
        | Code::Right
        | Code::Home
        | Code::End
        | Code::PageUp
        | Code::PageDown => String::new(),
    });
    let ctrl = if key.ctrl { "ctrl-" } else { "" };
    let alt = if key.alt { "alt-" } else { "" };
    format!("{ctrl}{alt}{name}")
}

/// Reads a key as [`show`] writes it.
#[must_use]
pub fn parse(text: &str) -> Option<Key> {
    let (ctrl, rest) = text
        .strip_prefix("ctrl-")
        .map_or((false, text), |rest| (true, rest));
    let (alt, rest) = rest
        .strip_prefix("alt-")
        .map_or((false, rest), |rest| (true, rest));
    Some(Key {
        code: code(rest)?,
        ctrl,
        alt,
    })
}

fn code(name: &str) -> Option<Code> {
    if let Some((code, _)) = NAMED.iter().find(|(_, known)| *known == name) {
        return Some(*code);
    }
    let mut characters = name.chars();
    if let (Some(character), None) = (characters.next(), characters.next()) {
        return Some(Code::Char(character));
    }
    let number: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=12).contains(&number).then_some(Code::Function(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, key: &str) -> (Keymap, Vec<String>) {
        Keymap::new(&[(name.to_owned(), key.to_owned())])
    }

    #[test]
    fn the_default_keys_mean_one_thing_each_in_every_place() {
        let (map, problems) = Keymap::new(&[]);
        assert_eq!(problems, Vec::<String>::new());
        for entry in TABLE {
            for (place, key) in entry
                .places
                .iter()
                .flat_map(|place| entry.keys.iter().map(move |key| (place, key)))
            {
                assert_eq!(map.action(*place, key), Some(entry.action));
            }
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_shown() {
        for key in TABLE.iter().flat_map(|entry| entry.keys) {
            assert_eq!(parse(&show(key)), Some(*key));
        }
        for text in ["", "cc", "f0", "f13", "ctrl-", "hyper-x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_of_ones_own_takes_the_place_of_the_default() {
        let (map, problems) = with("win", "ctrl-w");
        assert!(problems.is_empty());
        assert_eq!(map.action(Where::Calls, &Key::char('w')), None);
        assert_eq!(map.shown(Action::Win), "ctrl-w");
    }

    #[test]
    fn what_is_wrong_in_the_keys_is_told_and_left_out() {
        for (name, key, told) in [
            ("wim", "w", "no action `wim`"),
            ("win", "ctrl", "is not a key"),
            ("win", "N", "both `return-need` and `win`"),
        ] {
            let (map, problems) = with(name, key);
            assert!(
                problems.iter().any(|problem| problem.contains(told)),
                "{problems:?}"
            );
            assert_eq!(
                map.action(Where::Calls, &Key::char('N')),
                Some(Action::ReturnNeed)
            );
        }
    }
}
