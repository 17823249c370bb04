//! Logistic regression by Newton's method: what the ladder and the baselines are fitted with.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

/// Windows that one core sums at a time.
const PIECE: usize = 1 << 14;
const MOST_STEPS: usize = 50;
const MOST_HALVINGS: usize = 30;
/// Largest last change of a coefficient at which the fit has converged. Newton's steps square the error: it is about 1e-12 then.
const TOLERANCE: f64 = 1e-6;

/// One line of a fit: features, offset, how many windows are like it, and how many of them contact followed.
pub(super) type Row<const N: usize> = ([f64; N], f64, f64, f64);

/// Log-likelihood, gradient and information at some coefficients.
#[derive(Clone, Copy)]
struct Sums<const N: usize> {
    likelihood: f64,
    gradient: [f64; N],
    information: [[f64; N]; N],
}

/// The coefficients of greatest likelihood of `logit P = offset + Σ β·x`, from a start; `None` when they do not converge: one outcome
/// only, outcomes that a feature separates, or features that say the same.
///
/// # Complexity
/// O(windows · N²) a step, few steps. Sums are reduced in order: the same on any number of threads.
pub(super) fn logistic<T: Sync, const N: usize>(
    parts: &[&[T]],
    row: impl Fn(&T) -> Row<N> + Sync,
    start: [f64; N],
) -> Option<[f64; N]> {
    let mut coefficients = start;
    let mut here = sums(parts, &row, &coefficients);
    for _ in 0..MOST_STEPS {
        let step = solve(here.information, here.gradient)?;
        let mut scale = 1.0;
        let mut halvings = 0;
        let (next, there) = loop {
            let next: [f64; N] = std::array::from_fn(|index| coefficients[index] + scale * step[index]);
            let there = sums(parts, &row, &next);
            // Rounding may cost the last digits of the likelihood at its top.
            if there.likelihood >= here.likelihood - 1e-12 * here.likelihood.abs() {
                break (next, there);
            }
            (scale, halvings) = (scale / 2.0, halvings + 1);
            if halvings > MOST_HALVINGS {
                return None;
            }
        };
        let moved = next.iter().zip(&coefficients).map(|(next, before)| (next - before).abs()).fold(0.0, f64::max);
        (coefficients, here) = (next, there);
        if !coefficients.iter().all(|coefficient| coefficient.is_finite()) {
            return None;
        }
        if moved < TOLERANCE {
            return Some(coefficients);
        }
    }
    None
}

fn sums<T: Sync, const N: usize>(parts: &[&[T]], row: &(impl Fn(&T) -> Row<N> + Sync), coefficients: &[f64; N]) -> Sums<N> {
    let pieces: Vec<&[T]> = parts.iter().flat_map(|part| part.chunks(PIECE)).collect();
    let summed: Vec<Sums<N>> = pieces.into_par_iter().map(|piece| sums_of(piece, row, coefficients)).collect();
    summed.into_iter().fold(Sums { likelihood: 0.0, gradient: [0.0; N], information: [[0.0; N]; N] }, |mut all, part| {
        all.likelihood += part.likelihood;
        for index in 0..N {
            all.gradient[index] += part.gradient[index];
            for other in 0..N {
                all.information[index][other] += part.information[index][other];
            }
        }
        all
    })
}

fn sums_of<T, const N: usize>(lines: &[T], row: &impl Fn(&T) -> Row<N>, coefficients: &[f64; N]) -> Sums<N> {
    let mut sums = Sums { likelihood: 0.0, gradient: [0.0; N], information: [[0.0; N]; N] };
    for line in lines {
        let (features, offset, count, positives) = row(line);
        let logit = offset + features.iter().zip(coefficients).map(|(feature, weight)| feature * weight).sum::<f64>();
        // One exponential serves the probability and the log loss.
        let small = (-logit.abs()).exp();
        let probability = if logit >= 0.0 { 1.0 } else { small } / (1.0 + small);
        let wrong = if logit >= 0.0 { count - positives } else { positives };
        sums.likelihood -= wrong * logit.abs() + count * small.ln_1p();
        let residual = positives - count * probability;
        let weight = count * probability * (1.0 - probability);
        for index in 0..N {
            sums.gradient[index] += residual * features[index];
            for other in 0..=index {
                sums.information[index][other] += weight * features[index] * features[other];
                sums.information[other][index] = sums.information[index][other];
            }
        }
    }
    sums
}

/// 1/(1 + e^−x).
pub(super) fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// −ln of the probability that was given to what happened, without losing digits when it is near 1.
pub(super) fn log_loss_of(logit: f64, positive: bool) -> f64 {
    let toward = if positive { logit } else { -logit };
    // ln(1 + e^−x), for either sign of x.
    (-toward).max(0.0) + (-toward.abs()).exp().ln_1p()
}

