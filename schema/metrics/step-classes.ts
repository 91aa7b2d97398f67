/** PRMBench's nine classes of flaws in their three groups, spelled as its data spells them. */
export const PRMBENCH_GROUPS = {
  simplicity: ['redundency', 'circular'],
  soundness: ['counterfactual', 'step_contradiction', 'domain_inconsistency', 'confidence'],
  sensitivity: ['missing_condition', 'deception', 'multi_solutions'],
} as const

export const PRMBENCH_CLASSES = [
  ...PRMBENCH_GROUPS.simplicity,
  ...PRMBENCH_GROUPS.soundness,
  ...PRMBENCH_GROUPS.sensitivity,
] as const

/** Its items hold no wrong step, so its PRMScore is its F1 alone. */
export const F1_ONLY_CLASS = 'multi_solutions'

/** Classes whose steps are judged by their redundancy scores where a model gives them. */
export const REDUNDANCY_CLASSES: readonly string[] = PRMBENCH_GROUPS.simplicity

/** Name of the solution an item was made from, shared by the items of all classes: the id without its class. */
export function sourceId({
  id,
  classification,
}: {
  readonly id: string
  readonly classification: string
}): string {
  const prefix = `${classification}_`
  return id.startsWith(prefix) ? id.slice(prefix.length) : id
}
