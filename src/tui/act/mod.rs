//! Acts on leads: from an action to an order, to a question, or to a sentence about why not.

pub mod ask;
pub mod menus;
mod typed;

use crate::domain::activity::TriageChoice;
use crate::domain::command::{Command, Order};
use crate::domain::contact::{ContactId, ContactPatch, Field};
use crate::domain::country::{Wall, Whereabouts};
use crate::domain::lead::{Hand, ReturnReason, Stage};
use crate::domain::priority::OpenLead;
use crate::domain::query::{Card, ContactLine};

use super::Effect;
use super::action::Action;
use super::context::Context;
use super::overlay::Overlay;
use super::overlay::prompt::Prompt;
use super::widget::there;
use ask::{Ask, What};

/// The lead an act is about, as the person saw it when he decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Who.
    pub id: ContactId,
    /// Name to show.
    pub name: String,
    /// Phone number, or empty.
    pub phone: String,
    /// The version that was seen; absent when the lead has not been seen, or was moved by an own act since.
    pub version: Option<u64>,
    /// Where the lead is.
    pub stage: Stage,
    /// Who holds it or for whom it is meant.
    pub owner: Option<String>,
    /// Whether the contact has asked not to be called.
    pub calls: Calls,
    /// The clock by which it is called, where that has been looked up.
    pub wall: Option<Wall>,
}

/// Whether a contact may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calls {
    /// Yes.
    Welcome,
    /// He has asked not to be called.
    Unwanted,
}

impl Calls {
    const fn unless(do_not_call: bool) -> Self {
        if do_not_call {
            Self::Unwanted
        } else {
            Self::Welcome
        }
    }
}

impl Target {
    /// An order about it, made on the version that was seen.
    #[must_use]
    pub const fn order(&self, command: Command) -> Order {
        Order {
            contact: self.id,
            version: self.version,
            command,
            at: None,
        }
    }
}

impl From<&OpenLead> for Target {
    fn from(lead: &OpenLead) -> Self {
        Self {
            id: lead.id,
            name: lead.name.clone(),
            phone: lead.phone.clone(),
            version: Some(lead.lead.version),
            stage: lead.lead.stage,
            owner: lead.lead.owner.clone(),
            calls: Calls::unless(lead.do_not_call),
            wall: Some(lead.place.wall),
        }
    }
}

impl From<&Card> for Target {
    fn from(card: &Card) -> Self {
        let contact = &card.subject.contact;
        let lead = &card.subject.lead;
        Self {
            id: contact.id,
            name: contact.name(),
            phone: contact.get(Field::Phone).unwrap_or_default().to_owned(),
            version: Some(lead.version),
            stage: lead.stage,
            owner: lead.owner.clone(),
            calls: Calls::unless(contact.do_not_call()),
            wall: Some(Whereabouts::from(contact).wall),
        }
    }
}

impl From<&ContactLine> for Target {
    fn from(line: &ContactLine) -> Self {
        Self {
            id: line.id,
            name: line.name.clone(),
            phone: line.phone.clone(),
            version: Some(line.lead.version),
            stage: line.lead.stage,
            owner: line.lead.owner.clone(),
            calls: Calls::unless(line.do_not_call),
            wall: None,
        }
    }
}

/// What an act comes to.
#[derive(Debug, Default)]
pub struct Step {
    /// Orders to submit.
    pub orders: Vec<Order>,
    /// Other things to be done.
    pub effects: Vec<Effect>,
    /// Something to ask first.
    pub overlay: Option<Overlay>,
    /// A sentence: what was done besides, or why nothing was.
    pub say: Option<Result<String, String>>,
}

impl Step {
    fn order(target: &Target, command: Command) -> Self {
        Self {
            orders: vec![target.order(command)],
            ..Self::default()
        }
    }

    fn overlay(overlay: Overlay) -> Self {
        Self {
            overlay: Some(overlay),
            ..Self::default()
        }
    }

    fn refuse(sentence: String) -> Self {
        Self {
            say: Some(Err(sentence)),
            ..Self::default()
        }
    }
}

/// How numbers are dialled here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialling {
    /// By the configured command.
    Command,
    /// By hand: the number is copied.
    ByHand,
}