/// Solves a symmetric positive definite system by Cholesky's method; `None` when it is not one.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    let scale: [f64; N] = std::array::from_fn(|index| matrix[index][index]);
    for column in 0..N {
        for row in column..N {
            let known: f64 = (0..column).map(|k| matrix[row][k] * matrix[column][k]).sum();
            let rest = matrix[row][column] - known;
            if row == column {
                // A pivot that is nothing beside its own diagonal is lost in rounding: the features say the same.
                if rest.is_nan() || rest <= 1e-12 * scale[column] || rest <= f64::MIN_POSITIVE {
                    return None;
                }
                matrix[column][column] = rest.sqrt();
            } else {
                matrix[row][column] = rest / matrix[column][column];
            }
        }
    }
    for row in 0..N {
        let known: f64 = (0..row).map(|k| matrix[row][k] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|k| matrix[k][row] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::backtest::windows::Window;
    use proptest::prelude::*;

    /// Numbers from 0 to 1 that look random and are always the same.
    fn noise(seed: u64) -> f64 {
        let mixed = (seed ^ (seed >> 31)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 32)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn simulated(count: u64, coefficients: [f64; 4], seed: u64) -> Vec<Window> {
        (0..count)
            .map(|index| {
                let draw = |which: u64| noise(seed.wrapping_mul(1_000_003) + 7 * index + which);
                let (log_momentum, quiet) = (5.0 * draw(1) - 1.0, 5.0 * draw(2));
                let [a, b, c, d] = coefficients;
                let logit = a + b * log_momentum + c * quiet + d * quiet * log_momentum.max(0.0);
                Window {
                    low: 0,
                    high: index as u32 + 1,
                    log_momentum,
                    quiet,
                    log_half_life: 0.0,
                    silence_days: 0,
                    contact_days: 1,
                    positive: draw(3) < sigmoid(logit),
                }
            })
            .collect()
    }

    fn row(window: &Window) -> Row<4> {
        let crossing = window.quiet * window.log_momentum.max(0.0);
        ([1.0, window.log_momentum, window.quiet, crossing], 0.0, 1.0, window.outcome())
    }

    #[test]
    fn known_coefficients_are_recovered_whatever_the_pieces_and_the_start() {
        let truth = [-0.4, 1.1, -0.7, -0.2];
        let windows = simulated(200_000, truth, 5);
        let fitted = logistic(&[&windows], row, [0.0; 4]).unwrap();
        for (fitted, truth) in fitted.iter().zip(truth) {
            assert!((fitted - truth).abs() < 0.05, "{fitted} for {truth}");
        }
        let (left, right) = windows.split_at(70_001);
        let again = logistic(&[left, right], row, [-0.8, 1.25, -0.6, -0.25]).unwrap();
        assert!(fitted.iter().zip(again).all(|(one, other)| (one - other).abs() < 1e-6));
    }

    #[test]
    fn what_cannot_be_fitted_is_refused() {
        let mut windows = simulated(500, [-0.4, 1.1, -0.7, -0.2], 9);
        assert!(logistic::<Window, 4>(&[], row, [0.0; 4]).is_none());
        assert!(
            logistic(&[&windows], |window| ([1.0, window.quiet, window.quiet], 0.0, 1.0, window.outcome()), [0.0; 3]).is_none()
        );
        for window in &mut windows {
            window.positive = window.log_momentum > 1.0;
        }
        assert!(logistic(&[&windows], row, [0.0; 4]).is_none(), "separated");
        for window in &mut windows {
            window.positive = true;
        }
        assert!(logistic(&[&windows], |window| ([1.0], 0.0, 1.0, window.outcome()), [0.0]).is_none(), "one outcome only");
    }

    proptest! {
        /// At the top of the likelihood the predicted sum is the observed one.
        #[test]
        fn a_fitted_intercept_makes_predicted_and_observed_sums_equal(seed in 0_u64..500, count in 50_u64..400) {
            let windows = simulated(count, [-0.5, 0.8, -0.5, -0.1], seed);
            let positives = windows.iter().filter(|window| window.positive).count();
            prop_assume!(positives > 0 && positives < windows.len());
            let [shift] = logistic(&[&windows], |window| ([1.0], window.log_momentum, 1.0, window.outcome()), [0.0]).unwrap();
            let predicted: f64 = windows.iter().map(|window| sigmoid(shift + window.log_momentum)).sum();
            prop_assert!((predicted - positives as f64).abs() < 1e-6);
        }
    }
}
