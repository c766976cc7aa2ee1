//! A stand-in for Twilio's Messages API on loopback: takes texts, tells their fate, and misbehaves as it is told.
//!
//! Checks what the real one checks (account, token, recipient, sender, body), so that a test that forgets something
//! fails here. Not here: TLS; it listens on plain HTTP, which the program allows on loopback only.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::http::{self, HttpRequest};
use crate::record::Record;
use crate::server::Server;

/// The account the stand-in knows.
pub const ACCOUNT_SID: &str = "AC0123456789abcdef0123456789abcdef";
/// Its token.
pub const AUTH_TOKEN: &str = "5f4dcc3b5aa765d61d8327deb882cf99";

/// How one request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TwilioAnswer {
    /// As the real one would.
    Normal,
    /// Taken, with null wherever the API allows it.
    NullFilled,
    /// 201, but the message has failed with this error code already.
    FailedAtOnce(u32),
    /// An error of the API: HTTP status and Twilio's code.
    Error(u16, u32),
    /// 429 with this `Retry-After`.
    TooMany(Option<String>),
    /// A bare HTTP status with a page for people.
    Page(u16),
    /// 307 to this path on the same server.
    Redirect(String),
    /// The connection is closed before a byte is read.
    CloseBeforeReading,
    /// Taken; after this many bytes of the answer the connection ends.
    CutAfter(usize),
    /// Read, and never answered.
    Stall,
    /// 201 with something that is no JSON.
    Garbage,
    /// 201 with a body of this many bytes, valid JSON.
    Huge(usize),
    /// Exactly these bytes.
    Raw(String),
}

/// What the carrier made of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwilioStatus {
    /// `queued`
    Queued,
    /// `sent`: with the carrier.
    Sent,
    /// `delivered`
    Delivered,
    /// `undelivered`, with its error code.
    Undelivered(u32),
    /// `failed`, with its error code.
    Failed(u32),
}

/// A request for a new text, in the order of arrival, however it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedText {
    /// `To`
    pub to: String,
    /// `From`
    pub from: Option<String>,
    /// `MessagingServiceSid`
    pub messaging_service: Option<String>,
    /// `Body`
    pub body: String,
    /// `ValidityPeriod`, seconds.
    pub validity_s: Option<u32>,
    /// The SID, where the text was taken (even if the answer then got lost).
    pub sid: Option<String>,
}

/// The stand-in; it lives until it is dropped.
pub struct FakeTwilio {
    server: Server,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    connections: AtomicUsize,
    requests: Record<HttpRequest>,
    texts: Record<ReceivedText>,
    script: Mutex<Script>,
}

#[derive(Default)]
struct Script {
    new_text: VecDeque<TwilioAnswer>,
    status: VecDeque<TwilioAnswer>,
    fates: VecDeque<TwilioStatus>,
    /// The last fate told for each SID.
    taken: HashMap<String, TwilioStatus>,
}

impl FakeTwilio {
    /// Starts on a free port.
    ///
    /// # Errors
    /// Where no listener or thread can be had.
    pub fn start() -> io::Result<Self> {
        Self::start_on(0)
    }

    /// Starts on a port of choice.
    ///
    /// # Errors
    /// As [`FakeTwilio::start`].
    pub fn start_on(port: u16) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let for_connections = Arc::clone(&shared);
        let server = Server::start(port, move |stream| serve(Arc::clone(&for_connections), stream))?;
        Ok(Self { server, shared })
    }

    /// What goes into `api_base`.
    #[must_use]
    pub fn api_base(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Queues the answer to the next request for a new text that has none yet; the default is [`TwilioAnswer::Normal`].
    pub fn answer_next(&self, answer: TwilioAnswer) {
        self.shared.script().new_text.push_back(answer);
    }

    /// Queues the answer to the next question about a text's status that has none yet.
    pub fn answer_status_next(&self, answer: TwilioAnswer) {
        self.shared.script().status.push_back(answer);
    }

    /// Queues what the next normal answer about a status tells; the default is what was told last for that text,
    /// `delivered` at first.
    pub fn fate_next(&self, fate: TwilioStatus) {
        self.shared.script().fates.push_back(fate);
    }

    /// Connections so far, closed ones too.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Every request that was read to its end.
    #[must_use]
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.shared.requests.all()
    }

    /// Every request for a new text that was read to its end.
    #[must_use]
    pub fn texts(&self) -> Vec<ReceivedText> {
        self.shared.texts.all()
    }

    /// Waits until there are `n` requests for a new text; panics after a minute.
    #[must_use]
    pub fn wait_for_texts(&self, n: usize) -> Vec<ReceivedText> {
        self.shared.texts.wait_for(n, "texts")
    }

    /// Waits until there are `n` requests of any kind; panics after a minute.
    #[must_use]
    pub fn wait_for_requests(&self, n: usize) -> Vec<HttpRequest> {
        self.shared.requests.wait_for(n, "requests")
    }

    /// The text number `index` (from 0), however long it takes to come.
    #[must_use]
    pub fn text(&self, index: usize) -> ReceivedText {
        self.shared.texts.at(index)
    }
}

