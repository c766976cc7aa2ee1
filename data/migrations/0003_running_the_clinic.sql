-- Running the clinic: enforcement and settings, pauses, the owner's recovery, transfer of ownership, managers' documents.

ALTER TABLE clinic ADD COLUMN enforced INTEGER NOT NULL DEFAULT 0 CHECK (enforced IN (0, 1));
ALTER TABLE clinic ADD COLUMN sign_out_after INTEGER NOT NULL DEFAULT 604800000 CHECK (sign_out_after > 0);

CREATE TABLE holidays (
    day  TEXT PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Counts the changes of a profile, so that of two managers who change it at once the second is told.
ALTER TABLE staff ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
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

-- The record is looked through by day, by person and by kind (spec D03).
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor);
CREATE INDEX audit_subject ON audit (subject) WHERE subject <> actor;
CREATE INDEX audit_kind ON audit (kind);
CREATE INDEX audit_refused ON audit (outcome) WHERE outcome = 'refused';

-- Who has taken a password or a second step away from whom: both by one hand within a day are told to all managers.
CREATE TABLE taken_away (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    by_id    INTEGER REFERENCES staff (id),
    what     TEXT    NOT NULL CHECK (what IN ('password', 'two_step')),
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX taken_away_from ON taken_away (staff_id, at);

-- The password of a step-up that counts for one act alone, and once (spec M10: A03, A07, Transfer).
ALTER TABLE sessions ADD COLUMN password_act TEXT;
-- A method has to be set up before anything else (spec E03).
ALTER TABLE sessions ADD COLUMN must_set_up INTEGER NOT NULL DEFAULT 0 CHECK (must_set_up IN (0, 1));

-- Methods set up in a session that a password alone opened, until the managers were told (spec E03).
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

-- Reports, exports and lists go the way of the recovery code's page; what they are made of waits sealed.
CREATE TABLE documents_anew (
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
INSERT INTO documents_anew (id, staff_id, browser_id, kind, recovery_serial, file_name, number_tag, wrong, state,
                            made_wall, made_boot, made_boot_id, length)
    SELECT id, staff_id, browser_id, kind, recovery_serial, file_name, number_tag, wrong, state,
           made_wall, made_boot, made_boot_id, length FROM documents;
DROP TABLE documents;
ALTER TABLE documents_anew RENAME TO documents;
CREATE UNIQUE INDEX documents_one_pickup ON documents (browser_id) WHERE state = 'waiting' AND number_tag IS NOT NULL;
CREATE INDEX documents_waiting ON documents (made_wall) WHERE state = 'waiting';
