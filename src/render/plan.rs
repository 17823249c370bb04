//! A plan as a Markdown checklist.

use std::fmt::Write as _;

use super::markdown::COLOPHON;
use super::number;
use super::text::Untrusted;
use crate::model::format_day;
use crate::report::{MonthPlan, PlanEntry, kind_title, plan_title, what_if_sentence};

/// Writes a plan as a checklist that reads as plain text, on GitHub and in Obsidian. `let_go` are names and reasons; `note` is a
/// clause on what the odds rest on, where that is to be said.
#[must_use]
pub fn markdown(plan: &MonthPlan, entries: &[PlanEntry], let_go: &[(String, String)], note: Option<&str>) -> String {
    let safe = |text: &str| Untrusted::new(text).markdown();
    let mut page = format!("# {}\n", safe(&plan_title(plan)));
    let mut last = None;
    for entry in entries {
        if last != Some(entry.kind) {
            let _ = writeln!(page, "\n## {}\n", safe(kind_title(entry.kind)));
            last = Some(entry.kind);
        }
        let day = format_day(entry.day);
        let _ = writeln!(
            page,
            "- [ ] **{}** ({day}): {}. {}",
            safe(&entry.name),
            safe(&entry.why.to_string()),
            safe(&entry.action.to_string())
        );
        if let Some((without, with)) = entry.odds {
            let odds = format!("{} without, {} with", number::percent(without), number::percent(with));
            let _ = writeln!(page, "  Odds of contact at the month's end: {}.", safe(&odds));
        }
        if let Some((name, kind)) = &entry.displaced {
            let _ = writeln!(page, "  Ahead of {} ({}).", safe(name), safe(kind.as_str()));
        }
    }
    if !let_go.is_empty() {
        page.push_str("\n## Let go\n\n");
        for (name, reason) in let_go {
            let _ = writeln!(page, "- {}: {}", safe(name), safe(reason));
        }
    }
    if !entries.is_empty() {
        let _ = writeln!(page, "\n{}", safe(&what_if_sentence(&plan.what_if, plan.last_day)));
    }
    if let Some(note) = note {
        let _ = writeln!(page, "\nNote: {}.", safe(note));
    }
    let _ = writeln!(page, "\n---\n\n{COLOPHON}");
    page
}
