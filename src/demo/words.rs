//! What the people of the demo write down.

use crate::domain::lead::ReturnReason;

/// Pages by depth (method, section 3, site depth): attention, benefit, product, feature, technical.
pub(super) static PAGES: [&[&str]; 5] = [
    &["/", "/blog/lead-time", "/blog/five-signs", "/about", "/news"],
    &[
        "/benefits",
        "/customers",
        "/benefits/saves-time",
        "/cases/sawmill",
    ],
    &[
        "/product",
        "/product/overview",
        "/product/for-manufacturing",
        "/product/for-logistics",
    ],
    &[
        "/product/features/planning",
        "/product/features/reports",
        "/product/features/mobile",
    ],
    &["/technical/integrations", "/technical/security", "/technical/api"],
];

/// What can be downloaded.
pub(super) static FILES: [&str; 6] = [
    "benchmark.pdf",
    "buyers-guide.pdf",
    "case-sawmill.pdf",
    "product-sheet.pdf",
    "roi-calculator.xlsx",
    "security-whitepaper.pdf",
];

/// Forms on the site.
pub(super) static FORMS: [&str; 4] = ["demo request", "contact form", "quote request", "trial"];

/// Subjects of mails and of the answers to them.
pub(super) static MAILS: [&str; 6] = [
    "Newsletter: planning without spreadsheets",
    "How a sawmill cut its lead time",
    "Invitation: breakfast seminar",
    "Three figures to watch",
    "New: reports on the phone",
    "Did you get what you needed?",
];

/// What people answer.
pub(super) static ANSWERS: [&str; 5] = [
    "Re: can you show it next week?",
    "Re: what does it cost for 40 users?",
    "Re: please call me after lunch",
    "Re: we compare three suppliers",
    "Re: does it talk to our ERP?",
];

/// Events of the year.
pub(super) static EVENTS: [&str; 4] = [
    "Breakfast seminar, Helsinki",
    "Webinar: planning in an hour",
    "Subcontracting fair, Tampere",
    "Webinar: security",
];

/// Notes after a talk that went well.
pub(super) static GOOD: [&str; 7] = [
    "Uses spreadsheets today, three planners. Wants to see the reports.",
    "Decides together with the production manager.",
    "Budget is in place for this half-year.",
    "Asked for a reference in the same industry.",
    "Current contract ends in spring.",
    "Has seen the webinar, knows the product.",
    "Interested, compares two others.",
];

/// Notes of marketers at triage.
pub(super) static TRIAGE: [&str; 5] = [
    "Into the spring programme.",
    "Invite to the next webinar.",
    "Send the case of their industry.",
    "Find the decider first.",
    "Keep warm.",
];

/// Why deals were lost.
pub(super) static LOST: [&str; 5] = [
    "price",
    "chose a competitor",
    "project was postponed",
    "solved it themselves",
    "no decision",
];

/// What reps write when they give a lead back.
pub(super) const fn returned(reason: ReturnReason) -> &'static [&'static str] {
    match reason {
        ReturnReason::Need => &[
            "",
            "Happy with what they have.",
            "Was looking for a school project.",
            "Reads us out of interest.",
        ],
        ReturnReason::Budget => &[
            "",
            "Nothing left this year, budget round in autumn.",
            "Investments are frozen.",
        ],
        ReturnReason::Authority => &[
            "",
            "Says the CFO decides.",
            "Gathers material for the boss.",
            "Left the purchasing team.",
        ],
        ReturnReason::Timeframe => &[
            "",
            "New ERP first, then us.",
            "Call again after the summer.",
            "Merger under way, next year.",
        ],
        ReturnReason::NotOurTarget => &[
            "Two people and a dog.",
            "Reseller, not a user.",
            "Outside our market.",
        ],
        ReturnReason::Unreachable => &["", "Four tries, no answer.", "Always in voicemail."],
        ReturnReason::WrongData => &[
            "Number belongs to somebody else.",
            "No longer works there.",
            "Number is not in use.",
        ],
        ReturnReason::Competitor => &["Works for a competitor.", "Signed with a competitor last month."],
        ReturnReason::Customer => &[
            "Their Swedish unit is a customer already.",
            "Customer since spring.",
        ],
        ReturnReason::Duplicate => &["Same person as in the mother company.", "In here twice."],
        ReturnReason::DoNotCall => &["Asked not to be called.", "Wants mail only, no calls."],
        ReturnReason::NotWorked => &[""],
    }
}
