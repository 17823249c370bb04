//! Lighter traces: messages on the professional network, calls and coffees kept by hand, and mail that is none of anybody's.

use super::civil::{DAY, day, from_berlin, workday};
use super::everyday::{later, working_hour};
use super::groups::{some_day, some_hour};
use super::people::{BOUNCER, Community, EGO, LIST, NEWSLETTERS, SPAMMER, TRACKER};
use super::phrases::SUBJECTS;
use super::random::Random;
use super::world::{Encounter, MailKind, Message, World, first_day, last_day};

/// Messages, encounters and bulk mail.
pub(super) fn live(world: &mut World, seed: u64) {
    let mut random = Random::stream(seed, "hearsay");
    network_messages(world, &mut random);
    encounters(world, &mut random);
    newsletters(world, &mut random);
    list_posts(world, &mut random);
    machine_mail(world, &mut random);
}

fn everyday_people(world: &World, communities: &[Community]) -> Vec<usize> {
    (1..world.people.len())
        .filter(|&place| world.people.get(place).is_some_and(|p| communities.contains(&p.community) && !p.reserved))
        .collect()
}

fn network_messages(world: &mut World, random: &mut Random) {
    let people = everyday_people(world, &[Community::Former, Community::Association, Community::University]);
    let partners = random.sample(&people, 46);
    let mut conversation = 0;
    let send = |world: &mut World, at, from, to: Vec<Option<usize>>, conversation, draft| {
        world.messages.push(Message { at, conversation, from, to, draft });
    };
    for &partner in &partners {
        conversation += 1;
        let mut at = some_hour(random);
        let mut owner_writes = random.chance(50);
        for _ in 0..=random.below(5) {
            if at >= (last_day() + 1) * DAY {
                break;
            }
            let (from, to) = if owner_writes { (EGO, partner) } else { (partner, EGO) };
            send(world, at, Some(from), vec![Some(to)], conversation, false);
            owner_writes = !owner_writes;
            at = later(random, at);
        }
    }
    for three in [partners.get(..3), partners.get(5..9)].into_iter().flatten() {
        conversation += 1;
        let at_day = last_day() - 90 - random.between(0, 60);
        let mut at = working_hour(random, at_day);
        let members: Vec<usize> = three.iter().copied().chain([EGO]).collect();
        for _ in 0..4 {
            let Some(&from) = random.pick(&members) else { break };
            let to = members.iter().filter(|&&person| person != from).map(|&person| Some(person)).collect();
            send(world, at, Some(from), to, conversation, false);
            at = later(random, at);
        }
    }
    for number in 0..3 {
        conversation += 1;
        let at = some_hour(random);
        send(world, at, None, vec![Some(EGO)], conversation, false);
        if number < 2 {
            let reply_at = later(random, at);
            send(world, reply_at, Some(EGO), vec![None], conversation, false);
        }
    }
    for &partner in partners.iter().skip(10).take(4) {
        conversation += 1;
        send(world, some_hour(random), Some(EGO), vec![Some(partner)], conversation, true);
    }
}

fn encounters(world: &mut World, random: &mut Random) {
    let people = everyday_people(world, &[Community::Employer, Community::Former, Community::Association, Community::University]);
    for &person in &random.sample(&people, 44) {
        for _ in 0..=random.below(2) {
            let at = some_hour(random);
            let owner_calls = random.chance(60);
            let (channel, venue) =
                [("call", ""), ("call", ""), ("coffee", "Café Ostwind"), ("lunch", "Kantine am Ufer"), ("visit", "")]
                    .get(random.below(5))
                    .copied()
                    .unwrap_or(("call", ""));
            let give = random.word(&["", "", "", "gave", "asked"]);
            let (source, target) = if owner_calls { (EGO, person) } else { (person, EGO) };
            let day_only = channel != "call";
            world.encounters.push(Encounter { at, day_only, source, target, channel, venue, give });
        }
    }
    for circle in world.circles.clone().iter().step_by(4) {
        if let [one, other, ..] = circle.as_slice() {
            let at = some_hour(random);
            let (source, target) = (*one, *other);
            world.encounters.push(Encounter {
                at,
                day_only: true,
                source,
                target,
                channel: "panel",
                venue: "Spring Meeting",
                give: "",
            });
        }
    }
}

