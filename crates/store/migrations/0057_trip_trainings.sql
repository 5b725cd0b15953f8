-- Which trainings came of a trip: what those who went brought home.
CREATE TABLE trip_trainings (
    proposal_id UUID NOT NULL REFERENCES proposals (id),
    training_id UUID NOT NULL REFERENCES trainings (id),
    PRIMARY KEY (proposal_id, training_id)
);
CREATE INDEX trip_trainings_by_training ON trip_trainings (training_id);
