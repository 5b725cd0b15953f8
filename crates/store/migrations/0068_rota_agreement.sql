-- The agreement that a rota was planned under. The hours of its duties stay with it when the pool goes on to another version.
ALTER TABLE rotas ADD COLUMN agreement TEXT NOT NULL DEFAULT '';
ALTER TABLE rotas ADD COLUMN agreement_version BIGINT NOT NULL DEFAULT 0;
-- Until now every rota was read by the version of its pool.
UPDATE rotas SET agreement = (SELECT p.agreement FROM pools p WHERE p.id = rotas.pool_id),
    agreement_version = (SELECT p.agreement_version FROM pools p WHERE p.id = rotas.pool_id);
