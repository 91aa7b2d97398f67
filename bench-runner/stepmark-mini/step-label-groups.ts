import type { ErrorKind } from './template.ts'

/** Classes by group, and the error kinds a class is made of; a class without kinds is built in a way of its own. */
export const STEP_LABEL_GROUPS = {
  simplicity: { redundancy: [], circular: [] },
  soundness: {
    counterfactual: ['misread_problem'],
    step_contradiction: ['copy_slip'],
    domain_inconsistency: ['wrong_rule', 'unit_slip'],
    confidence: ['unsupported_claim'],
  },
  sensitivity: {
    missing_condition: ['dropped_condition'],
    deception: ['wrong_operation', 'wrong_quantity', 'arithmetic_slip'],
    multi_solutions: [],
  },
} as const satisfies Record<string, Record<string, readonly ErrorKind[]>>
