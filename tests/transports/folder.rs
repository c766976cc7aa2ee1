//! The folder transports: what a watcher of `phone/` and `mail/` can rely on (contract).

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use domain::delivery::Obstacle;
use worker::transport::{Mail, Text};
use worker::transports::folder::{MailFolder, TextFolder};

use crate::common::{AT_MS, mail, not_sent, read, reference, text};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn g01_a_text_is_one_private_json_file() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("phone");
    let name = reference(&TextFolder::new(&folder).send(&text()).await);
    assert_eq!(names(&folder), std::slice::from_ref(&name));
    assert!(name.ends_with(".json"));
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join(&name)).unwrap()).unwrap();
    let body = text().body.reveal().clone();
    assert_eq!(
        json,
        serde_json::json!({ "to": "+16045550123", "body": body, "at": "2025-03-01T14:30:05Z" })
    );
    assert_eq!((mode(&folder), mode(&folder.join(name))), (0o700, 0o600));
}

#[tokio::test]
async fn g01_a_mail_is_one_private_eml_file() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("mail");
    let transport = MailFolder::new(&folder, "Maple Clinic", "2sv@maple.example").unwrap();
    let name = reference(&transport.send(&mail()).await);
    assert_eq!(names(&folder), std::slice::from_ref(&name));
    assert!(name.ends_with(".eml"));
    let raw = std::fs::read(folder.join(&name)).unwrap();
    assert_eq!(read(&raw).subject(), Some(mail().subject.as_str()));
    assert_eq!((mode(&folder), mode(&folder.join(name))), (0o700, 0o600));
}

#[tokio::test]
async fn g01_names_sort_by_time_and_never_collide() {
    let data = tempfile::tempdir().unwrap();
    let transport = TextFolder::new(data.path());
    for number in 0..20 {
        // Later ones first, so that the order of writing is not the order of time; two share each instant.
        let date_wall_ms = AT_MS - i64::from(number / 2) * 1_000;
        let text = Text {
            body: format!("{number:02}").as_str().into(),
            date_wall_ms,
            ..text()
        };
        reference(&transport.send(&text).await);
    }
    let bodies: Vec<String> = names(data.path())
        .iter()
        .map(|name| std::fs::read(data.path().join(name)).unwrap())
        .map(|json| {
            serde_json::from_slice::<serde_json::Value>(&json).unwrap()["body"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let by_time: Vec<String> = (0..10)
        .rev()
        .flat_map(|pair| [2 * pair, 2 * pair + 1])
        .map(|n| format!("{n:02}"))
        .collect();
    assert_eq!(bodies, by_time);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn g01_many_at_the_same_instant_are_all_kept() {
    let data = tempfile::tempdir().unwrap();
    let transport = MailFolder::new(data.path(), "Maple Clinic", "2sv@maple.example").unwrap();
    let sending: Vec<_> = (0..50)
        .map(|_| {
            let transport = transport.clone();
            tokio::spawn(async move { reference(&transport.send(&mail()).await) })
        })
        .collect();
    let mut references = Vec::new();
    for one in sending {
        references.push(one.await.unwrap());
    }
    references.sort();
    assert_eq!(references.len(), 50);
    assert_eq!(names(data.path()), references);
}

#[tokio::test]
async fn w02_a_folder_that_cannot_be_written_keeps_no_half_message() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("phone");
    std::fs::write(&file, "in the way").unwrap();
    assert_eq!(TextFolder::new(&file).send(&text()).await, not_sent(Obstacle::Folder));
    let mails = MailFolder::new(file.join("deeper"), "", "2sv@maple.example").unwrap();
    assert_eq!(
        mails
            .send(&Mail {
                to_name: String::new(),
                ..mail()
            })
            .await,
        not_sent(Obstacle::Folder)
    );
    assert_eq!(names(data.path()), ["phone"]);
    assert_eq!(std::fs::read(&file).unwrap(), b"in the way");
}
