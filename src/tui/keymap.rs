//! Which key does what where: the defaults of the table, and what `keys.toml` puts in their place.

use std::collections::HashMap;

use super::action::{Action, TABLE, Where};
use super::input::{Code, Key};

/// What is wrong with one binding of `keys.toml`, as its two halves: what it is, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misbound {
    /// The place of the binding in the list of bindings.
    pub binding: usize,
    /// What is wrong, without capital and full stop.
    pub what: String,
    /// What to write instead, as a sentence.
    pub remedy: String,
}

/// Two actions that one key would mean, and where.
struct Clash {
    key: Key,
    actions: [Action; 2],
    places: Vec<Where>,
}

/// The keys of one session.
#[derive(Debug, Clone)]
pub struct Keymap {
    by_key: HashMap<(Where, Key), Action>,
    shown: HashMap<Action, Key>,
}

impl Keymap {
    /// The default keys with those of `keys` (action name, key) in their place. What is wrong in `keys` is left out and
    /// told, in the order of `keys`: an unknown action, an unreadable key, a key that would mean two things in one place.
    #[must_use]
    pub fn new(keys: &[(String, String)]) -> (Self, Vec<Misbound>) {
        let mut problems = Vec::new();
        let mut changed: HashMap<Action, Vec<Key>> = HashMap::new();
        for (binding, (name, text)) in keys.iter().enumerate() {
            let (what, remedy) = match (Action::from_name(name), parse(text)) {
                (None, _) => (
                    format!("there is no action `{name}`"),
                    "The names are listed by `:` and in the README.",
                ),
                (_, None) => (
                    format!("`{text}` is not a key"),
                    "Write `c`, `N`, `ctrl-d`, `f5`, `space` or `enter`.",
                ),
                (Some(action), Some(key)) => {
                    changed.entry(action).or_default().push(key);
                    continue;
                }
            };
            let remedy = remedy.to_owned();
            problems.push(Misbound {
                binding,
                what,
                remedy,
            });
        }
        let mut clashes = Vec::new();
        let mut map = Self {
            by_key: HashMap::new(),
            shown: HashMap::new(),
        };
        for entry in TABLE {
            let own = changed.get(&entry.action);
            let keys = own.map_or(entry.keys, Vec::as_slice);
            for key in keys {
                map.bind(entry.action, *key, &mut clashes);
            }
        }
        problems.extend(clashes.iter().map(|clash| clash.told(keys)));
        problems.sort_by_key(|problem| problem.binding);
        (map, problems)
    }

    fn bind(&mut self, action: Action, key: Key, clashes: &mut Vec<Clash>) {
        for place in action.entry().places {
            if let Some(other) = self.by_key.get(&(*place, key)).copied() {
                let actions = [other, action];
                let known = clashes
                    .iter_mut()
                    .find(|clash| clash.actions == actions && clash.key == key);
                match known {
                    _ if other == action => {}
                    Some(clash) => clash.places.push(*place),
                    None => clashes.push(Clash {
                        key,
                        actions,
                        places: vec![*place],
                    }),
                }
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

impl Clash {
    /// In one sentence; it is the fault of the last binding that says so, as the defaults mean one thing each.
    fn told(&self, keys: &[(String, String)]) -> Misbound {
        let [one, other] = self.actions.map(|action| action.entry().name);
        let names_it = |(name, key): &(String, String)| {
            (name == one || name == other) && parse(key).is_some_and(|key| key == self.key)
        };
        let places: Vec<&str> = self.places.iter().map(|place| place.title()).collect();
        let places = match places.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            places => places.concat(),
        };
        Misbound {
            binding: keys.iter().rposition(names_it).unwrap_or_default(),
            what: format!(
                "`{}` would mean both `{one}` and `{other}` in {places}",
                show(&self.key)
            ),
            remedy: "Give one of them another key.".to_owned(),
        }
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

    fn with(name: &str, key: &str) -> (Keymap, Vec<Misbound>) {
        Keymap::new(&[(name.to_owned(), key.to_owned())])
    }

    #[test]
    fn the_default_keys_mean_one_thing_each_in_every_place() {
        let (map, problems) = Keymap::new(&[]);
        assert_eq!(problems, Vec::new());
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
    fn a_key_that_means_two_things_is_told_once_with_all_places_and_by_the_binding_that_says_so() {
        let keys = [("take", "T"), ("return-need", "x")].map(|(a, k)| (a.to_owned(), k.to_owned()));
        let (_, problems) = Keymap::new(&keys);
        let told: Vec<(usize, &str)> = problems
            .iter()
            .map(|problem| (problem.binding, problem.what.as_str()))
            .collect();
        let places = "in Calls, Handoffs, Contacts and Card";
        let expected = [
            (
                0,
                format!("`T` would mean both `take` and `return-timeframe` {places}"),
            ),
            (
                1,
                format!("`x` would mean both `return-need` and `lose` {places}"),
            ),
        ];
        assert_eq!(
            told,
            expected
                .each_ref()
                .map(|(binding, what)| (*binding, what.as_str()))
        );
        let twice = [("take", "t"), ("take", "t")].map(|(a, k)| (a.to_owned(), k.to_owned()));
        assert_eq!(Keymap::new(&twice).1, Vec::new());
    }

    #[test]
    fn an_unknown_action_is_told_where_the_names_are_and_nowhere_else() {
        let (_, problems) = with("wim", "w");
        let remedy = &problems[0].remedy;
        assert!(
            remedy.contains("README") && remedy.contains("`:`") && !remedy.contains('?'),
            "{remedy}"
        );
        let list = crate::tui::action::key_list_markdown();
        assert!(TABLE.iter().all(|entry| list.contains(entry.name)));
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
                problems.iter().any(|problem| problem.what.contains(told)),
                "{problems:?}"
            );
            assert_eq!(
                map.action(Where::Calls, &Key::char('N')),
                Some(Action::ReturnNeed)
            );
        }
    }
}
