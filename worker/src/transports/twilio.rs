//! Twilio's Messages API, in its own wire format: <https://www.twilio.com/docs/messaging/api/message-resource>.
//!
//! What decides is how far the request got (spec W02): no connection means no byte left, so it may be tried again; any
//! trouble after that is *unknown* and never sent again by itself. A readable refusal is final. Answers are read
//! tolerantly: only `sid` and `status` of a success and `code` of a refusal mean anything, all else may be missing or
//! null. Not here: retries, and what a code means to people.

use std::sync::Arc;

use domain::delivery::{Fate, Handover, Obstacle, Rejection};
use domain::secret::Secret;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use serde_json::Value;

use super::{Limits, MAX_ANSWER, SetUpError, causes, is_loopback};
use crate::transport::Text;

/// "Authentication error": what a 401 means even where its body does not say so.
const NOT_AUTHENTICATED: u32 = 20003;

/// Whom texts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A number in E.164.
    Number(String),
    /// A messaging service, `MG…`.
    MessagingService(String),
}

/// What is needed to talk to Twilio.
#[derive(Clone, Debug)]
pub struct TwilioSettings {
    /// `AC…`
    pub account_sid: String,
    /// The account's token.
    pub auth_token: Secret<String>,
    /// Whom texts come from.
    pub sender: Sender,
    /// `https://api.twilio.com`, a regional edge, or a test server on loopback (there plain http, too).
    pub api_base: String,
}

/// Texts through Twilio.
#[derive(Clone, Debug)]
pub struct Twilio {
    client: Client,
    messages: Url,
    settings: Arc<TwilioSettings>,
}

/// As much of an HTTP answer as arrived.
struct Answer {
    status: StatusCode,
    retry_after_ms: Option<i64>,
    body: Result<Vec<u8>, Obstacle>,
}

impl Twilio {
    /// A transport with the limits of spec W03.
    ///
    /// # Errors
    /// [`SetUpError`] where the address is unusable or TLS cannot be set up.
    pub fn new(settings: TwilioSettings) -> Result<Self, SetUpError> {
        Self::with_limits(settings, Limits::default())
    }

    /// A transport with limits of its own.
    ///
    /// # Errors
    /// As [`Twilio::new`].
    pub fn with_limits(settings: TwilioSettings, limits: Limits) -> Result<Self, SetUpError> {
        let messages = messages_url(&settings)?;
        // reqwest is built without a crypto provider of its own and panics where none is installed; an error here only
        // says that there is one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("vestibule/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .connect_timeout(limits.connect)
            .timeout(limits.whole)
            .build()
            .map_err(|error| SetUpError::Tls(causes(&error)))?;
        Ok(Self {
            client,
            messages,
            settings: Arc::new(settings),
        })
    }

    /// Makes one attempt to hand the text over.
    pub async fn send(&self, text: &Text) -> Handover {
        let sender = match &self.settings.sender {
            Sender::Number(number) => ("From", number.as_str()),
            Sender::MessagingService(sid) => ("MessagingServiceSid", sid.as_str()),
        };
        let validity = text.validity_s.to_string();
        let form = [
            ("To", text.to.as_str()),
            sender,
            ("Body", text.body.reveal()),
            ("ValidityPeriod", validity.as_str()),
        ];
        match self.call(self.client.post(self.messages.clone()).form(&form)).await {
            Ok(answer) => handover(&answer),
            // "No byte left": DNS, refused, TLS failing or hanging. All else may have been taken.
            Err(Obstacle::Connect) => Handover::NotSent {
                why: Obstacle::Connect,
                retry_after_ms: None,
            },
            Err(why) => Handover::Unknown { why },
        }
    }

    /// Asks what became of the text `reference`.
    ///
    /// # Errors
    /// What was in the way of a readable answer.
    pub async fn fate(&self, reference: &str) -> Result<Fate, Obstacle> {
        if !is_sid(reference) {
            return Err(Obstacle::Unreadable);
        }
        let mut url = self.messages.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop().push("Messages").push(&format!("{reference}.json"));
        }
        let answer = self.call(self.client.get(url)).await?;
        match answer.status {
            StatusCode::TOO_MANY_REQUESTS => Err(Obstacle::Later),
            status if status.is_server_error() => Err(Obstacle::GatewayTrouble),
            status if status.is_success() => fate(&json(answer.body.as_deref().map_err(|why| *why)?)),
            _ => Err(Obstacle::Unreadable),
        }
    }

    /// One request and as much of its answer as comes.
    async fn call(&self, request: RequestBuilder) -> Result<Answer, Obstacle> {
        let response = request
            .basic_auth(&self.settings.account_sid, Some(self.settings.auth_token.reveal()))
            .send()
            .await
            .map_err(|error| obstacle(&error))?;
        let status = response.status();
        let retry_after_ms = retry_after_ms(response.headers());
        Ok(Answer {
            status,
            retry_after_ms,
            body: body(response).await,
        })
    }
}

