//! The settings as a whole, and where they are read from.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use chrono_tz::Tz;
use etcetera::BaseStrategy;

use super::document::{Document, Section};
use super::keys::Binding;
use super::problems::{Problem, Problems};
use super::{house, keys, scoring};
use crate::domain::policy::{Clocks, Criteria, Known, Policy, Routing, Value};
use crate::domain::priority::RankRules;
use crate::domain::score::{Model, Shadow};

/// The built-in settings, the same files that a house can copy and change.
const KAPULA: &str = include_str!("../../config/kapula.toml");
const SCORING: &str = include_str!("../../config/scoring.toml");

/// What the house has settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Scoring, routing, value and clocks.
    pub policy: Policy,
    /// Country whose rules hold for phone numbers without a country code: two capital letters, ISO 3166.
    pub default_region: String,
    /// How the screens look.
    pub theme: Theme,
    /// Program and arguments that dial a number, with `{number}` in an argument standing for it; absent when Kapula is
    /// only to show and copy it. Never run through a shell.
    pub dial: Option<Vec<String>>,
    /// Key bindings that differ from the defaults: name of the action, key.
    pub keys: Vec<Binding>,
}

/// Which theme the house has chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Colours for ordinary terminals.
    #[default]
    Default,
    /// Black, white and bold.
    HighContrast,
    /// Colours that stay apart for colour-blind people.
    ColourBlind,
    /// No colours.
    Plain,
}

/// The texts of the three files; absent when there is no such file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Texts<'a> {
    /// `kapula.toml`.
    pub kapula: Option<&'a str>,
    /// `scoring.toml`.
    pub scoring: Option<&'a str>,
    /// `keys.toml`.
    pub keys: Option<&'a str>,
    /// The files of `models`: name without ending, text.
    pub shadows: &'a [(String, String)],
}

impl Settings {
    /// Reads the settings from a folder, by default the user's own ([`default_dir`]). A missing folder or file means the
    /// built-in settings.
    ///
    /// # Errors
    /// All that is wrong in the files, or why one cannot be read.
    pub fn load(dir: Option<&Path>) -> Result<Self, Problems> {
        let Some(dir) = dir.map(Path::to_path_buf).or_else(default_dir) else {
            return Self::from_texts(Texts::default());
        };
        let mut unreadable = Vec::new();
        let mut text = |name: &str| {
            read(&dir.join(name), name).unwrap_or_else(|problem| {
                unreadable.push(problem);
                None
            })
        };
        let (kapula, scoring, keys) = (text("kapula.toml"), text("scoring.toml"), text("keys.toml"));
        let shadows = shadow_files(&dir.join("models"), &mut unreadable);
        let settings = Self::from_texts(Texts {
            shadows: &shadows,
            kapula: kapula.as_deref(),
            scoring: scoring.as_deref(),
            keys: keys.as_deref(),
        });
        if unreadable.is_empty() {
            return settings;
        }
        unreadable.extend(settings.err().into_iter().flat_map(|problems| problems.0));
        Err(Problems(unreadable))
    }

    /// Reads the settings from texts: the built-in ones, overridden by what is given.
    ///
    /// # Errors
    /// All that is wrong in the texts.
    pub fn from_texts(texts: Texts<'_>) -> Result<Self, Problems> {
        let mut settings = Self::blank();
        let mut problems = Vec::new();
        let built_in = if texts.scoring.is_some() {
            None
        } else {
            Some(SCORING)
        };
        for text in [Some(KAPULA), texts.kapula].into_iter().flatten() {
            problems.extend(each("kapula.toml", text, |root| {
                house::apply(&mut settings, root);
            }));
        }
        for text in [texts.scoring, built_in].into_iter().flatten() {
            let read = |root: &Section<'_>| settings.policy.model = scoring::model(root);
            problems.extend(each("scoring.toml", text, read));
        }
        for (name, text) in texts.shadows {
            problems.extend(each(&format!("models/{name}.toml"), text, |root| {
                let (name, model) = (name.clone(), scoring::model(root));
                settings.policy.shadows.push(Shadow { name, model });
            }));
        }
        if let Some(text) = texts.keys {
            problems.extend(each("keys.toml", text, |root| {
                settings.keys = keys::bindings(root);
            }));
        }
        if problems.is_empty() {
            return Ok(settings);
        }
        Err(Problems(problems))
    }