/// What an action on one lead comes to; nothing when the action is not an act on a lead.
#[must_use]
pub fn on_lead(action: Action, target: &Target, ctx: &Context, dialling: Dialling) -> Option<Step> {
    let give_back = |reason| {
        Step::order(
            target,
            Command::Return {
                reason,
                note: String::new(),
                wake_at: None,
            },
        )
    };
    let ask = |what| Step::overlay(Overlay::Prompt(Prompt::new(Ask::one(target, what))));
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other actions are the root's and the screens' own"
    )]
    let step = match action {
        Action::Call => call(target, ctx, dialling),
        Action::Take => Step::order(target, Command::Take),
        Action::Release => Step::order(target, Command::Release),
        Action::Outcome => Step::overlay(Overlay::Menu(menus::outcome(target))),
        Action::ReturnNeed => give_back(ReturnReason::Need),
        Action::ReturnBudget => give_back(ReturnReason::Budget),
        Action::ReturnAuthority => give_back(ReturnReason::Authority),
        Action::ReturnTimeframe => give_back(ReturnReason::Timeframe),
        Action::ReturnMore => Step::overlay(Overlay::Menu(menus::give_back(target))),
        Action::Note => ask(What::Note),
        Action::Meeting => ask(What::Meeting),
        Action::Offer => ask(What::Offer),
        Action::Win => ask(What::Win),
        Action::Lose => ask(What::Lose),
        Action::Assign => ask(What::Assign),
        Action::HandOver => ask(What::HandOver),
        Action::CopyPhone => copy(target, ctx),
        Action::DoNotCall => do_not_call(target),
        _ => return None,
    };
    Some(step)
}

/// What an action on returned leads comes to; nothing when the action is not an act of triage. More than one lead is
/// asked about first, with their number.
#[must_use]
pub fn on_returned(action: Action, targets: &[Target]) -> Option<Step> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other actions are the root's and the screens' own"
    )]
    let what = match action {
        Action::Nurture => What::Triage(TriageChoice::Nurture),
        Action::NurtureUntil => What::NurtureUntil,
        Action::Research => What::Triage(TriageChoice::Research),
        Action::Close => What::Triage(TriageChoice::Close),
        Action::HandOver => What::HandOver,
        _ => return None,
    };
    let now = matches!(what, What::Triage(_)) && targets.len() == 1;
    let ask = Ask {
        targets: targets.to_vec(),
        what,
    };
    Some(match what.command_as_is().filter(|_| now) {
        Some(command) => Step {
            orders: ask.orders(&command),
            ..Step::default()
        },
        None => Step::overlay(Overlay::Prompt(Prompt::new(ask))),
    })
}

/// Take if it is free, dial or copy, then ask how it went.
fn call(target: &Target, ctx: &Context, dialling: Dialling) -> Step {
    if target.calls == Calls::Unwanted {
        return unwanted(target, ctx);
    }
    if target.phone.is_empty() {
        return Step::refuse(format!(
            "No phone number is known for {}; write an e-mail, or return the lead with {} (wrong data)",
            target.name,
            ctx.key(Action::ReturnMore)
        ));
    }
    if let Some(owner) = target.owner.as_deref().filter(|owner| *owner != ctx.user)
        && target.stage.is_taken()
    {
        return Step::refuse(format!("{owner} has taken {}; call somebody else", target.name));
    }
    let (effect, said) = match dialling {
        Dialling::Command => (
            Effect::Dial(target.phone.clone()),
            format!("Dialling {}", target.phone),
        ),
        Dialling::ByHand => (
            Effect::Copy(target.phone.clone()),
            format!("Copied {}", target.phone),
        ),
    };
    let said = match (bad_hour(target, ctx), dialling) {
        (Some(hour), _) => format!("{said}; {hour}"),
        (None, Dialling::ByHand) => format!("{said}: call it now"),
        (None, Dialling::Command) => said,
    };
    let take = (target.stage == Stage::Queued).then(|| target.order(Command::Take));
    Step {
        orders: take.into_iter().collect(),
        effects: vec![effect],
        overlay: Some(Overlay::Menu(menus::outcome(target))),
        say: Some(Ok(said)),
    }
}

