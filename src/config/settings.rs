//! The settings as a whole, and where they are read from.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use chrono_tz::Tz;
use etcetera::BaseStrategy;

use super::document::{Document, Found, Section};
use super::keys::Binding;
use super::problems::{Problem, Problems};
use super::{house, keys, scoring};
use crate::domain::policy::{Clocks, Criteria, Known, Policy, RankRules, Routing, Value};
use crate::domain::score::{Model, Shadow};
use crate::domain::text::inline;

/// The built-in settings, the same files that a house can copy and change.
const KAPULA: &str = include_str!("../../config/kapula.toml");
pub(super) const SCORING: &str = include_str!("../../config/scoring.toml");

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
    /// What is allowed in the files and hardly meant. To be said, not to be refused for.
    pub warnings: Vec<Problem>,
    /// The same of the scoring files that are only looked at, and the mistakes in them, for which they are left out. To be
    /// said where scores are looked at: nothing else depends on them.
    pub model_warnings: Vec<Problem>,
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
    /// built-in settings. A file of `models` that has mistakes is left out, and its mistakes are warnings: what is only
    /// looked at must not keep anybody from working.
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
        let mut left_out = Vec::new();
        let shadows = shadow_files(&dir.join("models"), &mut left_out);
        let settings = Self::from_texts(Texts {
            shadows: &shadows,
            kapula: kapula.as_deref(),
            scoring: scoring.as_deref(),
            keys: keys.as_deref(),
        });
        if unreadable.is_empty() {
            return settings.map(|mut settings| {
                settings.model_warnings.extend(left_out.iter().map(is_left_out));
                settings
            });
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
            let found = each("kapula.toml", text, |root| house::apply(&mut settings, root));
            problems.extend(found.problems);
        }
        for text in [texts.scoring, built_in].into_iter().flatten() {
            let read = |root: &Section<'_>| settings.policy.model = scoring::model(root);
            let found = each("scoring.toml", text, read);
            problems.extend(found.problems);
            settings.warnings.extend(found.doubts);
        }
        for (name, text) in texts.shadows {
            settings.take_shadow(name, text);
        }
        if let Some(text) = texts.keys {
            let found = each("keys.toml", text, |root| settings.keys = keys::bindings(root));
            problems.extend(found.problems);
        }
        if problems.is_empty() {
            return Ok(settings);
        }
        Err(Problems(problems))
    }

    /// Takes a model that is only looked at, or says why not.
    fn take_shadow(&mut self, name: &str, text: &str) {
        let mut model = None;
        let file = format!("models/{name}.toml");
        let in_force = &self.policy.model.roles;
        let found = each(&file, text, |root| {
            let shadow = scoring::model(root);
            if shadow.roles != *in_force
                && let Some(section) = root.section("committee")
            {
                let what = "has no effect here: who decides is known once for all models";
                section.doubt(what, "Change [committee] in scoring.toml.");
            }
            model = Some(shadow);
        });
        self.model_warnings.extend(found.doubts);
        self.model_warnings.extend(found.problems.iter().map(is_left_out));
        if let Some(model) = model.filter(|_| found.problems.is_empty()) {
            let name = name.to_owned();
            self.policy.shadows.push(Shadow { name, model });
        }
    }

    /// What the built-in file then fills: it has every key, which a test sees to.
    fn blank() -> Self {
        let criteria = Criteria {
            min_fit: 0,
            min_engagement: 0,
            min_group: 0,
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
            warnings: Vec::new(),
            model_warnings: Vec::new(),
        }
    }
}

/// A mistake in a model that is only looked at, with what follows from it.
fn is_left_out(problem: &Problem) -> Problem {
    let remedy = format!("{} Until then the model is left out.", problem.remedy);
    Problem {
        remedy,
        ..problem.clone()
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

fn each(file: &str, text: &str, read: impl FnOnce(&Section<'_>)) -> Found {
    let document = Document::new(file, text);
    if let Some(root) = document.parse() {
        read(&Section::root(&document, &root));
    }
    document.into_found()
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
        match read(&path, &format!("models/{}.toml", inline(&name))) {
            Ok(text) => files.extend(text.map(|text| (name, text))),
            Err(problem) => unreadable.push(problem),
        }
    }
    files
}

/// The model of a scoring file that is not in force, for trying it, and what in it is hardly meant.
///
/// # Errors
/// All that is wrong in the file, or why it cannot be read.
pub fn model_file(path: &Path) -> Result<(Model, Vec<Problem>), Problems> {
    let name = inline(path.display());
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
    let found = each(&name, &text, |root| model = scoring::model(root));
    if found.problems.is_empty() {
        Ok((model, found.doubts))
    } else {
        Err(Problems(found.problems))
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
        Err(error) => format!("Reason: {error}. Allow reading {}.", inline(path.display())),
    };
    Err(Problem {
        file: name.to_owned(),
        line: None,
        key: String::new(),
        what: "cannot be read".to_owned(),
        remedy,
    })
}
