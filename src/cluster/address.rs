//! The address of a Spark Connect server: `sc://HOST:PORT/;key=value;…`.

use std::fmt;
use std::net::IpAddr;

use super::ClusterError;

/// The port of a server that names none.
const USUAL_PORT: u16 = 15002;

/// A secret, which is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token, without the blanks and line ends around it; `None` when nothing is left, or what cannot be sent.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| Self(text.to_owned()))
    }

    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// Where a server is, and how to speak to it.
///
/// # Examples
/// ```
/// use acquaint::cluster::Address;
/// let address = Address::parse("sc://cluster.example.org/;use_ssl=true;token=s3cret;x-key=s3cret").unwrap();
/// assert_eq!((address.to_string().as_str(), address.is_secure()), ("sc://cluster.example.org:15002", true));
/// assert!(!format!("{address:?}").contains("s3cret"));
/// // A token is not sent for everybody on the way to read.
/// assert!(Address::parse("sc://cluster.example.org/;token=s3cret").unwrap().check().is_err());
/// assert!(Address::parse("sc://cluster.example.org/;authorization=Bearer%20s3cret").unwrap().check().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    secure: bool,
    token: Option<Token>,
    /// Who asks, as the server is told.
    pub(super) user: String,
    /// What else is sent with every question, as names and values.
    pub(super) headers: Vec<(String, String)>,
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Address({self}, …)")
    }
}

impl Address {
    /// Reads an address. Of its parameters `use_ssl`, `token`, `user_id` and `user_agent` are known; all others are sent as headers, which
    /// some services want.
    ///
    /// # Errors
    /// [`ClusterError::Address`] when it is none.
    pub fn parse(text: &str) -> Result<Self, ClusterError> {
        // The text may hold a token: it is not repeated.
        let wrong = |problem: &'static str| ClusterError::Address { problem };
        let rest = text.strip_prefix("sc://").ok_or_else(|| wrong("it does not begin with sc://"))?;
        let (place, parameters) = rest.split_once('/').unwrap_or((rest, ""));
        if place.contains(';') || !(parameters.is_empty() || parameters.starts_with(';')) {
            return Err(wrong("parameters follow after `/;`"));
        }
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| wrong("the port is no number from 0 to 65535"))?)
            }
            _ => (place, USUAL_PORT),
        };
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        if host.is_empty() || bare.map_or(!host.chars().all(sound), |host| host.parse::<IpAddr>().is_err()) {
            return Err(wrong("it names no host"));
        }
        let mut address =
            Self { host: host.to_owned(), port, secure: false, token: None, user: "acquaint".to_owned(), headers: Vec::new() };
        for parameter in parameters.split(';').filter(|parameter| !parameter.is_empty()) {
            let (key, value) = parameter.split_once('=').ok_or_else(|| wrong("a parameter is not of the form key=value"))?;
            let value = decoded(value).ok_or_else(|| wrong("a parameter has a broken %-escape"))?;
            match key {
                "use_ssl" if value == "true" || value == "false" => address.secure = value == "true",
                "use_ssl" => return Err(wrong("use_ssl is true or false")),
                "token" => address.token = Some(Token::new(&value).ok_or_else(|| wrong("the token is empty"))?),
                "user_id" => address.user = value,
                // Every run is a session of its own, and says what it is.
                "session_id" | "user_agent" => {}
                _ => address.headers.push((key.to_ascii_lowercase(), value)),
            }
        }
        Ok(address)
    }

    /// The same address with a token from elsewhere, which stands over one in the address.
    #[must_use]
    pub fn with_token(self, token: Option<Token>) -> Self {
        Self { token: token.or(self.token), ..self }
    }

    /// Whether everything is encrypted on the way.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether a token may be sent there: encrypted, or to this machine.
    ///
    /// # Errors
    /// [`ClusterError::TokenInClear`] when it may not.
    pub fn check(&self) -> Result<(), ClusterError> {
        // What else is sent may be as secret as a token.
        let has_secrets = self.token.is_some() || !self.headers.is_empty();
        if has_secrets && !self.secure && !self.is_loopback() {
            return Err(ClusterError::TokenInClear { address: self.to_string() });
        }
        Ok(())
    }

    pub(super) fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// The host's name, without the brackets of a numeric one.
    pub(super) fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    pub(super) fn uri(&self) -> String {
        format!("{}://{}:{}", if self.secure { "https" } else { "http" }, self.host, self.port)
    }

    fn is_loopback(&self) -> bool {
        self.host() == "localhost" || self.host().parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "sc://{}:{}", self.host, self.port)
    }
}

/// A text with its `%`-escapes undone.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = rest.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_other_clients_read_them() {
        let address = Address::parse("sc://[::1]:9/;user_id=ann;x-cluster=a%20b;use_ssl=false;token=t%3D1").unwrap();
        assert_eq!(address.uri(), "http://[::1]:9");
        assert_eq!((address.host(), address.user.as_str(), address.token().unwrap().secret()), ("::1", "ann", "t=1"));
        assert_eq!(address.headers, [("x-cluster".to_owned(), "a b".to_owned())]);
        assert!(address.check().is_ok());
        assert_eq!(Address::parse("sc://localhost").unwrap().uri(), "http://localhost:15002");
        assert_eq!(Address::parse("sc://a.example:443/;use_ssl=true").unwrap().uri(), "https://a.example:443");
        for wrong in [
            "http://a",
            "sc://",
            "sc://a b",
            "sc://a:x",
            "sc://a:70000",
            "sc://a;token=x",
            "sc://a/x",
            "sc://a/;token",
            "sc://a/;use_ssl=1",
            "sc://a/;x=%4",
            "sc://[zz]",
        ] {
            assert!(Address::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_goes_to_this_machine_or_encrypted_or_nowhere() {
        let token = || Token::new(" s3cret\n");
        let may = |text: &str| Address::parse(text).unwrap().with_token(token()).check().is_ok();
        assert!(may("sc://127.0.0.1:1") && may("sc://localhost") && may("sc://[::1]") && may("sc://a.example/;use_ssl=true"));
        assert!(!may("sc://a.example") && !may("sc://10.0.0.1") && !may("sc://127.example.org"));
        assert!(Token::new(" \n").is_none() && Token::new("a\nb").is_none());
    }
}