/// `it is Sun 15:24 there: no hour for a call until Mon 8:00 there, 20:00 here`; nothing at an hour that is fit for one. Told
/// and not refused: the contact itself may have asked for that hour.
fn bad_hour(target: &Target, ctx: &Context) -> Option<String> {
    let wall = target.wall?;
    let closed = there::closed(wall, ctx)?;
    Some(match there::time(ctx.now, wall, ctx) {
        Some(time) => format!("it is {time} there: {closed}"),
        None => closed,
    })
}

/// A call that the contact does not want.
fn unwanted(target: &Target, ctx: &Context) -> Step {
    let instead = if target.stage.hand() == Hand::Sales {
        format!("write, or return the lead with {}", ctx.key(Action::ReturnMore))
    } else {
        "write".to_owned()
    };
    Step::refuse(format!(
        "{} has asked not to be called; {instead}. If that is wrong: {} on the card",
        target.name,
        ctx.key(Action::DoNotCall)
    ))
}

/// The other of the two: not to be called, or to be called again.
fn do_not_call(target: &Target) -> Step {
    let said = match target.calls {
        Calls::Welcome => "yes",
        Calls::Unwanted => "no",
    };
    let mut patch = ContactPatch::default();
    patch.set(Field::DoNotCall, said);
    Step::order(target, Command::Edit(patch))
}

fn copy(target: &Target, ctx: &Context) -> Step {
    // A number is copied in order to be called.
    if target.calls == Calls::Unwanted {
        return unwanted(target, ctx);
    }
    if target.phone.is_empty() {
        return Step::refuse(format!("No phone number is known for {}", target.name));
    }
    Step {
        effects: vec![Effect::Copy(target.phone.clone())],
        say: Some(Ok(format!("Copied {}", target.phone))),
        ..Step::default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::country::{Country, Home};
    use crate::domain::policy::CallingHours;
    use crate::tui::screen::fixture::context;

    /// Sunday 15:24 in Honolulu, Monday morning at the house.
    fn monday() -> Context {
        let mut ctx = context(80, 24);
        ctx.now = "2026-11-23T01:24:00Z".parse().unwrap_or_default();
        let mut policy = (*ctx.policy).clone();
        policy.rank.calling = CallingHours {
            from: 8 * 60,
            to: 17 * 60,
            ..CallingHours::ALWAYS
        };
        policy.rank.calling.days[6] = false;
        ctx.policy = Arc::new(policy);
        ctx
    }

    fn somebody(country: &str, state: &str) -> Target {
        let mut lead = crate::tui::fixture::open(1, "Kimo", "Oy", 1.0);
        lead.place = Whereabouts::of(Home::of(Country::named(country), ""), state, "");
        Target::from(&lead)
    }

    #[test]
    fn who_is_called_at_an_hour_that_is_none_there_is_told_so() {
        let ctx = monday();
        let said = |target: &Target| call(target, &ctx, Dialling::ByHand).say;
        let hawaii = "Copied +358401234567; it is Sun 15:24 there: no hour for a call until Mon 8:00 there, 20:00 here";
        assert_eq!(said(&somebody("US", "HI")), Some(Ok(hawaii.to_owned())));
        let japan = "Copied +358401234567: call it now";
        assert_eq!(said(&somebody("JP", "")), Some(Ok(japan.to_owned())));
        let house = "Copied +358401234567; no hour for a call until 8:00";
        assert_eq!(said(&somebody("", "")), Some(Ok(house.to_owned())));
    }

    #[test]
    fn a_time_that_is_promised_is_shown_back_with_the_time_there() {
        let ctx = monday();
        let shown = |target: &Target, what| {
            let read = Ask::one(target, what).read(&["tomorrow 10:00", ""], &ctx);
            read.map(|(_, shown)| shown)
        };
        let calls = "calls back tomorrow Tue 24 Nov 10:00, Mon 22:00 there";
        assert_eq!(shown(&somebody("US", "HI"), What::CallBack), Ok(calls.to_owned()));
        let meets = "meeting tomorrow Tue 24 Nov 10:00, Tue 17:00 there";
        assert_eq!(shown(&somebody("JP", ""), What::Meeting), Ok(meets.to_owned()));
        let house = "calls back tomorrow Tue 24 Nov 10:00";
        assert_eq!(shown(&somebody("FI", ""), What::CallBack), Ok(house.to_owned()));
    }
}
