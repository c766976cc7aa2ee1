-- The newest schema, written by a test of `store` (`UPDATE=1`) from data/migrations/. Not to be edited.

CREATE TABLE clinic (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    name            TEXT    NOT NULL,
    short_name      TEXT    NOT NULL,
    time_zone       TEXT    NOT NULL,
    country         TEXT    NOT NULL,
    support_contact TEXT    NOT NULL,
    made_at         INTEGER NOT NULL,
    demo            INTEGER NOT NULL CHECK (demo IN (0, 1))
, trust_allowed INTEGER NOT NULL DEFAULT 0 CHECK (trust_allowed IN (0, 1)), enforced INTEGER NOT NULL DEFAULT 0 CHECK (enforced IN (0, 1)), sign_out_after INTEGER NOT NULL DEFAULT 604800000 CHECK (sign_out_after > 0)) STRICT;

CREATE TABLE staff (
    id                 INTEGER PRIMARY KEY,
    username           TEXT    NOT NULL,
    username_key       TEXT    NOT NULL UNIQUE,
    name               TEXT    NOT NULL,
    email              TEXT    NOT NULL,
    mobile             TEXT,
    access             TEXT    NOT NULL CHECK (access IN ('owner', 'full', 'staff', 'none')),
    password_hash      TEXT,
    password_kind      TEXT    NOT NULL CHECK (password_kind IN ('missing', 'own', 'temporary')),
    password_wall      INTEGER,
    password_boot      INTEGER,
    password_boot_id   BLOB,
    default_method     TEXT,
    added_at           INTEGER NOT NULL,
    last_sign_in_at    INTEGER,
    last_sign_in_place TEXT, password_reported INTEGER NOT NULL DEFAULT 0
    CHECK (password_reported = 0 OR (password_reported = 1 AND password_kind = 'own')), version INTEGER NOT NULL DEFAULT 0,
    CHECK ((password_kind = 'missing') = (password_hash IS NULL)),
    CHECK ((password_kind = 'missing') = (password_wall IS NULL)),
    CHECK (default_method IS NOT 'sms' OR mobile IS NOT NULL),
    FOREIGN KEY (id, default_method) REFERENCES methods (staff_id, kind) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX staff_one_owner ON staff (access) WHERE access = 'owner';

CREATE TABLE methods (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    kind     TEXT    NOT NULL CHECK (kind IN ('sms', 'app')),
    added_at INTEGER NOT NULL, secret BLOB CHECK ((kind = 'app') = (secret IS NOT NULL)), last_step INTEGER CHECK ((kind = 'app') = (last_step IS NOT NULL)),
    PRIMARY KEY (staff_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
    staff_id INTEGER PRIMARY KEY REFERENCES staff (id),
    serial   BLOB    NOT NULL UNIQUE,
    code     BLOB    NOT NULL,
    made_at  INTEGER NOT NULL,
    saved_at INTEGER
) STRICT;

CREATE TABLE dead_recovery_codes (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    tag      BLOB    NOT NULL,
    died_at  INTEGER NOT NULL,
    PRIMARY KEY (staff_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE browsers (
    id           INTEGER PRIMARY KEY,
    tag          BLOB    NOT NULL UNIQUE,
    can_be_known INTEGER NOT NULL CHECK (can_be_known IN (0, 1)),
    first_seen   INTEGER NOT NULL
, token_tag BLOB) STRICT;

CREATE TABLE familiar_browsers (
    staff_id           INTEGER NOT NULL REFERENCES staff (id),
    browser_id         INTEGER NOT NULL REFERENCES browsers (id),
    place              TEXT    NOT NULL,
    known_wall         INTEGER NOT NULL,
    known_boot         INTEGER NOT NULL,
    known_boot_id      BLOB    NOT NULL,
    recognised_wall    INTEGER,
    recognised_boot    INTEGER,
    recognised_boot_id BLOB,
    PRIMARY KEY (staff_id, browser_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_sign_ins (
    id            INTEGER PRIMARY KEY,
    token_tag     BLOB    NOT NULL UNIQUE,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    browser_id    INTEGER NOT NULL REFERENCES browsers (id),
    place         TEXT    NOT NULL,
    recognised    INTEGER NOT NULL CHECK (recognised IN (0, 1)),
    wrong         INTEGER NOT NULL DEFAULT 0,
    state         TEXT    NOT NULL CHECK (state IN ('open', 'finished', 'over', 'void')),
    judged        INTEGER NOT NULL DEFAULT 0 CHECK (judged IN (0, 1)),
    began_wall    INTEGER NOT NULL,
    began_boot    INTEGER NOT NULL,
    began_boot_id BLOB    NOT NULL,
    length        INTEGER NOT NULL
) STRICT;

CREATE INDEX pending_unjudged ON pending_sign_ins (began_wall) WHERE judged = 0;

CREATE INDEX pending_of ON pending_sign_ins (staff_id, began_wall);

CREATE INDEX pending_open ON pending_sign_ins (staff_id) WHERE state = 'open';

CREATE TABLE challenges (
    id             BLOB    PRIMARY KEY CHECK (length(id) = 16),
    staff_id       INTEGER NOT NULL REFERENCES staff (id),
    purpose        TEXT    NOT NULL CHECK (purpose IN ('sign_in', 'set_up', 'step_up')),
    browser_id     INTEGER NOT NULL REFERENCES browsers (id),
    session_id     INTEGER REFERENCES sessions (id),
    to_number      TEXT    NOT NULL,
    key_id         INTEGER NOT NULL,
    reissue        INTEGER NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('open', 'used', 'expired', 'void')),
    issued_wall    INTEGER NOT NULL,
    issued_boot    INTEGER NOT NULL,
    issued_boot_id BLOB    NOT NULL,
    length         INTEGER NOT NULL,
    CHECK ((purpose = 'sign_in') = (session_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX challenges_one_open ON challenges (staff_id, purpose, browser_id, coalesce(session_id, 0)) WHERE state = 'open';

CREATE INDEX challenges_open ON challenges (issued_wall) WHERE state = 'open';

CREATE INDEX challenges_of ON challenges (staff_id, issued_wall);

CREATE TABLE code_ladders (
    staff_id     INTEGER NOT NULL REFERENCES staff (id),
    class        TEXT    NOT NULL CHECK (class IN ('recognised', 'other')),
    run          INTEGER NOT NULL,
    rung         INTEGER NOT NULL,
    wait_wall    INTEGER,
    wait_boot    INTEGER,
    wait_boot_id BLOB,
    wait_length  INTEGER,
    PRIMARY KEY (staff_id, class),
    CHECK ((wait_wall IS NULL) = (wait_length IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX code_ladders_waiting ON code_ladders (wait_wall) WHERE wait_wall IS NOT NULL;

CREATE TABLE wrong_codes (
    id       INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    class    TEXT    NOT NULL CHECK (class IN ('recognised', 'other')),
    what     TEXT    NOT NULL CHECK (what IN ('code', 'recovery')),
    wall     INTEGER NOT NULL,
    boot     INTEGER NOT NULL,
    boot_id  BLOB    NOT NULL
) STRICT;

CREATE INDEX wrong_codes_of ON wrong_codes (staff_id, what, class, wall);

CREATE TABLE password_ladders (
    tag          BLOB    NOT NULL,
    class        TEXT    NOT NULL CHECK (class IN ('known', 'other')),
    has_staff    INTEGER NOT NULL CHECK (has_staff IN (0, 1)),
    wrong        INTEGER NOT NULL,
    last_wall    INTEGER,
    last_boot    INTEGER,
    last_boot_id BLOB,
    rung         INTEGER NOT NULL,
    wait_wall    INTEGER,
    wait_boot    INTEGER,
    wait_boot_id BLOB,
    wait_length  INTEGER,
    PRIMARY KEY (tag, class)
) STRICT, WITHOUT ROWID;

CREATE INDEX password_ladders_last ON password_ladders (last_wall);

CREATE INDEX password_ladders_unknown ON password_ladders (last_wall) WHERE has_staff = 0;

CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY,
    uid          BLOB    NOT NULL UNIQUE CHECK (length(uid) = 16),
    channel      TEXT    NOT NULL CHECK (channel IN ('text', 'mail')),
    kind         TEXT    NOT NULL,
    staff_id     INTEGER REFERENCES staff (id),
    address      TEXT    NOT NULL,
    challenge_id BLOB    REFERENCES challenges (id),
    purpose      TEXT,
    reissue      INTEGER,
    fields       BLOB,
    made_wall    INTEGER NOT NULL,
    made_boot    INTEGER NOT NULL,
    made_boot_id BLOB    NOT NULL,
    due_wall     INTEGER NOT NULL,
    due_boot     INTEGER NOT NULL,
    due_boot_id  BLOB    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    state        TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'handed_over', 'delivered', 'failed', 'unknown', 'too_late')),
    lease        BLOB,
    reference    TEXT    NOT NULL DEFAULT '',
    error        TEXT    NOT NULL DEFAULT '',
    changed_at   INTEGER NOT NULL,
    look_at      INTEGER,
    CHECK ((state = 'sending') = (lease IS NOT NULL)),
    CHECK (state IN ('queued', 'sending') OR fields IS NULL),
    CHECK (look_at IS NULL OR state = 'handed_over')
) STRICT;

CREATE INDEX outbox_owed ON outbox (due_wall) WHERE state IN ('queued', 'sending');

CREATE INDEX outbox_underway ON outbox (look_at) WHERE look_at IS NOT NULL;

CREATE INDEX outbox_texts ON outbox (made_wall) WHERE channel = 'text';

CREATE INDEX outbox_kind ON outbox (kind, staff_id, made_wall);

CREATE TABLE audit (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    outcome TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    rule    TEXT    NOT NULL,
    place   TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    key_id  INTEGER NOT NULL,
    mac     BLOB    NOT NULL
) STRICT;

CREATE TABLE audit_head (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    mac    BLOB    NOT NULL
) STRICT;

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

CREATE TABLE "sessions" (
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
    ended_why        TEXT, password_act TEXT, must_set_up INTEGER NOT NULL DEFAULT 0 CHECK (must_set_up IN (0, 1)),
    CHECK ((ended_at IS NULL) = (ended_why IS NULL))
) STRICT;

CREATE INDEX sessions_of ON sessions (staff_id, browser_id, began_at);

CREATE INDEX sessions_running ON sessions (staff_id) WHERE ended_at IS NULL;

CREATE TABLE holidays (
    day  TEXT PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER staff_version AFTER UPDATE OF username, name, email, mobile, access ON staff
BEGIN
    UPDATE staff SET version = version + 1 WHERE id = NEW.id;
END;

CREATE TABLE pauses (
    id            INTEGER PRIMARY KEY,
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    began_wall    INTEGER NOT NULL,
    began_boot    INTEGER NOT NULL,
    began_boot_id BLOB    NOT NULL,
    length        INTEGER NOT NULL,
    began_by      TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    ended_at      INTEGER,
    ended_why     TEXT,
    CHECK ((ended_at IS NULL) = (ended_why IS NULL))
) STRICT;

CREATE UNIQUE INDEX pauses_one ON pauses (staff_id) WHERE ended_at IS NULL;

CREATE INDEX pauses_running ON pauses (began_wall) WHERE ended_at IS NULL;

CREATE INDEX audit_at ON audit (at);

CREATE INDEX audit_actor ON audit (actor);

CREATE INDEX audit_subject ON audit (subject) WHERE subject <> actor;

CREATE INDEX audit_kind ON audit (kind);

CREATE INDEX audit_refused ON audit (outcome) WHERE outcome = 'refused';

CREATE TABLE taken_away (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    by_id    INTEGER REFERENCES staff (id),
    what     TEXT    NOT NULL CHECK (what IN ('password', 'two_step')),
    at       INTEGER NOT NULL
) STRICT;

CREATE INDEX taken_away_from ON taken_away (staff_id, at);

CREATE TABLE set_ups_by_password (
    id       INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    at       INTEGER NOT NULL,
    told_at  INTEGER
) STRICT;

CREATE INDEX set_ups_untold ON set_ups_by_password (at) WHERE told_at IS NULL;

CREATE TABLE recovery_requests (
    id             INTEGER PRIMARY KEY,
    kind           TEXT    NOT NULL CHECK (kind IN ('recovery', 'transfer')),
    staff_id       INTEGER NOT NULL REFERENCES staff (id),
    transfer_to    INTEGER REFERENCES staff (id),
    opened_by      TEXT    NOT NULL,
    verified       TEXT    NOT NULL,
    methods        TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    zone           TEXT    NOT NULL,
    holidays       TEXT    NOT NULL,
    opened_wall    INTEGER NOT NULL,
    opened_boot    INTEGER NOT NULL,
    opened_boot_id BLOB    NOT NULL,
    length         INTEGER NOT NULL,
    half_told_at   INTEGER,
    end_told_at    INTEGER,
    state          TEXT    NOT NULL CHECK (state IN ('open', 'released', 'cancelled')),
    closed_at      INTEGER,
    closed_by      TEXT,
    closed_note    TEXT,
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((kind = 'transfer') = (transfer_to IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX recovery_requests_one ON recovery_requests (state) WHERE state = 'open';

CREATE TABLE ownership_offers (
    id           INTEGER PRIMARY KEY,
    from_id      INTEGER NOT NULL REFERENCES staff (id),
    to_id        INTEGER NOT NULL REFERENCES staff (id),
    made_wall    INTEGER NOT NULL,
    made_boot    INTEGER NOT NULL,
    made_boot_id BLOB    NOT NULL,
    length       INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn', 'over')),
    closed_at    INTEGER,
    CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX ownership_offers_one ON ownership_offers (state) WHERE state = 'open';

CREATE TABLE "documents" (
    id              INTEGER PRIMARY KEY,
    staff_id        INTEGER NOT NULL REFERENCES staff (id),
    browser_id      INTEGER NOT NULL REFERENCES browsers (id),
    kind            TEXT    NOT NULL CHECK (kind IN
                        ('recovery_code', 'status_pdf', 'status_csv', 'staff_csv', 'activity_csv', 'first_passwords')),
    recovery_serial BLOB,
    fields          BLOB,
    file_name       TEXT    UNIQUE,
    number_tag      BLOB,
    wrong           INTEGER NOT NULL DEFAULT 0,
    state           TEXT    NOT NULL CHECK (state IN ('waiting', 'fetched', 'over', 'withdrawn')),
    made_wall       INTEGER NOT NULL,
    made_boot       INTEGER NOT NULL,
    made_boot_id    BLOB    NOT NULL,
    length          INTEGER NOT NULL,
    CHECK ((kind = 'recovery_code') = (recovery_serial IS NOT NULL)),
    CHECK (state = 'waiting' OR fields IS NULL),
    CHECK ((file_name IS NULL) = (number_tag IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX documents_one_pickup ON documents (browser_id) WHERE state = 'waiting' AND number_tag IS NOT NULL;

CREATE INDEX documents_waiting ON documents (made_wall) WHERE state = 'waiting';