impl Shared {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the next answer is to be none at all; it is then used up.
    fn closes_now(&self) -> bool {
        let mut script = self.script();
        let closes = script.new_text.front() == Some(&TwilioAnswer::CloseBeforeReading);
        if closes {
            script.new_text.pop_front();
        }
        closes
    }
}

async fn serve(shared: Arc<Shared>, mut stream: TcpStream) {
    shared.connections.fetch_add(1, Ordering::SeqCst);
    if shared.closes_now() {
        return;
    }
    let Some(request) = http::read(&mut stream).await else {
        return;
    };
    let bytes = decide(&shared, request);
    match bytes {
        Some(bytes) => http::send(&mut stream, &bytes).await,
        None => std::future::pending().await,
    }
}

/// Records the request and makes the answer's bytes; `None` is never to answer.
fn decide(shared: &Shared, request: HttpRequest) -> Option<Vec<u8>> {
    let messages = format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages");
    let sid = request
        .path
        .strip_prefix(&format!("{messages}/"))
        .and_then(|rest| rest.strip_suffix(".json"));
    let bytes = match (request.method.as_str(), sid) {
        ("POST", None) if request.path == format!("{messages}.json") => {
            let answer = shared.script().new_text.pop_front().unwrap_or(TwilioAnswer::Normal);
            new_text(shared, &request, answer)
        }
        ("GET", Some(sid)) => {
            let answer = shared.script().status.pop_front().unwrap_or(TwilioAnswer::Normal);
            let normal = status(shared, &request, sid);
            shape(answer, normal)
        }
        _ => Some(error(404, 20404)),
    };
    shared.requests.push(request);
    bytes
}

fn new_text(shared: &Shared, request: &HttpRequest, answer: TwilioAnswer) -> Option<Vec<u8>> {
    let fault = fault(request);
    let taken = fault.is_none()
        && match &answer {
            TwilioAnswer::Normal
            | TwilioAnswer::NullFilled
            | TwilioAnswer::CutAfter(_)
            | TwilioAnswer::Stall
            | TwilioAnswer::Garbage
            | TwilioAnswer::Huge(_) => true,
            TwilioAnswer::FailedAtOnce(_)
            | TwilioAnswer::Error(..)
            | TwilioAnswer::TooMany(_)
            | TwilioAnswer::Page(_)
            | TwilioAnswer::Redirect(_)
            | TwilioAnswer::CloseBeforeReading
            | TwilioAnswer::Raw(_) => false,
        };
    let sid = format!("SM{:032x}", shared.texts.all().len() + 1);
    if taken {
        shared.script().taken.insert(sid.clone(), TwilioStatus::Delivered);
    }
    shared.texts.push(ReceivedText {
        to: request.field("To").unwrap_or_default(),
        from: request.field("From"),
        messaging_service: request.field("MessagingServiceSid"),
        body: request.field("Body").unwrap_or_default(),
        validity_s: request.field("ValidityPeriod").and_then(|seconds| seconds.parse().ok()),
        sid: taken.then(|| sid.clone()),
    });
    match fault {
        Some((status, code)) => Some(error(status, code)),
        None => shape(answer, json_answer(201, &message(&sid, "queued", Value::Null, request))),
    }
}

/// What the real one would find wrong with a request for a new text.
fn fault(request: &HttpRequest) -> Option<(u16, u32)> {
    let field = |name| request.field(name).filter(|value| !value.is_empty());
    if !authentic(request) {
        return Some((401, 20003));
    }
    let Some(to) = field("To") else {
        return Some((400, 21604));
    };
    let digits = to.strip_prefix('+').unwrap_or_default();
    if !(8..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((400, 21211));
    }
    if field("From").is_some() == field("MessagingServiceSid").is_some() {
        return Some((400, 21603));
    }
    let Some(body) = field("Body") else {
        return Some((400, 21602));
    };
    if body.chars().count() > 1600 {
        return Some((400, 21617));
    }
    let valid = field("ValidityPeriod").is_none_or(|s| s.parse().is_ok_and(|s: u32| (1..=36_000).contains(&s)));
    (!valid).then_some((400, 21622))
}

