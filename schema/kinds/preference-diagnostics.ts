import type { PreferenceDiagnostics } from '../diagnostics.ts'
import { PREFERENCE_OUTCOMES, type PreferenceVerdict } from '../item-verdict.ts'
import { preferenceMargins } from '../metrics/preference-margins.ts'
import type { ComparedScores } from '../metrics/preference-rank.ts'
import { rate } from '../metrics/rate.ts'

/** An item's scores beside what became of it. */
export interface DiagnosedPreference {
  readonly subset: string
  readonly scores: ComparedScores
  readonly verdict: PreferenceVerdict
}

/** What lies behind the metrics of a run. */
export function diagnosePreferences(
  items: readonly DiagnosedPreference[],
  { policy, subsets }: { readonly policy: string; readonly subsets: readonly string[] },
): PreferenceDiagnostics {
  const bySubset = Map.groupBy(items, ({ subset }) => subset)
  const byRejected = Map.groupBy(items, ({ scores }) => scores.length - 1)
  return {
    kind: 'preference',
    policy,
    outcomes: Object.fromEntries(
      PREFERENCE_OUTCOMES.map((name) => [
        name,
        items.filter(({ verdict }) => verdict.outcome === name).length,
      ]),
    ) as PreferenceDiagnostics['outcomes'],
    subsets: subsets.map((id) => ({
      id,
      margins: preferenceMargins((bySubset.get(id) ?? []).map(({ scores }) => scores)),
    })),
    slices: {
      subset: subsets.map((id) => ({ id, strict: strictOf(bySubset.get(id) ?? []) })),
      rejected: [...byRejected]
        .toSorted(([a], [b]) => a - b)
        .map(([rejected, own]) => ({ rejected, strict: strictOf(own) })),
    },
  }
}

function strictOf(items: readonly DiagnosedPreference[]) {
  const right = items.filter(({ verdict }) => verdict.outcome === 'chosen_first').length
  return rate(right, items.length, 'item')
}
