//! What the QR code holds (spec M04), read back by another implementation.

use domain::totp::{AppSecret, URI_LIMIT};
use proptest::prelude::*;
use totp_rs::{Algorithm, Totp};

use crate::secret;

const BEFORE: &str = "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn uri(issuer: &str, account: &str) -> String {
    secret().uri(issuer, account).reveal().clone()
}

/// The label, percent-encoded.
fn label(uri: &str) -> &str {
    let path = uri.strip_prefix("otpauth://totp/").unwrap();
    path.split_once('?').unwrap().0
}

/// Issuer and account as an app reads them.
fn read(uri: &str) -> (Option<String>, String) {
    let totp = Totp::from_url(uri).unwrap();
    (totp.issuer().map(str::to_owned), totp.account_name().to_owned())
}

#[test]
fn m04_a_uri_holds_secret_issuer_and_account_and_leaves_out_what_apps_take_for_granted() {
    assert_eq!(
        uri("Clinic", "sam"),
        format!("otpauth://totp/Clinic:sam{BEFORE}&issuer=Clinic")
    );
    let totp = Totp::from_url(uri("Clinic", "sam")).unwrap();
    assert_eq!(totp.secret().as_bytes(), secret().bytes());
    assert_eq!((totp.algorithm(), totp.digits(), totp.step()), (Algorithm::SHA1, 6, 30));
    assert_eq!(totp.generate(59).to_string(), "287082");
}

#[test]
fn m04_names_of_any_kind_come_back_as_they_were() {
    for (issuer, account) in [
        ("Clinic", "sam"),
        ("Bay Clinic", "sam.o-neill_2~x"),
        ("Praxis Dr. Müller", "zoë"),
        ("青山医院", "山田"),
        ("100% Care", "50%25"),
        ("A&B=C?#/", "d&issuer=x"),
        ("+1 Clinic+", "a+b@c.example"),
        ("🦷 Smile", "🐈"),
        ("\"<Clinic>\" {x}|^`\\", "[sam]"),
    ] {
        let uri = uri(issuer, account);
        assert_eq!(read(&uri), (Some(issuer.to_owned()), account.to_owned()), "{uri}");
    }
}

#[test]
fn m04_all_but_unreserved_characters_are_percent_encoded() {
    let both = "a+b &%é-._~";
    let encoded = "a%2Bb%20%26%25%C3%A9-._~";
    assert_eq!(uri("", both), format!("otpauth://totp/{encoded}{BEFORE}"));
    assert_eq!(
        uri(both, "sam"),
        format!("otpauth://totp/sam{BEFORE}&issuer={encoded}"),
        "and where it is the issuer"
    );
}

#[test]
fn m04_a_colon_becomes_a_blank_so_that_only_one_parts_the_label() {
    let uri = uri("Clinic: North", "a:b");
    assert_eq!(label(&uri), "Clinic%20North:a%20b");
    assert_eq!(read(&uri), (Some("Clinic North".to_owned()), "a b".to_owned()));
}

#[test]
fn z05_control_and_invisible_characters_are_dropped() {
    let uri = uri("\u{202e}Cli\u{1b}nic\u{200b}\0", "s\u{7}am\u{feff}\r\n");
    assert_eq!(read(&uri), (Some("Clinic".to_owned()), "sam".to_owned()));
}

#[test]
fn m04_the_issuer_is_cut_to_20_letters_as_readers_count_them() {
    let long = "Zahnärztezentrum\u{20}am Markt";
    assert_eq!(read(&uri(long, "sam")).0.unwrap(), "Zahnärztezentrum am");
    let accents = "e\u{301}".repeat(21);
    assert_eq!(read(&uri(&accents, "sam")).0.unwrap(), "e\u{301}".repeat(20));
    let exact = "x".repeat(20);
    assert_eq!(read(&uri(&exact, "sam")).0.unwrap(), exact);
}

#[test]
fn m04_the_label_has_the_issuer_up_to_106_bytes_and_not_beyond() {
    let fits = uri("TenLetters", &"a".repeat(22));
    assert_eq!(fits.len(), URI_LIMIT);
    assert_eq!(label(&fits), format!("TenLetters:{}", "a".repeat(22)));

    let longer = uri("TenLetters", &"a".repeat(23));
    assert_eq!(label(&longer), "a".repeat(23));
    assert_eq!(read(&longer).0.unwrap(), "TenLetters", "the issuer is still told");
}

#[test]
fn m04_without_issuer_or_account_the_uri_is_valid_and_the_app_shows_a_name() {
    for nothing in ["", " \t", ":", "\u{200b}", ".", ".."] {
        assert_eq!(uri(nothing, "sam"), format!("otpauth://totp/sam{BEFORE}"));
        assert_eq!(
            uri("Clinic", nothing),
            format!("otpauth://totp/Clinic{BEFORE}&issuer=Clinic")
        );
        assert_eq!(uri(nothing, nothing), format!("otpauth://totp/Vestibule{BEFORE}"));
        assert_eq!(read(&uri(nothing, nothing)), (None, "Vestibule".to_owned()));
    }
}

/// Blanks and controls often, and characters with a meaning in URIs.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-zé山🦷 :%&+/?#.=\u{0}\u{200d}]{0,40}"]
}

proptest! {
    #[test]
    fn m04_any_two_names_give_a_uri_that_an_app_can_read(bytes: [u8; 20], issuer in name(), account in name()) {
        let secret = AppSecret::from_bytes(&bytes).unwrap();
        let uri = secret.uri(&issuer, &account);
        let uri = uri.reveal();
        let totp = Totp::from_url(uri).unwrap();

        prop_assert_eq!(totp.secret().as_bytes(), secret.bytes());
        prop_assert!(!totp.account_name().is_empty());
        let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
        let (head, sent_issuer) = uri.split_once("&issuer=").unwrap_or((uri, ""));
        let halves: Vec<&str> = label(head).split(':').collect();
        prop_assert!(halves.len() <= 2 && halves.iter().all(|half| half.chars().all(unreserved)));
        prop_assert!(sent_issuer.chars().all(unreserved));

        // In the label exactly as long as it fits.
        if let [first, _] = halves[..] {
            prop_assert_eq!(first, sent_issuer);
            prop_assert!(uri.len() <= URI_LIMIT);
        } else if !sent_issuer.is_empty() && label(head) != sent_issuer {
            prop_assert!(uri.len() + sent_issuer.len() + 1 > URI_LIMIT);
        }
    }
}
