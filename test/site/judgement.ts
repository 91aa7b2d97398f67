import type { FirstErrorJudgement } from '../../site/lib/judgement.ts'

/** What a run said of a solution: scores at a threshold of 0.5, unless the test is about something else. */
export function judgement(
  given: Partial<FirstErrorJudgement> & { run: string },
): FirstErrorJudgement {
  return {
    rank: null,
    model: { id: `owner/${given.run}`, kind: 'discriminative_prm' },
    policy: 'fixed:0.5',
    threshold: 0.5,
    scores: null,
    channels: {},
    draws: [],
    votes: null,
    kind: 'first_error',
    decision: { kind: 'none' },
    outcome: 'passed',
    ...given,
  }
}