    /// What the built-in file then fills: it has every key, which a test sees to.
    fn blank() -> Self {
        let criteria = Criteria {
            min_fit: 0,
            min_engagement: 0,
            phone_known: Known::Optional,
        };
        let value = Value {
            currency: String::new(),
            by_company_size: Vec::new(),
            default_deal_size: 0.0,
            probability: [0.0; 4],
        };
        Self {
            policy: Policy {
                model: Model::default(),
                shadows: Vec::new(),
                routing: Routing {
                    a: criteria,
                    b: criteria,
                    budget_season: (1, 1),
                },
                value,
                clocks: blank_clocks(),
                rank: RankRules::default(),
            },
            default_region: String::new(),
            theme: Theme::Default,
            dial: None,
            keys: Vec::new(),
        }
    }
}

const fn blank_clocks() -> Clocks {
    Clocks {
        zone: Tz::UTC,
        hours: (NaiveTime::MIN, NaiveTime::MIN),
        days: [false; 7],
        urgent_minutes: 0,
        normal_minutes: 0,
        at_risk_from: 1.0,
        patience_minutes: 0,
        cool_off_minutes: 0,
    }
}

/// The user's settings folder: `kapula` in the XDG configuration folder; nothing when there is no home.
#[must_use]
pub fn default_dir() -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::Xdg::new().ok()?;
    Some(strategy.config_dir().join("kapula"))
}

fn each(file: &str, text: &str, read: impl FnOnce(&Section<'_>)) -> Vec<Problem> {
    let document = Document::new(file, text);
    if let Some(root) = document.parse() {
        read(&Section::root(&document, &root));
    }
    document.into_problems()
}

/// The scoring files that are only looked at, by name: none when there is no such folder.
fn shadow_files(folder: &Path, unreadable: &mut Vec<Problem>) -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match read(&path, &format!("models/{name}.toml")) {
            Ok(text) => files.extend(text.map(|text| (name, text))),
            Err(problem) => unreadable.push(problem),
        }
    }
    files
}

/// The model of a scoring file that is not in force: for trying it.
///
/// # Errors
/// All that is wrong in the file, or why it cannot be read.
pub fn model_file(path: &Path) -> Result<Model, Problems> {
    let name = path.display().to_string();
    let missing = || Problem {
        file: name.clone(),
        line: None,
        key: String::new(),
        what: "is not there".to_owned(),
        remedy: "Name a scoring file, for example scoring.toml.".to_owned(),
    };
    let text = read(path, &name)
        .and_then(|text| text.ok_or_else(missing))
        .map_err(|problem| Problems(vec![problem]))?;
    let mut model = Model::default();
    let problems = each(&name, &text, |root| model = scoring::model(root));
    if problems.is_empty() {
        Ok(model)
    } else {
        Err(Problems(problems))
    }
}

/// The text of a file; nothing when there is none.
fn read(path: &Path, name: &str) -> Result<Option<String>, Problem> {
    let remedy = match fs::read_to_string(path) {
        Ok(text) => return Ok(Some(text.trim_start_matches('\u{feff}').to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            "It is not UTF-8: save it as UTF-8 text.".to_owned()
        }
        Err(error) => format!("Reason: {error}. Allow reading {}.", path.display()),
    };
    Err(Problem {
        file: name.to_owned(),
        line: None,
        key: String::new(),
        what: "cannot be read".to_owned(),
        remedy,
    })
}
