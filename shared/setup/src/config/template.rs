//! The `vestibule.toml` that `init` writes: it works at once, with nothing leaving the machine, and says which lines to
//! fill in for real texts and mails.

/// What the new file says of its clinic.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// As it is to be written: a name in the data directory or an absolute path.
    pub key_file: &'a str,
    /// The clinic's name.
    pub clinic: &'a str,
    /// The clinic's country, two capital letters.
    pub country: &'a str,
}

/// The text of a new `vestibule.toml`. `Config::parse` accepts it.
#[must_use]
pub fn template(values: Template<'_>) -> String {
    let key_file = quoted(values.key_file);
    let name: String = values
        .clinic
        .chars()
        .filter(|c| !c.is_control() && !"<>\"".contains(*c))
        .collect();
    let from = quoted(&format!("{} <2sv@example.org>", name.trim()));
    // Canada and the United States share +1 and their people cross the border.
    let countries = match values.country {
        "CA" => "[\"CA\", \"US\"]".to_owned(),
        "US" => "[\"US\", \"CA\"]".to_owned(),
        other => format!("[{}]", quoted(other)),
    };
    format!(
        r##"# Vestibule: how texts and mails leave the house. Both programs read this file when they start and refuse what they do
# not know.

# The key that everything secret in the database is sealed with. Keep a copy of the key file in the safe.
key_file = {key_file}

[sms]
# For real texts: write "twilio" here, and fill in the three lines below it. Until then texts are files in phone/.
transport = "folder"
# account_sid = "AC…"                     # Twilio console, Account info
# auth_token_file = "twilio.token"        # a file in this directory that holds the auth token alone, 0600
# from = "+1…"                            # your Twilio number; or messaging_service_sid = "MG…"
# api_base = "https://api.twilio.com"     # another edge of Twilio's
countries = {countries}
daily_cap = 150

[mail]
# For real mails: write "smtp" here, fill in the lines below it and your address in from. Until then mails are files in mail/.
transport = "folder"
# host = "smtp.example.org"
# port = 587
# security = "starttls"                   # or "tls"
# username = "2sv@example.org"            # leave it out where the server asks for no password
# password_file = "smtp.password"         # a file in this directory that holds the password alone, 0600
from = {from}
# ca_file = "ca.pem"                      # only where the server's certificate is the clinic's own

[worker]
backup = "0 30 2 * * *"                   # second minute hour day month weekday, in clinic time
keep_backups = 14
log = "info"                              # error, warn, info, debug or trace
"##
    )
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
