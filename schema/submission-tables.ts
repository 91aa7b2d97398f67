import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ErrorBody } from './error.ts'
import type { RunManifest } from './manifest.ts'
import { SUBMISSION_STATES } from './submission.ts'
import type { Scope } from './submitter.ts'
import { float64, int32 } from './vector-column.ts'

export const submitters = sqliteTable(
  'submitters',
  {
    id: text().primaryKey(),
    /** Who vouches for it by OIDC, and for whom: both null where it has tokens of ours. */
    issuer: text(),
    subject: text(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [uniqueIndex('submitters_identity').on(table.issuer, table.subject)],
)

export const tokens = sqliteTable('tokens', {
  /** SHA-256 of the token, which itself is never stored. */
  hash: text().primaryKey(),
  id: text().notNull().unique(),
  submitter: text()
    .notNull()
    .references(() => submitters.id),
  scopes: text({ mode: 'json' }).$type<readonly Scope[]>().notNull(),
  createdAt: text('created_at').notNull(),
  expiresAt: text('expires_at'),
  revokedAt: text('revoked_at'),
  /** To the day: writing it at every request would cost more than it tells. */
  lastUsedAt: text('last_used_at'),
})

export const submissions = sqliteTable(
  'submissions',
  {
    id: text().primaryKey(),
    submitter: text().notNull(),
    benchmark: text().notNull(),
    model: text().notNull(),
    manifest: text({ mode: 'json' }).$type<RunManifest>().notNull(),
    digests: text({ mode: 'json' }).$type<Readonly<Record<string, string>>>().notNull(),
    state: text({ enum: SUBMISSION_STATES }).notNull(),
    /** SHA-256 of the key in an unlisted run's link; null where it is for everyone. */
    key: text(),
    /** Why it can never be listed, where it cannot. */
    refusal: text({ mode: 'json' }).$type<ErrorBody>(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [index('submissions_model').on(table.benchmark, table.model)],
)

/** A subset's predictions that came in whole and passed every check. */
export const submissionParts = sqliteTable(
  'submission_parts',
  {
    submission: text()
      .notNull()
      .references(() => submissions.id),
    subset: text().notNull(),
    /** In canonical item order, two numbers an item: where its line begins in the file, and its bytes. */
    lines: int32().notNull(),
    /** How many scores and votes it holds, over all channels and draws. */
    scores: integer().notNull(),
    receivedAt: text('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.submission, table.subset] })],
)

/**
 * A run's scores of one subset in canonical item and step order, NaN where one is missing. Parts
 * break between items, as the items' `part` says. A null draw is the score itself.
 */
export const scoreVectors = sqliteTable(
  'score_vectors',
  {
    run: text()
      .notNull()
      .references(() => submissions.id),
    subset: text().notNull(),
    channel: text().notNull(),
    draw: integer(),
    part: integer().notNull(),
    scores: float64().notNull(),
  },
  (table) => [
    uniqueIndex('score_vectors_key').on(
      table.run,
      table.subset,
      table.channel,
      table.draw,
      table.part,
    ),
  ],
)

/**
 * One vote on every item of a subset, in canonical order: the first wrong step, −1 for none, −2 where
 * a vote could not be read, −3 where an item has fewer votes than others.
 */
export const verdictVectors = sqliteTable(
  'verdict_vectors',
  {
    run: text()
      .notNull()
      .references(() => submissions.id),
    subset: text().notNull(),
    sample: integer().notNull(),
    verdicts: int32().notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.subset, table.sample] })],
)