fn authentic(request: &HttpRequest) -> bool {
    request.basic_auth() == Some((ACCOUNT_SID.to_owned(), AUTH_TOKEN.to_owned()))
}

fn status(shared: &Shared, request: &HttpRequest, sid: &str) -> Vec<u8> {
    if !authentic(request) {
        return error(401, 20003);
    }
    let mut script = shared.script();
    let next = script.fates.front().copied();
    let Some(fate) = script.taken.get_mut(sid) else {
        return error(404, 20404);
    };
    *fate = next.unwrap_or(*fate);
    let (word, code) = match *fate {
        TwilioStatus::Queued => ("queued", Value::Null),
        TwilioStatus::Sent => ("sent", Value::Null),
        TwilioStatus::Delivered => ("delivered", Value::Null),
        TwilioStatus::Undelivered(code) => ("undelivered", json!(code)),
        TwilioStatus::Failed(code) => ("failed", json!(code)),
    };
    script.fates.pop_front();
    json_answer(200, &message(sid, word, code, request))
}

/// The bytes of an answer, `normal` being what the real one would say.
fn shape(answer: TwilioAnswer, normal: Vec<u8>) -> Option<Vec<u8>> {
    let sid = "SM00000000000000000000000000000000";
    Some(match answer {
        TwilioAnswer::Normal => normal,
        TwilioAnswer::NullFilled => json_answer(201, &null_filled(&normal)),
        TwilioAnswer::FailedAtOnce(code) => json_answer(
            201,
            &json!({ "sid": sid, "status": "failed", "error_code": code, "error_message": null }),
        ),
        TwilioAnswer::Error(status, code) => error(status, code),
        TwilioAnswer::TooMany(None) => error(429, 20429),
        TwilioAnswer::TooMany(Some(wish)) => http::answer(429, &[("Retry-After", &wish)], &error_body(429, 20429)),
        TwilioAnswer::Page(status) => http::answer(
            status,
            &[("Content-Type", "text/html")],
            "<html><h1>It broke</h1></html>",
        ),
        TwilioAnswer::Redirect(path) => http::answer(307, &[("Location", &path)], ""),
        TwilioAnswer::CutAfter(bytes) => normal[..bytes.min(normal.len() - 1)].to_vec(),
        TwilioAnswer::Stall => return None,
        // Before reading is where `serve` does it; for a question about a status it is simply no answer.
        TwilioAnswer::CloseBeforeReading => Vec::new(),
        TwilioAnswer::Garbage => http::answer(201, &[("Content-Type", "application/json")], "{\"sid\": SM"),
        TwilioAnswer::Huge(bytes) => {
            json_answer(201, &json!({ "sid": sid, "status": "queued", "x": "x".repeat(bytes) }))
        }
        TwilioAnswer::Raw(bytes) => bytes.into_bytes(),
    })
}

/// A message as the API shows it right after it was made.
fn message(sid: &str, status: &str, error_code: Value, request: &HttpRequest) -> Value {
    json!({
        "account_sid": ACCOUNT_SID, "api_version": "2010-04-01", "body": request.field("Body"),
        "date_created": "Thu, 24 Aug 2023 05:01:45 +0000", "date_sent": null, "direction": "outbound-api",
        "error_code": error_code, "error_message": null, "from": request.field("From"),
        "messaging_service_sid": request.field("MessagingServiceSid"), "num_media": "0", "num_segments": "1",
        "price": null, "price_unit": null, "sid": sid, "status": status, "subresource_uris": {},
        "to": request.field("To"), "uri": format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{sid}.json"),
    })
}

/// The same answer with nothing in it but its SID and status.
fn null_filled(normal: &[u8]) -> Value {
    let text = String::from_utf8_lossy(normal);
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let mut message: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    for (key, value) in message.as_object_mut().into_iter().flatten() {
        if key != "sid" && key != "status" {
            *value = Value::Null;
        }
    }
    message["status"] = json!("accepted");
    message
}

fn json_answer(status: u16, body: &Value) -> Vec<u8> {
    http::answer(status, &[("Content-Type", "application/json")], &body.to_string())
}

fn error(status: u16, code: u32) -> Vec<u8> {
    http::answer(
        status,
        &[("Content-Type", "application/json")],
        &error_body(status, code),
    )
}

fn error_body(status: u16, code: u32) -> String {
    let more_info = format!("https://www.twilio.com/docs/errors/{code}");
    json!({ "code": code, "message": "no", "more_info": more_info, "status": status }).to_string()
}
