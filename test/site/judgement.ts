import type { ItemJudgement } from '#schema/run-item.ts'

/** What a run said of an item: scores at a threshold of 0.5, unless the test is about something else. */
export function judgement(given: Partial<ItemJudgement> & { run: string }): ItemJudgement {
  return {
    rank: null,
    model: { id: `owner/${given.run}`, kind: 'discriminative_prm' },
    policy: 'fixed:0.5',
    threshold: 0.5,
    scores: null,
    votes: null,
    decision: { kind: 'none' },
    outcome: 'passed',
    ...given,
  }
}
