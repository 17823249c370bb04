//! The facets of a tie as columns, as JSON, and in words.

use serde_json::json;

use crate::analysis::channel_mix::Nature;
use crate::analysis::confidence::{Confidence, Limit};
use crate::analysis::facet::Facets;
use crate::analysis::reply::Replies;
use crate::cli::listing::{Column, Value};
use crate::model::format_day;
use crate::render::number;
use crate::report::counted;

/// Hours from which a latency is told in days.
const HOURS_TOLD: f64 = 48.0;

/// Columns of a tie of the ego beside those of every tie.
pub(super) const FACET_COLUMNS: [Column; 12] = [
    "initiated_share",
    "reply_rate",
    "reply_hours",
    "their_reply_rate",
    "their_reply_hours",
    "channels",
    "messages_only",
    "tenure_days",
    "usual_gap_days",
    "gap_ratio",
    "give_ask_balance",
    "confidence",
];

/// The values of [`FACET_COLUMNS`].
pub(super) fn facet_values(facets: &Facets<'_>) -> Vec<Value> {
    vec![
        Value::optional_number(facets.conversations.initiated_share(), 2),
        Value::optional_number(facets.replies.rate(), 2),
        Value::optional_number(facets.replies.median_hours(), 1),
        Value::optional_number(facets.their_replies.rate(), 2),
        Value::optional_number(facets.their_replies.median_hours(), 1),
        Value::List(facets.channels.iter().map(|share| share.channel.to_owned()).collect()),
        facets.messages_only.map_or(Value::Missing, Value::Flag),
        facets.tenure_days.map_or(Value::Missing, |days| Value::Integer(i64::from(days))),
        Value::optional_number(facets.rhythm.map(|rhythm| rhythm.usual_gap_days), 1),
        Value::optional_number(facets.rhythm.map(|rhythm| rhythm.gap_ratio), 1),
        Value::optional_number(facets.balance.value(), 2),
        Value::text(facets.confidence.level.as_str()),
    ]
}

/// All facets, with the counts behind them.
pub(super) fn facets_json(facets: &Facets<'_>) -> serde_json::Value {
    let mut document: serde_json::Map<String, serde_json::Value> =
        FACET_COLUMNS.iter().zip(facet_values(facets)).map(|(key, value)| ((*key).to_owned(), value.json())).collect();
    let (talks, balance) = (&facets.conversations, &facets.balance);
    let channels: Vec<_> = facets
        .channels
        .iter()
        .map(|share| json!({ "channel": share.channel, "contact_days": share.contact_days, "share": share.share }))
        .collect();
    let more = [
        ("conversations", json!({ "by_ego": talks.by_ego, "by_alter": talks.by_alter, "together": talks.together })),
        ("turns", json!({ "theirs": facets.replies.turns, "answered": facets.replies.answered })),
        ("their_turns", json!({ "yours": facets.their_replies.turns, "answered": facets.their_replies.answered })),
        ("channels", json!(channels)),
        (
            "balance",
            json!({
                "gave": balance.gave, "asked": balance.asked, "received": balance.received, "was_asked": balance.was_asked,
                "introductions_given": balance.introductions_given, "introductions_received": balance.introductions_received,
                "endorsements_given": balance.endorsements_given, "endorsements_received": balance.endorsements_received,
            }),
        ),
        ("unanswered", json!(facets.unanswered)),
        ("confidence_limits", json!(limits(&facets.confidence))),
    ];
    document.extend(more.into_iter().map(|(key, value)| (key.to_owned(), value)));
    document.into()
}

/// The facets in words: (heading, sentence), leaving out what is not defined.
pub(super) fn facets_in_words(facets: &Facets<'_>) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let talks = &facets.conversations;
    if let Some(share) = talks.initiated_share() {
        let begun = counted((talks.by_ego + talks.by_alter) as usize, "conversation", "conversations");
        lines.push(("first step", format!("you began {} of {begun}", number::percent(share))));
    }
    let replies = [answers("you answer", &facets.replies), answers("they answer", &facets.their_replies)];
    let replies: Vec<String> = replies.into_iter().flatten().collect();
    if !replies.is_empty() {
        lines.push(("replies", replies.join("; ")));
    }
    if !facets.channels.is_empty() {
        let shares = facets.channels.iter().map(|share| format!("{} {}", share.channel, number::percent(share.share)));
        let alone = if facets.messages_only == Some(true) { "; on messages alone for a year" } else { "" };
        lines.push(("channels", format!("{}{alone}", shares.collect::<Vec<_>>().join(", "))));
    }
    if let Some(rhythm) = facets.rhythm {
        let (gap, ratio) = (number::decimal(rhythm.usual_gap_days, 0), number::decimal(rhythm.gap_ratio, 1));
        lines.push(("rhythm", format!("usually {gap} days apart; the silence today is {ratio}× that")));
    }
    if let Some(days) = facets.tenure_days {
        lines.push(("tenure", format!("{} from the first contact to the last", counted(days as usize, "day", "days"))));
    }
    if let Some(value) = facets.balance.value() {
        let (given, taken) = (facets.balance.given(), facets.balance.taken());
        let value = number::decimal(value, 2);
        lines.push(("balance", format!("{given} given, {taken} asked or received within a year ({value} of −1 to 1)")));
    }
    if facets.unanswered > 0 {
        let days = counted(facets.unanswered as usize, "day", "days");
        lines.push(("open", format!("you wrote on {days} since they last acted or you met")));
    }
    let limits = limits(&facets.confidence);
    let why = if limits.is_empty() { String::new() } else { format!(": {}", limits.join("; ")) };
    lines.push(("confidence", format!("{}{why}", facets.confidence.level.as_str())));
    lines
}

fn answers(who: &str, replies: &Replies) -> Option<String> {
    let rate = number::percent(replies.rate()?);
    let turns = counted(replies.turns as usize, "turn", "turns");
    let latency = replies.median_hours().map(|hours| match hours {
        hours if hours < HOURS_TOLD => format!(", after {} h (median)", number::decimal(hours, 1)),
        hours => format!(", after {} days (median)", number::decimal(hours / 24.0, 1)),
    });
    Some(format!("{who} {rate} of {turns}{}", latency.unwrap_or_default()))
}

fn limits(confidence: &Confidence<'_>) -> Vec<String> {
    let in_words = |limit: &Limit<'_>| match limit {
        Limit::NothingSeen => "no contact was seen on the channels imported".to_owned(),
        Limit::OutOfSight => "no imported channel uses any of their addresses".to_owned(),
        Limit::FewContactDays(days) => counted(*days, "contact-day", "contact-days"),
        Limit::Stale { channel, last_day } => format!("nothing on {channel} from anybody since {}", format_day(*last_day)),
        Limit::Only(Nature::Written) => "only written channels are imported: calls and meetings are not seen".to_owned(),
        Limit::Only(Nature::Live) => "only calls and meetings are imported: messages are not seen".to_owned(),
        Limit::Only(Nature::Unknown) => "the data does not say by which channels people were in touch".to_owned(),
    };
    confidence.limits.iter().map(in_words).collect()
}
