//! One session with a Spark Connect server: plans go there, rows come back.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::metadata::{Ascii, MetadataKey, MetadataValue};
use tonic::transport::{Channel, ClientTlsConfig, Endpoint};
use tonic::{Code, Request, Status};
use tonic_prost::ProstCodec;

use super::message::{ExecutePlanRequest, ExecutePlanResponse, Plan, Relation, UserContext};
use super::{Address, ClusterError, Step, arrow};

const EXECUTE_PLAN: &str = "/spark.connect.SparkConnectService/ExecutePlan";
/// How long a server may take to accept a connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);
/// After how long without a word a server is asked whether it is there, and how long it may take to say so.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_PATIENCE: Duration = Duration::from_secs(20);
/// Most bytes of one answer: ours have a row of a few numbers.
const MOST_ANSWER_BYTES: usize = 16 << 20;
/// Most characters of what a server says.
const MOST_MESSAGE_CHARS: usize = 400;

/// A connection, with what is said in every request.
pub(super) struct Session {
    runtime: tokio::runtime::Runtime,
    channel: Channel,
    address: Address,
    /// Names of views belong to it: another run at the same time has others.
    id: String,
}

impl Session {
    /// Connects.
    pub(super) fn open(address: &Address) -> Result<Self, ClusterError> {
        address.check()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| ClusterError::Gone {
            address: address.to_string(),
            step: Step::Checking,
            message: error.to_string(),
        })?;
        let unreachable = |source| ClusterError::Unreachable { address: address.to_string(), source };
        let endpoint = endpoint(address).map_err(unreachable)?;
        let channel = runtime.block_on(endpoint.connect()).map_err(unreachable)?;
        Ok(Self { runtime, channel, address: address.clone(), id: random_uuid() })
    }

    /// Runs a plan to its end. Gives the first row of its answer as bytes, if there is one.
    pub(super) fn run(&mut self, plan: Plan, step: Step) -> Result<Option<Vec<u8>>, ClusterError> {
        let request = self.request(plan)?;
        let mut client = Grpc::new(self.channel.clone()).max_decoding_message_size(MOST_ANSWER_BYTES);
        let answer = self.runtime.block_on(async {
            client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
            let codec = ProstCodec::<ExecutePlanRequest, ExecutePlanResponse>::default();
            let mut stream = client.server_streaming(request, PathAndQuery::from_static(EXECUTE_PLAN), codec).await?.into_inner();
            let mut rows = None;
            while let Some(response) = stream.message().await? {
                let batch = response.arrow_batch.filter(|batch| batch.row_count > 0);
                rows = rows.or(batch.map(|batch| batch.data));
            }
            Ok(rows)
        });
        answer.map_err(|status| self.failure(&status, step))
    }

    /// Asks for one row of whole numbers.
    pub(super) fn ask<const N: usize>(&mut self, query: String, step: Step) -> Result<[i64; N], ClusterError> {
        let rows = self.run(Plan::ask(query), step)?;
        let row = rows.and_then(|bytes| arrow::first_row(&bytes, N));
        row.and_then(|row| row.try_into().ok()).ok_or(ClusterError::Unreadable { step })
    }

    /// Whether there is Parquet at a place, or what is left of it. Known for certain only when it is written to: this is to be early with bad news.
    pub(super) fn holds_something(&mut self, place: &str) -> Result<bool, ClusterError> {
        let named = self.run(Plan::name(Relation::of_parquet(place), "taken"), Step::Checking);
        let count = named.and_then(|_| self.ask("SELECT count(*) AS rows_there FROM taken".to_owned(), Step::Checking));
        match count {
            Ok([rows]) => Ok(rows > 0),
            // A folder without Parquet, as a job leaves it that did not end.
            Err(ClusterError::Failed { message, .. }) => Ok(message.contains("UNABLE_TO_INFER_SCHEMA")),
            Err(error) => Err(error),
        }
    }

    fn request(&self, plan: Plan) -> Result<Request<ExecutePlanRequest>, ClusterError> {
        let user = &self.address.user;
        let mut request = Request::new(ExecutePlanRequest {
            session_id: self.id.clone(),
            user_context: Some(UserContext { user_id: user.clone(), user_name: user.clone() }),
            plan: Some(plan),
            client_type: Some("acquaint".to_owned()),
        });
        let wrong = || ClusterError::Address { problem: "a parameter cannot be sent as a header" };
        for (key, value) in &self.address.headers {
            let key: MetadataKey<Ascii> = key.parse().map_err(|_| wrong())?;
            let mut value: MetadataValue<Ascii> = value.parse().map_err(|_| wrong())?;
            value.set_sensitive(true);
            request.metadata_mut().insert(key, value);
        }
        if let Some(token) = self.address.token() {
            let mut bearer: MetadataValue<Ascii> = format!("Bearer {}", token.secret()).parse().map_err(|_| wrong())?;
            bearer.set_sensitive(true);
            request.metadata_mut().insert("authorization", bearer);
        }
        Ok(request)
    }

    fn failure(&self, status: &Status, step: Step) -> ClusterError {
        let (address, message) = (self.address.to_string(), shortened(status.message()));
        // What comes from the connection and not from the server has a cause of the transport's.
        let is_broken = std::error::Error::source(status).is_some() && status.code() != Code::OutOfRange;
        match status.code() {
            Code::Unauthenticated | Code::PermissionDenied => ClusterError::Refused { address, message },
            Code::Unavailable | Code::Cancelled => ClusterError::Gone { address, step, message },
            _ if is_broken => ClusterError::Gone { address, step, message },
            _ => ClusterError::Failed { step, message },
        }
    }
}

