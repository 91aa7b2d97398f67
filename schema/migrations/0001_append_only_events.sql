CREATE TRIGGER `events_refuse_update` BEFORE UPDATE ON `events`
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `events_refuse_delete` BEFORE DELETE ON `events`
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
-- INSERT OR REPLACE deletes without firing a DELETE trigger.
CREATE TRIGGER `events_refuse_replace` BEFORE INSERT ON `events`
WHEN EXISTS (SELECT 1 FROM `events` WHERE `sequence` = NEW.`sequence`)
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
-- Nor is one slipped in before the end, or far beyond it.
CREATE TRIGGER `events_refuse_gap` AFTER INSERT ON `events`
WHEN NEW.`sequence` < 1 OR NEW.`sequence` <> (SELECT max(`sequence`) FROM `events`)
	OR (NEW.`sequence` > 1 AND NOT EXISTS (SELECT 1 FROM `events` WHERE `sequence` = NEW.`sequence` - 1))
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
-- A run comes from a submission of the same id, all of whose parts were received.
CREATE TRIGGER `runs_need_submission` BEFORE INSERT ON `runs`
WHEN NOT EXISTS (
	SELECT 1 FROM `submissions` WHERE `id` = NEW.`id` AND `state` = 'draft'
	AND (SELECT count(*) FROM json_each(`digests`))
		= (SELECT count(*) FROM `submission_parts` WHERE `submission` = NEW.`id`)
)
BEGIN
	SELECT RAISE(ABORT, 'a run needs a complete submission');
END;
--> statement-breakpoint
-- What is shown ranks or is held; a rescoring that a withdrawal overtook must not put the run back.
CREATE TRIGGER `standings_need_shown_run` BEFORE INSERT ON `standings`
WHEN NOT EXISTS (
	SELECT 1 FROM `runs` WHERE `id` = NEW.`run` AND `unlisted` = 0 AND `state` IN ('listed', 'held')
)
BEGIN
	SELECT RAISE(ABORT, 'a standing needs a run that is shown');
END;
--> statement-breakpoint
-- Withdrawn is final, and what was superseded can only be withdrawn.
CREATE TRIGGER `runs_refuse_return` BEFORE UPDATE OF `state` ON `runs`
WHEN NEW.`state` <> OLD.`state` AND (
	OLD.`state` = 'withdrawn' OR (OLD.`state` = 'superseded' AND NEW.`state` <> 'withdrawn')
)
BEGIN
	SELECT RAISE(ABORT, 'this run left the boards for good');
END;
--> statement-breakpoint
-- A successor is shown when it takes over, so that chains end and hold no cycle.
CREATE TRIGGER `runs_need_successor` BEFORE UPDATE OF `state` ON `runs`
WHEN NEW.`state` = 'superseded' AND OLD.`state` <> 'superseded' AND NOT EXISTS (
	SELECT 1 FROM `runs` WHERE `id` = NEW.`superseded_by` AND `id` <> NEW.`id`
	AND `benchmark` = NEW.`benchmark` AND `submitter` = NEW.`submitter`
	AND `state` IN ('listed', 'held') AND `unlisted` <= NEW.`unlisted`
)
BEGIN
	SELECT RAISE(ABORT, 'a run is superseded by one that is shown');
END;
--> statement-breakpoint
-- What an answer of the API may hang on changes with an entry of the log or a refresh of a board.
INSERT INTO `data_version` (`id`, `version`) VALUES (1, 0);
--> statement-breakpoint
CREATE TRIGGER `events_raise_version` AFTER INSERT ON `events`
BEGIN
	UPDATE `data_version` SET `version` = `version` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `boards_raise_version` AFTER UPDATE OF `refreshed` ON `boards`
BEGIN
	UPDATE `data_version` SET `version` = `version` + 1;
END;
