#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn dialler(command: &[&str]) -> Dialler {
    Dialler::new(&command.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}

proptest! {
    #[test]
    fn an_argument_is_never_more_than_digits_behind_one_plus(number in ".{0,40}") {
        if let Ok(arguments) = dialler(&["phone"]).arguments(&number) {
            let [argument] = &arguments[..] else { return Err(TestCaseError::fail("one argument")) };
            let digits = argument.strip_prefix('+').unwrap_or(argument);
            prop_assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}

#[test]
fn a_number_is_dialled_as_people_write_it() {
    let dialler = dialler(&["xdg-open", "tel:{number}"]);
    for written in ["+358 40 123-4567", "+358 (40) 123.4567", " +358/40/1234567 "] {
        assert_eq!(dialler.arguments(written).unwrap(), ["tel:+358401234567"]);
    }
}

#[test]
fn what_is_not_a_number_is_refused() {
    let dialler = dialler(&["phone"]);
    for written in [
        "",
        "+",
        "1",
        "--help",
        "040; rm -rf /",
        "$(id)",
        "12+34",
        "1234567890123456789012345",
    ] {
        assert!(
            matches!(dialler.arguments(written), Err(DialError::NotANumber(_))),
            "{written}"
        );
    }
}

#[test]
fn a_command_without_a_program_is_refused() {
    for command in [vec![], vec![String::new()], vec![" ".to_owned()]] {
        assert!(matches!(Dialler::new(&command), Err(DialError::NoProgram)));
    }
}

#[test]
fn a_program_that_is_missing_or_fails_says_so() {
    assert!(matches!(
        dialler(&["/nonexistent/phone"]).dial("123"),
        Err(DialError::NotStarted { .. })
    ));
    assert!(matches!(
        dialler(&["false"]).dial("123"),
        Err(DialError::Failed { .. })
    ));
    dialler(&["true"]).dial("123").unwrap();
}
