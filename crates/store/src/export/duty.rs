//! What a board has of on-call: the pools that its teams are or were in. People of other boards stand there by id alone;
//! shares, absences, wishes and what was carried are those of its own people.

use super::{Source, of_board};

/// The sources, in the order in which they are exported.
pub(super) const SOURCES: &[Source] = &[
    of_board(
        "agreements",
        "SELECT a.* FROM agreements a WHERE EXISTS (SELECT 1 FROM pools p JOIN pool_teams pt ON pt.pool_id = p.id
            JOIN teams t ON t.id = pt.team_id
            LEFT JOIN rotas r ON r.pool_id = p.id AND r.state = 'published'
            WHERE t.board_id = $1 AND (p.agreement = a.code AND p.agreement_version = a.version
                OR r.agreement = a.code AND r.agreement_version = a.version))
         ORDER BY a.code, a.version",
    ),
    of_board(
        "pools",
        "SELECT * FROM pools WHERE id IN (SELECT pt.pool_id FROM pool_teams pt JOIN teams t ON t.id = pt.team_id
            WHERE t.board_id = $1) ORDER BY id",
    ),
    of_board(
        "pool_teams",
        "SELECT * FROM pool_teams WHERE pool_id IN (SELECT pt.pool_id FROM pool_teams pt
            JOIN teams t ON t.id = pt.team_id WHERE t.board_id = $1) ORDER BY pool_id, team_id",
    ),
    of_board(
        "pool_lines",
        "SELECT * FROM pool_lines WHERE pool_id IN (SELECT pt.pool_id FROM pool_teams pt
            JOIN teams t ON t.id = pt.team_id WHERE t.board_id = $1) ORDER BY pool_id, level",
    ),
    of_board(
        "pool_shares",
        "SELECT s.* FROM pool_shares s WHERE s.staff_id IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY s.pool_id, s.staff_id, s.from_on",
    ),
    of_board(
        "duties",
        "SELECT * FROM duties WHERE pool_id IN (SELECT pt.pool_id FROM pool_teams pt
            JOIN teams t ON t.id = pt.team_id WHERE t.board_id = $1) ORDER BY id",
    ),
    of_board(
        "duty_segments",
        "SELECT * FROM duty_segments WHERE duty_id IN (SELECT d.id FROM duties d
            JOIN pool_teams pt ON pt.pool_id = d.pool_id JOIN teams t ON t.id = pt.team_id
            WHERE t.board_id = $1) ORDER BY duty_id, from_at",
    ),
    of_board(
        "turns",
        "SELECT * FROM turns WHERE duty_id IN (SELECT d.id FROM duties d
            JOIN pool_teams pt ON pt.pool_id = d.pool_id JOIN teams t ON t.id = pt.team_id
            WHERE t.board_id = $1) ORDER BY id",
    ),
    of_board(
        "rotas",
        "SELECT * FROM rotas WHERE state = 'published' AND pool_id IN (SELECT pt.pool_id FROM pool_teams pt
            JOIN teams t ON t.id = pt.team_id WHERE t.board_id = $1) ORDER BY id",
    ),
    of_board(
        "rest_days",
        "SELECT r.* FROM rest_days r WHERE r.staff_id IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY r.pool_id, r.staff_id, r.rest_on",
    ),
    of_board(
        "swaps",
        "SELECT * FROM swaps WHERE pool_id IN (SELECT pt.pool_id FROM pool_teams pt
            JOIN teams t ON t.id = pt.team_id WHERE t.board_id = $1) ORDER BY id",
    ),
    of_board(
        "burdens",
        "SELECT b.* FROM burdens b WHERE b.staff_id IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY b.pool_id, b.line_id, b.staff_id, b.of_year",
    ),
    of_board(
        "absences",
        "SELECT a.* FROM absences a WHERE a.staff_id IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY a.id",
    ),
    of_board(
        "rests",
        "SELECT r.* FROM rests r WHERE r.staff_id IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY r.id",
    ),
    of_board(
        "wishes",
        "SELECT w.* FROM wishes w WHERE w.staff_id IN (SELECT p.staff_id FROM posts p
            JOIN teams t ON t.id = p.team_id WHERE t.board_id = $1) ORDER BY w.id",
    ),
];
