//! The beta distribution: what is known of a rate after so many successes and failures.

/// Halvings of an interval after which a double has no digits left to gain.
const HALVINGS: usize = 200;
const STEPS: usize = 500;

/// The quantile of a beta distribution: the rate below which it lies with a probability.
///
/// # Range
/// 0 to 1; both shapes must be positive.
///
/// # Source
/// The continued fraction of the incomplete beta function in DLMF 8.17.22, evaluated by Lentz's method, and bisection.
///
/// # Examples
/// Against scipy 1.17.1, `scipy.stats.beta.ppf`.
/// ```
/// use acquaint::analysis::beta::quantile;
/// assert!((quantile(4.7, 17.3, 0.05) - 0.089_236_27).abs() < 1e-8);
/// assert!((quantile(4.7, 17.3, 0.95) - 0.368_153_53).abs() < 1e-8);
/// assert!((quantile(0.5, 10.0, 0.95) - 0.178_686_71).abs() < 1e-8);
/// assert!((quantile(1.0, 1.0, 0.3) - 0.3).abs() < 1e-12);
/// ```
#[must_use]
pub fn quantile(a: f64, b: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if cumulative(a, b, middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function `I_x(a, b)`: the probability that the rate is at most x.
///
/// # Examples
/// ```
/// use acquaint::analysis::beta::cumulative;
/// assert!((cumulative(2.0, 3.0, 0.4) - 0.5248).abs() < 1e-12);
/// assert!((cumulative(0.5, 0.5, 0.3) - 0.369_010_119_565_545_36).abs() < 1e-12);
/// ```
#[must_use]
pub fn cumulative(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * (-x).ln_1p() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp();
    // The fraction converges fast below the mean; beyond it the mirrored one does.
    if x < (a + 1.0) / (a + b + 2.0) { front * fraction(a, b, x) / a } else { 1.0 - front * fraction(b, a, 1.0 - x) / b }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..STEPS {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = result;
        for term in [even, odd] {
            d = 1.0 / nonzero(1.0 + term * d);
            c = nonzero(1.0 + term / c);
            result *= d * c;
        }
        if (result - before).abs() <= 1e-16 * result.abs() {
            break;
        }
    }
    result
}

/// The logarithm of the gamma function by Stirling's series, shifted up to where it is exact to a double.
fn ln_gamma(x: f64) -> f64 {
    let mut shift = 0.0;
    let mut z = x;
    while z < 15.0 {
        shift += z.ln();
        z += 1.0;
    }
    let inverse = 1.0 / (z * z);
    let series =
        (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse * (1.0 / 1680.0 - inverse / 1188.0)))) / z;
    (z - 0.5) * z.ln() - z + 0.5 * std::f64::consts::TAU.ln() + series - shift
}
