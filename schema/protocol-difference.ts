import { z } from 'zod'

/** How a published number can have come about otherwise than the runs here, in plain words. */
export const PROTOCOL_DIFFERENCES = {
  tuned_threshold: 'The cut was chosen on benchmark labels.',
  model_threshold: 'Each model has a cut of its own, not 0.5.',
  unstated_threshold: 'The cut is not stated.',
  own_labels: 'The model writes right or wrong itself; no score is cut.',
  prompted: 'A general language model was prompted to judge.',
  written_verdict: 'The model writes its reasoning before it judges a step.',
  majority_of_verdicts: 'Several verdicts were drawn and the majority counts (maj@k).',
  mean_of_verdicts: 'Several verdicts were drawn for each step and their mean counts.',
  weighted_mean: 'The average weighs subsets by their size; ours weighs them equally.',
  mean_over_policies: 'A mean over several models that wrote the solutions.',
  score_differences: 'A step is judged by how far its score falls from the one before.',
  extra_steps: 'Solutions carry an extra step that counts as right.',
  truncated: 'Long solutions were cut off; steps past the end are not counted.',
  redundancy_score: 'Two classes are judged by a second score, for redundancy.',
  prefixes: 'Every beginning of a solution was scored as if it were whole.',
  missing_as_zero: 'What was not evaluated counts as zero.',
  item_sample: 'Only a part of the items was judged.',
  flawed_solutions: 'Only solutions with a right answer and a wrong step count.',
  solution_level: 'Whole solutions are judged, not steps.',
  threshold_free: 'No cut is used: the number is about the order of scores.',
  other_pool: 'The solutions to choose from are the authors’ own, so other tables do not compare.',
  other_aggregation: 'Step scores are joined in a way that no board here uses.',
  unstated_aggregation: 'How step scores are joined is not stated.',
  search: 'The model steers the writing of a solution instead of choosing among whole ones.',
  own_port: 'The evaluation is a rewrite by the model’s authors.',
  third_party: 'Run by others than the model’s authors.',
  quoted: 'Quoted by another paper than the one that measured it.',
  ablation: 'A variant that its authors trained or ran for comparison.',
  superseded: 'The authors replaced it by a later number.',
  checkpoint_uncertain: 'Which checkpoint was measured is not certain.',
  read_off_figure: 'Read off an image.',
} as const satisfies Record<string, string>

export const ProtocolDifference = z
  .enum(Object.keys(PROTOCOL_DIFFERENCES) as [Difference, ...Difference[]])
  .meta({ id: 'ProtocolDifference' })
type Difference = keyof typeof PROTOCOL_DIFFERENCES
export type ProtocolDifference = z.infer<typeof ProtocolDifference>
