CREATE TABLE `benchmark_revisions` (
	`benchmark` text NOT NULL,
	`id` text NOT NULL,
	`label_set` text NOT NULL,
	`subsets` text NOT NULL,
	`counts` text NOT NULL,
	`published_at` text NOT NULL,
	PRIMARY KEY(`benchmark`, `id`),
	FOREIGN KEY (`benchmark`) REFERENCES `benchmarks`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `benchmarks` (
	`id` text PRIMARY KEY NOT NULL,
	`definition` text NOT NULL,
	`revision` text NOT NULL,
	`board` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `board_indexes` (
	`benchmark` text NOT NULL,
	`revision` text NOT NULL,
	`board` text NOT NULL,
	`part` integer NOT NULL,
	`entries` text NOT NULL,
	PRIMARY KEY(`benchmark`, `revision`, `board`, `part`)
);
--> statement-breakpoint
CREATE TABLE `boards` (
	`benchmark` text NOT NULL,
	`revision` text NOT NULL,
	`board` text NOT NULL,
	`runs` integer NOT NULL,
	`facets` text NOT NULL,
	`changes` integer NOT NULL,
	`refreshed` integer NOT NULL,
	PRIMARY KEY(`benchmark`, `revision`, `board`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fingerprints` (
	`hash` text NOT NULL,
	`run` text NOT NULL,
	`of` text NOT NULL,
	PRIMARY KEY(`hash`, `run`),
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `items` (
	`item_set` text NOT NULL,
	`position` integer NOT NULL,
	`id` text NOT NULL,
	`cluster` text NOT NULL,
	`body` text NOT NULL,
	`expected` text NOT NULL,
	`facts` text NOT NULL,
	`step_count` integer NOT NULL,
	`part` integer NOT NULL,
	`start` integer NOT NULL,
	PRIMARY KEY(`item_set`, `position`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `items_id` ON `items` (`item_set`,`id`);--> statement-breakpoint
CREATE INDEX `items_cluster` ON `items` (`item_set`,`cluster`);--> statement-breakpoint
CREATE TABLE `labels` (
	`label_set` text NOT NULL,
	`first` integer NOT NULL,
	`gold` text NOT NULL,
	PRIMARY KEY(`label_set`, `first`)
);
--> statement-breakpoint
CREATE TABLE `metrics` (
	`run` text NOT NULL,
	`revision` text NOT NULL,
	`policy` text NOT NULL,
	`version` text NOT NULL,
	`results` text NOT NULL,
	PRIMARY KEY(`run`, `revision`, `policy`),
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `protocols` (
	`hash` text PRIMARY KEY NOT NULL,
	`protocol` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`benchmark` text NOT NULL,
	`revision` text NOT NULL,
	`model` text NOT NULL,
	`submitter` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`suspicions` text NOT NULL,
	`superseded_by` text,
	`unlisted` integer NOT NULL,
	`trust` text NOT NULL,
	`witness` text,
	`attested` integer NOT NULL,
	`predictions` text NOT NULL,
	`version` text NOT NULL,
	`coverage` text NOT NULL,
	`created_at` text NOT NULL,
	`export` text,
	FOREIGN KEY (`id`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `runs_newest` ON `runs` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_scored` ON `runs` (`benchmark`,`revision`,`version`);--> statement-breakpoint
CREATE INDEX `runs_benchmark` ON `runs` (`benchmark`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_model` ON `runs` (`model`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_submitter` ON `runs` (`submitter`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_not_listed` ON `runs` (`state`,`created_at`,`id`) WHERE state <> 'listed';--> statement-breakpoint
CREATE TABLE `scorings` (
	`run` text NOT NULL,
	`revision` text NOT NULL,
	`version` text NOT NULL,
	`coverage` text NOT NULL,
	PRIMARY KEY(`run`, `revision`),
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `standings` (
	`benchmark` text NOT NULL,
	`revision` text NOT NULL,
	`board` text NOT NULL,
	`run` text NOT NULL,
	`policy` text NOT NULL,
	`value` real,
	`lower` real,
	`upper` real,
	`ranked` integer NOT NULL,
	`rank` integer,
	`rank_best` integer,
	`rank_worst` integer,
	`kind` text NOT NULL,
	`trust` text NOT NULL,
	`attested` integer NOT NULL,
	`model` text NOT NULL,
	`params` real,
	`base` text,
	`license` text,
	`submitter` text NOT NULL,
	`created_at` text NOT NULL,
	`disclosure` text NOT NULL,
	`attempts` integer NOT NULL,
	`row` text NOT NULL,
	PRIMARY KEY(`benchmark`, `revision`, `board`, `run`),
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `standings_order` ON `standings` (`benchmark`,`revision`,`board`,`value`,`run`);--> statement-breakpoint
CREATE TABLE `stored_subsets` (
	`kind` text NOT NULL,
	`labels` text NOT NULL,
	`items` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`kind`, `labels`, `items`)
);
--> statement-breakpoint
CREATE TABLE `data_version` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `events` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`type` text NOT NULL,
	`submitter` text,
	`benchmark` text,
	`run` text,
	`detail` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_run` ON `events` (`run`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_benchmark` ON `events` (`benchmark`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`type`,`sequence`) WHERE type <> 'run_listed';--> statement-breakpoint
CREATE TABLE `score_vectors` (
	`run` text NOT NULL,
	`subset` text NOT NULL,
	`channel` text NOT NULL,
	`draw` integer,
	`part` integer NOT NULL,
	`scores` blob NOT NULL,
	FOREIGN KEY (`run`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `score_vectors_key` ON `score_vectors` (`run`,`subset`,`channel`,`draw`,`part`);--> statement-breakpoint
CREATE TABLE `submission_parts` (
	`submission` text NOT NULL,
	`subset` text NOT NULL,
	`lines` blob NOT NULL,
	`scores` integer NOT NULL,
	`received_at` text NOT NULL,
	PRIMARY KEY(`submission`, `subset`),
	FOREIGN KEY (`submission`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`submitter` text NOT NULL,
	`benchmark` text NOT NULL,
	`model` text NOT NULL,
	`manifest` text NOT NULL,
	`digests` text NOT NULL,
	`state` text NOT NULL,
	`key` text,
	`refusal` text,
	`created_at` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `submissions_model` ON `submissions` (`benchmark`,`model`);--> statement-breakpoint
CREATE TABLE `submitters` (
	`id` text PRIMARY KEY NOT NULL,
	`issuer` text,
	`subject` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `submitters_identity` ON `submitters` (`issuer`,`subject`);--> statement-breakpoint
CREATE TABLE `tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`submitter` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text,
	`revoked_at` text,
	`last_used_at` text,
	FOREIGN KEY (`submitter`) REFERENCES `submitters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_id_unique` ON `tokens` (`id`);--> statement-breakpoint
CREATE TABLE `verdict_vectors` (
	`run` text NOT NULL,
	`subset` text NOT NULL,
	`sample` integer NOT NULL,
	`verdicts` blob NOT NULL,
	PRIMARY KEY(`run`, `subset`, `sample`),
	FOREIGN KEY (`run`) REFERENCES `submissions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `catalog` (
	`hash` text PRIMARY KEY NOT NULL,
	`published_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `catalog_models` (
	`id` text PRIMARY KEY NOT NULL,
	`huggingface` text,
	`kind` text,
	`paper` text,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `catalog_models_huggingface_unique` ON `catalog_models` (`huggingface`);--> statement-breakpoint
CREATE TABLE `papers` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`relevance` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reported_benchmarks` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reported_protocols` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reported_results` (
	`position` integer PRIMARY KEY NOT NULL,
	`benchmark` text NOT NULL,
	`subset` text NOT NULL,
	`metric` text NOT NULL,
	`model` text NOT NULL,
	`protocol` text NOT NULL,
	`source` text NOT NULL,
	`paper` text,
	`headline` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reported_results_benchmark` ON `reported_results` (`benchmark`,`position`);--> statement-breakpoint
CREATE INDEX `reported_results_model` ON `reported_results` (`model`,`position`);--> statement-breakpoint
CREATE TABLE `reported_sources` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
