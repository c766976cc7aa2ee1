-- What one person does for themselves: the authenticator app, trusted browsers, documents, **This wasn't me**.

ALTER TABLE clinic ADD COLUMN trust_allowed INTEGER NOT NULL DEFAULT 0 CHECK (trust_allowed IN (0, 1));

ALTER TABLE staff ADD COLUMN password_reported INTEGER NOT NULL DEFAULT 0
    CHECK (password_reported = 0 OR (password_reported = 1 AND password_kind = 'own'));

ALTER TABLE methods ADD COLUMN secret BLOB CHECK ((kind = 'app') = (secret IS NOT NULL));
ALTER TABLE methods ADD COLUMN last_step INTEGER CHECK ((kind = 'app') = (last_step IS NOT NULL));

ALTER TABLE browsers ADD COLUMN token_tag BLOB;
CREATE INDEX browsers_token ON browsers (token_tag) WHERE token_tag IS NOT NULL;

CREATE TABLE trusted_browsers (
    id            INTEGER PRIMARY KEY,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    browser_id    INTEGER NOT NULL REFERENCES browsers (id),
    place         TEXT    NOT NULL,
    began_wall    INTEGER NOT NULL,
    began_boot    INTEGER NOT NULL,
    began_boot_id BLOB    NOT NULL,
    length        INTEGER NOT NULL,
    last_used_at  INTEGER,
    ended_at      INTEGER,
    ended_why     TEXT,
    CHECK ((ended_at IS NULL) = (ended_why IS NULL))
) STRICT;
CREATE UNIQUE INDEX trusted_browsers_one ON trusted_browsers (staff_id, browser_id) WHERE ended_at IS NULL;
CREATE INDEX trusted_browsers_running ON trusted_browsers (began_wall) WHERE ended_at IS NULL;

CREATE TABLE documents (
    id              INTEGER PRIMARY KEY,
    staff_id        INTEGER NOT NULL REFERENCES staff (id),
    browser_id      INTEGER NOT NULL REFERENCES browsers (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('recovery_code')),
    recovery_serial BLOB    NOT NULL,
    file_name       TEXT    UNIQUE,
    number_tag      BLOB,
    wrong           INTEGER NOT NULL DEFAULT 0,
    state           TEXT    NOT NULL CHECK (state IN ('waiting', 'fetched', 'over', 'withdrawn')),
    made_wall       INTEGER NOT NULL,
    made_boot       INTEGER NOT NULL,
    made_boot_id    BLOB    NOT NULL,
    length          INTEGER NOT NULL,
    CHECK ((file_name IS NULL) = (number_tag IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX documents_one_pickup ON documents (browser_id) WHERE state = 'waiting' AND number_tag IS NOT NULL;
CREATE INDEX documents_waiting ON documents (made_wall) WHERE state = 'waiting';

-- A session can also come of an app's code or of a trusted browser.
CREATE TABLE sessions_anew (
    id               INTEGER PRIMARY KEY,
    token_tag        BLOB    NOT NULL UNIQUE,
    staff_id         INTEGER NOT NULL REFERENCES staff (id),
    browser_id       INTEGER NOT NULL REFERENCES browsers (id),
    place            TEXT    NOT NULL,
    lock_name        TEXT    NOT NULL,
    how              TEXT    NOT NULL CHECK (how IN ('password', 'trust', 'text', 'app', 'recovery')),
    began_at         INTEGER NOT NULL,
    password_wall    INTEGER,
    password_boot    INTEGER,
    password_boot_id BLOB,
    code_wall        INTEGER,
    code_boot        INTEGER,
    code_boot_id     BLOB,
    step_up_failures INTEGER NOT NULL DEFAULT 0,
    previous_at      INTEGER,
    previous_place   TEXT,
    wrong_since      INTEGER NOT NULL,
    unfinished_since INTEGER NOT NULL,
    ended_at         INTEGER,
    ended_why        TEXT,
    CHECK ((ended_at IS NULL) = (ended_why IS NULL))
) STRICT;
INSERT INTO sessions_anew SELECT * FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_anew RENAME TO sessions;
CREATE INDEX sessions_of ON sessions (staff_id, browser_id, began_at);
CREATE INDEX sessions_running ON sessions (staff_id) WHERE ended_at IS NULL;
