//! Colours by what they are for: those of series are told apart by colour-blind readers (Okabe and Ito, 2008), the others are greys.
//!
//! A colour keeps its role, so that a page can give each role a value of its own in light and in dark.

/// A role, thinned towards the ground; nothing needs to be transparent that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color {
    role: u8,
    /// How much of the role's colour, in per cent; the rest is ground.
    share: u8,
}

/// Red, green, blue.
type Rgb = (u8, u8, u8);

/// The roles: the page's name, and the colours on light and on dark ground. The yellow of the original palette is too pale on white.
const ROLES: [(&str, Rgb, Rgb); 13] = [
    ("ground", (0xff, 0xff, 0xff), (0x16, 0x1a, 0x1f)),
    ("ink", (0x1f, 0x23, 0x28), (0xe8, 0xea, 0xed)),
    ("muted", (0x5b, 0x63, 0x6d), (0xa3, 0xac, 0xb6)),
    ("axis", (0x9a, 0xa2, 0xab), (0x6c, 0x75, 0x7f)),
    ("grid", (0xe7, 0xe9, 0xec), (0x2b, 0x31, 0x38)),
    ("tie", (0xc3, 0xc9, 0xd1), (0x47, 0x4f, 0x59)),
    ("panel", (0xf5, 0xf6, 0xf8), (0x1f, 0x24, 0x2a)),
    ("1", (0x00, 0x72, 0xb2), (0x4d, 0xa9, 0xe0)),
    ("2", (0xd5, 0x5e, 0x00), (0xf0, 0x8a, 0x3c)),
    ("3", (0x00, 0x9e, 0x73), (0x2f, 0xc2, 0x97)),
    ("4", (0xb0, 0x4f, 0x8a), (0xd9, 0x82, 0xb5)),
    ("5", (0xd8, 0x93, 0x00), (0xee, 0xb7, 0x3f)),
    ("6", (0x2f, 0x9b, 0xdb), (0x86, 0xc8, 0xf2)),
];

pub(super) const WHITE: Color = Color::role(0);
pub(super) const INK: Color = Color::role(1);
pub(super) const MUTED: Color = Color::role(2);
pub(super) const AXIS: Color = Color::role(3);
pub(super) const GRID: Color = Color::role(4);
pub(super) const TIE: Color = Color::role(5);
pub(super) const PANEL: Color = Color::role(6);
pub(super) const BLUE: Color = Color::role(FIRST_SERIES);

const FIRST_SERIES: u8 = 7;

/// How many series or communities get a colour and a mark of their own.
pub(super) const SLOTS: usize = ROLES.len() - FIRST_SERIES as usize;

impl Color {
    const fn role(role: u8) -> Self {
        Self { role, share: 100 }
    }

    /// Its value on white paper.
    pub(super) fn rgb(self) -> Rgb {
        let (_, (red, green, blue), _) = ROLES[usize::from(self.role) % ROLES.len()];
        let share = f64::from(self.share) / 100.0;
        let mix = |channel: u8| (255.0 - (255.0 - f64::from(channel)) * share).round() as u8;
        (mix(red), mix(green), mix(blue))
    }

    /// Its role and share as a colour that only [`Color::decoded`] understands.
    pub(super) fn encoded(self) -> Rgb {
        (self.role, self.share, 0)
    }

    /// The colour that was encoded so.
    pub(super) fn decoded((role, share, rest): Rgb) -> Option<Self> {
        (usize::from(role) < ROLES.len() && share <= 100 && rest == 0).then_some(Self { role, share })
    }

    /// Its value as the page's style sheet sets it, with the one on light ground to fall back on.
    pub(super) fn css(self) -> String {
        let of_role = |role: u8| {
            let (name, light, _) = ROLES[usize::from(role) % ROLES.len()];
            format!("var(--chart-{name}, {})", hex(light))
        };
        match self.share {
            100 => of_role(self.role),
            share => format!("color-mix(in srgb, {} {share}%, {})", of_role(self.role), of_role(0)),
        }
    }
}

/// The roles' values for a style sheet, as declarations of custom properties: `--chart-ink: #1f2328; …`.
pub(super) fn declarations(dark: bool) -> String {
    let of = |(name, light, night): &(&str, Rgb, Rgb)| format!("--chart-{name}: {};", hex(if dark { *night } else { *light }));
    ROLES.iter().map(of).collect::<Vec<_>>().join(" ")
}

/// The colour of a series or community; what has no slot of its own is grey.
pub(super) fn series(slot: usize) -> Color {
    if slot < SLOTS { Color::role(FIRST_SERIES + slot as u8) } else { MUTED }
}

/// A colour mixed with the ground: 1 is the colour, 0 is the ground.
pub(super) fn tint(color: Color, share: f64) -> Color {
    Color { share: (f64::from(color.share) * share.clamp(0.0, 1.0)).round() as u8, ..color }
}

fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::{Color, INK, series, tint};

    #[test]
    fn a_colour_survives_the_backend_and_reaches_the_page_as_its_role() {
        let pale = tint(series(1), 0.35);
        assert_eq!(Color::decoded(pale.encoded()), Some(pale));
        assert_eq!(INK.css(), "var(--chart-ink, #1f2328)");
        assert_eq!(pale.css(), "color-mix(in srgb, var(--chart-2, #d55e00) 35%, var(--chart-ground, #ffffff))");
        assert_eq!(Color::decoded((200, 100, 0)), None);
        assert_eq!(tint(INK, 0.0).rgb(), (255, 255, 255));
    }
}
