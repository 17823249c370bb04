//! The few messages of Spark Connect that are needed, by the tags of its public definition (`spark/connect/*.proto`, Spark 3.5 and later).
//!
//! Written by hand, so that no compiler of such definitions is needed. Members of a `oneof` are optional fields here: the bytes are the same.

use prost::Message;

/// A mode of writing: an error when the place exists.
pub(super) const ERROR_IF_EXISTS: i32 = 3;

#[derive(Clone, PartialEq, Message)]
pub(super) struct ExecutePlanRequest {
    #[prost(string, tag = "1")]
    pub(super) session_id: String,
    #[prost(message, optional, tag = "2")]
    pub(super) user_context: Option<UserContext>,
    #[prost(message, optional, tag = "3")]
    pub(super) plan: Option<Plan>,
    #[prost(string, optional, tag = "4")]
    pub(super) client_type: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct UserContext {
    #[prost(string, tag = "1")]
    pub(super) user_id: String,
    #[prost(string, tag = "2")]
    pub(super) user_name: String,
}

/// Either a question, whose rows come back, or a command.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Plan {
    #[prost(message, optional, tag = "1")]
    pub(super) root: Option<Relation>,
    #[prost(message, optional, tag = "2")]
    pub(super) command: Option<Command>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Relation {
    #[prost(message, optional, tag = "2")]
    pub(super) read: Option<Read>,
    #[prost(message, optional, tag = "10")]
    pub(super) sql: Option<Sql>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Sql {
    #[prost(string, tag = "1")]
    pub(super) query: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Read {
    #[prost(message, optional, tag = "2")]
    pub(super) data_source: Option<DataSource>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct DataSource {
    #[prost(string, optional, tag = "1")]
    pub(super) format: Option<String>,
    #[prost(string, repeated, tag = "4")]
    pub(super) paths: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Command {
    #[prost(message, optional, tag = "2")]
    pub(super) write_operation: Option<WriteOperation>,
    #[prost(message, optional, tag = "3")]
    pub(super) create_dataframe_view: Option<CreateView>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct WriteOperation {
    #[prost(message, optional, tag = "1")]
    pub(super) input: Option<Relation>,
    #[prost(string, optional, tag = "2")]
    pub(super) source: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(super) path: Option<String>,
    #[prost(int32, tag = "5")]
    pub(super) mode: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct CreateView {
    #[prost(message, optional, tag = "1")]
    pub(super) input: Option<Relation>,
    #[prost(string, tag = "2")]
    pub(super) name: String,
    #[prost(bool, tag = "4")]
    pub(super) replace: bool,
}

/// What a server answers with, several times for one plan; all but the rows is passed over.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ExecutePlanResponse {
    #[prost(message, optional, tag = "2")]
    pub(super) arrow_batch: Option<ArrowBatch>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ArrowBatch {
    #[prost(int64, tag = "1")]
    pub(super) row_count: i64,
    #[prost(bytes = "vec", tag = "2")]
    pub(super) data: Vec<u8>,
}

impl Relation {
    /// The rows of a query.
    pub(super) fn of_query(query: String) -> Self {
        Self { sql: Some(Sql { query }), ..Self::default() }
    }

    /// The rows of Parquet files. The place travels as it is: nothing in it is taken for SQL.
    pub(super) fn of_parquet(place: &str) -> Self {
        let source = DataSource { format: Some("parquet".to_owned()), paths: vec![place.to_owned()] };
        Self { read: Some(Read { data_source: Some(source) }), ..Self::default() }
    }
}

impl Plan {
    /// Gives rows a name for later queries of the session.
    pub(super) fn name(rows: Relation, name: &str) -> Self {
        let view = CreateView { input: Some(rows), name: name.to_owned(), replace: true };
        Self { command: Some(Command { create_dataframe_view: Some(view), ..Command::default() }), root: None }
    }

    /// Writes rows as Parquet to a place that must not exist.
    pub(super) fn write(rows: Relation, place: &str) -> Self {
        let write = WriteOperation {
            input: Some(rows),
            source: Some("parquet".to_owned()),
            path: Some(place.to_owned()),
            mode: ERROR_IF_EXISTS,
        };
        Self { command: Some(Command { write_operation: Some(write), ..Command::default() }), root: None }
    }

    /// Asks for rows.
    pub(super) fn ask(query: String) -> Self {
        Self { root: Some(Relation::of_query(query)), command: None }
    }
}
