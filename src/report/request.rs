//! The text that asks for an introduction: who, why it may interest them, and an easy way to say no.

use std::collections::BTreeSet;

use crate::network::Network;

/// Writes a request for the introduction along a path of people, from the asker to the target; along a path of two, a note to the
/// target directly. Only what the data says is said; what it does not know stays as a blank in square brackets, to be filled in.
///
/// # Arguments
/// `matched` is what made the target one: field and value. `guessed` says that the last introducer is only thought to know the
/// target, since both are at one company.
#[must_use]
pub fn introduction_request(network: &Network, people: &[u32], matched: &[(&str, &str)], guessed: bool) -> String {
    let (Some(&asker), Some(&target)) = (people.first(), people.last()) else { return String::new() };
    let label = |person: u32| network.person(person).label();
    let (sender, sought) = (label(asker), described(network, target));
    let because = because(network, asker, target, matched);
    let question = "[your question, in one sentence]";
    let introducers = people.get(1..people.len().saturating_sub(1)).unwrap_or_default();
    let Some(&first) = introducers.first() else {
        return format!(
            "Hi {},\n\n\
             [Where you were last in touch, or what you have heard of them since.] I would like to ask you about {question}.{} Would \
             a short call suit you [on a day or two]?\n\n\
             If it does not fit just now, a line is enough, and no harm done.\n\n\
             {sender}\n",
            given_name(label(target)),
            because.map(|(_, because)| format!(" I thought of you because {because}.")).unwrap_or_default(),
        );
    };
    let ask = match introducers {
        [] | [_] if guessed => format!(
            "do you happen to know {sought}? I ask because you are at the same company. If you do, would you be comfortable \
             introducing me?"
        ),
        [] | [_] => format!("would you be comfortable introducing me to {sought}?"),
        [_, between @ ..] => {
            let last = between.last().copied().unwrap_or(first);
            format!(
                "I would like to get to know {sought}. I think {} may know them: would you be comfortable asking {} whether an \
                 introduction would be welcome?",
                label(last),
                given_name(label(last)),
            )
        }
    };
    let interest = "[What may interest them in it.]";
    let (why, to_target) = match &because {
        Some((them, you)) => (format!("I turn to them because {them}. {interest}"), format!("I turn to you because {you}.")),
        None => (interest.to_owned(), "[Why I turn to you.]".to_owned()),
    };
    format!(
        "Hi {},\n\n\
         {ask} I would like to ask them about {question}. {why}\n\n\
         If it does not fit, or you would rather not, just say so: no reason needed, and no harm done. If it does, here is a \
         paragraph you can forward as it is:\n\n\
         > Hi {}, this is {}. I would like to ask you about {question}. {to_target} Twenty minutes by phone would do; if now is not \
         the time, there is no need to answer.\n\n\
         Thank you,\n\
         {sender}\n",
        given_name(label(first)),
        given_name(label(target)),
        described(network, asker),
    )
}

/// A name with what the data knows of the job.
fn described(network: &Network, person: u32) -> String {
    let known = network.person(person);
    match (known.title.as_deref(), known.company.as_deref()) {
        (Some(title), Some(company)) => format!("{} ({title}, {company})", known.label()),
        (Some(one), None) | (None, Some(one)) => format!("{} ({one})", known.label()),
        (None, None) => known.label().to_owned(),
    }
}

/// Why this target, told of them and told to them: shared tags first, then what was sought, then the same place.
fn because(network: &Network, asker: u32, target: u32, matched: &[(&str, &str)]) -> Option<(String, String)> {
    let (own, theirs) = (network.person(asker), network.person(target));
    let tags: BTreeSet<&String> = own.tags.iter().collect();
    let shared: Vec<&str> = theirs.tags.iter().filter(|tag| tags.contains(tag)).map(String::as_str).take(3).collect();
    let same = |text: String| Some((text.clone(), text));
    if !shared.is_empty() {
        return same(format!("we have {} in common", shared.join(" and ")));
    }
    let sought = matched.iter().find(|(field, _)| *field == "tag").or_else(|| matched.first());
    if let Some((field, value)) = sought {
        return Some(match *field {
            "company" => (format!("they work at {value}"), format!("you work at {value}")),
            "title" => (format!("of their work as {value}"), format!("of your work as {value}")),
            _ => (format!("they deal with {value}"), format!("you deal with {value}")),
        });
    }
    let place = own.location.as_deref().filter(|place| Some(*place) == theirs.location.as_deref())?;
    same(format!("we are both in {place}"))
}

/// The word to address somebody by: the first of the name where it is one in Latin letters, else the whole name.
fn given_name(label: &str) -> &str {
    let first = label.split_whitespace().next().unwrap_or(label);
    let plain = first.chars().all(|c| c.is_alphabetic() && c < '\u{250}' || c == '-' || c == '’' || c == '\'');
    if plain && first.chars().count() > 1 { first } else { label }
}

#[cfg(test)]
mod tests {
    use super::given_name;

    #[test]
    fn somebody_is_addressed_by_the_first_name_only_where_there_clearly_is_one() {
        assert_eq!(given_name("Priya Raman"), "Priya");
        assert_eq!(given_name("Zoë-Lou Müller"), "Zoë-Lou");
        assert_eq!(given_name("Salgado, Beatriz"), "Salgado, Beatriz");
        assert_eq!(given_name("Dr. Ann Example"), "Dr. Ann Example");
        assert_eq!(given_name("王 小明"), "王 小明");
        assert_eq!(given_name("J Smith"), "J Smith");
    }
}
