import { eq } from 'drizzle-orm'
import type { Scope } from '#schema/submitter.ts'
import { submitters, tokens } from '#schema/submission-tables.ts'
import type { Db } from '../router.ts'
import { logEvent } from './events.ts'

export async function storeToken(
  db: Db,
  token: {
    hash: string
    id: string
    submitter: string
    scopes: readonly Scope[]
    expiresAt: string | null
  },
): Promise<void> {
  const at = new Date().toISOString()
  const { id, submitter } = token
  await db.batch([
    db.insert(submitters).values({ id: submitter, createdAt: at }).onConflictDoNothing(),
    db.insert(tokens).values({ ...token, createdAt: at, revokedAt: null }),
    logEvent(db, {
      at,
      type: 'token_created',
      submitter: null,
      benchmark: null,
      run: null,
      detail: { token: id, for: submitter },
    }),
  ])
}

/** Revokes a token; false when there is none of this id. A token revoked before stays as it is. */
export async function revokeToken(db: Db, id: string): Promise<boolean> {
  const [row] = await db.select().from(tokens).where(eq(tokens.id, id))
  if (!row || row.revokedAt !== null) return row !== undefined
  const at = new Date().toISOString()
  await db.batch([
    db.update(tokens).set({ revokedAt: at }).where(eq(tokens.id, id)),
    logEvent(db, {
      at,
      type: 'token_revoked',
      submitter: null,
      benchmark: null,
      run: null,
      detail: { token: id, of: row.submitter },
    }),
  ])
  return true
}
