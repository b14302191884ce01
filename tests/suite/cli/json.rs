//! What is answered in JSON: one document, stable names, sums that match.

use super::*;

#[test]
fn a_simulation_repeats_itself_and_says_where_ours_does_not_win() {
    let terminal = Terminal::new();
    let args = ["simulate", "--runs", "2", "--days", "2", "--seed", "5", "--json"];
    let (once, again) = (terminal.done(&args), terminal.done(&args));
    assert_eq!(once, again);
    let found: Value = serde_json::from_str(&once).unwrap();
    let rules = found["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 6);
    for rule in rules {
        has(
            rule,
            "rule won deals response_h breached untouched ours_wins_more",
        );
        let won = &rule["won"];
        assert!(won["low"].as_f64() <= won["mean"].as_f64() && won["mean"].as_f64() <= won["high"].as_f64());
    }
    let doubts = found["doubts"].as_array().unwrap();
    let loads = doubts.iter().filter(|doubt| {
        doubt["months"]
            .as_str()
            .is_some_and(|months| months.contains("load"))
    });
    assert_eq!(loads.count(), 2, "not at one load alone");
    let text = terminal.done(&args[..args.len() - 1]);
    assert!(
        text.contains("by load: here ") && text.contains("; a light load: six leads of ten: "),
        "{text}"
    );
    assert!(!found["where_ours_does_not_win"].as_array().unwrap().is_empty());
    for assumption in found["assumptions"].as_array().unwrap() {
        assert!(
            assumption["source"]
                .as_str()
                .is_some_and(|source| source.len() > 4)
        );
    }
    assert_ne!(
        once,
        terminal.done(&["simulate", "--runs", "2", "--days", "2", "--seed", "6", "--json"])
    );
}

#[test]
fn the_list_in_json_has_the_names_that_were_promised() {
    let terminal = desk();
    let list = terminal.json(&["list"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    for (row, rank) in list.as_array().unwrap().iter().zip(1..) {
        has(
            row,
            "rank contact_id name company email phone class grade score fit engagement deal_size probability expected_value why stage owner attempts due_at clock",
        );
        assert_eq!(row["rank"], rank);
        let value = row["deal_size"].as_f64().unwrap() * row["probability"].as_f64().unwrap();
        assert!(
            (row["expected_value"].as_f64().unwrap() - value).abs() < 0.01,
            "{row:#}"
        );
        assert!(["on_time", "at_risk", "breached"].contains(&row["clock"].as_str().unwrap()));
        time(&row["due_at"]);
        let number = |name: &str| row[name].as_f64().unwrap_or_else(|| panic!("{name}: {row:#}"));
        let cost = value * number("share_left") * std::f64::consts::LN_2 / number("half_life_h");
        assert!((cost - number("cost_of_delay_per_h")).abs() < 1e-6, "{row:#}");
        let rank_value = cost * number("reach") / number("call_minutes") * number("urgency");
        assert!((rank_value - number("rank_value")).abs() < 1e-6, "{row:#}");
        // The list and the card say the same score.
        let card = terminal.json(&["show", &row["contact_id"].to_string()]);
        assert_eq!(
            (&card["score"]["total"], &card["score"]["grade"]),
            (&row["score"], &row["grade"])
        );
    }
    let hidden = terminal.json(&["list", "--hidden", "--as", "pekka"]);
    for row in hidden.as_array().unwrap() {
        has(
            row,
            "contact_id name company email phone stage owner reason callable_from",
        );
    }
}

#[test]
fn the_chance_to_reach_can_be_reckoned_again_from_the_list_in_json_to_the_last_digit() {
    let terminal = desk();
    terminal.done(&["call", "E1", "no-answer"]);
    for learn_from in [200, 1] {
        let settings = format!(
            "[rank]\nlearn_from = {learn_from}\n{}",
            crate::office::AT_ANY_HOUR
        );
        terminal.file("config/kapula.toml", settings);
        let list = terminal.json(&["list"]);
        let mut vain = Vec::new();
        for row in list.as_array().unwrap() {
            let from = &row["reach_from"];
            let number = |name: &str| from[name].as_f64().unwrap_or_else(|| panic!("{name}: {row:#}"));
            let drawn = |name: &str, rate: f64, calls: f64| {
                let (attempts, reached) = (&from[name]["attempts"], &from[name]["reached"]);
                (reached.as_f64().unwrap() + calls * rate) / (attempts.as_f64().unwrap() + calls)
            };
            let kept = |rate: f64| rate.clamp(0.01, 0.99);
            let odds = |rate: f64| kept(rate) / (1.0 - kept(rate));
            let everybody = kept(drawn("all", number("settings"), number("settings_calls")));
            let smoothing = number("smoothing_calls");
            let [day, hour] = ["weekday", "hour"].map(|name| odds(drawn(name, everybody, smoothing)));
            let both = day * hour / odds(everybody);
            let learnt = kept(drawn("weekday_hour", both / (1.0 + both), smoothing));
            let told_apart = from["all"]["attempts"].as_f64().unwrap() >= number("learn_from");
            assert_eq!(told_apart, learn_from == 1, "{row:#}");
            let chance = if told_apart { learnt } else { everybody };
            let patience = number("patience_calls");
            let reach = chance * patience / (patience + number("tried_in_vain"));
            assert_eq!(
                row["reach"].as_f64().unwrap().to_bits(),
                reach.to_bits(),
                "{row:#}"
            );
            vain.push(from["tried_in_vain"].as_u64().unwrap());
        }
        vain.sort_unstable();
        assert_eq!(vain, [0, 1]);
    }
}

#[test]
fn the_card_in_json_has_the_names_that_were_promised() {
    let terminal = desk();
    let card = terminal.json(&["show", "aino@EXAMPLE.com"]);
    has(&card, "contact company committee stage owner bant score timeline");
    has(&card["score"], "total fit engagement shares class grade reasons");
    has(&card["bant"], "budget authority need timeframe");
    for reason in card["score"]["reasons"].as_array().unwrap() {
        has(reason, "rule points at");
    }
    let timeline = card["timeline"].as_array().unwrap();
    for entry in timeline {
        has(entry, "at recorded_at kind by source detail");
    }
    assert!(
        timeline.is_sorted_by(|a, b| time(&a["at"]) >= time(&b["at"])),
        "newest first"
    );
}

#[test]
fn the_timeline_of_a_card_tells_which_answer_changed() {
    let terminal = desk();
    for (question, answer) in [("budget", "yes"), ("authority", "no"), ("budget", "no")] {
        terminal.done(&["answer", "aino@example.com", question, answer]);
    }
    let text = terminal.done(&["show", "aino@example.com"]);
    let told = |words: &str| text.lines().filter(|line| line.contains(words)).count();
    assert_eq!(
        told(": authority no (answers now: budget yes, authority no"),
        1,
        "{text}"
    );
    assert_eq!(
        told(": budget no (answers now: budget no, authority no"),
        1,
        "{text}"
    );
    let card = terminal.json(&["show", "aino@example.com"]);
    let answers = card["timeline"].as_array().unwrap().iter();
    let changed: Vec<&serde_json::Value> = answers
        .filter(|entry| entry["kind"] == "bant")
        .map(|entry| &entry["changed"])
        .take(2)
        .collect();
    assert_eq!(
        changed,
        [&serde_json::json!(["budget"]), &serde_json::json!(["authority"])]
    );
}

#[test]
fn handoffs_returns_and_verification_in_json_have_the_names_that_were_promised() {
    let terminal = desk();
    let handoffs = terminal.json(&["handoffs", "--all"]);
    assert_eq!(handoffs.as_array().unwrap().len(), 3);
    for row in handoffs.as_array().unwrap() {
        has(
            row,
            "contact_id name email cycle class grade score reasons handed_at state owner due_at working_time_left_s clock first_attempt_at first_conversation_at",
        );
    }
    let returned = terminal.json(&["returned"]);
    let row = &returned[0];
    has(
        row,
        "contact_id name email reason note returned_by returned_at score_at_handoff score_now wake_at",
    );
    assert_eq!(
        (&row["reason"], &row["note"], &row["returned_by"]),
        (&"need".into(), &"not yet".into(), &"maija".into())
    );
    assert!(row["score_now"].as_i64() <= row["score_at_handoff"].as_i64());
    let verify = terminal.json(&["verify"]);
    has(&verify, "ok contacts activities leads handoffs differences");
    assert_eq!(
        (&verify["ok"], &verify["contacts"], &verify["leads"]),
        (&true.into(), &3.into(), &3.into())
    );
}

#[test]
fn a_handoff_whose_lead_was_won_or_lost_says_so_and_has_no_time_left() {
    let terminal = desk();
    terminal.done(&["win", "E1"]);
    terminal.done(&["accept", "E2"]);
    terminal.done(&["lose", "E2", "--reason", "too dear"]);
    let all = terminal.json(&["handoffs", "--all"]);
    let mut states: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    states.sort_unstable();
    assert_eq!(states, ["lost", "returned", "won"]);
    let text = terminal.done(&["handoffs", "--all"]);
    let ended: Vec<&str> = text.lines().filter(|line| line.contains("was on time")).collect();
    assert_eq!(ended.len(), 3, "{text}");
    // Without anything left, what stands before the verdict is the time of the handoff.
    for line in ended {
        let before = line.trim_end().trim_end_matches("was on time").trim_end();
        let last = before.rsplit(' ').next().unwrap();
        let (hour, minute) = last.split_once(':').expect("a time of day");
        assert!(hour.parse::<u8>().is_ok_and(|hour| hour < 24), "{text}");
        assert!(minute.len() == 2 && minute.parse::<u8>().is_ok(), "{text}");
    }
}

#[test]
fn the_reasons_sum_to_the_score_wherever_it_is_shown() {
    let terminal = desk();
    for row in terminal.json(&["handoffs", "--all"]).as_array().unwrap() {
        assert_eq!(points(&row["reasons"]), row["score"].as_i64().unwrap(), "{row:#}");
    }
    for id in ["E1", "E2", "E3"] {
        let score = &terminal.json(&["show", id])["score"];
        assert_eq!(
            points(&score["reasons"]),
            score["total"].as_i64().unwrap(),
            "{score:#}"
        );
        let explained = terminal.json(&["score", "explain", id]);
        assert_eq!(
            points(&explained["reasons"]),
            explained["total"].as_i64().unwrap()
        );
        assert_eq!(explained["total"], score["total"]);
    }
}

#[test]
fn an_act_answers_with_what_the_lead_is_now_and_undo_takes_it_back() {
    let terminal = desk();
    let before = terminal.json(&["show", "E1"]);
    let told = terminal.json(&["call", "E1", "call_back", "--callback", "tomorrow 10"]);
    assert_eq!(
        (&told["ok"], &told["stage"], &told["owner"]),
        (&true.into(), &"working".into(), &"maija".into())
    );
    has(&told, "contact_id act sentence score class version");
    assert_eq!(terminal.json(&["show", "E1"])["lead"]["attempts"], 1);
    assert_eq!(terminal.json(&["undo", "E1"])["stage"], "accepted");
    let after = terminal.json(&["show", "E1"]);
    assert_eq!(after["lead"]["attempts"], 0);
    let kinds = |card: &Value| -> Vec<String> {
        let entries = card["timeline"].as_array().unwrap();
        entries
            .iter()
            .map(|entry| entry["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(kinds(&after)[..2], ["undo", "call"]);
    assert_eq!(kinds(&after)[2..], kinds(&before)[..]);
}

#[test]
fn at_a_past_moment_the_world_is_as_it_was_then() {
    let terminal = Terminal::new();
    let people = terminal.file("people.csv", PEOPLE);
    terminal.done(&["import", "contacts", people.to_str().unwrap()]);
    let days = |days: i64| ago(TimeDelta::hours(days * 24 - 6));
    terminal.done(&["handoff", "E3", "--at", &days(4)]);
    terminal.done(&["accept", "E3", "--at", &days(3)]);
    terminal.done(&["return", "E3", "T", "--at", &days(2)]);
    let stage = |at: &str| terminal.json(&["show", "E3", "--at", at])["stage"].clone();
    assert_eq!(stage(&ago(TimeDelta::days(4))), "target");
    assert_eq!(stage(&ago(TimeDelta::days(3))), "queued");
    assert_eq!(stage(&ago(TimeDelta::days(2))), "accepted");
    assert_eq!(stage(&ago(TimeDelta::days(1))), "triage");
    let then = ago(TimeDelta::days(3));
    let listed = |command: &str| terminal.json(&[command, "--at", &then]).as_array().unwrap().len();
    assert_eq!(
        (listed("list"), listed("handoffs"), listed("returned")),
        (1, 1, 0)
    );
    let card = terminal.json(&["show", "E3", "--at", &then]);
    let moment: Time = then.parse().unwrap();
    let entries = card["timeline"].as_array().unwrap();
    assert!(
        entries
            .iter()
            .all(|e| time(&e["at"]) <= moment || e["kind"] == "contact"),
        "{card:#}"
    );
    assert_eq!(terminal.json(&["show", "E3"])["stage"], "triage");
    assert_eq!(terminal.json(&["verify"])["ok"], true);
}
