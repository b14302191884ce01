#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{Settings, Texts, Theme};

fn kapula(text: &str) -> Texts<'_> {
    Texts {
        kapula: Some(text),
        ..Texts::default()
    }
}

fn scoring(text: &str) -> Texts<'_> {
    Texts {
        scoring: Some(text),
        ..Texts::default()
    }
}

/// The problems as shown, one a line.
fn shown(texts: Texts<'_>) -> Vec<String> {
    let problems = Settings::from_texts(texts).unwrap_err();
    problems.to_string().lines().map(ToOwned::to_owned).collect()
}

#[test]
fn the_built_in_files_have_no_mistake_and_fill_everything() {
    let settings = Settings::from_texts(Texts::default()).unwrap();
    let policy = &settings.policy;
    assert_eq!(policy.model.classes.0.map(|b| b as u8), [70, 50, 30]);
    assert_eq!(policy.value.currency, "€");
    assert_eq!(policy.clocks.patience_minutes, 10 * 480);
    assert_eq!(policy.clocks.days, [true, true, true, true, true, false, false]);
    assert_eq!(
        (policy.routing.b.min_fit, policy.routing.b.min_engagement),
        (25, 20)
    );
    assert_eq!(settings.default_region, "FI");
    assert_eq!(settings.dial, None);
}