/// `{api_base}/2010-04-01/Accounts/{sid}/Messages.json`
fn messages_url(settings: &TwilioSettings) -> Result<Url, SetUpError> {
    let wrong = || SetUpError::ApiBase(settings.api_base.clone());
    let mut url = Url::parse(&settings.api_base).map_err(|_| wrong())?;
    let allowed = match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    };
    if !allowed {
        return Err(wrong());
    }
    url.path_segments_mut().map_err(|()| wrong())?.pop_if_empty().extend([
        "2010-04-01",
        "Accounts",
        settings.account_sid.as_str(),
        "Messages.json",
    ]);
    Ok(url)
}

/// At most 64 KiB of the body; a longer one is not understood (spec W03).
async fn body(mut response: Response) -> Result<Vec<u8>, Obstacle> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| obstacle(&error))? {
        if bytes.len() + chunk.len() > MAX_ANSWER {
            return Err(Obstacle::Unreadable);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What stood in the way. Connecting comes first: a hanging TLS handshake is a time-out as well, but no byte left.
fn obstacle(error: &reqwest::Error) -> Obstacle {
    let why = if error.is_connect() || error.is_builder() {
        Obstacle::Connect
    } else if error.is_timeout() {
        Obstacle::Timeout
    } else {
        Obstacle::Unreadable
    };
    tracing::warn!(cause = %causes(error), "no answer from Twilio");
    why
}

/// What an answer to a new message means.
fn handover(answer: &Answer) -> Handover {
    let status = answer.status;
    if status.is_success() {
        return match &answer.body {
            Ok(bytes) => taken(&json(bytes)),
            Err(why) => Handover::Unknown { why: *why },
        };
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Handover::NotSent {
            why: Obstacle::Later,
            retry_after_ms: answer.retry_after_ms,
        };
    }
    if status.is_client_error() {
        let said = answer.body.as_deref().map_or(Value::Null, json);
        let assumed = if status == StatusCode::UNAUTHORIZED {
            NOT_AUTHENTICATED
        } else {
            0
        };
        return refused(code(&said["code"]).unwrap_or(assumed));
    }
    if status.is_redirection() {
        // Twilio never redirects a new message. Whoever does, by this answer took nothing, and another try would meet
        // the same wrong `api_base`: so neither unknown nor worth a retry, but a no without a code.
        return refused(0);
    }
    tracing::warn!(status = status.as_u16(), "Twilio is in trouble");
    Handover::Unknown {
        why: Obstacle::GatewayTrouble,
    }
}

/// A success, unless it says in the same breath that the text failed.
fn taken(message: &Value) -> Handover {
    let Some(sid) = message["sid"].as_str().filter(|sid| is_sid(sid)) else {
        return Handover::Unknown {
            why: Obstacle::Unreadable,
        };
    };
    match message["status"].as_str() {
        Some("failed" | "undelivered" | "canceled") => refused(code(&message["error_code"]).unwrap_or(0)),
        _ => Handover::Accepted {
            reference: sid.to_owned(),
        },
    }
}

fn refused(code: u32) -> Handover {
    tracing::warn!(code, "Twilio refused a text");
    Handover::Refused {
        why: Rejection::Twilio(code),
    }
}

/// What a message's status means. One that is new to us is taken as still under way: nothing is decided by it.
fn fate(message: &Value) -> Result<Fate, Obstacle> {
    let status = message["status"].as_str().ok_or(Obstacle::Unreadable)?;
    Ok(match status {
        "delivered" | "read" | "received" => Fate::Delivered,
        "failed" | "undelivered" | "canceled" => Fate::Failed(code(&message["error_code"]).unwrap_or(0)),
        _ => Fate::Underway,
    })
}

/// The body as JSON, null where it is none.
fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}

/// An error code, as a number or as its digits.
fn code(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        Value::String(digits) => digits.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A SID is 34 letters and digits; what is no word of letters and digits never becomes part of an address.
fn is_sid(sid: &str) -> bool {
    !sid.is_empty() && sid.len() <= 64 && sid.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `Retry-After` in milliseconds (RFC 9110, 10.2.3). A date counts from the answer's own `Date`, so that no two clocks
/// have to agree.
fn retry_after_ms(headers: &HeaderMap) -> Option<i64> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let wish = text(RETRY_AFTER)?;
    if let Ok(seconds) = wish.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000);
    }
    let instant = |date: &str| {
        jiff::fmt::rfc2822::parse(date)
            .ok()
            .map(|date| date.timestamp().as_millisecond())
    };
    Some((instant(wish)? - instant(text(DATE)?)?).max(0))
}
