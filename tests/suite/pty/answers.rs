//! What a terminal sends that nobody typed.

use super::office::Office;

#[test]
fn answers_that_nobody_asked_for_do_not_swallow_a_key() {
    let office = Office::with_leads();
    let answers: [&[u8]; 9] = [
        b"\x1b[?2026;2$y",
        b"\x1b[?64;1;2;6;9;15;18;21;22c",
        b"\x1b[>41;354;0c",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]10;rgb:ffff/ffff/ffff\x07",
        b"\x1b[12;40R",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\xff\xfe\x80\x9b\xc3(\x1b[999999999999999;;;;:::h",
    ];
    for answer in answers {
        let mut cockpit = office.cockpit("mikko");
        cockpit.shows("Aino Mäkelä");
        cockpit.bytes(answer);
        cockpit.keys("q");
        assert_eq!(cockpit.exit_code(), 0, "{answer:?}");
    }
}
