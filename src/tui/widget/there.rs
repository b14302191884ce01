//! What time it is where a contact is, and from when on it is an hour for a call there.

use chrono::NaiveDateTime;

use crate::domain::Time;
use crate::domain::country::Wall;
use crate::tui::context::Context;
use crate::tui::screen::signs;

/// The time on that wall, `Sun 15:24`, and while it is not known in which of several zones that is, from the one end to the
/// other, `Sun 12:24-15:24`; nothing where the clocks show the same as those of the house.
#[must_use]
pub fn time(at: Time, wall: Wall, ctx: &Context) -> Option<String> {
    let zones = wall.zones().iter();
    let mut clocks: Vec<NaiveDateTime> = zones.map(|zone| at.with_timezone(zone).naive_local()).collect();
    clocks.sort_unstable();
    let (first, last) = (*clocks.first()?, *clocks.last()?);
    let house = at.with_timezone(&ctx.policy.clocks.zone).naive_local();
    if first == house && last == house {
        return None;
    }
    let from = first.format("%a %-H:%M");
    Some(if first == last {
        from.to_string()
    } else if first.date() == last.date() {
        format!("{from}-{}", last.format("%-H:%M"))
    } else {
        format!("{from}-{}", last.format("%a %-H:%M"))
    })
}

/// `no hour for a call until Mon 8:00 there, 20:00 here`; nothing when it is one now.
#[must_use]
pub fn closed(wall: Wall, ctx: &Context) -> Option<String> {
    let house = ctx.policy.clocks.zone;
    let opens = ctx.policy.rank.calling.opens(wall, house, ctx.now)?;
    let here = signs::soon(opens, ctx);
    // With two clocks of theirs the first hour has two names there, and the one here says enough.
    let until = match (time(opens, wall, ctx), wall.zones().len()) {
        (None, _) => here,
        (Some(there), 1) => {
            let day = there.split(' ').next().unwrap_or_default();
            let here = here.strip_prefix(day).map_or(here.as_str(), str::trim_start);
            format!("{there} there, {here} here")
        }
        (Some(_), _) => format!("{here} here"),
    };
    Some(format!("no hour for a call until {until}"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::country::{Country, Home, Whereabouts};
    use crate::domain::policy::CallingHours;
    use crate::tui::screen::fixture::context;

    /// Helsinki, seven hours ahead of New York and twelve of Honolulu.
    fn at(now: &str) -> Context {
        let mut ctx = context(80, 24);
        ctx.now = now.parse().unwrap_or_default();
        let mut policy = (*ctx.policy).clone();
        policy.rank.calling = CallingHours {
            from: 8 * 60,
            to: 17 * 60,
            days: [true, true, true, true, true, false, false],
        };
        ctx.policy = Arc::new(policy);
        ctx
    }

    fn wall(country: &str, state: &str) -> Wall {
        Whereabouts::of(Home::of(Country::named(country), ""), state, "").wall
    }

    #[test]
    fn the_time_there_is_told_where_it_is_another_one_than_here() {
        let ctx = at("2026-11-23T01:24:00Z");
        let time = |wall| time(ctx.now, wall, &ctx);
        assert_eq!(time(wall("US", "HI")).as_deref(), Some("Sun 15:24"));
        assert_eq!(time(wall("US", "")).as_deref(), Some("Sun 17:24-20:24"));
        assert_eq!(time(wall("FI", "")), None);
        assert_eq!(time(wall("EE", "")), None, "another zone with the same time");
        assert_eq!(time(Wall::House), None);
        let late = at("2026-11-23T06:30:00Z");
        let both = super::time(late.now, wall("US", ""), &late);
        assert_eq!(both.as_deref(), Some("Sun 22:30-Mon 1:30"));
    }

    #[test]
    fn an_hour_that_is_none_for_calls_ends_there_and_here() {
        let said = |now: &str, wall| closed(wall, &at(now));
        let sunday = "2026-11-23T01:24:00Z";
        let hawaii = "no hour for a call until Mon 8:00 there, 20:00 here";
        assert_eq!(said(sunday, wall("US", "HI")).as_deref(), Some(hawaii));
        let wide = "no hour for a call until 18:00 here";
        assert_eq!(said(sunday, wall("US", "")).as_deref(), Some(wide));
        let house = "no hour for a call until 8:00";
        assert_eq!(said(sunday, Wall::House).as_deref(), Some(house));
        let japan = "no hour for a call until Tue 8:00 there, 1:00 here";
        assert_eq!(
            said("2026-11-23T20:00:00Z", wall("JP", "")).as_deref(),
            Some(japan)
        );
        assert_eq!(said("2026-11-23T19:00:00Z", wall("US", "HI")), None);
    }
}
