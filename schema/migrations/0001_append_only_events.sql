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
