//! The network over time.

use super::{chart, last_months};
use crate::report::history::Figures;
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, OverTime};

pub(super) fn over_time(material: &Material<'_>) -> Chart {
    let skip = last_months(material);
    let history = material.history.get(skip..).unwrap_or_default();
    let series = |value: fn(&Figures) -> usize| history.iter().map(value).collect::<Vec<usize>>();
    let figure = OverTime {
        months: material.months.get(skip..).unwrap_or_default().to_vec(),
        alive: series(|figures| figures.alive),
        new: series(|figures| figures.met),
        revived: series(|figures| figures.revived),
        lost: series(|figures| figures.lost),
    };
    let months = figure.alive.len().saturating_sub(1);
    let title = match (figure.alive.first(), figure.alive.last()) {
        (Some(first), Some(last)) if months > 0 => {
            let came: usize = figure.new.iter().chain(&figure.revived).skip(1).sum();
            let lost: usize = figure.lost.iter().skip(1).sum();
            let way = match last.cmp(first) {
                std::cmp::Ordering::Greater => format!("up from {first}"),
                std::cmp::Ordering::Less => format!("down from {first}"),
                std::cmp::Ordering::Equal => "as many as at first".to_owned(),
            };
            format!("{last} ties alive, {way} over {months} months: {came} new or revived, {lost} lost")
        }
        (_, Some(last)) => format!("{last} ties alive; months to compare with come with time"),
        _ => "No months to compare yet".to_owned(),
    };
    chart("over-time", title, Figure::OverTime(figure))
}
