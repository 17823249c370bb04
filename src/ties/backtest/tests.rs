use proptest::prelude::*;

use super::*;
use crate::ties::{ContactColumns, ContactDay};

fn contact(low: u32, high: u32, day: i32) -> ContactDay {
    ContactDay { low, high, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 }
}

fn options(as_of_day: i32, horizon_days: i32, cutoffs: usize) -> BacktestOptions {
    BacktestOptions { as_of_day, ego: None, horizon_days, cutoffs }
}

fn run(days: &[ContactDay], options: &BacktestOptions) -> Result<Backtest, BacktestError> {
    backtest(ContactColumns::of(days).all(), &Parameters::default(), options)
}

fn sorted(mut days: Vec<ContactDay>) -> Vec<ContactDay> {
    days.sort_by_key(|contact| (contact.low, contact.high, contact.day));
    days.dedup_by_key(|contact| (contact.low, contact.high, contact.day));
    days
}

#[test]
fn nothing_one_day_and_a_short_history_have_defined_answers() {
    let options = options(1000, 90, 10);
    assert_eq!(run(&[], &options), Err(BacktestError::NothingObserved));
    let short = |observed_days| Err(BacktestError::TooShort { observed_days, horizon_days: 90 });
    let one_day: Vec<ContactDay> = (1..20).map(|high| contact(0, high, 50)).collect();
    assert_eq!(run(&one_day, &options), short(0));
    assert_eq!(run(&[contact(0, 1, 0), contact(0, 1, 90)], &options), short(90));
    let pair = run(&[contact(0, 1, 0), contact(0, 1, 91)], &options).unwrap();
    let scores = &pair.overall;
    assert_eq!((scores.dyads, scores.positives, scores.base_rate()), (1, 0, Some(0.0)), "day 91 may not be over");
    for (_, figures) in &scores.models {
        assert_eq!((figures.auc, figures.auc_within_person, figures.average_precision), (None, None, None));
        assert_eq!((figures.loss.brier_skill(), figures.quiet_auc), (None, None));
    }
    assert!(scores.of(Model::Published).loss.brier().is_some());
    assert!(!pair.decision.is_calibrated());
    let other = BacktestOptions { ego: Some(7), ..options };
    assert_eq!(run(&[contact(0, 1, 0), contact(0, 1, 200)], &other), Err(BacktestError::NothingObserved));
}

#[test]
fn what_is_fitted_waits_for_windows_that_have_closed() {
    let mut days: Vec<ContactDay> = (0..200).map(|step| contact(step % 7, 10 + step % 3, 5 * step as i32)).collect();
    days.extend((1..60).map(|other| contact(0, 30 + other, 16 * other as i32)));
    let found = run(&sorted(days), &options(2000, 90, 10)).unwrap();
    let first = found.folds[0].cutoff;
    for fold in &found.folds {
        let fitted = fold.cutoff >= first + 90;
        let figures = fold.scores.of(Model::Frequency);
        assert_eq!(figures.loss.brier().is_some(), fitted, "{}", fold.cutoff);
        assert_eq!(figures.calibration.is_empty(), !fitted);
        assert!(figures.auc.is_some(), "the order needs no fit");
        assert!(fold.scores.of(Model::Published).loss.brier().is_some());
    }
    let (folds, losses) = found.compared.unwrap();
    assert!(folds < 10 && losses.iter().all(|(_, loss)| loss.count == losses[0].1.count));
}

