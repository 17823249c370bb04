//! `ties build --engine spark` against a server of these tests' own, which answers as Spark does or fails as servers fail.

use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use acquaint::model::AsOf;
use acquaint::ties::{Parameters, PortableQuery};
use h2::server::SendResponse;
use tonic::codegen::http::{HeaderMap, Request, Response};

use crate::program::{Program, Run, finish};

/// Answers of Spark to a question for three and for four numbers, with 1111111111111111111 and its multiples.
const THREE: &[u8] = include_bytes!("cluster/three.arrow");
const FOUR: &[u8] = include_bytes!("cluster/four.arrow");

/// What the server does with one request.
#[derive(Debug, Clone)]
enum Answer {
    /// It is done, and there is nothing to tell.
    Done,
    /// A row of three or four numbers.
    Row(Vec<i64>),
    /// A gRPC status.
    Fail(u16, &'static str),
    /// The connection ends without a word.
    GoAway,
}

/// A request: its body and its token.
type Asked = Arc<Mutex<Vec<(Vec<u8>, Option<String>)>>>;

/// Starts a server that gives these answers in turn.
fn serve(answers: Vec<Answer>) -> (SocketAddr, Asked) {
    let asked = Asked::default();
    let kept = Arc::clone(&asked);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let (socket, _) = tokio::net::TcpListener::from_std(listener).unwrap().accept().await.unwrap();
            let mut connection = h2::server::handshake(socket).await.unwrap();
            let mut answers = answers.into_iter();
            while let Some(Ok((request, respond))) = connection.accept().await {
                match answers.next().unwrap_or(Answer::Fail(13, "one question too many")) {
                    Answer::GoAway => return,
                    answer => drop(tokio::spawn(reply(request, respond, answer, Arc::clone(&kept)))),
                }
            }
        });
    });
    (address, asked)
}

async fn reply(request: Request<h2::RecvStream>, mut respond: SendResponse<tonic::codegen::Bytes>, answer: Answer, asked: Asked) {
    let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
    let (mut body, mut bytes) = (request.into_body(), Vec::new());
    while let Some(part) = body.data().await {
        let part = part.unwrap();
        body.flow_control().release_capacity(part.len()).unwrap();
        bytes.extend_from_slice(&part);
    }
    asked.lock().unwrap().push((bytes, token));
    let response = Response::builder().status(200).header("content-type", "application/grpc").body(()).unwrap();
    let mut stream = respond.send_response(response, false).unwrap();
    let (code, message) = match answer {
        Answer::Fail(code, message) => (code, message),
        Answer::Row(numbers) => {
            stream.send_data(framed(&batch(&numbers)).into(), false).unwrap();
            (0, "")
        }
        Answer::Done | Answer::GoAway => (0, ""),
    };
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", code.into());
    if !message.is_empty() {
        trailers.insert("grpc-message", message.replace('\n', "%0A").parse().unwrap());
    }
    stream.send_trailers(trailers).unwrap();
}

/// A message as gRPC sends it.
fn framed(message: &[u8]) -> Vec<u8> {
    [&[0][..], &(message.len() as u32).to_be_bytes(), message].concat()
}

/// `ExecutePlanResponse { arrow_batch: ArrowBatch { row_count: 1, data } }`.
fn batch(numbers: &[i64]) -> Vec<u8> {
    let mut data = if numbers.len() == 3 { THREE.to_vec() } else { FOUR.to_vec() };
    for (index, number) in (1_i64..).zip(numbers) {
        let recorded = (1_111_111_111_111_111_111 * index).to_le_bytes();
        let at = data.windows(8).position(|bytes| bytes == recorded).unwrap();
        data[at..at + 8].copy_from_slice(&number.to_le_bytes());
    }
    let batch = [&[0x08, 1, 0x12][..], &length(data.len()), &data].concat();
    [&[0x12][..], &length(batch.len()), &batch].concat()
}