fn endpoint(address: &Address) -> Result<Endpoint, tonic::transport::Error> {
    let endpoint = Endpoint::from_shared(address.uri())?
        .connect_timeout(CONNECT_PATIENCE)
        .http2_keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(PING_PATIENCE)
        .keep_alive_while_idle(true);
    if !address.is_secure() {
        return Ok(endpoint);
    }
    // Whom the machine trusts: organisations sign their servers themselves.
    endpoint.tls_config(ClientTlsConfig::new().domain_name(address.host()).with_native_roots())
}

/// What a server says, in one line of bearable length: Spark adds its whole plan and where in its code it was.
fn shortened(message: &str) -> String {
    let lines = message
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("at ") && !line.starts_with("== ") && !line.starts_with("JVM stacktrace"));
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if text.chars().count() <= MOST_MESSAGE_CHARS {
        return if text.is_empty() { "no reason given".to_owned() } else { text };
    }
    text.chars().take(MOST_MESSAGE_CHARS).chain(['…']).collect()
}

/// A random UUID (version 4), from the keys that the system gives to each process.
fn random_uuid() -> String {
    let half = || RandomState::new().build_hasher().finish();
    let bits = (u128::from(half()) << 64) | u128::from(half());
    let bits = (bits & !(0xf << 76) & !(0b11 << 62)) | (0x4 << 76) | (0b10 << 62);
    let text = format!("{bits:032x}");
    let parts: Vec<&str> =
        [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)].iter().filter_map(|(from, to)| text.get(*from..*to)).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_cut_where_its_own_code_begins() {
        assert_eq!(
            shortened("[PATH_NOT_FOUND] Path does not exist.\n\n  SQLSTATE: 42K03\n\tat org.apache.spark"),
            "[PATH_NOT_FOUND] Path does not exist. SQLSTATE: 42K03"
        );
        assert_eq!(shortened(&"x".repeat(1000)).chars().count(), MOST_MESSAGE_CHARS + 1);
        assert_eq!(shortened(""), "no reason given");
    }

    #[test]
    fn sessions_have_names_of_their_own() {
        let (one, other) = (random_uuid(), random_uuid());
        assert!(one != other && one.len() == 36 && one.as_bytes()[14] == b'4' && b"89ab".contains(&one.as_bytes()[19]), "{one}");
    }
}
