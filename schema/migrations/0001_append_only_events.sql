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
-- The key is the row, which is thus written once instead of twice.
DROP TABLE `fingerprints`;
--> statement-breakpoint
CREATE TABLE `fingerprints` (
	`hash` text NOT NULL,
	`run` text NOT NULL REFERENCES `runs`(`id`),
	`of` text NOT NULL,
	PRIMARY KEY(`hash`, `run`)
) WITHOUT ROWID;
