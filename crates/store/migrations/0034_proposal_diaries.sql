-- Each board has its own register and gives its own numbers: no number twice in one of them. Proposals to nobody in
-- particular share one.
DROP INDEX proposals_diary;
CREATE UNIQUE INDEX proposals_diary ON proposals (network_id, COALESCE(addressee_id, network_id), diary) WHERE diary <> '';
