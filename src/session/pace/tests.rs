#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn at(millis: i64) -> Time {
    Time::from_timestamp_millis(millis).unwrap()
}

#[test]
fn the_alarm_set_last_counts_whether_it_is_earlier_or_later() {
    let now = Instant::now();
    let mut pace = Pace::default();
    pace.set_alarm(at(9000), at(0), now);
    pace.set_alarm(at(1000), at(0), now);
    pace.set_alarm(at(2000), at(0), now);
    assert_eq!(pace.wake(FrameWaits::No), Some(now + Duration::from_secs(2)));
    assert!(!pace.take_alarm(|| at(1999), now));
    assert!(pace.take_alarm(|| at(2000), now + Duration::from_secs(2)));
    assert_eq!(pace.wake(FrameWaits::No), None);
}

#[test]
fn a_far_alarm_is_looked_at_every_minute_and_a_standing_clock_does_not_make_the_loop_spin() {
    let now = Instant::now();
    let mut pace = Pace::default();
    pace.set_alarm(at(86_400_000), at(0), now);
    assert_eq!(pace.wake(FrameWaits::No), Some(now + RECHECK));
    pace.set_alarm(at(1), at(0), now);
    let later = now + Duration::from_millis(1);
    assert!(!pace.take_alarm(|| at(0), later));
    assert_eq!(pace.wake(FrameWaits::No), Some(later + PATIENCE));
}

#[test]
fn an_alarm_in_the_past_goes_off_at_once() {
    let now = Instant::now();
    let mut pace = Pace::default();
    pace.set_alarm(at(-5), at(0), now);
    assert!(pace.take_alarm(|| at(0), now));
}

#[test]
fn nothing_to_do_is_no_wake() {
    let now = Instant::now();
    let mut pace = Pace::default();
    for _ in 0..BURST {
        assert!(pace.take_frame(now));
    }
    assert!(!pace.take_frame(now));
    assert_eq!(pace.wake(FrameWaits::No), None);
    assert_eq!(pace.wake(FrameWaits::Yes), Some(now + FRAME));
    pace.note_change();
    assert!(pace.take_change(now));
    assert_eq!(pace.wake(FrameWaits::No), None);
}

#[test]
fn frames_keep_their_rate_in_the_long_run_whatever_is_wanted() {
    let start = Instant::now();
    let mut pace = Pace::default();
    let drawn = (0..1_000)
        .filter(|millis| pace.take_frame(start + Duration::from_millis(*millis)))
        .count();
    assert!(
        drawn <= 1_000 / FRAME.as_millis() as usize + BURST as usize,
        "{drawn}"
    );
}