/// A length as a variable number of bytes.
fn length(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

const INPUT: &str = "s3a://bucket/it's \\ legs";
const OUTPUT: &str = "s3a://bucket/ties";

/// What a server answers that does everything right: nothing is at the output, three ties are written.
fn sound() -> Vec<Answer> {
    vec![
        Answer::Done,
        Answer::Row(vec![9, 0, 2, 0]),
        Answer::Fail(13, "[PATH_NOT_FOUND] Path does not exist"),
        Answer::Row(vec![3, 5, 7]),
        Answer::Done,
        Answer::Done,
        Answer::Row(vec![3, 5, 7, 3]),
    ]
}

fn build(program: &Program, remote: &str, more: &[&str], token: Option<&str>) -> Run {
    let arguments = ["ties", "build", "--engine", "spark", "--remote", remote, "--input", INPUT, "--output", OUTPUT];
    let mut command = program.command(&[&arguments[..], more].concat());
    command.stdin(Stdio::null());
    if let Some(token) = token {
        command.env("ACQUAINT_SPARK_TOKEN", token);
    }
    finish(&mut command)
}

/// A server with these answers must make the build fail with a code and these words.
fn fails(answers: Vec<Answer>, code: i32, says: &[&str]) {
    let program = Program::new();
    let (address, _) = serve(answers);
    let run = build(&program, &format!("sc://{address}"), &[], None);
    let text = crate::program::in_one_line(&run.stderr);
    assert_eq!(run.code, Some(code), "{text}");
    for word in says {
        assert!(text.contains(word), "{word} is not in: {text}");
    }
}

fn replaced(at: usize, answer: Answer) -> Vec<Answer> {
    let mut answers = sound();
    answers.truncate(at);
    answers.push(answer);
    answers
}

#[test]
fn a_cluster_is_asked_for_the_ties_and_for_nothing_else() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let (address, asked) = serve(sound());
    program.file("token", "s3cret\n");
    let run = build(&program, &format!("sc://{address}/;token=other;user_id=ann"), &["--token-file", "token"], Some("third"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let said = crate::program::in_one_line(&run.stderr);
    assert!(said.contains("read: 9 legs, 2 of them after the as-of day"), "{said}");
    assert!(said.contains("(3 ties of 7 contacts on 5 contact-days)") && said.contains("verifying what was written"), "{said}");
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 7);
    assert!(asked.iter().all(|(_, token)| token.as_deref() == Some("Bearer s3cret")));
    let holds = |at: usize, text: &str| asked[at].0.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    // Places travel as they are; the ties are those of the one SQL text, and are never written over something.
    assert!(holds(0, INPUT) && holds(4, OUTPUT) && holds(5, OUTPUT) && asked.iter().all(|(body, _)| !body.is_empty()));
    let as_of = AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
    let query = PortableQuery { parameters: &Parameters::default(), as_of: &as_of, ego: None };
    assert!(holds(4, &query.tie_states()) && holds(3, &query.expected()) && holds(1, &query.input()));
    let error_if_exists = [&[0x1a, OUTPUT.len() as u8][..], OUTPUT.as_bytes(), &[0x28, 3]].concat();
    assert!(asked[4].0.windows(error_if_exists.len()).any(|bytes| bytes == error_if_exists));
    // Every question is of one session and of the user that the address names.
    assert!((0..7).all(|at| holds(at, "ann")) && asked.iter().all(|(body, _)| body[5..43] == asked[0].0[5..43]));
}

#[test]
fn what_a_server_says_is_told_in_short_and_without_its_control_characters() {
    let program = Program::new();
    let (address, _) = serve(replaced(0, Answer::Fail(13, "[PATH_NOT_FOUND] no %1B[31msuch place\n\tat org.apache.spark.sql")));
    let run = build(&program, &format!("sc://{address}"), &[], None);
    assert!(run.stderr.contains("[PATH_NOT_FOUND] no ") && run.stderr.contains("such place"), "{}", run.stderr);
    assert!(!run.stderr.contains("org.apache") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    assert!(run.stderr.contains("workers open --input themselves"), "{}", run.stderr);
    fails(
        replaced(3, Answer::Fail(2, "no more room")),
        5,
        &["counting what the legs come to: no more room", "nothing was written"],
    );
    fails(replaced(4, Answer::Fail(13, "disk full")), 5, &["computing and writing", "disk full", "may be half of it"]);
    fails(replaced(1, Answer::Fail(16, "who are you?")), 5, &["refuses: who are you?", "--token-file"]);
}

#[test]
fn a_server_that_goes_away_leaves_no_doubt_about_what_is_left() {
    fails(replaced(0, Answer::GoAway), 5, &["went away while it was checking", "nothing was written"]);
    fails(
        replaced(4, Answer::GoAway),
        5,
        &["went away while it was computing and writing", "`s3a://bucket/ties` may be half of it"],
    );
    fails(replaced(6, Answer::GoAway), 5, &["went away while it was verifying", "may be half of it"]);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let run = build(&Program::new(), &format!("sc://{address}"), &[], None);
    assert!(
        run.code == Some(5) && run.stderr.contains("cannot be reached") && run.stderr.contains("Connection refused"),
        "{}",
        run.stderr
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_is_believed() {
    fails(replaced(2, Answer::Fail(13, "[UNABLE_TO_INFER_SCHEMA] Unable to infer schema for Parquet.")), 2, &["exists already"]);
    fails(
        replaced(4, Answer::Fail(13, "[PATH_ALREADY_EXISTS] Path already exists")),
        2,
        &["exists already", "nothing is overwritten"],
    );
    fails(replaced(4, Answer::Fail(13, "listing table path already exists: /x")), 2, &["exists already"]);
    fails(replaced(1, Answer::Row(vec![9, 4, 0, 0])), 2, &["4 of 9 rows of the input are no legs"]);
    fails(replaced(3, Answer::Row(vec![0, 0, 0])), 1, &["no tie in 9 legs"]);
    // A part is missing; a part is there twice; no number comes at all.
    for found in [vec![2, 4, 6, 2], vec![3, 5, 7, 6]] {
        fails(replaced(6, Answer::Row(found)), 5, &["not what the input comes to", "instead of 3 ties, 5 contact-days, 7"]);
    }
    fails(replaced(6, Answer::Done), 5, &["cannot be read", "may be half of it"]);
}

#[test]
fn a_token_is_not_sent_where_others_can_read_it() {
    let program = Program::new();
    let run = build(&program, "sc://192.0.2.1:15002", &[], Some("s3cret"));
    assert!(run.code == Some(2) && run.stderr.contains("not sent to sc://192.0.2.1:15002 in clear"), "{}", run.stderr);
    assert!(run.stderr.contains("use_ssl=true") && !run.stderr.contains("s3cret"), "{}", run.stderr);
    let run = build(&program, "sc://192.0.2.1/;token=s3cret;token", &[], None);
    assert!(run.code == Some(2) && !run.stderr.contains("s3cret"), "{}", run.stderr);
    program.file("empty", "\n");
    let run = build(&program, "sc://127.0.0.1:1", &["--token-file", "empty"], None);
    assert!(run.code == Some(2) && run.stderr.contains("no token in `empty`"), "{}", run.stderr);
}
