-- A goal rests on what a team says of a colleague in its rounds, and on consultations that were held, as well. Neither
-- database changes a check in place in the same words: the table is made anew.
CREATE TABLE development_evidence_next (
    development_id UUID NOT NULL REFERENCES developments (id),
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('figure', 'fidelity', 'feedback', 'ratings', 'consultation', 'training')),
    sealed_key TEXT NOT NULL,
    sealed_told TEXT NOT NULL,
    told_on DATE NOT NULL,
    PRIMARY KEY (development_id, number)
);
INSERT INTO development_evidence_next (development_id, number, kind, sealed_key, sealed_told, told_on)
    SELECT development_id, number, kind, sealed_key, sealed_told, told_on FROM development_evidence;
DROP TABLE development_evidence;
ALTER TABLE development_evidence_next RENAME TO development_evidence;
