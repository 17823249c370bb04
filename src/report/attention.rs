//! What the ego's attention goes to, in a sentence.

use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;
use crate::network::Network;

/// Where most of the attention goes, if the data says so: one sentence, names unescaped. `None` where attention is spread, or
/// where too little is known.
#[must_use]
pub fn tunnel_vision(network: &Network, attention: &Attention<'_>) -> Option<String> {
    let found = attention.tunnel_vision()?;
    let around = network.person(found.around);
    let which = match found.attribute {
        Attribute::Community => format!("the one around {}", around.distinct_label()),
        // As the person's card writes it, not as it is compared.
        Attribute::Company => around.company.clone().unwrap_or(found.kind),
        _ => found.kind,
    };
    Some(format!(
        "{:.0} % of your attention goes to one of {} {} ({which}); effectively you deal with {:.1}.",
        100.0 * found.share,
        found.kinds,
        found.attribute.plural(),
        found.effective_number,
    ))
}