fn newsletters(world: &mut World, random: &mut Random) {
    for number in 0..NEWSLETTERS {
        let sender = world.machine(number);
        let mut at_day = first_day() + 3 + number as i64 * 2;
        let mut issue = 101;
        while at_day <= last_day() {
            let at = from_berlin(workday(at_day) * DAY + random.between(5 * 3_600, 6 * 3_600));
            let place = world.write(at, sender, &[EGO], &format!("Issue {issue}"));
            world.mark(place, MailKind::Newsletter);
            at_day += [28, 21, 30].get(number).copied().unwrap_or(28);
            issue += 1;
        }
    }
}

fn list_posts(world: &mut World, random: &mut Random) {
    let people = everyday_people(world, &[Community::Association]);
    let list = world.machine(LIST);
    for number in 0..26 {
        let author = if number % 9 == 4 { EGO } else { random.pick(&people).copied().unwrap_or(EGO) };
        let at = some_hour(random);
        let subject = format!("[open-statistics] {}", random.word(SUBJECTS));
        let place = world.write(at, author, &[list], &subject);
        world.mark(place, MailKind::List);
        if random.chance(60) {
            let reader = random.pick(&people).copied().filter(|&reader| reader != author).unwrap_or(EGO);
            let answered_at = later(random, at);
            let answer = world.answer(answered_at, reader, place, false);
            if let Some(mail) = world.mails.get_mut(answer) {
                mail.to = vec![list];
            }
        }
    }
}

fn machine_mail(world: &mut World, random: &mut Random) {
    let (tracker, bouncer, spammer) = (world.machine(TRACKER), world.machine(BOUNCER), world.machine(SPAMMER));
    for number in 0..36 {
        let at = some_hour(random);
        let place = world.write(at, tracker, &[EGO], &format!("[DATA-{}] status changed", 1_040 + number * 7));
        world.mark(place, MailKind::Notice);
    }
    let bounced = world.write(working_hour(random, day(2026, 4, 15)), bouncer, &[EGO], "Delivery Status Notification (Failure)");
    world.mark(bounced, MailKind::Notice);
    for number in 0..7 {
        let at = some_day(random) * DAY + random.between(0, DAY - 1);
        let place = world.write(at, spammer + number % 2, &[EGO], random.word(&["You have won", "Last chance", "Offer inside"]));
        world.mark(place, MailKind::Spam);
    }
    let colleagues = everyday_people(world, &[Community::Employer]);
    for month in [1, 3] {
        let at = working_hour(random, day(2025, month, 12));
        let writer = random.pick(&colleagues).copied().unwrap_or(EGO);
        let place = world.write(at, writer, &[EGO], "");
        world.mark(place, MailKind::Chat);
    }
    let asked: Vec<usize> = world
        .mails
        .iter()
        .enumerate()
        .filter(|(_, mail)| mail.from == EGO && mail.kind == MailKind::Personal && mail.cc.is_empty() && mail.to.len() == 1)
        .map(|(place, _)| place)
        .collect();
    for parent in random.sample(&asked, 14) {
        absence_note(world, parent);
    }
}

/// The automatic reply of whoever got a mail, a minute later.
pub(super) fn absence_note(world: &mut World, parent: usize) {
    let Some((at, person, subject)) =
        world.mails.get(parent).and_then(|mail| Some((mail.at, mail.to.first().copied()?, mail.subject.clone())))
    else {
        return;
    };
    let note = world.answer(at + 61, person, parent, false);
    world.mark(note, MailKind::AutoReply);
    if let Some(mail) = world.mails.get_mut(note) {
        mail.subject = format!("Automatic reply: {subject}");
    }
}