#[test]
fn the_pool_holds_every_window_and_tenths_add_up() {
    let days: Vec<ContactDay> = (0..3000).map(|n| contact(n % 11, 20 + n * 7 % 37, (n * 31 % 1900) as i32)).collect();
    let found = run(&sorted(days), &options(1900, 60, 8)).unwrap();
    let overall = &found.overall;
    assert_eq!(overall.dyads, found.folds.iter().map(|fold| fold.scores.dyads).sum::<usize>());
    assert_eq!(overall.positives, found.folds.iter().map(|fold| fold.scores.positives).sum::<usize>());
    for model in Model::ALL {
        let parts: Vec<&Figures> = found.folds.iter().map(|fold| fold.scores.of(model)).collect();
        let pooled = overall.of(model);
        let squared: f64 = parts.iter().map(|figures| figures.loss.squared).sum();
        assert!((pooled.loss.squared - squared).abs() < 1e-9);
        assert_eq!(pooled.calibration.iter().map(|tenth| tenth.n).sum::<usize>(), pooled.loss.count, "{model:?}");
    }
    let ego = BacktestOptions { ego: Some(3), ..options(1900, 60, 8) };
    let own = run(&sorted((0..3000).map(|n| contact(n % 11, 20 + n * 7 % 37, (n * 31 % 1900) as i32)).collect()), &ego).unwrap();
    assert!(own.overall.dyads < overall.dyads);
    let figures = own.folds[5].scores.of(Model::Published);
    assert_eq!(figures.auc, figures.auc_within_person, "an ego has one list");
}

#[test]
fn a_platform_with_fewer_contacts_than_published_is_shifted_before_it_is_believed() {
    // Three contact-days in a row with everybody, then one in eight comes back after forty days.
    let mut days = Vec::new();
    for other in 1..700_u32 {
        let start = 2 * other as i32;
        days.extend((0..3).map(|step| contact(0, other, start + step)));
        if other % 8 == 0 {
            days.push(contact(0, other, start + 40));
        }
    }
    let found = run(&sorted(days), &options(1500, 90, 10)).unwrap();
    assert!(found.decision.level >= 1, "{:?}", found.decision);
    let shift = found.decision.shift_logits.unwrap();
    assert!(shift < -0.5, "{shift}");
    assert_eq!(found.folds[0].level, 0, "nothing had closed");
    assert!(found.folds[9].level >= 1);
    let [published, calibrated] =
        [Model::Published, Model::Calibrated].map(|m| found.folds[9].scores.of(m).loss.brier().unwrap());
    assert!(calibrated < published, "{calibrated} {published}");
}

proptest! {
    /// Any history gives finite figures within their ranges, and what comes after the as-of day changes nothing.
    #[test]
    fn figures_are_in_range_and_the_future_is_not_seen(
        raw in proptest::collection::vec((0_u32..6, 6_u32..14, 0_i32..700), 1..150),
        later in proptest::collection::vec((0_u32..6, 6_u32..20, 501_i32..900), 0..40),
        horizon in 7_i32..120, cutoffs in 1_usize..12
    ) {
        let options = options(500, horizon, cutoffs);
        let days: Vec<ContactDay> = raw.iter().map(|&(low, high, day)| contact(low, high, day)).collect();
        let seen: Vec<ContactDay> = days.iter().filter(|contact| contact.day <= 500).copied().collect();
        let mut more = seen.clone();
        more.extend(later.iter().map(|&(low, high, day)| contact(low, high, day)));
        let found = run(&sorted(seen), &options);
        prop_assert_eq!(&found, &run(&sorted(more), &options));
        if let Ok(found) = found {
            for scores in found.folds.iter().map(|fold| &fold.scores).chain([&found.overall]) {
                for (model, figures) in &scores.models {
                    let shares = [figures.auc, figures.auc_within_person, figures.average_precision, figures.quiet_auc,
                        figures.loss.brier()];
                    for share in shares.into_iter().flatten() {
                        prop_assert!((0.0..=1.0).contains(&share), "{:?} {}", model, share);
                    }
                    prop_assert!(figures.loss.log_loss().is_none_or(|loss| loss.is_finite() && loss >= 0.0));
                    prop_assert!(figures.loss.brier_skill().is_none_or(|skill| skill.is_finite() && skill <= 1.0));
                }
            }
            prop_assert!(found.decision.parameters.is_monotone());
        }
    }
}
