import { asc, eq, getTableColumns, gt } from 'drizzle-orm'
import type { Scope } from '#schema/submitter.ts'
import { submitters, tokens } from '#schema/submission-tables.ts'
import type { Db } from '../router.ts'
import { logEvent } from './events.ts'

/** Stores a token and its submitter; false, and nothing is stored, where the submitter signs in by OIDC. */
export async function storeToken(
  db: Db,
  token: {
    hash: string
    id: string
    submitter: string
    scopes: readonly Scope[]
    expiresAt: string | null
  },
  by: string | null,
): Promise<boolean> {
  const at = new Date().toISOString()
  const { id, submitter } = token
  const [existing] = await db.select().from(submitters).where(eq(submitters.id, submitter))
  if (existing && existing.issuer !== null) return false
  await db.batch([
    db.insert(submitters).values({ id: submitter, createdAt: at }).onConflictDoNothing(),
    db.insert(tokens).values({ ...token, createdAt: at, revokedAt: null }),
    logEvent(db, {
      at,
      type: 'token_created',
      submitter: by,
      benchmark: null,
      run: null,
      detail: { token: id, for: submitter },
    }),
  ])
  return true
}

/** Tokens after the one with the id `after`, by id. */
export function listTokens(
  db: Db,
  { limit, after }: { limit: number; after?: string | undefined },
) {
  const { hash: _, ...shown } = getTableColumns(tokens)
  return db
    .select(shown)
    .from(tokens)
    .where(after === undefined ? undefined : gt(tokens.id, after))
    .orderBy(asc(tokens.id))
    .limit(limit)
}

/** Writes down that a token was used on a day, such as `2026-12-31`. */
export async function noteUse(db: Db, id: string, day: string): Promise<void> {
  await db.update(tokens).set({ lastUsedAt: day }).where(eq(tokens.id, id))
}

/** Revokes a token; false when there is none of this id. A token revoked before stays as it is. */
export async function revokeToken(db: Db, id: string, by: string | null): Promise<boolean> {
  const [row] = await db.select().from(tokens).where(eq(tokens.id, id))
  if (!row || row.revokedAt !== null) return row !== undefined
  const at = new Date().toISOString()
  await db.batch([
    db.update(tokens).set({ revokedAt: at }).where(eq(tokens.id, id)),
    logEvent(db, {
      at,
      type: 'token_revoked',
      submitter: by,
      benchmark: null,
      run: null,
      detail: { token: id, of: row.submitter },
    }),
  ])
  return true
}
