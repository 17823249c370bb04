//! How to reach out: the usual channel, or for a change the voice.

/// How to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The label number of the channel that the two used most in the last year.
    Usual(u32),
    /// Speak: call or meet, since the two have only written for a year.
    SpeakForOnce,
    /// Speak: call or meet, so that not all of the plan is written.
    Speak,
    /// Nothing is known; write or call.
    Any,
}

/// What decides how somebody is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habit {
    /// The label number of the channel used most in the last year.
    pub usual: Option<u32>,
    /// Whether that is a written one.
    pub is_written: bool,
    /// Whether the two only wrote for a year.
    pub only_wrote: bool,
    /// Whether speaking suits: not for a first follow-up or the request of an introduction.
    pub may_speak: bool,
    /// How strong the tie is: the strongest are called first.
    pub strength: f64,
}

/// Chooses how to reach each pick: by voice whoever was only written to for a year, then the strongest, until at least a third of the
/// plan is spoken; else by the usual channel.
///
/// # Examples
/// ```
/// use acquaint::analysis::plan::{Habit, How, variety};
/// let writes = |strength| Habit { usual: Some(1), is_written: true, only_wrote: false, may_speak: true, strength };
/// let spoken = variety(&[writes(10.0), writes(90.0), writes(50.0)]);
/// assert_eq!(spoken, [How::Usual(1), How::Speak, How::Usual(1)]);
/// ```
#[must_use]
pub fn variety(habits: &[Habit]) -> Vec<How> {
    let mut how: Vec<How> = habits
        .iter()
        .map(|habit| match habit.usual {
            _ if habit.only_wrote && habit.may_speak => How::SpeakForOnce,
            Some(channel) => How::Usual(channel),
            None => How::Any,
        })
        .collect();
    let mut written: Vec<usize> =
        (0..habits.len()).filter(|&place| matches!(how[place], How::Usual(_)) && habits[place].is_written).collect();
    let mut may_speak: Vec<usize> = written.iter().copied().filter(|&place| habits[place].may_speak).collect();
    may_speak.sort_by(|&a, &b| habits[b].strength.total_cmp(&habits[a].strength).then(a.cmp(&b)));
    for place in may_speak {
        if 3 * written.len() <= 2 * habits.len() {
            break;
        }
        how[place] = How::Speak;
        written.retain(|&other| other != place);
    }
    how
}
