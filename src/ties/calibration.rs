//! A calibration as it is kept: what an evaluation found, and the model that follows from it.

use super::Parameters;
use super::backtest::Decision;

/// The outcome of one evaluation, kept by its cut-off.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Calibration {
    /// The as-of day of the evaluation, `2026-10-31`.
    pub day: String,
    /// The first instant that the evaluation did not see, in microseconds since 1970-01-01 UTC: nothing asked before it may use this.
    pub cutoff_micros: i64,
    /// The primary handle of the ego whose ties were looked at: it is nobody else's calibration. `None` when every tie was looked
    /// at because no ego was known; that one is anybody's.
    #[serde(default)]
    pub ego: Option<String>,
    /// The level that was reached: 0, 1 or 2.
    pub level: u8,
    /// How far ahead was predicted, in days.
    pub horizon_days: i32,
    /// Windows it rests on.
    pub windows: usize,
    /// Those with contact.
    pub positives: usize,
    /// How far the published constants are off, in logits.
    pub shift_logits: f64,
    /// The four coefficients to use.
    pub intercept: f64,
    /// See [`Parameters::momentum`].
    pub momentum: f64,
    /// See [`Parameters::silence`].
    pub silence: f64,
    /// See [`Parameters::crossing`].
    pub crossing: f64,
}

impl Calibration {
    /// What to keep of a decision; `None` when there was too little data for one.
    #[must_use]
    pub fn of(decision: &Decision, day: String, cutoff_micros: i64, ego: Option<&str>, horizon_days: i32) -> Option<Self> {
        let model = decision.parameters.clone().rounded();
        Some(Self {
            day,
            cutoff_micros,
            ego: ego.map(str::to_owned),
            level: decision.level,
            horizon_days,
            windows: decision.windows,
            positives: decision.positives,
            shift_logits: (decision.shift_logits? * 1e6).round() / 1e6,
            intercept: model.intercept,
            momentum: model.momentum,
            silence: model.silence,
            crossing: model.crossing,
        })
    }

    /// Whether it may be used for somebody with these handles; none when no ego is known.
    ///
    /// # Examples
    /// ```
    /// use acquaint::ties::Calibration;
    /// let kept = r#"{"day":"2026-10-31","cutoff_micros":0,"ego":"mailto:ann@x.example","level":0,"horizon_days":90,"windows":900,
    ///     "positives":90,"shift_logits":0.0,"intercept":-0.8,"momentum":1.25,"silence":-0.6,"crossing":-0.25}"#;
    /// let kept: Calibration = serde_json::from_str(kept).unwrap();
    /// assert!(kept.is_of(["tel:+4930123456", "mailto:ann@x.example"]));
    /// assert!(!kept.is_of(["mailto:bob@x.example"]) && !kept.is_of([]));
    /// let of_everybody = Calibration { ego: None, ..kept };
    /// assert!(of_everybody.is_of(["mailto:bob@x.example"]) && of_everybody.is_of([]));
    /// ```
    #[must_use]
    pub fn is_of<'a>(&self, handles: impl IntoIterator<Item = &'a str>) -> bool {
        self.ego.as_deref().is_none_or(|ego| handles.into_iter().any(|handle| handle == ego))
    }

    /// The published model with these coefficients; `None` when they are none that the ladder could have kept.
    ///
    /// # Examples
    /// ```
    /// use acquaint::ties::{Calibration, Parameters};
    /// let kept = r#"{"day":"2026-10-31","cutoff_micros":0,"level":1,"horizon_days":90,"windows":900,"positives":90,
    ///     "shift_logits":-1.0,"intercept":-1.8,"momentum":1.25,"silence":-0.6,"crossing":-0.25}"#;
    /// let kept: Calibration = serde_json::from_str(kept).unwrap();
    /// let model = kept.parameters().unwrap();
    /// // A logit less: somebody met once, a week ago, is at 10 instead of 23 of 100.
    /// assert_eq!((100.0 * model.probability(1.0, 7.0, 30.0).get()).round(), 10.0);
    /// assert_eq!(Calibration { silence: 0.1, ..kept }.parameters(), None);
    /// ```
    #[must_use]
    pub fn parameters(&self) -> Option<Parameters> {
        let parameters = Parameters {
            intercept: self.intercept,
            momentum: self.momentum,
            silence: self.silence,
            crossing: self.crossing,
            level: self.level,
            calibrated_on: Some(self.day.clone()),
            ..Parameters::default()
        };
        (parameters.is_monotone() && self.level <= 2).then_some(parameters)
    }
}
